"""What Skatteverket knows of the world's test persons, by `Persona.key`, all dates relative to today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.skatteverket.writing import Capital, MonthlyReturn, Payout

# Organisation numbers that fail the check digit: no employer that exists.
EMPLOYERS = (
    ("165560000001", "Exempelbolaget AB"),
    ("165560000019", "Testbageriet AB"),
    ("165560000027", "Provstäd AB"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """All of one person, in any year."""

    capital: tuple[Capital, ...] = ()
    payouts: tuple[Payout, ...] = ()
    returns: tuple[MonthlyReturn, ...] = ()
    status: str | None = "0"
    named: bool = True
    news: tuple[tuple[str, str], ...] = ()


def known_of(key: str, today: date) -> Known | None:
    """None for a person Skatteverket knows nothing of."""
    tell = KNOWN.get(key)
    return None if tell is None else tell(today)


def _capital(today: date, *years: tuple[int, int]) -> tuple[Capital, ...]:
    """Income and surplus, this tax year first."""
    return tuple(
        Capital(today.year - back, str(income), str(surplus)) for back, (income, surplus) in enumerate(years)
    )


def _payout(today: date, days: int, amount: int) -> Payout:
    return Payout(str(amount), (today - timedelta(days=days)).isoformat())


def _returns(today: date, months: int, *jobs: tuple[int, int]) -> tuple[MonthlyReturn, ...]:
    """Of each employer (its place in the list, and pay) the months before this one, newest first."""
    firsts, first = [], today.replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
        firsts.append(first)
    return tuple(
        MonthlyReturn(month, *EMPLOYERS[place], pay, pay * 3 // 10) for month in firsts for place, pay in jobs
    )


def _employee(today: date) -> Known:
    return Known(
        _capital(today, (1_845, 1_845), (912, 912)),
        (_payout(today, 33, 4_312),),
        _returns(today, 11, (0, 28_400)),
    )


def _second_parent(today: date) -> Known:
    return Known(_capital(today, (0, 0)), returns=_returns(today, 6, (1, 31_250)))


def _nothing_to_tell(today: date) -> Known:
    return Known(_capital(today, (0, 0)))


def _pensioner(today: date) -> Known:
    return Known(_capital(today, (6_204, 5_880), (5_930, 5_930)), (_payout(today, 61, 1_075),))


def _protected(today: date) -> Known:
    return Known(_capital(today, (0, 0)), returns=_returns(today, 3, (2, 26_900)))


def _many(today: date) -> Known:
    years = tuple((1_000 + back, 500 + back) for back in range(10))
    payouts = tuple(_payout(today, 20 + 30 * count, 300 + count) for count in range(12))
    return Known(_capital(today, *years), payouts, _returns(today, 24, (0, 18_000), (1, 6_000), (2, 2_400)))


def _rule_breaker(today: date) -> Known:
    booked = f"{today - timedelta(days=40)}+01:00"
    return Known(
        (
            Capital(today.year, "-250", "0", status=None),
            Capital(today.year - 1, None, "12 345", status="OKÄND-7"),
        ),
        (Payout("517.50", booked), Payout("0", None, status=None)),
        status="999",
        named=False,
        news=(("svar:NyUppgift", "ja"), ("besko:Anmarkning", "fri text som ingen har beskrivit")),
    )


KNOWN: Mapping[str, Callable[[date], Known]] = {
    "anstalld": _employee,
    "foralder": _nothing_to_tell,
    "foralder2": _second_parent,
    "student": _nothing_to_tell,
    "arbetslos": _nothing_to_tell,
    "pensionar": _pensioner,
    "sjuk": _nothing_to_tell,
    "skyddad": _protected,
    "folkbokford": _protected,
    "samordnad": _nothing_to_tell,
    "mangfald": _many,
    "regelbrytare": _rule_breaker,
}
