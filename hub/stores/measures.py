"""What became of the questions to sources, counted by month, in the register's file."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, inspect, select

from hub.audit import StartRefused
from hub.model.board import BoardId
from hub.model.measured import Batch, Count, Counts, Kind, MeasureKey
from hub.ports import Clock
from hub.stores.engine import kind_of
from hub.stores.migrate import Database
from hub.stores.moments import to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import measure_writers, measures
from hub.stores.where import Where, named, reading

_KEY = [column.name for column in measures.primary_key]
_WRITERS_KEPT = timedelta(days=7)
"""A batch is tried again each round: after so long nobody asks whether an old one was kept."""


class StoredMeasures:
    """Implements `source_ports.MeasureStore`."""

    def __init__(self, file: RegisterFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    async def add(self, batch: Batch) -> None:
        """See `source_ports.MeasureStore`."""
        now = self._clock.now()
        await self._file.write(lambda connection: add(connection, batch, now))

    async def months(
        self, board: BoardId, source: str, first: str, last: str, writer: str
    ) -> tuple[Counts, int]:
        """See `source_ports.MeasureStore`."""
        wanted = _wanted(first, last).where(measures.c.board == str(board), measures.c.source == source)
        return await self._file.read(
            lambda connection: (_found(connection, wanted), _number(connection, writer))
        )

    async def erase(self, before: str, now: datetime) -> int:
        """See `source_ports.MeasureStore`."""
        old = to_micros(now - _WRITERS_KEPT)

        def work(connection: Connection) -> int:
            connection.execute(delete(measure_writers).where(measure_writers.c.time < old))
            return connection.execute(delete(measures).where(measures.c.month < before)).rowcount

        return await self._file.write(work)


def add(connection: Connection, batch: Batch, now: datetime) -> None:
    """Once: a batch that the writer has had kept before changes nothing."""
    if batch.number <= _number(connection, batch.writer):
        return
    rows = [
        {
            "board": str(key.board),
            "source": key.source,
            "month": key.month,
            "route": key.route,
            "agreement": key.agreement,
            "version": key.version,
            **count._asdict(),
            "number": number,
        }
        for key, counts in batch.counts.items()
        for count, number in counts.items()
    ]
    kind = kind_of(connection)
    more = kind.insert(measures)
    more = more.on_conflict_do_update(
        index_elements=_KEY, set_={"number": measures.c.number + more.excluded.number}
    )
    if rows:
        connection.execute(more, rows)
    state = {"batch": batch.number, "time": to_micros(now)}
    writer = kind.insert(measure_writers).values(writer=batch.writer, **state)
    connection.execute(writer.on_conflict_do_update(index_elements=["writer"], set_=state))


def stored_months(where: Where, first: str, last: str) -> Counts:
    """All boards' and sources' counts of the months, also while a hub serves: what its rounds have kept.

    Raises StartRefused where there is nothing to read.
    """
    with reading(where, Database.REGISTER) as connection:
        if not inspect(connection).has_table(measures.name):
            raise StartRefused(
                f"{named(where, Database.REGISTER)}: was made by an earlier version. Start the hub once, it "
                "adds what lacks."
            )
        return months_in(connection, first, last)


def months_in(connection: Connection, first: str, last: str) -> Counts:
    """All that is kept of the months, both included."""
    return _found(connection, _wanted(first, last))


def _wanted(first: str, last: str) -> Select[Any]:
    return select(measures).where(measures.c.month >= first, measures.c.month <= last)


def _found(connection: Connection, wanted: Select[Any]) -> Counts:
    found: dict[MeasureKey, Counter[Count]] = {}
    for row in connection.execute(wanted):
        key = MeasureKey(
            BoardId(*row.board.split("/", 1)), row.source, row.route, row.agreement, row.version, row.month
        )
        found.setdefault(key, Counter())[Count(Kind(row.kind), row.hop, row.code)] = row.number
    return found


def _number(connection: Connection, writer: str) -> int:
    newest = select(measure_writers.c.batch).where(measure_writers.c.writer == writer)
    return connection.scalar(newest) or 0
