"""What the simulated Lifecare knows: the households of the demo, as services, investigations, actualisations.

tests/unit/test_lifecare_simulator.py holds the households against the demo's cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.simulators.world import Persona, World
from messages.koder import Skydd

Json = Mapping[str, Any]
OPENED_DAYS, CLOSED_DAYS = 60, 5
"""How long ago cases were opened and closed."""
AID = "Ekonomiskt bistånd"
OTHER_TYPE = "Kontaktperson"
"""A service that is no case of economic aid."""
CASEWORKER, ORGANIZATION = "Handläggare 123", "IFO Ekonomiskt bistånd"


@dataclass(frozen=True, slots=True)
class Household:
    """A case's number, state and persons, by persona key, the applicant first; `co` says who applies too."""

    number: int
    status: str
    members: tuple[str, ...]
    co: str | None = None


HOUSEHOLDS: tuple[Household, ...] = (
    Household(1234, "PAGAENDE", ("student", "omstallare"), "omstallare"),
    Household(1240, "PAGAENDE", ("foralder", "foralder2", "gymnasist", "barn1", "barn2"), "foralder2"),
    Household(1251, "PAGAENDE", ("skyddad",)),
    Household(1263, "PAGAENDE", ("samordnad", "okand"), "okand"),
    Household(1277, "PAGAENDE", ("mangfald",)),
    Household(1311, "PAGAENDE", ("arbetslos",)),
    Household(1318, "PAGAENDE", ("programdeltagare",)),
    Household(1325, "PAGAENDE", ("sjuk",)),
    Household(1332, "PAGAENDE", ("nyanland",)),
    Household(1339, "PAGAENDE", ("bilagare",)),
    Household(1346, "PAGAENDE", ("anstalld",)),
    Household(1353, "PAGAENDE", ("folkbokford",)),
    Household(1360, "PAGAENDE", ("regelbrytare",)),
    Household(1302, "AKTUALISERAT", ("startare",)),
    Household(1108, "AVSLUTAT", ("pensionar",)),
)


def records(
    resource: str, world: World, households: Sequence[Household], persona: Persona
) -> tuple[Json, ...]:
    """Everything of a resource that a person stands in, the oldest first."""
    own = [one for one in households if persona.key in one.members]
    make = {"Services": _services, "Investigations": _investigations, "Actualisations": _actualisations}
    return tuple(row for household in own for row in make[resource](household, world, persona))


def person(persona: Persona) -> Json:
    """The person's own record, with both flags."""
    return {
        "PersonId": persona.number.value,
        "Name": _name(persona),
        "Source": "FC",
        "AddressProtection": persona.protection is Skydd.SEKRETESSMARKERING,
        "SecretPhone": False,
        "ProtectedRegistration": persona.protection is Skydd.SKYDDAD_FOLKBOKFORING,
    }


def _services(household: Household, world: World, persona: Persona) -> Iterator[Json]:
    """An older one that has ended, the case itself where it has been opened, and one of another type."""
    year_ago = world.today - timedelta(days=365)
    applicants = _applicants(household, world)
    persons = [{"PersonId": one.number.value, "Name": _name(one)} for one in _people(household, world)]
    common = {**applicants, "ServicePersonDTOs": persons}
    ended = _moment(year_ago + timedelta(days=90))
    yield _row(household.number + 10_000, AID, common, StartDate=_moment(year_ago), EndDate=ended)
    if household.status == "AKTUALISERAT":
        return
    closed = household.status == "AVSLUTAT"
    opened = _moment(world.today - timedelta(days=OPENED_DAYS))
    end = _moment(world.today - timedelta(days=CLOSED_DAYS)) if closed else None
    yield _row(household.number, AID, common, StartDate=opened, EndDate=end, InvestigationId=household.number)
    if persona.key == household.members[0]:
        yield _row(household.number + 20_000, OTHER_TYPE, common, StartDate=opened, EndDate=None)


def _investigations(household: Household, world: World, _persona: Persona) -> Iterator[Json]:
    """The one that led to the service, and was ended when that began."""
    if household.status == "AKTUALISERAT":
        return
    persons = [
        {"PersonId": one.number.value, "Name": _name(one), "CoApplicant": one.key == household.co}
        for one in _people(household, world)
    ]
    first = _moment(world.today - timedelta(days=OPENED_DAYS + 20))
    last = _moment(world.today - timedelta(days=OPENED_DAYS))
    common = {**_applicants(household, world), "InvestigationPersonDTOs": persons}
    yield _row(household.number, "Utredning EB", common, DossierType=AID, FromDate=first, ToDate=last)


def _actualisations(household: Household, world: World, persona: Persona) -> Iterator[Json]:
    """One for each applicant: decided on, unless the case is nothing more than that."""
    if persona.key not in {household.members[0], household.co}:
        return
    waiting = household.status == "AKTUALISERAT"
    days = 3 if waiting else OPENED_DAYS + 20
    yield _row(
        household.number,
        AID,
        {
            "PersonId": persona.number.value,
            "Name": "Ansökan om ekonomiskt bistånd",
            "FromWho": "Den enskilde",
        },
        Date=_moment(world.today - timedelta(days=days)),
        Status="Öppen" if waiting else "Avslutad",
        DecisionId=None if waiting else household.number,
    )


def _row(number: int, kind: str, common: Json, **more: Any) -> Json:
    about = {"Caseworker": CASEWORKER, "Organization": ORGANIZATION}
    return {"Id": number, "Type": kind, **about, **common, **more}


def _people(household: Household, world: World) -> list[Persona]:
    return [world.personas[key] for key in household.members]


def _applicants(household: Household, world: World) -> Json:
    co = world.personas[household.co] if household.co else None
    first = world.personas[household.members[0]]
    return {"Applicant": _name(first), "CoApplicant": _name(co) if co else None}


def _name(persona: Persona) -> str:
    return f"{persona.first_name} {persona.last_name}"


def _moment(day: date) -> str:
    """The beginning of a Swedish day, as a moment in UTC: the evening before."""
    return f"{(day - timedelta(days=1)).isoformat()}T23:00:00Z"
