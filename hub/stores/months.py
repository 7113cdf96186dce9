"""The month that a search key stands under: the index grows at its end and is searched month by month.

Keys are random (hashes of persons, ids), so that each new one falls anywhere in an index. Under their month
they fall in a part of it that stays as small as a month, and what is older lies still. On SQLite the month
stands first in the index's own key; PostgreSQL has a partition for each (`partitions.py`, decision 0019).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Select, bindparam, func, select

from hub.stores.log_tables import refs
from hub.stores.moments import from_micros, to_micros

EARLIEST, LATEST = 0, 9999_12


def month_of(moment: datetime) -> int:
    """Year and month as one number, 202611. The moment must be UTC."""
    return moment.year * 100 + moment.month


def month_at(micros: int) -> int:
    """The month of a time as the databases hold it."""
    return month_of(from_micros(micros))


def next_month(month: int) -> int:
    return month + 1 if month % 100 < 12 else month + 89


def first_micros(month: int) -> int:
    """When the month begins, as the databases hold times."""
    return to_micros(datetime(month // 100, month % 100, 1, tzinfo=UTC))


def _months() -> Select[tuple[int]]:
    newest = select(func.max(refs.c.month).label("month")).where(refs.c.month <= bindparam("highest"))
    every = newest.cte(recursive=True)
    before = select(func.max(refs.c.month)).where(refs.c.month < every.c.month).scalar_subquery()
    every = every.union_all(select(before).where(every.c.month.is_not(None)))
    return select(every.c.month).where(every.c.month >= bindparam("lowest"))


_WRITTEN: Final = _months()
"""Made once: making it takes many times what the database needs to answer it."""


def written(connection: Connection, first: datetime | None, last: datetime | None) -> tuple[int, ...]:
    """The months that any log has keys in, between two moments: one step into the index for each."""
    lowest = EARLIEST if first is None else month_of(first)
    highest = LATEST if last is None else month_of(last)
    return tuple(connection.scalars(_WRITTEN, {"lowest": lowest, "highest": highest}))
