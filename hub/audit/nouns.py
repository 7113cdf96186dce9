"""What the access log takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.audit.parts import Asked, LiftRef, SealedPerson
from hub.audit.permit import LogPermit
from hub.model.board import BoardId
from hub.model.decision import Subject
from messages.koder import Skydd, Utfall, VisadAv
from messages.uppgifter import Fel
from messages.values import Personidentitet

WITHHELD = "UNDANHALLEN"
"""Outcome in the log of an answer that was never released. Not an outcome of the wire."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A question whose answer is not to be suppressed, as its conclusions will tell of it."""

    ref: LiftRef
    asked: Asked
    persons: Mapping[Personidentitet, SealedPerson]
    always: bool
    """Told also where nobody turns out to be protected: it was asked for."""


@dataclass(frozen=True, slots=True)
class Intended:
    """A question's intentions are durable: it may be asked, once for each permit.

    `entries` has a record for each person and source: asked, not sent, or denied; `open` are those that
    must be concluded.
    """

    svar_id: str
    permits: Mapping[str, LogPermit]
    """Call id to the permit for that call."""
    entries: Mapping[Subject, str]
    """To the id of the record (`loggpostId`)."""
    board: BoardId
    open: frozenset[Subject] = field(default_factory=frozenset)
    calls: Mapping[Subject, str] = field(default_factory=dict)
    """To the id of the call that carries it."""
    lifted: Lifted | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What became of one intention. `answer` is digested with a key and not stored."""

    subject: Subject
    outcome: Utfall
    fault: Fel | None
    groups: tuple[str, ...]
    withheld: tuple[str, ...]
    protected: Skydd
    answer: bytes = field(repr=False)
    deviations: int
    elapsed_ms: int | None
    wrong_person: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The log's name, and `<size>.<root as base64url>` of a signed checkpoint that covers the conclusions."""

    log: str
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for in the log of one's own board: all criteria given hold, of each any of its values.

    A look-up is found by its intention, also by how it ended (`outcomes`, `protections`): what a conclusion
    says is said of the record that it concludes.
    """

    persons: tuple[Personidentitet, ...] = ()
    caseworkers: tuple[str, ...] = ()
    cases: tuple[tuple[str, str], ...] = ()
    """Case system and case id."""
    clients: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """As in replies, UNDANHALLEN (never released), and for questions to case systems EJ_BESVARAD."""
    gates: tuple[int, ...] = ()
    agreements: tuple[str, ...] = ()
    """By id, of any version."""
    protections: tuple[str, ...] = ()
    """Effective protection of the answer, other than INGET."""
    first: datetime | None = None
    last: datetime | None = None
    limit: int = 100
    """Records on a page."""
    review: bool = False
    """Only what somebody must look at: a caseworker's own word, look-ups that rest on one, whose case was
    found by the person or whose caseworker is the file's, and look-ups in which the suppression for protected
    persons was lifted."""
    oldest_first: bool = False
    cursor: str | None = None
    """From the page before."""


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A record as a reviewer reads it. `content` is the payload; None when it has been erased.

    `conclusion` is the record that concludes it, where it is an intention and has one. That of a caseworker's
    own statement is its confirmation: without one nobody else has confirmed it.
    """

    entry_id: str
    index: int
    time: datetime
    event: str
    content: Mapping[str, Any] | None = field(repr=False)
    person: Personidentitet | None = None
    conclusion: LogRecord | None = None
    persons: tuple[Personidentitet, ...] = ()
    """Of a record that names several: a case's, or those of a search."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some of what a search found, in its order. What is written after the first page is on none of them."""

    records: tuple[LogRecord, ...]
    count: int
    """How many there are in all, to 10,000."""
    exact: bool
    """False: there are at least so many."""
    cursor: str | None
    """For the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class PutTo:
    """A question that the hub put to a source: which log says so, when, and by what the case was shown.

    Where it was about several persons, the weakest of what showed their case.
    """

    log: str
    time: datetime
    shown_by: VisadAv


@dataclass(frozen=True, slots=True)
class Proof:
    """That a record is in the log, for anyone who holds the public key.

    leaf = H(0x00 || commitment), commitment = H(payload || salt || index as 8 bytes big-endian): whoever has
    the payload computes the commitment anew; whoever has not still verifies that something was committed.
    `salt` and `commitment` are None when the record has been erased; `leaf` remains.
    """

    log: str
    entry_id: str
    index: int
    size: int
    leaf: bytes
    salt: bytes | None
    commitment: bytes | None
    hashes: tuple[bytes, ...]
    checkpoint: str
    """The signed note."""
    verifier: str
    """The public key as a vkey. Compare it with one got another way."""
