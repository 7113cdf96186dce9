"""A board's agreements as they are on disk: versions byte for byte, and the board's part of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from hub.agreements import Contracts
from hub.agreements.kinds import NAME
from hub.handover.contents import KINDS, SOURCES, Avtal
from hub.handover.order import HandoverRefused
from hub.model.board import Board, BoardId


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A version of an agreement, as records name it; the digest is of its file."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed of a board: every version that there is, and the files by their digest."""

    board: Board
    part: bytes
    """The board's part of its municipality's file: a file of its own that can be put in kommuner/."""
    kinds: bytes
    versions: frozenset[Reference]
    """Every version on disk of the agreements with the board's sources."""
    on_disk: Mapping[str, Path]

    def files(self, referred: Iterable[Reference]) -> tuple[list[Avtal], dict[str, bytes]]:
        """Those of the board's sources and those that the log refers to; the files to hand over by name."""
        found, files = [], {KINDS: self.kinds}
        for one in sorted({*self.versions, *referred}):
            path = self.on_disk.get(one.digest)
            name = None if path is None else f"{SOURCES}/{path.name}"
            if path is not None and name is not None:
                files[name] = path.read_bytes()
            found.append(Avtal(id=one.id, version=one.version, sha256=one.digest, fil=name))
        return found, files


def agreed_of(folder: Path, contracts: Contracts, board_id: BoardId) -> Agreed:
    """Raises HandoverRefused where the contracts do not know the board (any more)."""
    board = contracts.boards.get(board_id)
    if board is None:
        raise HandoverRefused(
            f"{folder}: has no board {board_id}. Hand it over while its file is there, or name a folder "
            "where it still is with NYTTONAV_CONTRACTS."
        )
    versions = frozenset(
        Reference(one.id, one.version, one.digest)
        for source in board.routes
        for one in contracts.agreements.get(source, ())
    )
    return Agreed(
        board,
        _part(folder, board_id),
        (folder / NAME).read_bytes(),
        versions,
        {sha256(path.read_bytes()).hexdigest(): path for path in folder.glob("kallor/*.yaml")},
    )


def _part(folder: Path, board: BoardId) -> bytes:
    """Of a file with other boards in it only what concerns this one: they are not its to see."""
    for path in sorted(folder.glob("kommuner/*.yaml")):
        raw = path.read_bytes()
        said = yaml.safe_load(raw)
        own = [one for one in said["namnder"] if one["id"] == board.board]
        if said["organisationsnummer"] != board.organisation_number or not own:
            continue
        if len(said["namnder"]) == 1:
            return raw
        told = f"# Nämndens del av {path.name}, som har fler nämnder. Hela filens SHA-256:\n"
        cut = yaml.safe_dump({**said, "namnder": own}, allow_unicode=True, sort_keys=False, width=110)
        return f"{told}# {sha256(raw).hexdigest()}\n{cut}".encode()
    raise HandoverRefused(f"{folder}: {board} was there a moment ago, and is not now. Do it again.")
