"""The Merkle tree of RFC 9162: pure hashing, proofs and their verification. SHA-256 throughout.

Roots are built from a *frontier*: the roots of the complete subtrees that a tree of some size consists of,
largest first (one for each set bit of the size). Proofs are made of nodes `(level, number)`: the hash over
the complete, aligned run of 2**level leaves that starts at number * 2**level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_BYTES = 32
SALT_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Node = Callable[[int, int], bytes]
"""(level, number) to the hash of that complete subtree."""


class ProofError(ValueError):
    """A proof does not hold. The text says why."""


def commitment(payload: bytes, salt: bytes, index: int) -> bytes:
    """What the tree commits to in place of the payload, so that payload and salt can be erased."""
    return sha256(payload + salt + index.to_bytes(8, "big")).digest()


def leaf_hash(entry: bytes) -> bytes:
    """RFC 9162 2.1.1: H(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162 2.1.1: H(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def leaf_of(payload: bytes, salt: bytes, index: int) -> bytes:
    """The leaf of one log entry: H(0x00 || H(payload || salt || index)), index as 8 bytes big-endian."""
    inner = sha256(payload + salt + index.to_bytes(8, "big")).digest()
    return sha256(b"\x00" + inner).digest()


@dataclass(slots=True)
class Frontier:
    """A growing tree, kept as the roots of its complete subtrees, largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """The opposite of `pack`. Raises ValueError when the length does not fit the size."""
        if len(packed) != size.bit_count() * HASH_BYTES:
            raise ValueError(f"a frontier of size {size} has {size.bit_count()} hashes")
        return cls(size, [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)])

    def pack(self) -> bytes:
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> None:
        carry, size = leaf, self.size
        while size & 1:
            carry = sha256(b"\x01" + self.hashes.pop() + carry).digest()
            size >>= 1
        self.hashes.append(carry)
        self.size += 1

    def extend_aligned(self, subtree: bytes, level: int) -> None:
        """Append the root of 2**level leaves at once; the size must be a multiple of that."""
        if self.size & ((1 << level) - 1):
            raise ValueError("a subtree can only be appended at a multiple of its own size")
        carry, size = subtree, self.size >> level
        while size & 1:
            carry = node_hash(self.hashes.pop(), carry)
            size >>= 1
        self.hashes.append(carry)
        self.size += 1 << level

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """The largest power of two smaller than size."""
    return 1 << (size - 1).bit_length() - 1


def _range_hash(start: int, size: int, node: Node) -> bytes:
    """The hash over leaves [start, start + size); start is aligned as RFC 9162 splits."""
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    left = _split(size)
    return node_hash(_range_hash(start, left, node), _range_hash(start + left, size - left, node))


def inclusion_proof(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """RFC 9162 2.1.3.1, from the leaf up. Raises ValueError when the index is outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"there is no entry {index} in a tree of size {size}")
    path: list[bytes] = []
    start = 0
    while size > 1:
        left = _split(size)
        if index - start < left:
            path.append(_range_hash(start + left, size - left, node))
            size = left
        else:
            path.append(_range_hash(start, left, node))
            start, size = start + left, size - left
    return tuple(reversed(path))


def consistency_proof(old: int, size: int, node: Node) -> tuple[bytes, ...]:
    """RFC 9162 2.1.4.1: that the tree of `size` extends the one of `old` entries."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of size {size} does not extend one of size {old}")
    if old in {0, size}:
        return ()
    path: list[bytes] = []
    start, known = 0, True
    while old != size:
        left = _split(size)
        if old <= left:
            path.append(_range_hash(start + left, size - left, node))
            size = left
        else:
            path.append(_range_hash(start, left, node))
            start, old, size, known = start + left, old - left, size - left, False
    if not known:
        path.append(_range_hash(start, size, node))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 2.1.3.2. Raises ProofError when the leaf is not entry `index` under the root."""
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index} in a tree of size {size}")
    found = leaf
    for sibling, on_the_left in _walk(index, size - 1, proof):
        found = node_hash(sibling, found) if on_the_left else node_hash(found, sibling)
    if found != root:
        raise ProofError("the proof does not lead to the root")


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162 2.1.4.2. Raises ProofError when the newer root does not extend the older one."""
    if not 0 <= old <= size:
        raise ProofError(f"a tree of size {size} cannot extend one of size {old}")
    if old in {0, size}:
        if proof or old_root != (root if old else EMPTY_ROOT):
            raise ProofError("the two roots disagree")
        return
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise ProofError("the proof is too short for the tree")
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for sibling, on_the_left in _walk(at, last, path[1:]):
        if on_the_left:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
        else:
            now = node_hash(now, sibling)
    if (was, now) != (old_root, root):
        raise ProofError("the proof does not lead to both roots")


def _walk(at: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The siblings from the leaf up, and whether each stands on the left."""
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long for the tree")
        on_the_left = bool(at & 1) or at == last
        yield sibling, on_the_left
        if on_the_left:
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short for the tree")
