"""All that the register holds of one board, read out in order as messages, a few rows at a time.

Every function takes a connection inside a read transaction, and so sees one moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select

from hub.model.board import BoardId
from hub.ports import PersonVault
from hub.stores.list_clearing import ACTIVE
from hub.stores.moments import from_micros
from hub.stores.register_rows import VOID, CaseRows, case_of
from hub.stores.register_tables import (
    case_events,
    cases,
    listed_cases,
    listed_members,
    lists,
    members,
    notices,
    statement_members,
    statements,
)
from hub.stores.register_told import Told, ToldRows
from hub.stores.statements import statement_of
from messages.arende import Arendeperson, Arendestatus, Arendetyp
from messages.arendelistor import ListatArende
from messages.intyg import Intygsperson
from messages.uppgifter import Arendereferens
from messages.utlamning import (
    Felregistrerat,
    Registerarende,
    Registerdriftmeddelande,
    Registerintyg,
    Registerlista,
    Registerlistarende,
    Registerpost,
)

_AT_A_TIME = 500


class RegisterDamaged(Exception):
    """What is stored does not hang together; the text is a sentence without personal data."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much the register holds of a board; of lists those in use."""

    cases: int
    lists: int
    listed: int
    statements: int
    notices: int


def held(here: Connection, board: BoardId) -> Held:
    in_use = select(lists.c.id).where(*_lists_of(board))
    return Held(
        _count(here, cases, cases.c.board == board.origin),
        _count(here, lists, *_lists_of(board)),
        _count(here, listed_cases, listed_cases.c.list.in_(in_use)),
        _count(here, statements, statements.c.board == board.origin),
        _count(here, notices, notices.c.board == str(board)),
    )


def holds_anything(here: Connection, board: BoardId) -> bool:
    """Whether anything at all is there of the board, also lists on their way or out of use."""
    return held(here, board) != Held(0, 0, 0, 0, 0) or bool(
        _count(here, lists, lists.c.board == board.origin)
    )


