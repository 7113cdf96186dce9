"""A case as rows: how its state is written to the tables and read from them. Persons are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from hub.model.board import BoardId
from hub.model.case import CasePerson
from hub.ports import PersonVault
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_tables import cases, members
from messages.arende import Arende, Arendeperson, Arendestatus, Arendetyp
from messages.koder import Roll, Skydd

VOID = "FELREGISTRERAT"
"""Stored status of a case that is registered by mistake or has lost what began it. It has no members, and so
is not there for anyone who looks; `closed` is the day the hub was told, so that it goes as others do."""

Name = tuple[str, str, str]
"""Board (its origin), case system, case id."""

_NAME = ("board", "system", "case_id")
_NAMED = [cases.c[column] == bindparam(column) for column in _NAME]
CASE = select(cases).where(*_NAMED)
MEMBERS = (
    select(cases, members)
    .join(members, members.c.case == cases.c.id)
    .where(*_NAMED)
    .order_by(members.c.position)
)
"""One row per person, and every case but a void one has one: a single statement, and so a single view."""


def named(name: Name) -> dict[str, str]:
    """The values of a statement about one case."""
    return dict(zip(_NAME, name, strict=True))


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Reads and writes the state of one case."""

    vault: PersonVault

    def digest(self, board: BoardId, case: Arende) -> bytes:
        """Keyed, of all but its `tidpunkt`: the same for the same state."""
        return self.digests(board, case)[0]

    def digests(self, board: BoardId, case: Arende) -> tuple[bytes, ...]:
        """The same under every version of the key, to compare with what was kept before."""
        return self.vault.digests(board, case.model_dump_json(exclude={"tidpunkt"}).encode())

    def row(self, connection: Connection, name: Name) -> Row[Any] | None:
        return connection.execute(CASE, named(name)).one_or_none()

    def read(self, connection: Connection, board: BoardId, name: Name) -> Arende | None:
        """The state; None where the case is not there to be looked up."""
        rows = connection.execute(MEMBERS, named(name)).all()
        return case_of(rows[0], self.persons(board, rows)) if rows else None

    def persons(self, board: BoardId, rows: Sequence[Row[Any]]) -> tuple[CasePerson, ...]:
        return tuple(
            CasePerson(
                self.vault.open(board, row.person), Roll(row.role), Skydd(row.protection), row.first, row.last
            )
            for row in rows
        )

    def write(
        self, connection: Connection, board: BoardId, name: Name, known: Row[Any] | None, case: Arende
    ) -> bool:
        """Make this the state; whether anything but its moment is other than before."""
        digests = self.digests(board, case)
        columns = {
            **named(name),
            "kind": case.typ.value,
            "status": case.status.value,
            "as_of": to_micros(case.tidpunkt),
            "opened": case.oppnat,
            "closed": case.avslutat,
            "digest": digests[0],
        }
        if known is None:
            made = insert(cases).values(columns).returning(cases.c.id)
            self._members(connection, board, connection.execute(made).scalar_one(), case)
            return True
        if columns != {column: getattr(known, column) for column in columns}:
            connection.execute(update(cases).where(cases.c.id == known.id).values(columns))
        if known.digest in digests:
            return False
        connection.execute(delete(members).where(members.c.case == known.id))
        self._members(connection, board, known.id, case)
        return True

    def clear(
        self,
        connection: Connection,
        name: Name,
        known: Row[Any] | None,
        as_of: int,
        today: date,
        kind: Arendetyp | None,
    ) -> None:
        """Nobody is in the case any more. `as_of` in microseconds; `kind` is what a case that is not yet
        there was begun as. What more is told of one that is void already does not put off its erasure."""
        columns = {
            "status": VOID,
            "as_of": as_of,
            "opened": None,
            "closed": known.closed if known is not None and known.status == VOID else today,
            "digest": b"",
        }
        if known is None:
            assert kind is not None, "a case that is not there yet is begun by an event with its kind"
            connection.execute(insert(cases).values(**named(name), kind=kind.value, **columns))
            return
        connection.execute(update(cases).where(cases.c.id == known.id).values(columns))
        connection.execute(delete(members).where(members.c.case == known.id))

    def _members(self, connection: Connection, board: BoardId, number: int, case: Arende) -> None:
        rows = [
            {
                "case": number,
                "position": position,
                "board": board.origin,
                "person_key": self.vault.lookup_key(board, it.personidentitet),
                "person": self.vault.seal(board, it.personidentitet),
                "role": it.roll.value,
                "protection": it.skydd.value,
                "first": it.from_,
                "last": it.tom,
            }
            for position, it in enumerate(case.personer)
        ]
        connection.execute(insert(members), rows)


def case_of(row: Row[Any], persons: Sequence[CasePerson]) -> Arende:
    """As on the wire."""
    return Arende(
        typ=Arendetyp(row.kind),
        status=Arendestatus(row.status),
        tidpunkt=from_micros(row.as_of),
        oppnat=row.opened,
        avslutat=row.closed,
        personer=[
            Arendeperson(
                personidentitet=it.person, roll=it.role, skydd=it.protection, from_=it.first, tom=it.last
            )
            for it in persons
        ],
    )
