"""Closed cases leave the register: the case, its persons and events. What is deleted is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, tuple_

from hub.model.board import BoardId
from hub.stores.register_rows import VOID, Name
from hub.stores.register_tables import case_events, cases
from messages.arende import Arendestatus


def closed_before(connection: Connection, board: BoardId, day: date, most: int) -> tuple[int, ...]:
    """Numbers of the board's cases that were closed, or told to be void, before the day."""
    return tuple(connection.scalars(select(cases.c.id).where(*_closed(board, day)).limit(most)))


def erase(connection: Connection, board: BoardId, day: date, numbers: Sequence[int]) -> tuple[Name, ...]:
    """Clear away those of them that are closed still; their names. Persons go with their case."""
    still = (*_closed(board, day), cases.c.id.in_(list(numbers)))
    wanted = select(cases.c.board, cases.c.system, cases.c.case_id).where(*still)
    gone = tuple((row.board, row.system, row.case_id) for row in connection.execute(wanted))
    name = tuple_(case_events.c.board, case_events.c.system, case_events.c.case_id)
    connection.execute(delete(case_events).where(name.in_(gone)))
    connection.execute(delete(cases).where(*still))
    return gone


def _closed(board: BoardId, day: date) -> tuple[ColumnElement[Any], ...]:
    return (
        cases.c.board == board.origin,
        cases.c.status.in_((Arendestatus.AVSLUTAT.value, VOID)),
        cases.c.closed < day,
    )