@dataclass(frozen=True, slots=True)
class BoardReader:
    """Reads one board's register through one connection."""

    here: Connection
    vault: PersonVault
    board: BoardId

    def posts(self) -> Iterator[Registerpost]:
        """Cases, then each list with its cases, statements, notices. Raises RegisterDamaged."""
        yield from (Registerpost(arende=case) for case in self._cases())
        for row in self.here.execute(select(lists).where(*_lists_of(self.board)).order_by(lists.c.id)).all():
            yield Registerpost(lista=_list(row))
            yield from (Registerpost(listatArende=case) for case in self._listed(row.id))
        yield from (Registerpost(intyg=it) for it in self._statements())
        yield from (Registerpost(driftmeddelande=it) for it in self._notices())

    def _cases(self) -> Iterator[Registerarende]:
        wanted = (
            select(cases, members)
            .outerjoin(members, members.c.case == cases.c.id)
            .where(cases.c.board == self.board.origin)
            .order_by(cases.c.system, cases.c.case_id, members.c.position)
        )
        told = _Told(self._rows(_told_of(self.board)))
        for name, group in groupby(self._rows(wanted), key=_name):
            yield self._case(list(group), tuple(told.of(name)))
        told.all_taken()

    def _case(self, rows: list[Row[Any]], stored: tuple[Row[Any], ...]) -> Registerarende:
        row, states = rows[0], CaseRows(self.vault)
        void = row.status == VOID
        if void != (row.person is None):
            raise RegisterDamaged(f"a case of {row.system} has lost its persons, or has some that it lost")
        told, events = Told(row, None, stored), ToldRows(self.vault, states)
        return Registerarende(
            system=row.system,
            id=row.case_id,
            arende=None if void else case_of(row, states.persons(self.board, rows)),
            felregistrerat=_void(row) if void else None,
            senasteLage=events.kept_whole(self.board, told),
            handelser=list(events.events(self.board, told)),
        )

    def _listed(self, list_id: str) -> Iterator[Registerlistarende]:
        same = (listed_members.c.list == listed_cases.c.list) & (
            listed_members.c.case_id == listed_cases.c.case_id
        )
        wanted = (
            select(listed_cases, listed_members)
            .join(listed_members, same)
            .where(listed_cases.c.list == list_id)
            .order_by(listed_cases.c.case_id, listed_members.c.position)
        )
        for _, group in groupby(self._rows(wanted), key=lambda row: row.case_id):
            yield Registerlistarende(listaId=list_id, arende=self._listed_case(list(group)))

    def _listed_case(self, rows: list[Row[Any]]) -> ListatArende:
        row = rows[0]
        persons = CaseRows(self.vault).persons(self.board, rows)
        return ListatArende(
            id=row.case_id,
            typ=Arendetyp(row.kind),
            status=Arendestatus(row.status),
            oppnat=row.opened,
            avslutat=row.closed,
            personer=[
                Arendeperson(
                    personidentitet=it.person, roll=it.role, skydd=it.protection, from_=it.first, tom=it.last
                )
                for it in persons
            ],
        )

    def _statements(self) -> Iterator[Registerintyg]:
        wanted = (
            select(statements, statement_members)
            .join(statement_members, statement_members.c.statement == statements.c.id)
            .where(statements.c.board == self.board.origin)
            .order_by(statements.c.id, statement_members.c.position)
        )
        for _, group in groupby(self._rows(wanted), key=lambda row: row.id):
            made = statement_of(self.vault, self.board, list(group))
            yield Registerintyg(
                intygId=made.id,
                klient=made.client,
                arende=Arendereferens(system=made.system, id=made.case_id),
                arendetyp=made.kind,
                oppnat=made.opened,
                personer=[
                    Intygsperson(personidentitet=it.person, roll=it.role, skydd=it.protection)
                    for it in made.persons
                ],
                skal=made.reason,
                lamnat=made.made,
                lamnatAv=made.caseworker,
                gallerTill=made.until,
                bekraftat=made.confirmed,
                bekraftatAv=made.confirmed_by,
            )

    def _notices(self) -> Iterator[Registerdriftmeddelande]:
        wanted = (
            select(notices).where(notices.c.board == str(self.board)).order_by(notices.c.told, notices.c.id)
        )
        for row in self._rows(wanted):
            yield Registerdriftmeddelande(
                driftmeddelandeId=row.id,
                kalla=row.source,
                klient=row.client,
                fran=from_micros(row.first),
                till=None if row.until is None else from_micros(row.until),
                text=row.text,
                meddelat=from_micros(row.told),
                ersattAv=row.replaced_by,
            )

    def _rows(self, wanted: Select[Any]) -> Iterator[Row[Any]]:
        return iter(self.here.execute(wanted, execution_options={"yield_per": _AT_A_TIME}))


class _Told:
    """What is told of cases, in step with the cases: both are read in the order of their names."""

    def __init__(self, rows: Iterator[Row[Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, name: tuple[str, str]) -> Iterator[Row[Any]]:
        while self._next is not None and _name(self._next) == name:
            yield self._next
            self._next = next(self._rows, None)

    def all_taken(self) -> None:
        if self._next is not None:
            raise RegisterDamaged(f"something is told of a case of {self._next.system} that is not there")


def _name(row: Row[Any]) -> tuple[str, str]:
    return row.system, row.case_id


def _told_of(board: BoardId) -> Select[Any]:
    return (
        select(case_events)
        .where(case_events.c.board == board.origin)
        .order_by(case_events.c.system, case_events.c.case_id, case_events.c.id)
    )


def _lists_of(board: BoardId) -> tuple[ColumnElement[bool], ...]:
    return lists.c.board == board.origin, lists.c.state == ACTIVE


def _count(here: Connection, table: Table, *of: ColumnElement[bool]) -> int:
    return here.execute(select(func.count()).select_from(table).where(*of)).scalar_one()


def _void(row: Row[Any]) -> Felregistrerat:
    return Felregistrerat(arendetyp=Arendetyp(row.kind), tidpunkt=from_micros(row.as_of), dag=row.closed)


def _list(row: Row[Any]) -> Registerlista:
    return Registerlista(
        listaId=row.id,
        system=row.system,
        avser=from_micros(row.as_of),
        anmald=from_micros(row.made),
        digest=row.digest,
        delar=row.parts,
        arenden=row.cases,
        personer=row.persons,
    )
