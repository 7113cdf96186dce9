"""Tiles of 256 hashes (C2SP tlog-tiles): how a tree is stored so that proofs need few rows.

Tile `number` of level L holds the tree's nodes (8 * L, 256 * number ...). Level 0 tiles are stored when full
and their tail is read from the entries; upper tiles grow by one hash for each full tile below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hub.audit.tree import HASH_BYTES, Frontier, node_hash, root_of

WIDTH = 256
HEIGHT = 8

TileReader = Callable[[int, int], bytes]
"""(level, number) to the tile's hashes, one after another; possibly fewer than 256 at the right edge."""


def hashes_of(tile: bytes) -> list[bytes]:
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def tile_root(tile: bytes) -> bytes:
    """The root over a run of hashes; for a full tile the hash that the tile above holds of it."""
    return root_of(hashes_of(tile))


class TileNodes:
    """Nodes of a stored tree, by way of its tiles; each tile is read once."""

    def __init__(self, read: TileReader) -> None:
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, number: int) -> bytes:
        tile_level, inside = divmod(level, HEIGHT)
        first = number << inside
        tile = self._tile(tile_level, first // WIDTH)
        at = (first % WIDTH) * HASH_BYTES
        run = tile[at : at + (HASH_BYTES << inside)]
        if len(run) != HASH_BYTES << inside:
            raise ValueError(f"tile {first // WIDTH} of level {tile_level} lacks hashes that the tree needs")
        return _perfect_root(run)

    def _tile(self, level: int, number: int) -> bytes:
        key = (level, number)
        if key not in self._tiles:
            self._tiles[key] = self._read(level, number)
        return self._tiles[key]


def _perfect_root(run: bytes) -> bytes:
    row = hashes_of(run)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def frontier_of(size: int, read: TileReader) -> Frontier:
    """The frontier of a stored tree, computed anew from its tiles. Raises ValueError when one is missing."""
    nodes = TileNodes(read)
    frontier = Frontier()
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            frontier.extend_aligned(nodes(level, frontier.size >> level), level)
    return frontier


def filled(old: int, new: int) -> Iterator[int]:
    """Numbers of the level 0 tiles that become full when a tree grows from `old` to `new` entries."""
    yield from range(old // WIDTH, new // WIDTH)
