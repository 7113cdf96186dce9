"""The search index is partitioned by month on PostgreSQL; on SQLite the month in its key is enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BY = {"refs": "month", "facets": "time"}
_RARE = ("gate", "protection")
_MONTHS = (
    "SELECT DISTINCT (extract(year FROM t) * 100 + extract(month FROM t))::int AS month "
    "FROM (SELECT to_timestamp(time / 1000000) AT TIME ZONE 'UTC' AS t FROM facets) AS told ORDER BY month"
)


def upgrade() -> None:
    """Every record has its row in facets, so the months are those of its times."""
    if op.get_bind().dialect.name != "postgresql":
        return
    months = op.get_bind().execute(sa.text(_MONTHS)).scalars().all()
    for table, column in _BY.items():
        _set_aside(table)
        _create(table, postgresql_partition_by=f"RANGE ({column})")
        for month in months:
            first, last = _BOUNDS[table](month), _BOUNDS[table](_next(month))
            op.execute(
                f"CREATE TABLE {table}_{month} PARTITION OF {table} FOR VALUES FROM ({first}) TO ({last})"
            )
        _put_back(table)


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _BY:
        _set_aside(table)
        _create(table)
        _put_back(table)


def _set_aside(table: str) -> None:
    """Out of the way of the names that the new table and its indexes bear."""
    op.rename_table(table, f"{table}_before")
    for name in _RARE if table == "facets" else ():
        op.drop_index(f"facets_by_{name}", "facets_before")


def _put_back(table: str) -> None:
    """The rows, then the indexes of the rare: each is made in one go."""
    op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608
    op.drop_table(f"{table}_before")
    for name in _RARE if table == "facets" else ():
        there, columns = sa.text(f"{name} IS NOT NULL"), ["log", name, "time", "idx"]
        op.create_index(f"facets_by_{name}", "facets", columns, postgresql_where=there)


def _create(table: str, **how: Any) -> None:
    log = sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True)
    time = sa.Column("time", sa.BigInteger, primary_key=True)
    index = sa.Column("idx", sa.BigInteger, primary_key=True)
    if table == "refs":
        month = sa.Column("month", sa.Integer, primary_key=True)
        kind = sa.Column("kind", sa.SmallInteger, primary_key=True)
        key = sa.Column("key", sa.LargeBinary, primary_key=True)
        op.create_table(table, month, log, kind, key, time, index, **how)
        return
    told = [
        sa.Column(name, sa.SmallInteger if name == "gate" else sa.Text)
        for name in ("client", "source", "outcome", "gate", "agreement", "protection")
    ]
    op.create_table(table, log, time, index, *told, **how)


def _next(month: int) -> int:
    return month + 1 if month % 100 < 12 else month + 89


def _micros(month: int) -> int:
    return int(datetime(month // 100, month % 100, 1, tzinfo=UTC).timestamp()) * 1_000_000


_BOUNDS: dict[str, Callable[[int], int]] = {"refs": lambda month: month, "facets": _micros}
