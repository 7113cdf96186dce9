"""PostgreSQL's partitions by month, of the tables that take rows in the order of months (decision 0019).

A partition is made beside its table and attached, which holds up no reader and no other month's writer. There
is none for what fits nowhere: the months stay in order, so that a search by time stops at the first that has
enough, and a new one is never kept out by rows that had gone astray.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

from sqlalchemy import Connection, Table

from hub.stores.log_tables import facets, refs
from hub.stores.months import first_micros, next_month

LOCK: Final = 0x4E595403
"""Advisory lock of the database: months are made by one at a time."""

BY_MONTH: Final = (refs, facets)
"""Both have the time of their record."""

BOUNDS: Final[dict[str, Callable[[int], int]]] = {refs.name: lambda month: month, facets.name: first_micros}
"""Table to where a month begins in the column that it is partitioned by."""

_FIND: Final = (
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent IN ('refs'::regclass, 'facets'::regclass)"
)


def there(connection: Connection) -> frozenset[int]:
    """The months that every partitioned table has a partition for."""
    found = set(connection.exec_driver_sql(_FIND).scalars())
    months = {int(name.rpartition("_")[2]) for name in found}
    return frozenset(it for it in months if all(name(table, it) in found for table in BY_MONTH))


def make(connection: Connection, months: Collection[int]) -> frozenset[int]:
    """Those of the months that had their partitions before; afterwards all of them have."""
    had = there(connection)
    if set(months) - had:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        had = there(connection)
        for month in sorted(set(months) - had):
            for statement in statements(month):
                connection.exec_driver_sql(statement)
    return had & set(months)


def statements(month: int) -> Iterator[str]:
    """What makes the partitions of a month."""
    for table in BY_MONTH:
        first, last = BOUNDS[table.name](month), BOUNDS[table.name](next_month(month))
        yield f"CREATE TABLE {name(table, month)} (LIKE {table.name} INCLUDING ALL)"
        place = f"FOR VALUES FROM ({first}) TO ({last})"
        yield f"ALTER TABLE {table.name} ATTACH PARTITION {name(table, month)} {place}"


def name(table: Table, month: int) -> str:
    return f"{table.name}_{month}"
