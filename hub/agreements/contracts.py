"""The folder contracts/ as a whole: every file read, every fault told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from hub.agreements.certificate_faults import across_municipalities
from hub.agreements.kinds import NAME, read_kinds
from hub.agreements.municipality import read_municipality
from hub.agreements.source import read_agreement
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.document import FaultyDocuments
from hub.model.kinds import KindRow, Kinds
from hub.model.registry import Registry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Contracts:
    """What was agreed, and with whom: as `Facts` wants it."""

    agreements: Mapping[str, tuple[Agreement, ...]]
    """Per source every version, oldest first. A source that the registry knows but no file names has ()."""
    boards: Mapping[BoardId, Board]
    kinds: Kinds = field(default_factory=Kinds)
    """The table of kinds of income that all boards share; each board's `kinds` ends with it."""

    def own_kinds(self, board: Board) -> tuple[KindRow, ...]:
        """The rows that the board's own file has."""
        return board.kinds.rows[: len(board.kinds.rows) - len(self.kinds.rows)]


def load(folder: Path, registry: Registry, today: date | None = None) -> Contracts:
    """Read `folder`/kallor/*.yaml, `folder`/kommuner/*.yaml and the table of kinds of income.

    `today` is the Swedish day they are read for; None is the day by this machine's clock. Raises
    FaultyDocuments with every fault.
    """
    day = today or swedish_day(datetime.now(UTC))
    faults: list[str] = []
    agreements = _read(folder, "kallor", lambda raw, file: read_agreement(raw, file, registry), faults)
    found = _read(folder, "kommuner", lambda raw, file: read_municipality(raw, file, registry, day), faults)
    faults += _overlapping(agreements)
    faults += _named_twice(found)
    faults += _of_another(agreements, found)
    faults += across_municipalities(found)
    kinds = _kinds(folder, faults)
    if faults:
        raise FaultyDocuments(faults)
    boards = {
        board.id: replace(board, kinds=Kinds((*board.kinds.rows, *kinds.rows)))
        for boards in found.values()
        for board in boards
    }
    return Contracts(_by_source(agreements.values(), registry), boards, kinds)


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that `load` reads, in hex."""
    files = sorted((*folder.glob("kallor/*.yaml"), *folder.glob("kommuner/*.yaml"), folder / NAME))
    whole = sha256()
    for path in files:
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            whole.update(f"{sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def _read(folder: Path, part: str, read: Callable[[bytes, str], T], faults: list[str]) -> dict[str, T]:
    """File name to what it says, for the files that can be read; faults of the others are added."""
    label, found = f"{folder.name}/{part}", {}
    if not (folder / part).is_dir():
        faults.append(f"{label}: is missing. Make the folder, or name another with NYTTONAV_CONTRACTS.")
        return {}
    for path in sorted((folder / part).iterdir()):
        file = f"{label}/{path.name}"
        if path.name.startswith(".") or path.is_dir():
            continue
        if path.suffix != ".yaml":
            faults.append(f"{file}: is not read; only .yaml files are. Rename it or move it away.")
            continue
        try:
            found[file] = read(path.read_bytes(), file)
        except FaultyDocuments as error:
            faults += error.faults
    if not found and not faults:
        faults.append(f"{label}: holds no .yaml file. Add at least one.")
    return found


def _kinds(folder: Path, faults: list[str]) -> Kinds:
    file = f"{folder.name}/{NAME}"
    try:
        return read_kinds((folder / NAME).read_bytes(), file)
    except FileNotFoundError:
        faults.append(f"{file}: is missing. Copy the example, or write `rader: []` to have no kinds at all.")
    except FaultyDocuments as error:
        faults += error.faults
    return Kinds()


def _overlapping(agreements: Mapping[str, Agreement]) -> Iterator[str]:
    """One source and purpose has one agreement a day; two versions of one agreement share no day at all."""
    oldest_first = sorted(agreements.items(), key=lambda item: (item[1].valid_from, item[0]))
    for (one_file, one), (file, other) in combinations(oldest_first, 2):
        if one.source != other.source:
            continue
        if (one.id, one.version) == (other.id, other.version):
            yield f"{file}: is {other.id} {other.version}, as {one_file} is. Give it a version of its own."
        elif _share_a_day(one, other) and (one.id == other.id or one.purposes & other.purposes):
            first = max(one.valid_from, other.valid_from)
            yield (
                f"{file}: galler overlaps {one_file} from {first} ({one.id} {one.version}). "
                "End the older the day before the newer begins."
            )


def _share_a_day(one: Agreement, other: Agreement) -> bool:
    later = max(one.valid_from, other.valid_from)
    return one.in_force(later) and other.in_force(later)


def _named_twice(found: Mapping[str, tuple[Board, ...]]) -> Iterator[str]:
    boards: dict[BoardId, str] = {}
    clients: dict[str, str] = {}
    for file, read in found.items():
        for board in read:
            if boards.setdefault(board.id, file) != file:
                yield f"{file}: {board.id} stands in {boards[board.id]} already. Keep one."
            for client in board.clients:
                owner = f"{file} ({board.id.board})"
                if clients.setdefault(client.id, owner) != owner:
                    yield (
                        f"{file}: the client {client.id} of {board.id.board} stands in {clients[client.id]} "
                        "already. A client belongs to one board: give it an id of its own."
                    )


def _of_another(agreements: Mapping[str, Agreement], found: Mapping[str, tuple[Board, ...]]) -> Iterator[str]:
    """A source's client asks about that source only: it is of no other source and of no board."""
    owners = {
        client.id: str(board.id) for read in found.values() for board in read for client in board.clients
    }
    for file, agreement in agreements.items():
        for client in agreement.clients:
            if owners.setdefault(client.id, agreement.source) != agreement.source:
                yield (
                    f"{file}: the client {client.id} is of {owners[client.id]} already. A client belongs to "
                    "one source or one board: give it an id of its own."
                )


def _by_source(agreements: Iterable[Agreement], registry: Registry) -> dict[str, tuple[Agreement, ...]]:
    ordered = sorted(agreements, key=lambda agreement: agreement.valid_from)
    return {source: tuple(a for a in ordered if a.source == source) for source in sorted(registry.sources)}
