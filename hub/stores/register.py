"""The case register on SQLite: implements `ports.CaseRegister`. Persons are sealed, found by keyed hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from hub.model.board import BoardId
from hub.model.case import CaseFact, CasePerson
from hub.model.told import EventsTaken, NamedCase, Stored
from hub.ports import Clock, PersonVault
from hub.problems import MalformedQuestion, Pointer, Problem
from hub.stores import register_erasure
from hub.stores.kept import Kept
from hub.stores.moments import from_micros
from hub.stores.register_changes import CaseChanges
from hub.stores.register_file import RegisterFile
from hub.stores.register_rows import CASE, MEMBERS, VOID, CaseRows, Name, case_of, named
from hub.stores.register_told import ToldRows
from messages.arende import Arende, Arendestatus, Arendetyp
from messages.handelser import Handelse
from messages.koder import VisadAv

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of the hub's clock a case system's may be."""

KEPT_CASES = 10_000

_Known = tuple[Row[Any], tuple[CasePerson, ...]]
"""A case with the persons of it."""


class StoredRegister:
    """Cases of all boards, each seen by its own board only."""

    def __init__(self, file: RegisterFile, vault: PersonVault, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._rows = CaseRows(vault)
        self._changes = CaseChanges(self._rows, ToldRows(vault, self._rows), clock)
        # Where this process is the only writer, the writing thread forgets what it has changed, so that what
        # is kept cannot be out of date. Where others write too, nothing is kept.
        self._kept: Kept[Name, _Known] = Kept(KEPT_CASES if file.exclusive else 0)

    async def check(self, board: BoardId, system: str, case_id: str, case: Arende) -> None:
        """See `ports.CaseRegister`."""
        self._refuse_case_to_come(case)
        name = _name(board, system, case_id)
        await self._file.read(lambda connection: self._changes.check_put(connection, board, name, case))

    async def put(self, board: BoardId, system: str, case_id: str, case: Arende) -> Stored:
        """See `ports.CaseRegister`. A `tidpunkt` over five minutes ahead is refused."""
        self._refuse_case_to_come(case)
        name = _name(board, system, case_id)
        return await self._file.write(
            lambda connection: self._changes.put(connection, board, name, case),
            settled=lambda: self._kept.forget((name,)),
        )

    async def check_all(self, board: BoardId, cases: Sequence[NamedCase]) -> tuple[Problem | None, ...]:
        """See `ports.CaseRegister`."""

        def judged(connection: Connection) -> tuple[Problem | None, ...]:
            return tuple(self._refusal(connection, board, it) for it in cases)

        return await self._file.read(judged)

    async def put_all(self, board: BoardId, cases: Sequence[NamedCase]) -> tuple[Stored | Problem, ...]:
        """See `ports.CaseRegister`."""

        def done(connection: Connection) -> tuple[Stored | Problem, ...]:
            return tuple(self._put_one(connection, board, it) for it in cases)

        names = [_name(board, it.system, it.case_id) for it in cases]
        return await self._file.write(done, settled=lambda: self._kept.forget(names))

    async def check_told(
        self, board: BoardId, system: str, case_id: str, events: Sequence[Handelse]
    ) -> EventsTaken:
        """See `ports.CaseRegister`."""
        self._refuse_events_to_come(events)
        name = _name(board, system, case_id)
        return await self._file.read(
            lambda connection: self._changes.check_tell(connection, board, name, events)
        )

    async def tell(
        self, board: BoardId, system: str, case_id: str, events: Sequence[Handelse]
    ) -> EventsTaken:
        """See `ports.CaseRegister`. A `tidpunkt` over five minutes ahead is refused."""
        self._refuse_events_to_come(events)
        name = _name(board, system, case_id)
        return await self._file.write(
            lambda connection: self._changes.tell(connection, board, name, events),
            settled=lambda: self._kept.forget((name,)),
        )

    async def closed_before(self, board: BoardId, day: date, most: int) -> tuple[int, ...]:
        """See `ports.CaseRegister`."""
        return await self._file.read(
            lambda connection: register_erasure.closed_before(connection, board, day, most)
        )

    async def erase(self, board: BoardId, day: date, numbers: Sequence[int]) -> int:
        """See `ports.CaseRegister`."""
        gone: list[Name] = []

        def done(connection: Connection) -> int:
            gone.extend(register_erasure.erase(connection, board, day, numbers))
            return len(gone)

        return await self._file.write(done, settled=lambda: self._kept.forget(gone))

    async def get(self, board: BoardId, system: str, case_id: str) -> Arende | None:
        """The state as last registered."""
        found = await self._find(board, system, case_id)
        return None if found is None else case_of(*found)

    async def case(self, board: BoardId, system: str, case_id: str) -> CaseFact | None:
        """As evidence. `as_of` is the newest moment that the case system told of: its state is known then.

        Not when the hub heard of it: what is told late, or again, is no fresher for that. A case registered
        by mistake is a void fact, so that no older word of another place shows it.
        """
        found = await self._find(board, system, case_id)
        if found is None:
            rows = await self._file.rows(CASE, named(_name(board, system, case_id)))
            # One that has got its persons since is found the next time.
            found = next(((row, ()) for row in rows if row.status == VOID), None)
        if found is None:
            return None
        case, persons = found
        void = case.status == VOID
        return CaseFact(
            system,
            case_id,
            Arendetyp(case.kind),
            Arendestatus.AVSLUTAT if void else Arendestatus(case.status),
            case.opened,
            case.closed,
            persons,
            VisadAv.REGISTER,
            from_micros(case.as_of),
            void=void,
        )

    async def _find(self, board: BoardId, system: str, case_id: str) -> _Known | None:
        """From memory where the case was read before and has not been changed since."""
        name = _name(board, system, case_id)
        known, changes = self._kept.get(name), self._kept.changes
        if known is not None:
            return known
        rows = await self._file.rows(MEMBERS, named(name))
        if not rows:
            return None
        known = rows[0], self._rows.persons(board, rows)
        self._kept.keep(name, known, changes)
        return known

    def _refusal(self, connection: Connection, board: BoardId, one: NamedCase) -> Problem | None:
        try:
            self._refuse_case_to_come(one.case)
            self._changes.check_put(connection, board, _name(board, one.system, one.case_id), one.case)
        except Problem as refused:
            return refused
        return None

    def _put_one(self, connection: Connection, board: BoardId, one: NamedCase) -> Stored | Problem:
        try:
            # It refuses before it writes anything, so that nothing need be undone.
            return self._changes.put(connection, board, _name(board, one.system, one.case_id), one.case)
        except Problem as refused:
            return refused

    def _refuse_case_to_come(self, case: Arende) -> None:
        if self._to_come(case.tidpunkt):
            raise MalformedQuestion(
                "Ärendets tidpunkt ligger i framtiden. Ange när uppgifterna gällde, med rätt tidszon.",
                fel=[Pointer("/tidpunkt", "ligger i framtiden")],
            )

    def _refuse_events_to_come(self, events: Sequence[Handelse]) -> None:
        faults = [
            Pointer(f"/handelser/{place}/tidpunkt", "ligger i framtiden")
            for place, event in enumerate(events)
            if self._to_come(event.tidpunkt)
        ]
        if faults:
            raise MalformedQuestion(
                "En händelses tidpunkt ligger i framtiden. Ange när den inträffade, med rätt tidszon.",
                fel=faults,
            )

    def _to_come(self, moment: datetime) -> bool:
        return moment > self._clock.now() + CLOCKS_DIFFER


def _name(board: BoardId, system: str, case_id: str) -> Name:
    return board.origin, system, case_id
