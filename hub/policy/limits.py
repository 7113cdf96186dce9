"""Gate 5 by agreement: the longest period, how far ahead, how far back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from hub.adapter import Days
from hub.model.agreement import Agreement
from hub.model.decision import Grant, Refused
from hub.model.query import Facts, Query
from hub.policy.laws import LIMITED
from hub.policy.rule import cited
from hub.problems import BadPeriod, Pointer

_SENTENCE = (
    "Perioden är längre eller ligger längre bort än avtalet medger. "
    "Gör perioden kortare, eller ge källan en egen period i urval."
)


MOST_PORTIONS = 5
"""Each is a call of its own."""


@lru_cache(maxsize=64)
def horizon(today: date, months_ahead: int) -> date:
    """The last day that may be asked about: the end of the month `months_ahead` from today's."""
    year, month = _shifted(today, months_ahead)
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=64)
def earliest(today: date, months_back: int) -> date:
    """The first day that may be asked about: the first of the month `months_back` before today's."""
    year, month = _shifted(today, -months_back)
    return date(max(year, 1), month, 1)


def _shifted(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def portions(agreement: Agreement, period: Days) -> tuple[tuple[int, Days], ...]:
    """The period as it is asked about: whole (0), or numbered portions.

    A portion has at most the longest period's days, and within it the same elements may be asked for.
    Portions follow on each other, so that a payment, which has one day, comes in one of them. A period longer
    than may be asked about, in portions or at all, is left whole, and refused for its length.
    """
    longest = agreement.longest_period_days
    days = (period.last - period.first).days + 1
    whole = not agreement.group_days and days <= longest
    if whole or days > longest * (MOST_PORTIONS if agreement.longer_in_portions else 1):
        return ((0, period),)
    turns = [day for day in agreement.turns() if period.first < day <= period.last]
    cut = [
        piece
        for first, after in pairwise((period.first, *turns, period.last + timedelta(days=1)))
        for piece in _at_most(longest, first, after)
    ]
    return tuple(enumerate(cut, start=1)) if len(cut) > 1 else ((0, period),)


def _at_most(longest: int, first: date, after: date) -> Iterator[Days]:
    """The days from `first` until the one before `after`, in pieces."""
    while first < after:
        last = min(first + timedelta(days=longest), after) - timedelta(days=1)
        yield Days(first, last)
        first = last + timedelta(days=1)


def beyond_limits(query: Query, facts: Facts, grants: Sequence[Grant]) -> Refused | None:
    """Refused when a source that would be asked limits its period tighter. Nothing is cut silently."""
    told = (pointer for grant in grants for pointer in _faults(query, facts, grant))
    pointers = tuple(dict.fromkeys(told))
    if not pointers:
        return None
    law = cited(LIMITED, facts.today)
    return Refused(BadPeriod, 5, "period-inom-avtalet", law, _SENTENCE, pointers)


def _faults(query: Query, facts: Facts, grant: Grant) -> Iterator[Pointer]:
    agreement, period = grant.agreement, grant.period
    where = _place(query, grant.source)
    name = agreement.source_name
    days = (period.last - period.first).days + 1
    if days > agreement.longest_period_days:
        yield Pointer(
            where, f"{days} dagar. {name}: högst {agreement.longest_period_days} dagar. Gör perioden kortare."
        )
    last = horizon(facts.today, agreement.horizon_months)
    if period.last > last:
        yield Pointer(f"{where}/tom", f"{name}: till och med {last}. Sätt tom till senast den dagen.")
    if agreement.reach_back_months is not None:
        first = earliest(facts.today, agreement.reach_back_months)
        if period.first < first:
            yield Pointer(
                f"{where}/from", f"{name}: från och med {first}. Sätt from till tidigast den dagen."
            )


def _place(query: Query, source: str) -> str:
    own = (n for n, row in enumerate(query.question.urval) if row.kalla == source and row.period)
    place = next(own, None)
    return "/period" if place is None else f"/urval/{place}/period"
