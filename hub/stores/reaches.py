"""What was last seen of whether sources answer, in the register's file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from hub.model.board import BoardId
from hub.model.reach import Reach, together
from hub.stores.engine import kind_of
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import reaches
from messages.uppgifter import Fel


class StoredReaches:
    """Implements `source_ports.ReachStore`."""

    def __init__(self, file: RegisterFile) -> None:
        self._file = file

    async def keep(self, changed: Mapping[tuple[BoardId, str], Reach]) -> None:
        """See `source_ports.ReachStore`."""
        await self._file.write(lambda connection: _keep(connection, changed))

    async def told(self, board: BoardId, source: str, since: datetime | None) -> None:
        """See `source_ports.ReachStore`."""
        row = update(reaches).where(reaches.c.board == str(board), reaches.c.source == source)
        await self._file.write(
            lambda connection: connection.execute(row.values(told=_micros(since))) and None
        )

    async def every(self) -> dict[tuple[BoardId, str], Reach]:
        """See `source_ports.ReachStore`."""
        rows = await self._file.rows(select(reaches), {})
        return {(BoardId(*row.board.split("/", 1)), row.source): _reach(row) for row in rows}


def _keep(connection: Connection, changed: Mapping[tuple[BoardId, str], Reach]) -> None:
    for (board, source), seen in changed.items():
        kept = connection.execute(
            select(reaches).where(reaches.c.board == str(board), reaches.c.source == source)
        ).one_or_none()
        reach = seen if kept is None else together(_reach(kept), seen)
        values = {
            "up": reach.up,
            "since": to_micros(reach.since),
            "tried": to_micros(reach.tried),
            "answered": _micros(reach.answered),
            "unanswered": _micros(reach.unanswered),
            "fault": None if reach.fault is None else reach.fault.model_dump_json(exclude_none=True),
            "told": _micros(reach.told),
        }
        row = kind_of(connection).insert(reaches).values(board=str(board), source=source, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["board", "source"], set_=values))


def _reach(row: Row[Any]) -> Reach:
    return Reach(
        up=bool(row.up),
        since=from_micros(row.since),
        tried=from_micros(row.tried),
        answered=_moment(row.answered),
        unanswered=_moment(row.unanswered),
        fault=None if row.fault is None else Fel.model_validate_json(row.fault),
        told=_moment(row.told),
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
