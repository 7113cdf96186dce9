"""What the broker needs from outside, as Protocols. `hub/stores` implements them; tests may fake them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from hub.model.board import Board, BoardId, ToldToNeighbours
from hub.model.case import CaseFact, Unshown
from hub.model.ledger import (
    AlreadyClaimed,
    Committed,
    Found,
    Head,
    InclusionPath,
    OpenIntention,
    Ref,
    StoredEntry,
    StoreHealth,
    Unit,
    Wanted,
    WrappedKey,
)
from hub.model.listed import ListedCase, ListHead, StoredList
from hub.model.query import Query
from hub.model.statement import Statement
from hub.model.told import EventsTaken, NamedCase, Stored
from hub.problems import Problem
from messages.arende import Arende
from messages.handelser import Handelse
from messages.values import Personidentitet


class Clock(Protocol):
    """The time, so that tests can set it. `now` is UTC; `monotonic` is seconds for deadlines."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class CaseFacts(Protocol):
    """Cases that the hub has itself. Raises RegisterUnavailable when it cannot be read."""

    async def case(self, board: BoardId, system: str, case_id: str) -> CaseFact | None: ...


class CaseOrigin(Protocol):
    """A place where it may be known whether a case is ongoing (design, section 5)."""

    async def fact(self, query: Query, board: Board) -> CaseFact | Unshown | None:
        """What it knows of the case that the question names, at the caller's own board.

        None is that it knows of no such case, or that the question does not point to it. Unshown is that it
        cannot say: it did not answer, or its word could not be believed. Never raises for what the place
        does; raises RegisterUnavailable and LogUnavailable for the hub's own.
        """
        ...


class OngoingCases(Protocol):
    """Whether somebody is in an ongoing case, no case named. Raises RegisterUnavailable."""

    async def ongoing(
        self, board: BoardId, person: Personidentitet, told: ToldToNeighbours, now: datetime
    ) -> bool | None:
        """Whether the person today belongs to an opened case of the board that is not closed, of what is told
        of and known lately. What is not told of is not there: found out by the same statements. None,
        whoever it is about, where nothing is known lately of one of the case systems told of."""
        ...


class CaseRegister(CaseFacts, Protocol):
    """The hub's own register of cases. Raises RegisterUnavailable when it cannot be read or written."""

    async def put(self, board: BoardId, system: str, case_id: str, case: Arende) -> Stored:
        """Keep the whole state; the newest `tidpunkt` wins, the same again changes nothing.

        Raises StaleCase for an older one (or the same `tidpunkt` with other content) and MalformedQuestion
        for one in the future.
        """
        ...

    async def check(self, board: BoardId, system: str, case_id: str, case: Arende) -> None:
        """Raise now what `put` would raise, so that nothing is logged as registered that is refused."""
        ...

    async def get(self, board: BoardId, system: str, case_id: str) -> Arende | None: ...

    async def check_all(self, board: BoardId, cases: Sequence[NamedCase]) -> tuple[Problem | None, ...]:
        """For each what `put` would raise."""
        ...

    async def put_all(self, board: BoardId, cases: Sequence[NamedCase]) -> tuple[Stored | Problem, ...]:
        """Each as `put`, judged by itself, all in one transaction."""
        ...

    async def check_told(
        self, board: BoardId, system: str, case_id: str, events: Sequence[Handelse]
    ) -> EventsTaken:
        """What `tell` would do. Raises what it would raise."""
        ...

    async def tell(
        self, board: BoardId, system: str, case_id: str, events: Sequence[Handelse]
    ) -> EventsTaken:
        """Keep events of a case, all or none; those told before change nothing.

        Raises NotFound for a case that is unknown and not begun by them, and MalformedQuestion where an id
        stands for two events, a correction cannot be, or a moment lies in the future.
        """
        ...

    async def closed_before(self, board: BoardId, day: date, most: int) -> tuple[int, ...]:
        """Numbers of cases that were closed before the day, at most `most`."""
        ...

    async def erase(self, board: BoardId, day: date, numbers: Sequence[int]) -> int:
        """Clear away those of them that are still closed since before the day, with their persons and events;
        how many."""
        ...


class StatementStore(Protocol):
    """Caseworkers' own statements. Raises RegisterUnavailable when they cannot be read or written."""

    async def keep(self, made: Statement) -> None:
        """A new one; its id is nobody else's."""
        ...

    async def get(self, board: BoardId, statement: str) -> Statement | None:
        """As it stands; None also for another board's, found out in the same way."""
        ...

    async def confirm(self, board: BoardId, statement: str, by: str, now: datetime) -> None:
        """The first confirmation stands; the same person's again changes nothing.

        Raises StatementRefused where somebody else was first, or it is gone.
        """
        ...

    async def erase(self, ended_before: datetime) -> int:
        """Clear away those whose time ended before the moment; how many."""
        ...


