"""What Lifecare's records say of a person's ongoing cases. Pure.

Lifecare has no call that says it. An ongoing case is an open service (insats), an open investigation
(utredning), or an actualisation (aktualisering) that is not decided on: each is a case by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.lifecare import reading
from adapters.lifecare.faults import SIDE, another_person
from adapters.lifecare.reading import Row
from hub.case_system import CaseAsk, CaseEvidence, EvidencePerson
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd
from messages.values import Personidentitet

ADULT = 18
SETTING = {
    "economicAid": Arendetyp.EKONOMISKT_BISTAND,
    "recovery": Arendetyp.ATERKRAV,
    "control": Arendetyp.KONTROLL,
}
"""Setting to what the types that it lists are."""


@dataclass(frozen=True, slots=True)
class Told:
    """All records of the person, and the person's own."""

    services: Sequence[Row]
    investigations: Sequence[Row]
    actualisations: Sequence[Row]
    person: Row


@dataclass(frozen=True, slots=True)
class Span:
    """A resource whose records have a first and a last day, and a household."""

    resource: str
    prefix: str
    first: str
    last: str
    persons: str
    types: tuple[str, ...]


SERVICES = Span("Services", "insats", "StartDate", "EndDate", "ServicePersonDTOs", ("Type",))
INVESTIGATIONS = Span(
    "Investigations", "utredning", "FromDate", "ToDate", "InvestigationPersonDTOs", ("Type", "DossierType")
)
ACTUALISATIONS = "Actualisations"


def ongoing(ask: CaseAsk, told: Told) -> tuple[CaseEvidence, ...]:
    """Every ongoing case of the person, of the kinds that the settings name; others are passed by.

    Raises SourceMalformed where it cannot be told whether a record is such a case, WrongPerson where a record
    is about somebody else.
    """
    if reading.person(told.person, "Persons") != ask.person:
        raise another_person()
    derived = _Derived(ask, _kinds(ask.settings), _protection(told.person))
    return (
        *(case for row in told.services for case in derived.spanned(row, SERVICES)),
        *(case for row in told.investigations for case in derived.spanned(row, INVESTIGATIONS)),
        *(case for row in told.actualisations for case in derived.actualised(row)),
    )


