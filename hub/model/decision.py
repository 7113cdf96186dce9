"""The decision: allowed, on which grounds, or refused, by which gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hub.adapter import Days
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.case import CaseFact, CasePerson
from hub.problems import Pointer, Problem
from messages.koder import Atgard, Skydd, SkyddLyft
from messages.values import Personidentitet


class Subject(NamedTuple):
    """A person, the id of a source, and which portion of a period that is asked about in portions."""

    person: Personidentitet
    source: str
    portion: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """One source may be asked: under which agreement, for which period and groups, citing which law."""

    source: str
    agreement: Agreement
    period: Days
    groups: frozenset[str]
    legal_basis: tuple[str, ...]
    shown: CaseFact
    """What shows the ongoing case to this source."""
    secrecy: str | None = None
    """What breaks the source's secrecy; cited to the source beside the legal basis."""
    portion: int = 0
    """1, 2, ... where the agreement has a period asked about in portions; 0 is the whole of it."""
    beyond: frozenset[str] = frozenset()
    """Groups that were wanted too, and that the agreement does not carry for this period: not asked for."""

    def about(self, person: Personidentitet) -> Subject:
        return Subject(person, self.source, self.portion)


@dataclass(frozen=True, slots=True)
class Denial:
    """One named source may not be asked about this person: a stable code and a sentence."""

    source: str
    code: str
    text: str
    atgard: Atgard = Atgard.KONTROLLERA_BEHORIGHET
    period: Days | None = None
    """The portion that it is about, where others may be asked about; None is all of the period."""
    portion: int = 0

    def about(self, person: Personidentitet) -> Subject:
        return Subject(person, self.source, self.portion)


@dataclass(frozen=True, slots=True)
class PersonGrounds:
    """One person asked about: the role from the case, and source by source whether it may be asked."""

    member: CasePerson
    sources: tuple[Grant | Denial, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """Why nothing is to be suppressed for a protected identity in this one answer."""

    ground: SkyddLyft
    reason: str | None = None
    """In the asker's own words; None where the board has named who asks."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """All gates passed. Persons in the order asked."""

    board: Board
    case: CaseFact
    persons: tuple[PersonGrounds, ...]
    protection: Skydd = Skydd.OKANT
    """The gravest that any place says of anybody in the case, believed or not; OKANT where none has."""
    unheard: bool = False
    """A case system that was asked could not be heard on somebody's protection."""
    lift: Lift | None = None
    """None: what could tell where somebody is will be suppressed, should anybody be protected."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A gate said no to the whole question. `gate` is 1 to 5."""

    problem: type[Problem]
    gate: int
    rule: str
    law: str
    detail: str
    pointers: tuple[Pointer, ...] = ()


Decision = Allowed | Refused
