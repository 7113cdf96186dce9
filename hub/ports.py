"""What the broker needs from outside, as Protocols. `hub/stores` implements them; tests may fake them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hub.model.board import Board, BoardId
from hub.model.case import CaseFact, Unshown
from hub.model.ledger import (
    AlreadyClaimed,
    Committed,
    Head,
    InclusionPath,
    OpenIntention,
    Ref,
    StoredEntry,
    StoreHealth,
    Unit,
    Wanted,
)
from hub.model.query import Query
from hub.model.statement import Statement
from messages.arende import Arende
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


@dataclass(frozen=True, slots=True)
class Stored:
    """What registering a case did. `changed`: anything but its `tidpunkt` is other than before."""

    created: bool
    changed: bool


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


class PersonVault(Protocol):
    """Personal numbers at rest: sealed (AES-256-GCM) and found by keyed hash (HMAC-SHA-256), per board."""

    def lookup_key(self, board: BoardId, person: Personidentitet) -> bytes:
        """32 bytes, the same for the same person, board and key version; tells nothing without the key."""
        ...

    def seal(self, board: BoardId, person: Personidentitet) -> bytes: ...

    def open(self, board: BoardId, sealed: bytes) -> Personidentitet:
        """Raises ValueError when the text was altered or the key is another."""
        ...

    def digest(self, board: BoardId, content: bytes) -> bytes:
        """A keyed digest (32 bytes) of a question or an answer: a plain hash could be guessed."""
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

    async def head(self, log: str) -> Head | None: ...

    async def logs(self) -> tuple[str, ...]: ...

    async def entry(self, log: str, entry_id: str) -> StoredEntry | None: ...

    async def conclusions(self, log: str, intentions: Sequence[str]) -> Mapping[str, StoredEntry]: ...

    async def find(self, log: str, wanted: Wanted) -> tuple[StoredEntry, ...]: ...

    async def anywhere(self, ref: Ref) -> tuple[StoredEntry, ...]:
        """What any of the logs has by that key, log by log, in the order written."""
        ...

    async def inclusion(self, log: str, entry_id: str) -> InclusionPath | None: ...

    async def consistency(self, log: str, old_size: int) -> tuple[Head, tuple[bytes, ...]] | None:
        """The newest head and the proof that it extends the tree of `old_size`."""
        ...

    async def open_intentions(self, due_before: datetime | None, limit: int) -> tuple[OpenIntention, ...]:
        """Those whose wall deadline lies before the moment; None is all."""
        ...

    def health(self) -> StoreHealth: ...
