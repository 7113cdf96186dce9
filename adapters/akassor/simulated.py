"""What the a-kassor know of the world's test persons, by `Persona.key`, all dates relative to today.

The benefit goes by the month: it is applied for when the month has ended, and paid on the 25th of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from adapters.akassor.writing import Application, Fund, Payment, Suspension

ANSWERED, SILENT = "1", "9"
"""Status words of the simulated service. Nobody has published the real ones."""

PAYDAY = 25
DAILY = Decimal("812.00")


def funds_of(key: str, today: date) -> tuple[Fund, ...]:
    """One for each a-kassa that answers; none for a person whom no a-kassa knows."""
    tell = KNOWN.get(key)
    return tell(today) if tell else ()


def _month(today: date, back: int) -> date:
    """The first day of the month that lies `back` months before that of `today`."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _paid(today: date, back: int, days: Decimal, daily: Decimal = DAILY) -> Payment:
    """The payment for a whole month."""
    first = _month(today, back)
    last = _month(today, back - 1) - timedelta(days=1)
    paid = _month(today, back - 1).replace(day=PAYDAY)
    return Payment(paid, daily * days, days, first, last)


def _coming(today: date) -> int:
    """The month, counted back from this one, whose payment is the next to come."""
    return 1 if today.day < PAYDAY else 0


def _unemployed(today: date) -> tuple[Fund, ...]:
    """Half a year of payments, the last of them coming; suspended for twenty days in the third month."""
    coming = _coming(today)
    suspended = _month(today, coming + 3)
    days = {coming + 3: Decimal("8.5")}
    payments = tuple(
        _paid(today, back, days.get(back, Decimal(22))) for back in range(coming + 5, coming - 1, -1)
    )
    return (
        Fund(
            "Exempelkassan",
            ANSWERED,
            payments,
            (Suspension(suspended, suspended + timedelta(days=19)),),
            Application(_month(today, 7) + timedelta(days=11), payment_applied_for=True),
        ),
    )


def _many(today: date) -> tuple[Fund, ...]:
    """Three a-kassor: one that paid by week besides by month, one undecided, one that says nothing."""
    coming = _coming(today)
    monthly = [_paid(today, back, Decimal(4)) for back in range(coming + 11, coming - 1, -1)]
    day = _month(today, coming + 1).replace(day=PAYDAY)
    weekly = [
        Payment(day, Decimal("1624.00"), Decimal(2), start, start + timedelta(days=6), Decimal("1124.00"))
        for start in (day - timedelta(weeks=count + 2) for count in range(4))
    ]
    return (
        Fund("Exempelkassan", ANSWERED, (*monthly, *weekly, weekly[0])),
        Fund("Prövokassan", ANSWERED, application=Application("", payment_applied_for=False)),
        Fund("Tysta kassan", SILENT),
    )


def _rule_breaker(today: date) -> tuple[Fund, ...]:
    """All that answers have been seen to do, or that their types allow."""
    paid = _month(today, _coming(today)).replace(day=PAYDAY)
    first = _month(today, _coming(today) + 1)
    last = _month(today, _coming(today)) - timedelta(days=1)
    odd = Payment(f"{paid}+02:00", "1600.00", "4.5", f"{first}+02:00", f"{last}Z")
    return (
        Fund("Exempelkassan", "all clear", (odd, odd), extra=(("Kassakort", "ja"),)),
        Fund(
            "Prövokassan",
            None,
            (
                Payment(paid, ".5", None, first, last, None),
                Payment(paid, "ett tusen", "-1", last, first),
                Payment("0001-02-30", "-900.5000", "", None, None),
            ),
            (Suspension(last, first),),
        ),
        Fund("Tysta kassan", "Svar saknas, försök igen senare"),
    )


KNOWN: Mapping[str, Callable[[date], tuple[Fund, ...]]] = {
    "arbetslos": _unemployed,
    "mangfald": _many,
    "regelbrytare": _rule_breaker,
}
