"""Caseworkers' own statements in the register's file. Persons are sealed, found by keyed hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from hub.model.board import BoardId
from hub.model.case import CasePerson
from hub.model.statement import Statement, same_person
from hub.ports import PersonVault
from hub.problems import StatementRefused
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import statement_members, statements
from messages.arende import Arendetyp
from messages.koder import Roll, Skydd

_STATEMENT = (
    select(statements, statement_members)
    .join(statement_members, statement_members.c.statement == statements.c.id)
    .where(statements.c.id == bindparam("wanted"), statements.c.board == bindparam("of"))
    .order_by(statement_members.c.position)
)
"""One row per person, and every statement has one: a single statement, and so a single consistent view."""


class StoredStatements:
    """Implements `ports.StatementStore`: statements of all boards, each seen by its own board only."""

    def __init__(self, file: RegisterFile, vault: PersonVault) -> None:
        self._file = file
        self._vault = vault

    async def keep(self, made: Statement) -> None:
        """See `ports.StatementStore`."""
        await self._file.write(lambda connection: keep(connection, self._vault, made))

    async def get(self, board: BoardId, statement: str) -> Statement | None:
        """See `ports.StatementStore`."""
        rows = await self._file.rows(_STATEMENT, {"wanted": statement, "of": board.origin})
        return statement_of(self._vault, board, rows) if rows else None

    async def confirm(self, board: BoardId, statement: str, by: str, now: datetime) -> None:
        """See `ports.StatementStore`."""
        await self._file.write(lambda connection: _confirm(connection, board, statement, by, now))

    async def erase(self, ended_before: datetime) -> int:
        """See `ports.StatementStore`."""
        gone = delete(statements).where(statements.c.until < to_micros(ended_before))
        return await self._file.write(lambda connection: connection.execute(gone).rowcount)


def keep(connection: Connection, vault: PersonVault, made: Statement) -> None:
    """A new one, with its persons."""
    connection.execute(insert(statements).values(_columns(made)))
    rows = [
        {
            "statement": made.id,
            "position": position,
            "board": made.board.origin,
            "person_key": vault.lookup_key(made.board, it.person),
            "person": vault.seal(made.board, it.person),
            "role": it.role.value,
            "protection": it.protection.value,
        }
        for position, it in enumerate(made.persons)
    ]
    connection.execute(insert(statement_members), rows)


def statement_of(vault: PersonVault, board: BoardId, rows: Sequence[Row[Any]]) -> Statement:
    """From its rows, one for each person."""
    row = rows[0]
    return Statement(
        id=row.id,
        board=board,
        client=row.client,
        caseworker=row.caseworker,
        system=row.system,
        case_id=row.case_id,
        kind=Arendetyp(row.kind),
        opened=row.opened,
        persons=tuple(
            CasePerson(vault.open(board, it.person), Roll(it.role), Skydd(it.protection)) for it in rows
        ),
        reason=row.reason,
        made=from_micros(row.made),
        until=from_micros(row.until),
        confirmed_by=row.confirmed_by,
        confirmed=None if row.confirmed is None else from_micros(row.confirmed),
    )


def _confirm(connection: Connection, board: BoardId, statement: str, by: str, now: datetime) -> None:
    """The first confirmation stands, whoever else thought to be first."""
    named = (statements.c.id == statement, statements.c.board == board.origin)
    first = connection.execute(
        update(statements)
        .where(*named, statements.c.confirmed_by.is_(None))
        .values(confirmed_by=by, confirmed=to_micros(now))
    )
    if first.rowcount:
        return
    standing = connection.scalar(select(statements.c.confirmed_by).where(*named))
    if standing is None or not same_person(standing, by):
        raise StatementRefused("Intyget är redan bekräftat av någon annan, eller borttaget.")


def _columns(made: Statement) -> dict[str, object]:
    return {
        "id": made.id,
        "board": made.board.origin,
        "client": made.client,
        "system": made.system,
        "case_id": made.case_id,
        "kind": made.kind.value,
        "opened": made.opened,
        "reason": made.reason,
        "caseworker": made.caseworker,
        "made": to_micros(made.made),
        "until": to_micros(made.until),
        "confirmed_by": made.confirmed_by,
        "confirmed": None if made.confirmed is None else to_micros(made.confirmed),
    }
