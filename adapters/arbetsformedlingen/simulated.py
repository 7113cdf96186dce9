"""What Arbetsförmedlingen knows of the test persons, by `Persona.key`, all dates relative to today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from adapters.arbetsformedlingen.writing import RAPPORT_ANDRA, Decision, Jobseeker

HANDED_IN, NOT_REGISTERED, NOT_HANDED_IN = "200", "500", "501"


def known_of(key: str, today: date) -> Jobseeker | None:
    """None for a person who was never a jobseeker."""
    tell = KNOWN.get(key)
    return None if tell is None else tell(today)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _reported(today: date) -> date:
    """Reports are handed in from the first to the fourteenth: the fifth, of this month when it has been."""
    month = today if today.day >= 5 else today.replace(day=1) - timedelta(days=1)
    return month.replace(day=5)


def _unemployed(today: date) -> Jobseeker:
    return Jobseeker(
        True,
        "11",
        _ago(today, 140),
        100,
        report=HANDED_IN,
        reported=_reported(today),
        fund="Arbetslöshetskassan Alfa",
    )


def _in_programme(today: date) -> Jobseeker:
    decision = Decision("Aktivitetsstöd", 100, _ago(today, 200), _ago(today, -165))
    return Jobseeker(
        True,
        "70",
        _ago(today, 610),
        100,
        report=HANDED_IN,
        reported=_reported(today),
        decisions=(decision,),
    )


def _newcomer(today: date) -> Jobseeker:
    decision = Decision("Etableringsersättning", 100, _ago(today, 90), _ago(today, -275))
    return Jobseeker(True, None, _ago(today, 95), 100, report=NOT_HANDED_IN, decisions=(decision,))


def _former(today: date) -> Jobseeker:
    return Jobseeker(False, registered=_ago(today, 900), ended=_ago(today, 700), report=NOT_REGISTERED)


def _part_time(today: date) -> Jobseeker:
    return Jobseeker(True, "21", _ago(today, 60), 50, report=HANDED_IN, reported=_reported(today))


def _coordinated(today: date) -> Jobseeker:
    return Jobseeker(True, "22", _ago(today, 30), 75, report=NOT_HANDED_IN)


def _many(today: date) -> Jobseeker:
    kinds = ("Aktivitetsstöd", "Utvecklingsersättning", "Etableringsersättning")
    decisions = tuple(
        Decision(
            kinds[count % 3], (100, 75, 50)[count % 3], _ago(today, 60 * count + 59), _ago(today, 60 * count)
        )
        for count in range(24)
    )
    return Jobseeker(
        True,
        "70",
        _ago(today, 1500),
        100,
        report=HANDED_IN,
        reported=_reported(today),
        fund="Arbetslöshetskassan Beta",
        decisions=decisions,
    )


def _against_the_rules(today: date) -> Jobseeker:
    """A category nobody knows, a date with an offset, the other spelling, a code that is none."""
    return Jobseeker(
        True,
        "ÖVRIGT",
        f"{_ago(today, 33)}+01:00",
        120,
        report="503",
        report_name=RAPPORT_ANDRA,
        decisions=(Decision("Nytt stöd", 100, _ago(today, 20), _ago(today, 50)),),
    )


KNOWN: Mapping[str, Callable[[date], Jobseeker]] = {
    "arbetslos": _unemployed,
    "programdeltagare": _in_programme,
    "nyanland": _newcomer,
    "foralder2": _former,
    "skyddad": _part_time,
    "folkbokford": _part_time,
    "samordnad": _coordinated,
    "mangfald": _many,
    "regelbrytare": _against_the_rules,
}
