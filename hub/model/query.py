"""The question as the broker takes it, and the facts it is decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hub.adapter import Payload
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.case import CaseFact, Unshown
from hub.model.maintenance import Notice
from messages.uppgifter import Uppgiftsforfragan


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the verified token says: client, its board, its scopes."""

    client_id: str
    board: BoardId
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class AgencyCaller:
    """A source's own system, as the verified token says: it is of no board and may ask about no person."""

    client_id: str
    organisation_number: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """One question, read and well formed; nothing is decided yet. `digest` is keyed (never a plain hash)."""

    question: Uppgiftsforfragan
    caller: Caller
    received: datetime
    correlation: str
    traceparent: str
    whole: bool = False
    """Each source's own document is to be handed on: no period is asked about in portions, for then there
    would be several."""
    own: Mapping[str, Payload] = field(default_factory=dict, repr=False)
    """Source to the client's own question to it, where it put one in the source's format (hub.own_format):
    what the hub asks goes no further."""
    match_person: bool = False
    """Whether the door lets the case be found by the person, where the client's file does: a door of clients
    that have never had to name a real case, and never the caller's own words."""
    unfit_case: bool = False
    """What the client sent as the case's id can be none (free text, a personal number). The question then has
    an id that is nobody's, drawn by the door, and the log strikes it."""
    sent: Uppgiftsforfragan | None = None
    """The question as it came, where the hub has put another case or caseworker into it; None where not."""

    def about(self, system: str, case_id: str) -> Query:
        """The same question about that case."""
        case = self.question.arende.like({"system": system, "id": case_id})
        return self.putting({"arende": case})

    def putting(self, changes: Mapping[str, object]) -> Query:
        """The question with other parts, which are such as its fields hold; what came is kept."""
        return replace(self, question=self.question.like(changes), sent=self.as_sent)

    @property
    def as_sent(self) -> Uppgiftsforfragan:
        return self.sent or self.question

    @property
    def caseworker_put_in(self) -> bool:
        """Whether the board's file says who asks, since the client named nobody."""
        return self.as_sent.ingivare.aktor.id != self.question.ingivare.aktor.id


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision needs, fetched before it. `today` is the Swedish calendar day of `now`."""

    now: datetime
    today: date
    board: Board | None
    """The board that the question names; None when the hub does not serve it."""
    cases: tuple[CaseFact, ...]
    """What is known of the case that the question names, from one place or several, in the board's order."""
    agreements: Mapping[str, tuple[Agreement, ...]]
    """Per source every version known, in force or not. A source without agreement has ()."""
    sources: frozenset[str]
    """All sources that some loaded adapter can answer for."""
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per source all element groups it can give (`Registry.groups`); what is in none of them is unknown."""
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    """Per source what has been told of its maintenance, to everybody or to this board."""
    unshown: tuple[Unshown, ...] = ()
    """Places that could not be asked, or whose word could not be believed."""
    of_person: int | None = None
    """In how many ongoing cases the person asked about was found, where the case was looked for so; None
    where it was not."""

    @property
    def case(self) -> CaseFact | None:
        """What leads: the first."""
        return self.cases[0] if self.cases else None
