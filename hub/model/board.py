"""The border is the board (nämnd): the controller, within a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.adapter import Processor
from hub.model.kinds import Kinds
from messages.arende import Arendetyp
from messages.koder import VisadAv


@dataclass(frozen=True, slots=True, order=True)
class BoardId:
    """Organisation number (ten digits) and nämnd (`SN`). Names the log, the keys and the register's rows."""

    organisation_number: str
    board: str

    def __str__(self) -> str:
        return f"{self.organisation_number}/{self.board}"

    @property
    def origin(self) -> str:
        """The name of the board's log in checkpoints."""
        return f"nyttonav/{self.organisation_number}/{self.board}"


LONGEST_MATCHING = timedelta(days=90)
"""How far ahead it may be said that a client's cases are found by person: it is for getting started."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Until `last`, itself included, the case of a client that sends no real id is found by the person."""

    last: date
    caseworker: str | None = None
    """Who asks where the client names nobody. None: then the question is refused, as any such is."""

    def holds(self, day: date) -> bool:
        """Nor on a day so early that the file could not have been read then: a clock was wrong."""
        return self.last - LONGEST_MATCHING <= day <= self.last


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """A certificate that a client may show: the SHA-256 of its DER in lower-case hex, and the days it counts.

    The days are the board's, Swedish and inclusive; the certificate's own hold besides.
    """

    fingerprint: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """A system of the board that may call the hub: id, and the scopes it may at most hold."""

    id: str
    name: str
    scopes: frozenset[str]
    system: str | None = None
    """The case system whose ids it sends over SSBTEK; None: it cannot be told."""
    matching: Matching | None = None
    """None: its questions name the case themselves, as they should."""
    certificates: tuple[ListedCertificate, ...] = ()
    """What it may show instead of a token where SSBTEK is spoken."""


@dataclass(frozen=True, slots=True)
class CertificateHolder:
    """A client that a certificate is listed at."""

    board: BoardId
    client: Client
    listed: ListedCertificate


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """Which route a municipality uses for a source, with the route's settings (`url`, `version`, ...)."""

    route: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SystemChoice:
    """Which adapter asks a case system, with its settings (`url`, ...)."""

    adapter: str
    settings: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatementKey:
    """A public key as a JWK (RFC 7517), in JSON, with the days that it may be used.

    `system` is the case system that it speaks for; None where the board has one only.
    """

    kid: str
    jwk: str
    first: date | None = None
    last: date | None = None
    system: str | None = None


@dataclass(frozen=True, slots=True)
class ErasureDecision:
    """The board's gallringsbeslut for its access log: reference, day of decision, and the term in years."""

    reference: str
    decided: date
    years: int


@dataclass(frozen=True, slots=True)
class ToldToNeighbours:
    """What a board tells other boards of the municipality: that somebody is in an ongoing case of these kinds
    in these case systems, as the register or a list (`origins`) knows them.

    What is older than `greatest_age` is not known any more.
    """

    kinds: frozenset[Arendetyp]
    systems: frozenset[str]
    origins: frozenset[VisadAv]
    greatest_age: timedelta


@dataclass(frozen=True, slots=True)
class Board:
    """One board of a municipality, as its file in contracts/kommuner says."""

    id: BoardId
    municipality: str
    name: str
    clients: tuple[Client, ...]
    processors: tuple[Processor, ...]
    routes: Mapping[str, RouteChoice]
    """Source id to the route used for it."""
    case_systems: tuple[str, ...]
    erasure: ErasureDecision | None = None
    """None: nothing of the board's log is erased."""
    evidence: tuple[VisadAv, ...] = (VisadAv.REGISTER,)
    """Where an ongoing case is looked for, in this order."""
    systems: Mapping[str, SystemChoice] = field(default_factory=dict)
    """The case systems that can be asked just then: id to adapter and its settings."""
    keys: Mapping[str, tuple[StatementKey, ...]] = field(default_factory=dict)
    """The public keys that a client signs its statements with, by client id."""
    forget_closed_months: int = 12
    """How long a closed case stays in the register."""
    told_to_neighbours: ToldToNeighbours | None = None
    """None: the board does not answer other boards here."""
    kinds: Kinds = field(default_factory=Kinds)
    """What the calculation calls an income: the board's own rows, then those of all."""

    for_protected: frozenset[str] = frozenset()
    """Ids of the caseworkers who handle the board's protected cases: nothing is suppressed for them."""
    asker_names: frozenset[str] = frozenset()
    """What SSBTEK's `ingivare.namn` calls the board, beside its name."""

    def client(self, client_id: str) -> Client | None:
        return next((client for client in self.clients if client.id == client_id), None)

    def called(self, name: str) -> bool:
        """Whether a name as a case system writes it (`ingivare.namn`) means this board."""
        return as_called(name) in map(as_called, (self.name, *self.asker_names))


def as_called(name: str) -> str:
    """A name without what does not tell two boards apart: case, and how much room its words have."""
    return " ".join(name.split()).casefold()
