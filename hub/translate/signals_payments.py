"""The payments of a benefit as signals look at them: compared with what, and paid in which month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from hub.adapter import Days
from messages.delar import KodText
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand

MIXED = frozenset({"FLERA", "OKAND"})
"""Benefit codes of a payment that pays several benefits, or does not say which: it may be any of them."""


class Benefit(NamedTuple):
    """What payments are compared within; texts too, as one code may stand for two benefits. `part` is the
    sub-benefit's code and text, where that is a benefit of its own."""

    code: str
    text: str
    part: tuple[str, str] | None

    @property
    def name(self) -> str:
        """A benefit and its only part often go by the same name."""
        return ", ".join(dict.fromkeys((self.text, self.part[1]))) if self.part else self.text


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments of one benefit, in the order of the answer."""

    items: Sequence[Inkomstpost]
    by_month: Mapping[date, Sequence[Inkomstpost]]
    """Those that have a payment date, by the first day of its month."""
    paid_in: Collection[date]
    """The first days of the months in which something is paid."""
    undated: Sequence[Inkomstpost]
    of_another: bool
    """Some are paid by another source than tells of them."""

    def within(self, month: Days) -> Sequence[Inkomstpost]:
        """Those paid in a calendar month: the payment date decides, not what the payment is for."""
        return self.by_month.get(month.first, ())

    def may_be_in(self, days: Days) -> bool:
        """Whether one is in the days, or has no date and may be."""
        # Mostly the month that the days begin in tells, and the others need not be looked at.
        return (
            any(is_in(item, days) for item in self.within(days))
            or any(may_be_in(item, days) for item in self.undated)
            or any(is_in(item, days) for item in self.items)
        )


def payments_of(items: Sequence[Inkomstpost]) -> Payments:
    by_month: dict[date, list[Inkomstpost]] = {}
    paid_in: set[date] = set()
    undated = []
    for item in items:
        day = item.utbetalningsdag
        if day is None:
            undated.append(item)
            continue
        first = day.replace(day=1)
        by_month.setdefault(first, []).append(item)
        if paid(item):
            paid_in.add(first)
    return Payments(items, by_month, paid_in, undated, any(item.utbetalare is not None for item in items))


# ---------------------------------------------------------------- one payment, and months


def benefit_of(benefit: KodText, part: KodText | None) -> Benefit:
    return Benefit(benefit.kod, benefit.text, (part.kod, part.text) if part else None)


def is_mixed(item: Inkomstpost) -> bool:
    return item.forman.kod in MIXED


def paid(item: Inkomstpost) -> bool:
    """Made, and not known to be nothing or a recovery."""
    return item.tillstand is Tillstand.UTBETALD and _is_something(item)


def coming(item: Inkomstpost) -> bool:
    """Planned or preliminary, and not known to be nothing or a recovery."""
    return item.tillstand is not Tillstand.UTBETALD and _is_something(item)


def _is_something(item: Inkomstpost) -> bool:
    return item.belopp.netto is None or item.belopp.netto > 0


def is_in(item: Inkomstpost, month: Days) -> bool:
    """The payment date decides, not what the payment is for."""
    day = item.utbetalningsdag
    return day is not None and month.first <= day <= month.last


def may_be_in(item: Inkomstpost, month: Days) -> bool:
    """In the month; one without a date goes by the days it is for, and may be any where it has none."""
    if item.utbetalningsdag is not None:
        return is_in(item, month)
    covers = item.avser
    if covers is None:
        return True
    return (covers.from_ is None or covers.from_ <= month.last) and (
        covers.tom is None or covers.tom >= month.first
    )


def month_of(day: date) -> Days:
    """The calendar month that the day is in."""
    return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def month_before(month: Days) -> Days:
    """The first month of the calendar is its own."""
    return month if month.first == date.min else month_of(month.first - timedelta(days=1))
