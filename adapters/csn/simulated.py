"""What CSN knows of the world's test persons, by `Persona.key`, all dates relative to today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from adapters.csn.writing import Amount, Application, Case, Payment, Weeks

GRANT_PER_WEEK = 992
LOAN_PER_WEEK = 2_280
STUDY_ALLOWANCE = 1_250
FOUR_WEEKS = timedelta(weeks=4)


def cases_of(key: str, today: date) -> tuple[Case, ...] | None:
    """None for a person CSN knows nothing of."""
    tell = KNOWN.get(key)
    return None if tell is None else tell(today)


def _monday(today: date, weeks: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _amounts(weeks: int, rows: tuple[tuple[str, str, int], ...]) -> tuple[Amount, ...]:
    return tuple(Amount(kind, text, each, each * weeks) for kind, text, each in rows)


def _term(
    support: str,
    number: str,
    form: str,
    text: str,
    today: date,
    rows: tuple[tuple[str, str, int], ...],
    *,
    pace: int = 100,
    basic_pace: int | None = None,
    loan: bool | None = None,
    back: int = 12,
    periods: int = 6,
) -> Case:
    """A term of four-week periods: those gone by are paid, the next has a date, those after have none."""
    first = _monday(today, -back)
    last = first + FOUR_WEEKS * periods - timedelta(days=1)
    payments = []
    for start in (first + FOUR_WEEKS * count for count in range(periods)):
        time = Weeks(start, start + FOUR_WEEKS - timedelta(days=1), _amounts(4, rows))
        paid = start + timedelta(days=3)
        planned = paid > today
        day = None if start > today + FOUR_WEEKS else paid
        payments.append(Payment(day, "Planerad" if planned else "Utbetald", (time,), time.total))
    return Case(
        support,
        number,
        form,
        text,
        "BESLUTAD",
        (Application(first, last, pace, loan),),
        (Weeks(first, last, _amounts(4 * periods, rows), pace, basic_pace),),
        tuple(payments),
    )


GRANT = (("BIDRAG", "Grundbidrag", GRANT_PER_WEEK),)
GRANT_AND_LOAN = (*GRANT, ("LAN", "Grundlån", LOAN_PER_WEEK))


def _student(today: date) -> tuple[Case, ...]:
    return (_term("Studiemedel", "001", "GRUND", "Studiemedel", today, GRANT, loan=False),)


def _pupil(today: date) -> tuple[Case, ...]:
    """The study allowance: last day of the months September to June, no weeks, and none in the summer."""
    firsts = [_month(today, count) for count in range(-5, 4)]
    payments = tuple(
        Payment(day, "Planerad" if day > today else "Utbetald", (), STUDY_ALLOWANCE)
        for day in (_month(first, 1) - timedelta(days=3) for first in firsts if first.month not in (7, 8))
    )
    start = date(today.year if today.month > 7 else today.year - 1, 8, 18)
    whole = Weeks(
        start, date(start.year + 1, 6, 10), _amounts(10, (("BIDRAG", "Studiebidrag", STUDY_ALLOWANCE),)), 100
    )
    return (
        Case("Studiehjalp", "001", "GRUND", "Studiebidrag", "BESLUTAT", grants=(whole,), payments=payments),
        Case(
            "Studiehjalp",
            "002",
            "TILL",
            "Extra tillägg",
            "INITIERAT",
            (Application(whole.first, whole.last, 100),),
            related="001",
        ),
    )


def _month(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _transition(today: date) -> tuple[Case, ...]:
    rows = (("OMBIDR", "Omställningsbidrag", 5_120), ("OMLAN", "Omställningslån", LOAN_PER_WEEK))
    return (
        _term("Omstallningsstudiestod", "001", "OMST", "Omställningsstudiestöd", today, rows, pace=50),
        _home_loan(today, years=9, number="0001001"),
    )


def _home_loan(today: date, *, years: int, number: str) -> Case:
    paid = _month(today, -12 * years) + timedelta(days=14)
    return Case(
        "HemutrustningsLan",
        number,
        "HEMLAN",
        "Hemutrustningslån",
        "AVSLUTAT",
        payments=(Payment(paid, "UTBETALAD", (), 18_000),),
    )


def _parent(today: date) -> tuple[Case, ...]:
    return (_home_loan(today, years=4, number="0001002"),)


def _protected(today: date) -> tuple[Case, ...]:
    return (_term("Studiemedel", "001", "GRUND", "Studiemedel", today, GRANT_AND_LOAN, loan=True),)


def _starter(today: date) -> tuple[Case, ...]:
    rows = (("STBIDR", "Studiestartsstöd", 2_750),)
    return (_term("Studiestartsstod", "001", "START", "Studiestartsstöd", today, rows, basic_pace=100),)


def _many(today: date) -> tuple[Case, ...]:
    """Ten cases of each kind of studies, term upon term, and ten loans."""
    terms = [
        _term(support, f"{count + 1:03}", form, text, today, GRANT_AND_LOAN, loan=True, back=12 + 26 * count)
        for support, form, text in (
            ("Studiemedel", "GRUND", "Studiemedel"),
            ("Studiestartsstod", "START", "Studiestartsstöd"),
            ("Omstallningsstudiestod", "OMST", "Omställningsstudiestöd"),
        )
        for count in range(10)
    ]
    loans = [_home_loan(today, years=count + 1, number=f"{count + 1:07}") for count in range(10)]
    return (*terms, *_pupil(today), *loans)


KNOWN: Mapping[str, Callable[[date], tuple[Case, ...]]] = {
    "student": _student,
    "gymnasist": _pupil,
    "omstallare": _transition,
    "foralder": _parent,
    "skyddad": _protected,
    "startare": _starter,
    "mangfald": _many,
}
