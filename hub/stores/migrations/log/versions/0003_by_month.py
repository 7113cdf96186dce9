"""What records are found by stands under its month, and what tells them apart by the thousand in a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_AT_A_TIME = 1000
_FACETS = ("client", "source", "outcome", "gate", "agreement", "protection")
_OUTCOMES = {"UPPSLAG_NEKAT": "NEKAD", "UPPSLAG_EJ_STALLT": "EJ_STALLD"}
_OPENING = {"UPPSLAG_AVSETT", "ARENDEFRAGA_AVSEDD"}
_CONCLUDING = {"UPPSLAG_AVSLUTAT", "ARENDEFRAGA_AVSLUTAD"}
_KEYS = ("log", "kind", "key", "idx")
_MONTHLY = ("month", "log", "kind", "key", "time", "idx")
_ENTRIES = "SELECT log, idx, time, payload FROM entries ORDER BY log, idx"


def upgrade() -> None:
    """Keys that are there are moved, and facets are read from the payloads, as the verifier reads them."""
    connection = op.get_bind()
    months = _months(connection)
    op.rename_table("refs", "refs_0002")
    _create_refs(_MONTHLY)
    if months:
        moved = ", ".join(_MONTHLY)
        connection.execute(
            sa.text(
                f"INSERT INTO refs ({moved}) SELECT {_month_of_time(months)} AS month, r.log, r.kind, r.key, "  # noqa: S608
                "e.time, r.idx FROM refs_0002 r JOIN entries e ON e.log = r.log AND e.idx = r.idx "
                "ORDER BY 1, 2, 3, 4, 5, 6"
            )
        )
    op.drop_table("refs_0002")
    _create_facets()
    _fill(connection)
    op.drop_index("entries_by_time", "entries")


def downgrade() -> None:
    op.create_index("entries_by_time", "entries", ["log", "time"])
    op.drop_table("facets")
    op.rename_table("refs", "refs_0003")
    _create_refs(_KEYS)
    keys = ", ".join(_KEYS)
    op.execute(f"INSERT INTO refs ({keys}) SELECT DISTINCT {keys} FROM refs_0003 ORDER BY {keys}")  # noqa: S608
    op.drop_table("refs_0003")


def _create_refs(columns: tuple[str, ...]) -> None:
    kinds: Mapping[str, Any] = {
        "month": sa.Integer,
        "log": sa.Integer,
        "kind": sa.SmallInteger,
        "key": sa.LargeBinary,
        "time": sa.BigInteger,
        "idx": sa.BigInteger,
    }
    of_log = {"log": (sa.ForeignKey("logs.id"),)}
    made = [sa.Column(it, kinds[it], *of_log.get(it, ()), primary_key=True) for it in columns]
    op.create_table("refs", *made, sqlite_with_rowid=False)


def _create_facets() -> None:
    op.create_table(
        "facets",
        sa.Column("log", sa.Integer, sa.ForeignKey("logs.id"), primary_key=True),
        sa.Column("time", sa.BigInteger, primary_key=True),
        sa.Column("idx", sa.BigInteger, primary_key=True),
        sa.Column("client", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("gate", sa.SmallInteger),
        sa.Column("agreement", sa.Text),
        sa.Column("protection", sa.Text),
        sqlite_with_rowid=False,
    )
    for name in ("gate", "protection"):
        there = sa.text(f"{name} IS NOT NULL")
        columns = ["log", name, "time", "idx"]
        op.create_index(f"facets_by_{name}", "facets", columns, sqlite_where=there, postgresql_where=there)


def _months(connection: sa.Connection) -> list[tuple[int, int]]:
    """Each month that records may be of, and the first microsecond after it."""
    first, last = connection.execute(sa.text("SELECT MIN(time), MAX(time) FROM entries")).one()
    if first is None:
        return []
    begun = datetime.fromtimestamp(first // 1_000_000, UTC)
    year, month, found = begun.year, begun.month, list[tuple[int, int]]()
    while not found or found[-1][1] <= last:
        number, (year, month) = year * 100 + month, (year + month // 12, month % 12 + 1)
        found.append((number, int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1_000_000))
    return found


def _month_of_time(months: list[tuple[int, int]]) -> str:
    whens = " ".join(f"WHEN e.time < {end} THEN {number}" for number, end in months)
    return f"CASE {whens} END"


def _fill(connection: sa.Connection) -> None:
    names = ("log", "time", "idx", *_FACETS)
    values = ", ".join(f":{it}" for it in names)
    insert = sa.text(f"INSERT INTO facets ({', '.join(names)}) VALUES ({values})")  # noqa: S608
    batch: list[dict[str, Any]] = []
    for row in _rows(connection):
        batch.append(row)
        if len(batch) == _AT_A_TIME:
            connection.execute(insert, batch)
            batch = []
    if batch:
        connection.execute(insert, batch)


def _rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """A row for each record; those that a conclusion comes to when it has come."""
    still: dict[str, dict[str, Any]] = {}
    for log, index, time, payload in connection.execute(sa.text(_ENTRIES)):
        row = {"log": log, "time": time, "idx": index, **dict.fromkeys(_FACETS)}
        said = {} if payload is None else json.loads(payload)
        event = said.get("handelse")
        if event in _CONCLUDING:
            concluded = still.pop(said["avsiktId"], None)
            if concluded is not None:
                protection = said.get("skydd")
                outcome = {
                    "outcome": said["utfall"],
                    "protection": None if protection == "INGET" else protection,
                }
                yield concluded | outcome
        elif said:
            row |= _facets(said)
        if event in _OPENING:
            still[said["loggpostId"]] = row
        else:
            yield row
    yield from still.values()


def _facets(said: Mapping[str, Any]) -> dict[str, Any]:
    agreement = said.get("avtal")
    return {
        "client": said.get("fraga", said).get("klient"),
        "source": said.get("kalla"),
        "outcome": _OUTCOMES.get(said["handelse"]),
        "gate": said.get("grind"),
        "agreement": agreement["id"] if isinstance(agreement, Mapping) else None,
    }
