"""What Migrationsverket knows of the world's test persons, by `Persona.key`, all dates relative to today.

The codes are made up: none of Migrationsverket's are published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adapters.migrationsverket.writing import Answer, Case
from hub.simulators.world import Persona

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Known:
    """One person: home country, day of entry, cases."""

    hemland: str
    inresedatum: date
    cases: tuple[Case | None, ...]


def answer_about(
    persona: Persona | None, asked_about: str, today: date, correlation: str | None = None
) -> Answer:
    """The whole answer: of somebody unknown, that the question was taken and nothing is known."""
    tell = KNOWN.get(persona.key) if persona else None
    if persona is None or tell is None:
        return Answer("miv-okand", correlation, personnummer=asked_about)
    known = tell(today)
    answer = Answer(
        f"miv-{persona.key}",
        correlation,
        persona.last_name,
        persona.first_name,
        known.hemland,
        known.inresedatum,
        persona.number.value,
        known.cases,
    )
    return _broken(answer) if persona.key == "regelbrytare" else answer


def _broken(answer: Answer) -> Answer:
    """The required id missing, a name missing, ten digits, dates with an offset, elements in a namespace."""
    assert answer.personnummer is not None
    ten = f"{answer.personnummer[2:8]}-{answer.personnummer[8:]}"
    return replace(
        answer, correlationid=None, fornamn=None, personnummer=ten, offset="+01:00", qualified=True
    )


def _granted(
    reason: tuple[str, str], applied: date, decided: date, until: date | None, kind: str = "UT"
) -> Case:
    """A residence permit: permanent when it has no end."""
    return Case(
        anledning=reason[0],
        anledningNamn=reason[1],
        ansokningsdatum=applied,
        arendeTyp="TILLST",
        arendeTypNamn="Ansökan om tillstånd",
        beslutsKod="BEV",
        beslutsKodNamn="Beviljat",
        beslutsTyp=kind,
        beslutsTypNamn="Uppehållstillstånd" if kind == "UT" else "Arbetstillstånd",
        beslutsdatum=decided,
        fromDatum=decided,
        giltighetstid="PERMANENT" if until is None else "TIDBEGRANSAT",
        tomDatum=until,
    )


def _undecided(kind: tuple[str, str], applied: date) -> Case:
    return Case(ansokningsdatum=applied, arendeTyp=kind[0], arendeTypNamn=kind[1])


PROTECTION = ("SKYDD", "Skyddsbehov")
FAMILY = ("ANKN", "Anknytning till familj")
WORK = ("ARB", "Arbete")
EXTENSION = ("FORL", "Förlängning av tillstånd")


def _newcomer(today: date) -> Known:
    """A permit for three years that soon ends, and an application for a longer one, not yet decided."""
    until = today + timedelta(days=54)
    decided = until - 3 * YEAR
    first = _granted(PROTECTION, decided - timedelta(days=260), decided, until)
    later = _undecided(EXTENSION, today - timedelta(days=12))
    return Known("Eritrea", decided - timedelta(days=261), (first, later))


def _settled(country: str, reason: tuple[str, str], years: int) -> Callable[[date], Known]:
    """A time-limited permit once, a permanent one since."""

    def tell(today: date) -> Known:
        came = today - years * YEAR
        decided = came + timedelta(days=300)
        limited = _granted(reason, came, decided, decided + 2 * YEAR)
        lasting = _granted(reason, decided + 2 * YEAR - timedelta(days=40), decided + 2 * YEAR, None)
        return Known(country, came, (limited, lasting))

    return tell


def _worker(today: date) -> Known:
    """Waiting for a work permit: has a coordination number and is not registered as living here."""
    return Known("Ukraina", today - timedelta(days=200), (_undecided(WORK, today - timedelta(days=150)),))


def _rejected(today: date) -> Known:
    """Rejected once, then granted."""
    no = Case(
        "OVR",
        "Övrigt",
        today - 5 * YEAR,
        "TILLST",
        "Ansökan om tillstånd",
        "AVS",
        "Avslag",
        "UT",
        "Uppehållstillstånd",
        today - 4 * YEAR,
    )
    yes = _granted(FAMILY, today - 3 * YEAR, today - 2 * YEAR, today + YEAR)
    return Known("Guinea", today - 5 * YEAR, (no, yes))


def _many(today: date) -> Known:
    cases = tuple(
        _granted(WORK, today - (count + 1) * YEAR, today - count * YEAR, today - (count - 1) * YEAR, "AT")
        for count in range(30)
    )
    return Known("Kanada", today - 31 * YEAR, cases)


def _odd(today: date) -> Known:
    """A code without its name, a name without its code, an unknown kind of validity, a case that is nil."""
    bare = Case(arendeTyp="X17", beslutsKodNamn="Beviljat", giltighetstid="TILLSVIDARE", fromDatum=today)
    return Known("Island", today - 20 * YEAR, (bare, None, _undecided(EXTENSION, today - YEAR)))


KNOWN: Mapping[str, Callable[[date], Known]] = {
    "nyanland": _newcomer,
    "programdeltagare": _rejected,
    "foralder": _settled("Syrien", FAMILY, 18),
    "foralder2": _settled("Syrien", PROTECTION, 20),
    "startare": _settled("Somalia", PROTECTION, 14),
    "samordnad": _worker,
    "mangfald": _many,
    "regelbrytare": _odd,
}
