"""How many calls have been begun on a day, by agreement, in the register's file."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from hub.model.traffic import DayCount, TrafficKey
from hub.stores.engine import kind_of
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import traffic_days


class StoredTraffic:
    """Implements `source_ports.TrafficStore`."""

    def __init__(self, file: RegisterFile) -> None:
        self._file = file

    async def add(self, counts: Mapping[TrafficKey, DayCount]) -> None:
        """See `source_ports.TrafficStore`."""
        await self._file.write(lambda connection: _add(connection, counts))

    async def every(self) -> dict[TrafficKey, DayCount]:
        """See `source_ports.TrafficStore`."""
        rows = await self._file.rows(select(traffic_days), {})
        return {(row.source, row.agreement): DayCount(row.day, row.used) for row in rows}


def _add(connection: Connection, counts: Mapping[TrafficKey, DayCount]) -> None:
    for (source, agreement), count in counts.items():
        of_it = traffic_days.c.source == source, traffic_days.c.agreement == agreement
        there = connection.execute(select(traffic_days).where(*of_it)).one_or_none()
        if there is not None and there.day > count.day:
            continue
        before = there.used if there is not None and there.day == count.day else 0
        values = {"day": count.day, "used": max(0, before + count.used)}
        row = kind_of(connection).insert(traffic_days).values(source=source, agreement=agreement, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["source", "agreement"], set_=values))
