"""The case register on SQLite: implements `ports.CaseRegister`. Persons are sealed, found by keyed hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from hub.model.board import BoardId
from hub.model.case import CaseFact, CasePerson
from hub.ports import Clock, PersonVault, Stored
from hub.problems import MalformedQuestion, Pointer, StaleCase
from hub.stores.kept import Kept
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import cases, members
from messages.arende import Arende, Arendeperson, Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of the hub's clock a case system's may be."""

KEPT_CASES = 10_000
_NAME = ("board", "system", "case_id")
_NAMED = [cases.c[column] == bindparam(column) for column in _NAME]
_CASE = select(cases).where(*_NAMED)
_MEMBERS = (
    select(cases, members)
    .join(members, members.c.case == cases.c.id)
    .where(*_NAMED)
    .order_by(members.c.position)
)
"""One row per person, and every case has one: a single statement, and so a single consistent view."""


@dataclass(frozen=True, slots=True)
class _Put:
    """The whole state of one case, ready to be stored. `digest` is keyed, of all but its `tidpunkt`."""

    board: BoardId
    name: tuple[str, str, str]
    case: Arende
    digest: bytes


_Known = tuple[Row[Any], tuple[CasePerson, ...]]
"""A case with the persons of it."""


class SqliteRegister:
    """Cases of all boards, each seen by its own board only."""

    def __init__(self, file: RegisterFile, vault: PersonVault, clock: Clock) -> None:
        self._file = file
        self._vault = vault
        self._clock = clock
        # The data folder's lock makes this process the only writer, so what is kept cannot be out of date.
        self._kept: Kept[tuple[str, str, str], _Known] = Kept(KEPT_CASES)

    async def check(self, board: BoardId, system: str, case_id: str, case: Arende) -> None:
        """See `ports.CaseRegister`."""
        self._refuse_to_come(case)
        found = await self._find(board, system, case_id)
        if found is not None and (stale := _stale(found[0], self._put_of(board, system, case_id, case))):
            raise stale

    async def put(self, board: BoardId, system: str, case_id: str, case: Arende) -> Stored:
        """See `ports.CaseRegister`. A `tidpunkt` over five minutes ahead is refused."""
        self._refuse_to_come(case)
        put = self._put_of(board, system, case_id, case)
        try:
            return await self._file.write(lambda connection: self._put(connection, put))
        finally:
            self._kept.forget(put.name)

    def _refuse_to_come(self, case: Arende) -> None:
        if case.tidpunkt > self._clock.now() + CLOCKS_DIFFER:
            raise MalformedQuestion(
                "Ärendets tidpunkt ligger i framtiden. Ange när uppgifterna gällde, med rätt tidszon.",
                fel=[Pointer("/tidpunkt", "ligger i framtiden")],
            )

    def _put_of(self, board: BoardId, system: str, case_id: str, case: Arende) -> _Put:
        content = case.model_dump_json(exclude={"tidpunkt"}).encode()
        return _Put(board, (board.origin, system, case_id), case, self._vault.digest(board, content))

    async def get(self, board: BoardId, system: str, case_id: str) -> Arende | None:
        """The state as last registered."""
        found = await self._find(board, system, case_id)
        if found is None:
            return None
        case, persons = found
        return Arende(
            typ=Arendetyp(case.kind),
            status=Arendestatus(case.status),
            tidpunkt=from_micros(case.as_of),
            oppnat=case.opened,
            avslutat=case.closed,
            personer=[
                Arendeperson(
                    personidentitet=it.person, roll=it.role, skydd=it.protection, from_=it.first, tom=it.last
                )
                for it in persons
            ],
        )

    async def case(self, board: BoardId, system: str, case_id: str) -> CaseFact | None:
        """As evidence. `as_of` is the `tidpunkt` the case system told: the moment whose state is known.

        Not when the hub heard of it: a state told late is no fresher for that.
        """
        found = await self._find(board, system, case_id)
        if found is None:
            return None
        case, persons = found
        return CaseFact(
            system,
            case_id,
            Arendetyp(case.kind),
            Arendestatus(case.status),
            case.opened,
            case.closed,
            persons,
            VisadAv.REGISTER,
            from_micros(case.as_of),
        )

    async def _find(self, board: BoardId, system: str, case_id: str) -> _Known | None:
        """From memory where the case was read before and has not been changed since."""
        name = (board.origin, system, case_id)
        known, changes = self._kept.get(name), self._kept.changes
        if known is not None:
            return known
        rows = await self._file.rows(_MEMBERS, dict(zip(_NAME, name, strict=True)))
        if not rows:
            return None
        known = rows[0], tuple(self._person(board, row) for row in rows)
        self._kept.keep(name, known, changes)
        return known

    def _person(self, board: BoardId, row: Row[Any]) -> CasePerson:
        number = self._vault.open(board, row.person)
        return CasePerson(number, Roll(row.role), Skydd(row.protection), row.first, row.last)

    def _put(self, connection: Connection, put: _Put) -> Stored:
        known = connection.execute(_CASE, dict(zip(_NAME, put.name, strict=True))).one_or_none()
        as_of = to_micros(put.case.tidpunkt)
        if known is None:
            number = connection.execute(
                insert(cases).values(_columns(put)).returning(cases.c.id)
            ).scalar_one()
            self._members(connection, number, put)
            return Stored(created=True, changed=True)
        if stale := _stale(known, put):
            raise stale
        changed = known.digest != put.digest
        if as_of > known.as_of:
            connection.execute(update(cases).where(cases.c.id == known.id).values(_columns(put)))
        if changed:
            connection.execute(delete(members).where(members.c.case == known.id))
            self._members(connection, known.id, put)
        return Stored(created=False, changed=changed)

    def _members(self, connection: Connection, number: int, put: _Put) -> None:
        rows = [
            {
                "case": number,
                "position": position,
                "board": put.board.origin,
                "person_key": self._vault.lookup_key(put.board, it.personidentitet),
                "person": self._vault.seal(put.board, it.personidentitet),
                "role": it.roll.value,
                "protection": it.skydd.value,
                "first": it.from_,
                "last": it.tom,
            }
            for position, it in enumerate(put.case.personer)
        ]
        connection.execute(insert(members), rows)


def _columns(put: _Put) -> dict[str, object]:
    board, system, case_id = put.name
    return {
        "board": board,
        "system": system,
        "case_id": case_id,
        "kind": put.case.typ.value,
        "status": put.case.status.value,
        "as_of": to_micros(put.case.tidpunkt),
        "opened": put.case.oppnat,
        "closed": put.case.avslutat,
        "digest": put.digest,
    }


def _stale(known: Row[Any], put: _Put) -> StaleCase | None:
    """Why a state is too old to be taken; None when it is not."""
    as_of = to_micros(put.case.tidpunkt)
    if as_of > known.as_of or (as_of == known.as_of and known.digest == put.digest):
        return None
    moment = from_micros(known.as_of).isoformat().replace("+00:00", "Z")
    return StaleCase(
        f"En lika ny eller nyare uppgift om ärendet finns redan, från {moment}. Sänd ärendets nuvarande "
        "tillstånd med en senare tidpunkt."
    )
