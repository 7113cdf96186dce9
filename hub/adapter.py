"""The adapter SDK, on one screen: all that an adapter gets, gives and may raise.

An adapter is a folder (see adapters/README.md) with up to three modules:

    adapter.py   async def fetch(ask, permit, transport) -> Fetched        talks
                 async def ping(settings, permit, transport) -> None       asks whether the system is up
    question.py  def to_payload(ask, source_ask, format) -> Payload            thinks, pure
    mapping.py   def to_section(payload) -> Found | NoRecord               thinks, pure

Absence is never a failure and a failure is never empty: what could not be had is raised, or given back in
`Fetched`, as one of the three errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from messages.base import Sektion
from messages.delar import KodText, Period
from messages.koder import Led, Tillstand
from messages.uppgifter import Avvikelse, Saknas
from messages.values import Personidentitet, luhn_valid


@dataclass(frozen=True, slots=True)
class Days:
    """Two calendar days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SourceAsk:
    """What one source is asked: its period, its allowed element groups, the § that carries it."""

    source: str
    period: Days
    groups: frozenset[str]
    legal_basis: tuple[str, ...]
    question: Payload | None = None
    """The source's own question, made by its folder's `to_payload`, where the route's format needs one."""
    client: Payload | None = None
    """The client's own question (hub.own_format), where it put one: `to_payload` goes no further than it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as sources want to know it."""

    organisation_number: str
    name: str
    board: str
    caseworker: str


@dataclass(frozen=True, slots=True)
class Processor:
    """A personuppgiftsbiträde of the asking board; named in every question."""

    organisation_number: str
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one person, ready to be sent over one route."""

    person: Personidentitet
    sources: tuple[SourceAsk, ...]
    asker: Asker
    case_reference: str
    """The case id as it goes out: the case's own, or its deterministic short form."""
    purpose: str
    legal_text: str
    processors: tuple[Processor, ...]
    asked_at: datetime
    correlation: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Payload:
    """What travels, untouched, with the name of its format (`csn/kommunfraga`)."""

    format: str
    content: bytes = field(repr=False)
    deviations: tuple[Avvikelse, ...] = ()
    """What was odd about the wrapping it came in; joins the deviations that the mapping finds."""
    question: Payload | None = None
    """The source's own question that this answers, where there is one. The hub puts it there: an answer that
    is silent about something tells "nothing" only to who knows that it was asked."""
    groups: frozenset[str] | None = None
    """The element groups that will be handed out of it; None is all. The hub puts them there. A mapping that
    reads by them (`hub.elements` does) lets the rest go; what it keeps beyond, the hub takes away."""


class SourceError(Exception):
    """Base of the three errors: `code` is stable, `text` a Swedish sentence without personal data.

    `led` NYTTONAV says that nothing was sent: the source was never asked. `words` are the source's own, in
    short: free text, which may tell where somebody is. They are handed out only where nobody is protected,
    so they never stand in `text`.
    """

    def __init__(
        self,
        code: str,
        text: str,
        *,
        led: Led = Led.KALLA,
        retry_after_s: float | None = None,
        words: str = "",
    ) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.words = words
        self.led = led
        self.retry_after_s = retry_after_s


class SourceUnavailable(SourceError):
    """No answer now: silent, slow, down, broken off. Asking again later may help."""


class SourceRefused(SourceError):
    """The source answered, and its answer is no: a missing right, a refused question."""


class SourceMalformed(SourceError):
    """The answer cannot be read. `text` says where in the payload, never what stood there."""


class WrongPerson(SourceMalformed):
    """The answer is about somebody else than the person asked about, or to somebody else's question.

    Nothing of it is kept, and it is a security event in the log.
    """

    def __init__(self, text: str, *, led: Led = Led.KALLA) -> None:
        super().__init__("FEL_PERSON", text, led=led)


Fetched = Mapping[str, Payload | SourceError]
"""Per source asked: its payload, or why there is none. A source left out counts as malformed."""