class CaseLists(CaseFacts, Protocol):
    """Lists of cases, one in use for each board and case system; nothing of others counts.

    A list of another board is found as little as one that is not there: NotFound. Raises RegisterUnavailable.
    """

    async def announce(self, board: BoardId, head: ListHead) -> tuple[StoredList, bool]:
        """The list with that head, and whether it is new. It takes the place of another on its way.

        Raises StaleCase unless it tells of a later moment than the one in use, and MalformedQuestion for a
        moment to come.
        """
        ...

    async def head(self, board: BoardId, list_id: str) -> ListHead: ...

    async def put_part(
        self, board: BoardId, list_id: str, number: int, cases: Sequence[ListedCase]
    ) -> StoredList:
        """Keep a part; the same again changes nothing.

        Raises ListUnfit for other content under a number that has come, and for a case that has come before.
        """
        ...

    async def ready(self, board: BoardId, list_id: str) -> StoredList:
        """Raise now what `bring_in` would raise, so that nothing is logged as brought in that is refused."""
        ...

    async def bring_in(self, board: BoardId, list_id: str) -> StoredList:
        """From now on this list counts, and the one before is gone; again changes nothing.

        Raises ListUnfit where something of it is lacking, StaleCase where a later one is in use.
        """
        ...

    async def clear_away(self, made_before: datetime) -> int:
        """Delete lists that have been replaced, and those never finished that old; how many."""
        ...


class PersonVault(Protocol):
    """Personal numbers at rest: sealed (AES-256-GCM) and found by keyed hash (HMAC-SHA-256), per board."""

    def lookup_key(self, board: BoardId, person: Personidentitet) -> bytes:
        """32 bytes, the same for the same person, board and key version; tells nothing without the key."""
        ...

    def lookup_keys(self, board: BoardId, person: Personidentitet) -> tuple[bytes, ...]:
        """Under every version of the key, the one in use first: what to look for, whenever it was written."""
        ...

    def seal(self, board: BoardId, person: Personidentitet) -> bytes:
        """For the register, with a key that lives as long as the case does; the log has its own."""
        ...

    def open(self, board: BoardId, sealed: bytes) -> Personidentitet:
        """Raises ValueError when the text was altered or the key is another."""
        ...

    def digest(self, board: BoardId, content: bytes) -> bytes:
        """A keyed digest (32 bytes) of a question or an answer: a plain hash could be guessed."""
        ...

    def digests(self, board: BoardId, content: bytes) -> tuple[bytes, ...]:
        """Under every version of the key, the one in use first: what a digest kept since may be equal to."""
        ...


class CheckpointSigner(Protocol):
    """Signs a log's checkpoints, each log with its own key."""

    def sign(self, origin: str, size: int, root: bytes) -> str:
        """The signed note (C2SP tlog-checkpoint)."""
        ...

    def verifier(self, origin: str) -> str:
        """The public key as a vkey: `<name>+<key id in hex>+<base64>`."""
        ...


class AuditStore(Protocol):
    """Where logs lie. Every method raises `ledger.StorageFault` when it cannot do its work.

    A unit is atomic and durable when `append` returns: indices without gaps, leaves, tree, signed head,
    claim and conclusions in one commit. Units of many callers may share one.
    """

    @property
    def exclusive(self) -> bool:
        """Whether this process is the only writer: then what is open at its start is orphaned."""
        ...

    async def append(self, unit: Unit) -> Committed | AlreadyClaimed: ...

    async def claimed(self, log: str, client: str, question_id: str) -> AlreadyClaimed | None:
        """What the client's question id was taken for, None where it is free."""
        ...

    async def head(self, log: str) -> Head | None: ...

    async def logs(self) -> tuple[str, ...]: ...

    async def data_keys(self, board: str) -> tuple[WrappedKey, ...]:
        """What the persons in a board's log, of whatever epoch, are sealed with."""
        ...

    async def entry(self, log: str, entry_id: str) -> StoredEntry | None: ...

    async def conclusions(self, log: str, intentions: Sequence[str]) -> Mapping[str, StoredEntry]: ...

    async def following(self, log: str, index: int, limit: int) -> tuple[StoredEntry, ...]:
        """Records from that index on, in order."""
        ...

    async def find(self, log: str, wanted: Wanted) -> tuple[StoredEntry, ...]: ...

    async def search(self, log: str, wanted: Wanted) -> Found:
        """What a reviewer looks for, beside what look-ups read.

        Raises TooWide when it reads for longer than it may, and Crowded when too many wait already.
        """
        ...

    async def anywhere(self, ref: Ref) -> tuple[StoredEntry, ...]:
        """What any of the logs has by that key, log by log, in the order written."""
        ...

    async def inclusion(self, log: str, entry_id: str) -> InclusionPath | None: ...

    async def consistency(
        self, log: str, old_size: int, size: int | None = None
    ) -> tuple[Head, tuple[bytes, ...]] | None:
        """The newest head, and the proof that it, or the tree of `size`, extends the tree of `old_size`.

        None where there is no such log. Raises ValueError for sizes that it has not had.
        """
        ...

    async def open_intentions(self, due_before: datetime | None, limit: int) -> tuple[OpenIntention, ...]:
        """Those whose wall deadline lies before the moment; None is all."""
        ...

    def health(self) -> StoreHealth: ...
