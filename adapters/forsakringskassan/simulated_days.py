"""Days that the simulated benefits go by, all relative to the world's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Time = tuple[date, date | None]
"""First and last day; no last day: until further notice."""


def ago(today: date, days: int) -> date:
    """So many days before today; negative, after."""
    return today - timedelta(days=days)


def month(today: date, back: int) -> date:
    """The first day of the month that lies `back` months before that of `today`."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def whole_month(today: date, back: int) -> tuple[date, date]:
    """First and last day of that month."""
    return month(today, back), month(today, back - 1) - ONE_DAY


def weekdays(first: date, last: date) -> Iterator[date]:
    """Monday to Friday, from first to last."""
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        if day.weekday() < 5:
            yield day


def payday(first: date, day: int) -> date:
    """The day of a month when money is paid out: the weekday before it, when it is no weekday itself."""
    wanted = first.replace(day=day)
    return wanted - timedelta(days=max(0, wanted.weekday() - 4))