@dataclass(frozen=True, slots=True, eq=False)
class TenDigits:
    """A personal number that a source gave without its century: equal to whoever shares the ten digits."""

    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (len(self.value) == 10 and self.value.isascii() and self.value.isdigit()):
            raise ValueError("a personal number without century has ten digits")
        if not luhn_valid(self.value):
            raise ValueError("the check digit of the personal number does not match")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Personidentitet | TenDigits):
            return other.value[-10:] == self.value
        return NotImplemented

    def __hash__(self) -> int:
        raise TypeError("ten digits tell no one person: compare them, do not look them up")


@dataclass(frozen=True, slots=True)
class Found:
    """A payload understood: its sections, about whom it says it is, and everything that was odd.

    `flag` is the source's own value for protected identity, None where it did not come; the manifest says
    what each value means.
    """

    sections: tuple[Sektion, ...]
    person: Personidentitet | TenDigits | None
    flag: str | None = None
    missing: tuple[Saknas, ...] = ()
    deviations: tuple[Avvikelse, ...] = ()
    complete_until: date | None = None
    withheld: frozenset[str] = frozenset()
    """The element groups outside of `Payload.groups` of which something came, and was not read."""


@dataclass(frozen=True, slots=True)
class NoRecord:
    """The source knows nothing of this person: an answer, not a failure."""

    person: Personidentitet | TenDigits | None
    flag: str | None = None
    deviations: tuple[Avvikelse, ...] = ()
    complete_until: date | None = None


class Payment(NamedTuple):
    """One payment of a section, as its source tells it. Of each the hub makes an income item.

    Named as the item's own fields (`Inkomstpost`, messages/inkomster.py); amounts in SEK, never calculated.
    `element` is the id that the element has in the section (`uppgiftId`). A tuple, as there are many.
    """

    element: str
    forman: KodText
    tillstand: Tillstand
    utbetalningsdag: date | None = None
    brutto: Decimal | None = None
    skatt: Decimal | None = None
    avdrag: Decimal | None = None
    netto: Decimal | None = None
    delforman: KodText | None = None
    beloppstyp: KodText | None = None
    avser: Period | None = None
    dagar: Decimal | None = None
    anmarkning: str | None = None
    utbetalare: str | None = None
    """The source that pays it, where that is known not to be the one that tells."""


@dataclass(frozen=True, slots=True)
class SectionType:
    """A kind of information that an adapter brings or fills: model, namespace, and how its payments read.

    `mapping.py` names its own in a module-level tuple SECTIONS.
    """

    name: str
    namespace: str
    model: type[Sektion]
    incomes: Callable[[Sektion], Iterable[Payment]] | None
    """Pure: the section's payments, in its order; None where the section holds none."""
    state_by_day: bool = False
    """The source tells no state of a payment but its day. Its payments come as PRELIMINAR, and the hub
    settles those that have a day by the Swedish day of the answer: UTBETALD up to it, PLANERAD after it."""
    benefit_by_part: bool = False
    """`delforman` is a benefit of its own beside others of a `forman`; payments are compared within it.
    Else it only details a payment, may be there one month and not the next, and is not compared by."""


class Permit(Protocol):
    """The right to make one outgoing call. Only `hub.audit` makes one; the transport uses it up."""

    @property
    def deadline(self) -> float:
        """Seconds on the monotonic clock (`time.monotonic`) after which nothing more is waited for."""
        ...

    @property
    def correlation(self) -> str: ...

    @property
    def traceparent(self) -> str: ...

    def use(self) -> None:
        """Use it up. Raises RuntimeError the second time: a retry is a new Permit."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One outgoing HTTP call. `credentials` names a client certificate in the municipality's settings."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str]
    body: bytes = field(repr=False, default=b"")
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 25.0
    max_bytes: int = 12_000_000
    credentials: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, whole. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Transport(Protocol):
    """The way out. Raises SourceUnavailable (led NATVERK or KALLA) and SourceMalformed (too large) only."""

    async def send(self, request: Request, permit: Permit) -> Response: ...
