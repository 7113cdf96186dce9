"""A case as the hub knows it, and the fact it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class CasePerson:
    """A person of a case, from and to the days they belong to it (None is open)."""

    person: Personidentitet
    role: Roll
    protection: Skydd
    first: date | None = None
    last: date | None = None

    def belongs(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What is known of one case: its state, where that was learnt, and as of when (UTC)."""

    system: str
    case_id: str
    kind: Arendetyp
    status: Arendestatus
    opened: date | None
    closed: date | None
    persons: tuple[CasePerson, ...]
    origin: VisadAv
    as_of: datetime
    statement: str | None = None
    """The statement's id, where it was shown by one."""
    review: bool = False
    """Somebody must look at it afterwards."""
    confirmed: bool = True
    """False for a caseworker's own word that nobody else has confirmed."""
    void: bool = False
    """Its case system has said that there is no such case: registered by mistake. What is older is so too."""
    derived: bool = False
    """The question did not name it: it is the one ongoing case that the person asked about is in."""

    @property
    def shown_by(self) -> VisadAv:
        """As answer and log tell it; `origin` is what an agreement judges."""
        return VisadAv.HARLETT if self.derived else self.origin

    def person(self, number: Personidentitet) -> CasePerson | None:
        return next((member for member in self.persons if member.person == number), None)


@dataclass(frozen=True, slots=True)
class Unshown:
    """A place that could not say whether there is such a case: that is never the same as no case."""

    origin: VisadAv
    code: str
    text: str
    """A Swedish sentence of what happened and what to do, without personal data."""
    asked: bool = True
    """False: it was left unasked, so that it could say nothing of anybody's protection either."""


def left_unasked(why: str) -> Unshown:
    """The case system is not asked, for the sake of a refusal that stands anyhow: `why` is its sentence."""
    text = f"Ärendesystemet är inte tillfrågat, eftersom frågan inte kan ställas som den är. {why}"
    return Unshown(VisadAv.ARENDESYSTEM, "EJ_TILLFRAGAT", text, asked=False)


class CaseName(NamedTuple):
    """A case as its case system knows it."""

    system: str
    case_id: str


PLACES = (
    VisadAv.ARENDESYSTEM,
    VisadAv.REGISTER,
    VisadAv.LISTA,
    VisadAv.SIGNERAT_INTYG,
    VisadAv.EGET_INTYG,
)
"""Where a case may be known, the strongest word first."""
_STRONGEST_FIRST = (*PLACES, VisadAv.HARLETT)
"""Weakest of all is what nobody has said: that the question is asked for that case."""


def weakest_origin(origins: Iterable[VisadAv]) -> VisadAv:
    """Raises ValueError without any."""
    return max(origins, key=_STRONGEST_FIRST.index)


def weakest(facts: Iterable[CaseFact]) -> CaseFact:
    """The weakest link: of the weakest origin the oldest. Raises ValueError without any."""
    return max(facts, key=lambda it: (_STRONGEST_FIRST.index(it.origin), -it.as_of.timestamp()))
