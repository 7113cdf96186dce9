"""Notices of maintenance in the register's file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, or_, select, update

from hub.model.board import BoardId
from hub.model.maintenance import Notice, Span
from hub.problems import NotFound
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import notices

_CURRENT = (
    select(notices)
    .where(
        notices.c.replaced_by.is_(None),
        or_(notices.c.until.is_(None), notices.c.until > bindparam("now")),
    )
    .order_by(notices.c.told, notices.c.id)
)


class StoredNotices:
    """Implements `source_ports.NoticeStore`."""

    def __init__(self, file: RegisterFile) -> None:
        self._file = file

    async def keep(self, notice: Notice, replaces: str | None) -> None:
        """See `source_ports.NoticeStore`."""
        await self._file.write(lambda connection: keep(connection, notice, replaces))

    async def check(self, notice: Notice, replaces: str) -> None:
        """See `source_ports.NoticeStore`."""
        found = await self._file.rows(select(notices.c.id).where(*_same_sender(notice, replaces)), {})
        if not found:
            raise _nothing_to_replace()

    async def current(self, now: datetime) -> tuple[Notice, ...]:
        """See `source_ports.NoticeStore`."""
        rows = await self._file.rows(_CURRENT, {"now": to_micros(now)})
        return tuple(notice_of(row) for row in rows)

    async def erase(self, ended_before: datetime) -> int:
        """See `source_ports.NoticeStore`."""
        limit = to_micros(ended_before)
        gone = delete(notices).where(
            or_(notices.c.until < limit, notices.c.replaced_by.is_not(None) & (notices.c.told < limit))
        )
        return await self._file.write(lambda connection: connection.execute(gone).rowcount)


def keep(connection: Connection, notice: Notice, replaces: str | None) -> None:
    """A new one, maybe in the place of another. Raises NotFound where that one is not there to replace."""
    if replaces is not None:
        former = update(notices).where(*_same_sender(notice, replaces)).values(replaced_by=notice.id)
        if not connection.execute(former).rowcount:
            raise _nothing_to_replace()
    connection.execute(
        insert(notices).values(
            id=notice.id,
            source=notice.source,
            board=_board(notice.board),
            first=to_micros(notice.span.first),
            until=None if notice.span.until is None else to_micros(notice.span.until),
            text=notice.text,
            client=notice.client,
            told=to_micros(notice.told),
        )
    )


def _same_sender(notice: Notice, replaces: str) -> tuple[ColumnElement[bool], ...]:
    """The notice that is replaced: of the same sender about the same source, and not replaced already."""
    return (
        notices.c.id == replaces,
        notices.c.source == notice.source,
        notices.c.client == notice.client,
        notices.c.board.is_not_distinct_from(_board(notice.board)),
        notices.c.replaced_by.is_(None),
    )


def _nothing_to_replace() -> NotFound:
    return NotFound(
        "Det driftmeddelande som ska ersättas finns inte, är redan ersatt, eller är någon annans."
    )


def _board(board: BoardId | None) -> str | None:
    return None if board is None else str(board)


def notice_of(row: Row[Any]) -> Notice:
    """From its row."""
    return Notice(
        id=row.id,
        source=row.source,
        board=None if row.board is None else BoardId(*row.board.split("/", 1)),
        span=Span(from_micros(row.first), None if row.until is None else from_micros(row.until)),
        text=row.text,
        client=row.client,
        told=from_micros(row.told),
    )
