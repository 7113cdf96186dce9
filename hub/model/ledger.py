"""What passes between the access log and its storage. Payloads are opaque here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class StorageFault(Exception):
    """The storage cannot be read or written now; the text is for the operator, without personal data.

    After a failed write nothing of it is taken as written. Trying again later may help.
    """


class RefKind(IntEnum):
    """What an entry can be found by. The number is what is stored."""

    PERSON = 1
    CASEWORKER = 2
    CASE = 3
    PUT_TO = 4
    REVIEW = 5
    CONFIRMATION = 6


@dataclass(frozen=True, slots=True)
class Ref:
    """One search key of an entry: a keyed hash for persons, a plain one or plain bytes for the others."""

    kind: RefKind
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Facets:
    """The few values that tell records apart by the thousand; None where a record does not say.

    `outcome` is that of a look-up (or of a question to a case system), `protection` is None also where
    nobody is protected. Those of a conclusion are told of what it concludes: `concludes` is its id, and the
    conclusion itself has none.
    """

    client: str | None = None
    source: str | None = None
    outcome: str | None = None
    gate: int | None = None
    agreement: str | None = None
    protection: str | None = None
    concludes: str | None = None


NO_FACETS = Facets()


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it lies: `wrapped` opens with the key derived for the board from the master named.

    `board` is the log's name without its epoch, `month` year and month as one number (202611).
    """

    board: str
    id: bytes
    month: int
    master: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One record to be written. `payload` is one line of canonical JSON, `salt` 32 random bytes."""

    entry_id: str
    time: datetime
    event: str
    payload: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    refs: tuple[Ref, ...] = ()
    facets: Facets = NO_FACETS


@dataclass(frozen=True, slots=True)
class Claim:
    """A client's question id, taken once per log and client. `digest` is keyed, of the question's content."""

    client: str
    question_id: str
    digest: bytes
    reply_id: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The one conclusion of an intention; `otherwise` makes its stand-in for when another came late."""

    intention: str
    entry: NewEntry
    otherwise: Callable[[], NewEntry]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one caller wants written together: all of it durable, or nothing.

    `opening` becomes the log's first entry when there is no such log yet. `deadlines` names the entries that
    are intentions, with the wall time when the sweeper may regard them as lost. `essential` units
    (conclusions) may use the last space of a disk that is nearly full.
    """

    log: str
    entries: tuple[NewEntry, ...] = ()
    opening: NewEntry | None = None
    claim: Claim | None = None
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    closings: tuple[Closing, ...] = ()
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A log's size, root, and the signed checkpoint (a C2SP note) of exactly that state."""

    log: str
    size: int
    root: bytes
    note: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Committed:
    """A unit is durable; the head covers it. `late` names intentions that somebody had already concluded."""

    head: Head
    late: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlreadyClaimed:
    """The question id was taken before: nothing of the unit was written."""

    digest: bytes
    reply_id: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it lies. `payload` and `salt` are None when they have been erased; the leaf remains."""

    log: str
    index: int
    entry_id: str
    time: datetime
    event: str
    payload: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)
    leaf: bytes


@dataclass(frozen=True, slots=True)
class OpenIntention:
    """An intention without conclusion."""

    log: str
    entry_id: str
    payload: bytes = field(repr=False)


Place = tuple[datetime, int]
"""Where a record stands among others: its time and, among those of one moment, its index."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search in one log, in order of time, newest first or oldest first.

    Of `refs` of one kind any must lead to the record, of each kind one. `facets` are names of `Facets` with
    the values that will do. `within` leaves out what was written from that index on, `after` what does not
    come after that place in the order.
    """

    refs: tuple[Ref, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    limit: int = 100
    facets: tuple[tuple[str, tuple[str | int, ...]], ...] = ()
    oldest_first: bool = False
    within: int | None = None
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: records in its order, how many there are in all (counted to `COUNTED` and one),
    and the size of the log that it was made in."""

    entries: tuple[StoredEntry, ...]
    count: int
    size: int


COUNTED = 10_000
"""How far what a search finds is counted."""


class TooWide(Exception):
    """A search reads more than it may."""


class Crowded(Exception):
    """More searches wait already than may."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many entries each log has, and how many intentions are still without conclusion."""

    sizes: Mapping[str, int]
    open_intentions: int


@dataclass(frozen=True, slots=True)
class InclusionPath:
    """That an entry is in the tree of `head`: its sibling hashes from the leaf up."""

    entry: StoredEntry
    hashes: tuple[bytes, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """State of a log's storage. `faults` stop the service, `warnings` are told before they do.

    `free_bytes` is None for a database server: its disk is watched by whoever runs it.
    """

    last_commit: datetime | None
    last_commit_failed: bool
    free_bytes: int | None
    waiting: int
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    commits: int = 0
    """Since the process began; a commit may hold what many have waited for."""
    failures: int = 0
    """Commits that failed, or were not tried for what stood against it, since the process began."""
    clock_behind_s: float = 0.0
    """By how much the machine's clock stands before the newest record; 0 as it should be."""
