"""The Merkle tree: published vectors, a naive second implementation, and proofs that must not hold."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit import tree
from hub.audit.tiles import WIDTH, TileNodes, filled, frontier_of, tile_root
from tests.support.audit import naive_consistency, naive_inclusion, naive_root

# The inputs, roots and paths that the Certificate Transparency project publishes with its implementation.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (1, 1): [],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PUBLISHED = [tree.leaf_hash(bytes.fromhex(text)) for text in INPUTS]


def leaves_of(size: int) -> list[bytes]:
    return [sha256(b"%d" % at).digest() for at in range(size)]


def tiled(leaves: list[bytes]) -> TileNodes:
    """Tiles as the storage keeps them."""

    def read(level: int, number: int) -> bytes:
        row = leaves
        for _ in range(level):
            row = [tile_root(b"".join(row[at : at + WIDTH])) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        return b"".join(row[number * WIDTH : (number + 1) * WIDTH])

    return TileNodes(read)


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert tree.root_of(PUBLISHED[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_published_inclusion_proofs(index: int, size: int) -> None:
    proof = tree.inclusion_proof(index, size, tiled(PUBLISHED[:size]))
    assert [it.hex() for it in proof] == INCLUSION[index, size]
    tree.verify_inclusion(PUBLISHED[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_published_consistency_proofs(old: int, size: int) -> None:
    proof = tree.consistency_proof(old, size, tiled(PUBLISHED[:size]))
    assert [it.hex() for it in proof] == CONSISTENCY[old, size]
    tree.verify_consistency(old, size, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[size]), proof)


@settings(max_examples=60)
@given(st.integers(1, 600), st.data())
def test_proofs_agree_with_the_naive_tree_and_hold(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    root, nodes = naive_root(leaves), tiled(leaves)
    assert tree.root_of(leaves) == root
    inclusion = tree.inclusion_proof(index, size, nodes)
    assert list(inclusion) == naive_inclusion(index, leaves)
    tree.verify_inclusion(leaves[index], index, size, inclusion, root)
    consistency = tree.consistency_proof(index + 1, size, nodes)
    assert list(consistency) == naive_consistency(index + 1, leaves)
    tree.verify_consistency(index + 1, size, naive_root(leaves[: index + 1]), root, consistency)


@settings(max_examples=40)
@given(st.integers(2, 300), st.data())
def test_a_proof_altered_in_any_way_does_not_hold(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    root, proof = naive_root(leaves), naive_inclusion(index, leaves)
    at = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda it: it != index))
    wrong = [*proof[:at], sha256(proof[at]).digest(), *proof[at + 1 :]]
    for leaf, place, path in [
        (leaves[index], index, wrong),
        (leaves[index], index, proof[:-1]),
        (leaves[index], index, [*proof, root]),
        (leaves[other], index, proof),
        (leaves[index], other, proof),
        (leaves[index], size, proof),
    ]:
        with pytest.raises(tree.ProofError):
            tree.verify_inclusion(leaf, place, size, path, root)


@settings(max_examples=40)
@given(st.integers(2, 300), st.data())
def test_a_rewritten_past_is_not_consistent(size: int, data: st.DataObject) -> None:
    leaves, old = leaves_of(size), data.draw(st.integers(1, size - 1))
    before, root = naive_root(leaves[:old]), naive_root(leaves)
    proof = naive_consistency(old, leaves)
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:changed], sha256(b"annat").digest(), *leaves[changed + 1 :]]
    for was, now, path in [
        (before, naive_root(rewritten), naive_consistency(old, rewritten)),
        (before, root, proof[:-1]),
        (before, root, [*proof, root]),
        (sha256(before).digest(), root, proof),
    ]:
        with pytest.raises(tree.ProofError):
            tree.verify_consistency(old, size, was, now, path)


def test_edges_of_consistency() -> None:
    root = naive_root(leaves_of(5))
    tree.verify_consistency(0, 5, tree.EMPTY_ROOT, root, ())
    tree.verify_consistency(5, 5, root, root, ())
    for old, size, was, proof in [
        (0, 5, root, ()),
        (5, 5, tree.EMPTY_ROOT, ()),
        (6, 5, root, ()),
        (3, 5, root, ()),
    ]:
        with pytest.raises(tree.ProofError):
            tree.verify_consistency(old, size, was, root, proof)
    with pytest.raises(ValueError, match="does not extend"):
        tree.consistency_proof(6, 5, tiled(leaves_of(5)))
    with pytest.raises(ValueError, match="no entry 5"):
        tree.inclusion_proof(5, 5, tiled(leaves_of(5)))


def test_frontier_survives_packing_and_whole_blocks() -> None:
    leaves = leaves_of(1000)
    one, blocks = tree.Frontier(), tree.Frontier()
    for leaf in leaves:
        one.append(leaf)
    for start in range(0, 768, 256):
        blocks.extend_aligned(tree.root_of(leaves[start : start + 256]), 8)
    for leaf in leaves[768:]:
        blocks.append(leaf)
    assert one.pack() == blocks.pack()
    assert tree.Frontier.unpack(1000, one.pack()).root() == naive_root(leaves)
    with pytest.raises(ValueError, match="frontier of size 999"):
        tree.Frontier.unpack(999, one.pack()[:-32])
    with pytest.raises(ValueError, match="multiple"):
        one.extend_aligned(leaves[0], 8)


def test_tiles_as_published() -> None:
    """C2SP tlog-tiles: a tree of 70,000 has 273 full tiles of level 0 and one of 112."""
    assert len(list(filled(0, 70_000))) == 273
    assert 70_000 - 273 * WIDTH == 112
    assert list(filled(255, 256)) == [0]
    assert list(filled(256, 511)) == []


def test_the_frontier_can_be_computed_from_tiles() -> None:
    leaves = leaves_of(2 * WIDTH + 13)
    appended = tree.Frontier()
    for leaf in leaves:
        appended.append(leaf)

    def read(level: int, number: int) -> bytes:
        row = leaves if level == 0 else [tile_root(b"".join(leaves[at : at + WIDTH])) for at in (0, WIDTH)]
        return b"".join(row[number * WIDTH : (number + 1) * WIDTH])

    assert frontier_of(len(leaves), read).pack() == appended.pack()
    with pytest.raises(ValueError, match="lacks hashes"):
        frontier_of(len(leaves) + 1, read)


def test_the_leaf_of_an_entry() -> None:
    """H(0x00 || H(payload || salt || index as 8 bytes big-endian)), as the design says it."""
    inner = sha256(b"{}" + b"s" * 32 + b"\0\0\0\0\0\0\1\2").digest()
    assert tree.leaf_of(b"{}", b"s" * 32, 258) == sha256(b"\0" + inner).digest()
    assert tree.leaf_hash(tree.commitment(b"{}", b"s" * 32, 258)) == tree.leaf_of(b"{}", b"s" * 32, 258)
