"""Months, days and amounts as a Swedish caseworker reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hub.adapter import Days

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)

_SHOWN = 6
"""So many amounts are written out; of more only how many they are."""


def month_name(month: Days) -> str:
    """`oktober 2026`."""
    return f"{_MONTHS[month.first.month - 1]} {month.first.year}"


def day_or(day: date | None, otherwise: str) -> str:
    return day.isoformat() if day else otherwise


def kronor(amount: Decimal) -> str:
    """`3 968 kr`, `-120,50 kr`: thousands apart, öre only where there are any, nothing rounded."""
    whole, _, rest = f"{amount:,f}".replace(",", " ").partition(".")
    ore = rest.rstrip("0")
    return f"{whole},{ore.ljust(2, '0')} kr" if ore else f"{whole} kr"


def addition(amounts: Sequence[Decimal]) -> str:
    """How a month's net was reckoned: `1 000 kr + 500 kr = 1 500 kr`, or the only amount."""
    total = kronor(sum(amounts, Decimal(0)))
    if len(amounts) > _SHOWN:
        return f"{total} ({len(amounts)} utbetalningar)"
    return total if len(amounts) == 1 else f"{' + '.join(map(kronor, amounts))} = {total}"