@dataclass(frozen=True, slots=True)
class _Derived:
    ask: CaseAsk
    kinds: Mapping[str, Arendetyp]
    protection: Skydd

    def spanned(self, row: Row, span: Span) -> Iterator[CaseEvidence]:
        """A service or an investigation, where it is open: begun, and not ended by today."""
        household = self._household(row, span)
        first = reading.day(row, span.first, span.resource)
        last = reading.day(row, span.last, span.resource)
        if first is not None and last is not None and last < first:
            raise SIDE.unreadable(f"{span.resource}/{span.last} ligger före {span.first}")
        if last is not None and last <= self.ask.today:
            return
        if first is None:
            raise SIDE.unreadable(f"{span.resource}/{span.first} saknas")
        kind = self._kind(row, span.resource, span.types)
        if kind is None or first > self.ask.today:
            return
        case_id = f"{span.prefix}-{reading.number(row, 'Id', span.resource)}"
        yield CaseEvidence(case_id, kind, Arendestatus.PAGAENDE, first, last, household)

    def actualised(self, row: Row) -> Iterator[CaseEvidence]:
        """An actualisation that is not decided on. Nobody's case is opened by it."""
        if reading.person(row, ACTUALISATIONS) != self.ask.person:
            raise another_person()
        first = reading.day(row, "Date", ACTUALISATIONS)
        if self._is_decided(row):
            return
        if first is None:
            raise SIDE.unreadable(f"{ACTUALISATIONS}/Date saknas")
        kind = self._kind(row, ACTUALISATIONS, ("Type",))
        if kind is None or first > self.ask.today:
            return
        case_id = f"aktualisering-{reading.number(row, 'Id', ACTUALISATIONS)}"
        applicant = EvidencePerson(self.ask.person, Roll.SOKANDE, self.protection)
        yield CaseEvidence(case_id, kind, Arendestatus.AKTUALISERAT, first, None, (applicant,))

    def _is_decided(self, row: Row) -> bool:
        # A number that is left out may come as null or as 0: inferred, as the contract does not say.
        if row.get("DecisionId") not in (None, 0):
            reading.number(row, "DecisionId", ACTUALISATIONS)
            return True
        status = (reading.text(row, "Status", ACTUALISATIONS) or "").casefold()
        if status in _listed(self.ask.settings, "decidedStatuses"):
            return True
        if status in _listed(self.ask.settings, "undecidedStatuses"):
            return False
        raise SIDE.unreadable(f"{ACTUALISATIONS}/Status står inte bland inställningarnas lägen")

    def _kind(self, row: Row, resource: str, keys: Sequence[str]) -> Arendetyp | None:
        types = [reading.text(row, key, resource) for key in keys]
        if types[0] is None:
            raise SIDE.unreadable(f"{resource}/{keys[0]} saknas")
        found = (self.kinds.get(each.casefold()) for each in types if each is not None)
        return next((kind for kind in found if kind is not None), None)

    def _household(self, row: Row, span: Span) -> tuple[EvidencePerson, ...]:
        """The persons of a record, each once. Who has no personal number cannot be asked about: left out."""
        rows = row.get(span.persons)
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise SIDE.unreadable(f"{span.resource}/{span.persons} är ingen lista med personer")
        numbers = {n: found for n, one in enumerate(rows) if (found := reading.person(one, span.resource))}
        if len(set(numbers.values())) < len(numbers):
            raise SIDE.unreadable(f"{span.resource}/{span.persons} har en person två gånger")
        if self.ask.person not in numbers.values():
            raise another_person()
        named = _Named(
            reading.text(row, "Applicant", span.resource),
            reading.text(row, "CoApplicant", span.resource),
            [reading.text(one, "Name", span.resource) for one in rows],
        )
        return tuple(
            EvidencePerson(found, self._role(found, rows[n], n, named), self._protected(found))
            for n, found in numbers.items()
        )

    def _role(self, person: Personidentitet, row: Row, place: int, named: _Named) -> Roll:
        if row.get("CoApplicant") is True:
            return Roll.MEDSOKANDE
        if named.points(named.applicant, place):
            return Roll.SOKANDE
        if named.points(named.co_applicant, place):
            return Roll.MEDSOKANDE
        return Roll.BARN if _age(person, self.ask.today) < ADULT else Roll.HUSHALLSMEDLEM

    def _protected(self, person: Personidentitet) -> Skydd:
        return self.protection if person == self.ask.person else Skydd.OKANT


@dataclass(frozen=True, slots=True)
class _Named:
    """Applicants are told by name only: a name that two of the household share points at neither."""

    applicant: str | None
    co_applicant: str | None
    names: Sequence[str | None]

    def points(self, name: str | None, place: int) -> bool:
        return name is not None and self.names[place] == name and self.names.count(name) == 1


def _kinds(settings: Mapping[str, str]) -> Mapping[str, Arendetyp]:
    return {text: kind for setting, kind in SETTING.items() for text in _listed(settings, setting)}


def _listed(settings: Mapping[str, str], setting: str) -> frozenset[str]:
    return frozenset(text.strip().casefold() for text in settings.get(setting, "").split(";") if text.strip())


def _protection(row: Row) -> Skydd:
    """Both flags must say no for there to be none."""
    registration, address = row.get("ProtectedRegistration"), row.get("AddressProtection")
    if registration is True:
        return Skydd.SKYDDAD_FOLKBOKFORING
    if address is True:
        return Skydd.SEKRETESSMARKERING
    return Skydd.INGET if registration is False and address is False else Skydd.OKANT


def _age(person: Personidentitet, today: date) -> int:
    """Whole years on the day; 60 is added to the day of a coordination number."""
    digits = person.value
    born = (int(digits[4:6]), int(digits[6:8]) % 60)
    return today.year - person.birth_year - ((today.month, today.day) < born)
