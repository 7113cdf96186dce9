"""What LEFI has on one person, row by row, each with the group code that it comes with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from adapters.forsakringskassan.simulated_days import payday, weekdays, whole_month
from adapters.forsakringskassan.simulated_groups import FK_COMING, FK_PAID, LISTS, UNASKED
from adapters.forsakringskassan.writing import Json, Number, benefit
from adapters.forsakringskassan.writing_payments import BY_DAY, BY_MONTH, PRESUMED, detail, payment

TAX = 3
"""Tenths of a taxed benefit that are tax."""

OfMonth = Callable[[tuple[date, date]], Sequence[Json]]
"""First and last day of a month to the rows of its payment."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of one list of the answer."""

    place: str
    """The list: under `formansinformation`, or at the top when it is Pensionsmyndigheten's."""
    group: str
    row: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """Everything on one person, of any time."""

    rows: tuple[Told, ...] = ()
    instead: Mapping[str, Any] = field(default_factory=dict)
    """List to what stands in its place when it is asked for: for answers that break the rules."""
    beside: Mapping[str, Any] = field(default_factory=dict)
    """Keys of the answer that the interface does not have."""


def facts(**lists: Sequence[Json]) -> tuple[Told, ...]:
    """Rows of Försäkringskassan's lists, by list; not payments."""
    groups = {**LISTS, **UNASKED}
    return tuple(Told(name, groups[name], row) for name, rows in lists.items() for row in rows)


def known(*parts: Iterable[Told]) -> Known:
    return Known(tuple(row for part in parts for row in part))


def paid_monthly(
    today: date,
    group: str,
    rows: OfMonth,
    *,
    months: int = 7,
    day: int = 25,
    arrears: int = 0,
    payer: str = "FK",
    kind: Json = BY_MONTH,
) -> tuple[Told, ...]:
    """A payment on `day` of each of the months gone by, and the next one as preliminary.

    `arrears` is how many months after its own month a payment comes; `rows` gives the details for a month.
    """
    found = []
    for back in range(months, -2, -1):
        paid = payday(whole_month(today, back)[0], day)
        time = whole_month(today, back + arrears)
        made = paid <= today
        what = payment(group, paid, time, rows(time), payer=payer, kind=kind if made else PRESUMED)
        found.append(Told(FK_PAID if made else FK_COMING, group, what))
        if not made:
            break
    return tuple(found)


def flat(group: str, gross: Number, *, taxed: bool = False, part: Json | None = None) -> OfMonth:
    """The same amount each month in one row, taxed or not."""

    def rows(time: tuple[date, date]) -> Sequence[Json]:
        tax = round(float(gross) * TAX / 10) if taxed else 0
        return (detail(benefit(group), time, gross, tax=tax, part=part),)

    return rows


def by_weekday(group: str, daily: Number, *, part: Json | None = None) -> OfMonth:
    """So much for each weekday of the month, taxed."""

    def rows(time: tuple[date, date]) -> Sequence[Json]:
        days = sum(1 for _ in weekdays(*time))
        gross = round(float(daily) * days, 2)
        tax = round(gross * TAX / 10)
        return (detail(benefit(group), time, gross, tax=tax, part=part, days=days),)

    return rows


def paid_once(
    today: date, group: str, time: tuple[date, date], daily: Number, paid: date, *, days: int | None = None
) -> Told:
    """One payment for the weekdays of a time, or so many `days`; preliminary until its day has come."""
    days = sum(1 for _ in weekdays(*time)) if days is None else days
    gross = round(float(daily) * days, 2)
    row = detail(benefit(group), time, gross, tax=round(gross * TAX / 10), days=days)
    place = FK_PAID if paid <= today else FK_COMING
    return Told(place, group, payment(group, paid, time, (row,), kind=BY_DAY))
