"""The case register's front desk: what a case system tells is logged first, then kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from hub.audit import AccessLog
from hub.audit.case_events import CaseEventTold, CaseMember, CaseRegistered
from hub.audit.parts import CaseRef
from hub.cases.erasure import term_begins
from hub.model.board import Board
from hub.model.calendar import CLOSED_AHEAD, closed_too_late, swedish_day
from hub.model.query import Caller
from hub.model.told import EventsTaken, NamedCase, Stored
from hub.ports import CaseRegister, Clock
from hub.problems import MalformedQuestion, NotAuthorised, NotFound, Pointer, Problem
from messages.arende import Arende, Arendestatus
from messages.handelser import Handelse, Handelsetyp

_LATE = f"ligger mer än {CLOSED_AHEAD.days} dagar efter tidpunkt"
_TOO_LATE = (
    f"Ärendet kan inte avslutas mer än {CLOSED_AHEAD.days} dagar efter tidpunkten för uppgiften. Sänd "
    "avslutet när dagen är nära, eller rätta dagen."
)


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """Takes in and gives back cases of the caller's own board."""

    register: CaseRegister
    log: AccessLog
    clock: Clock

    async def put(self, caller: Caller, board: Board, system: str, case_id: str, case: Arende) -> Stored:
        """Keep the whole state of a case; the newest `tidpunkt` wins, the same again changes nothing.

        Raises NotAuthorised (a system that is not the board's), MalformedQuestion, StaleCase, LogUnavailable,
        RegisterUnavailable.
        """
        _refuse(board, NamedCase(system, case_id, case))
        await self.register.check(caller.board, system, case_id, case)
        await self.log.case_registered(caller, system, case_id, case)
        return await self.register.put(caller.board, system, case_id, case)

    async def load(
        self, caller: Caller, board: Board, cases: Sequence[NamedCase]
    ) -> tuple[Stored | Problem, ...]:
        """Many whole cases: each judged by itself, those taken logged in one commit and kept in another.

        Raises LogUnavailable and RegisterUnavailable, which concern them all.
        """
        refusals: dict[int, Problem] = {}
        for place, one in enumerate(cases):
            try:
                _refuse(board, one)
            except Problem as refused:
                refusals[place] = refused
        places = [place for place in range(len(cases)) if place not in refusals]
        checked = await self.register.check_all(caller.board, [cases[place] for place in places])
        refusals |= {place: it for place, it in zip(places, checked, strict=True) if it is not None}
        taken = [one for place, one in enumerate(cases) if place not in refusals]
        if not taken:
            return tuple(refusals[place] for place in range(len(cases)))
        # Thousands of persons are sealed: the loop is not to stand still meanwhile.
        told = await asyncio.to_thread(lambda: [self._registered(caller, one) for one in taken])
        await self.log.record(caller.board.origin, *told)
        kept = iter(await self.register.put_all(caller.board, taken))
        return tuple(refusals.get(place) or next(kept) for place in range(len(cases)))

    async def tell(
        self, caller: Caller, board: Board, system: str, case_id: str, events: Sequence[Handelse]
    ) -> EventsTaken:
        """Keep events of a case, all or none; the same again changes nothing.

        What has been looked up in a case that is now said to be registered by mistake is logged for somebody
        to look into. Raises NotAuthorised, MalformedQuestion, NotFound (unknown, and not begun by them),
        LogUnavailable, RegisterUnavailable.
        """
        _own_system(board, system)
        _refuse_days(events)
        would = await self.register.check_told(caller.board, system, case_id, events)
        await self._refuse_old_history(board, system, case_id, events, would)
        told = [self._event(caller, system, case_id, event) for event in events]
        mistakes = [
            it for it in events if it.typ is Handelsetyp.FELREGISTRERAT and it.handelseId in would.new
        ]
        alarms = await self.log.looked_up_in(caller, system, case_id) if mistakes else ()
        await self.log.record(caller.board.origin, *told, *alarms)
        return await self.register.tell(caller.board, system, case_id, events)

    async def _refuse_old_history(
        self, board: Board, system: str, case_id: str, events: Sequence[Handelse], would: EventsTaken
    ) -> None:
        """Events of an erased case, told once more, would open it again: their closing is gone."""
        opens = would.case is not None and would.case.status is not Arendestatus.AVSLUTAT
        newest = max(swedish_day(event.tidpunkt) for event in events)
        kept_from = term_begins(swedish_day(self.clock.now()), board.forget_closed_months)
        if not opens or newest >= kept_from:
            return
        if await self.register.get(board.id, system, case_id) is None:
            raise MalformedQuestion(
                "Händelserna är äldre än den tid som registret behåller avslutade ärenden, och ärendet finns "
                "inte där; det kan vara gallrat. Sänd ärendets hela läge om det pågår. Ingenting är sparat.",
                fel=[Pointer("/handelser", f"inga händelser från {kept_from} eller senare")],
            )

    async def get(self, caller: Caller, board: Board, system: str, case_id: str) -> Arende:
        """The case as last registered. Raises NotFound, also for another board's case."""
        _own_system(board, system)
        case = await self.register.get(caller.board, system, case_id)
        if case is None:
            raise NotFound("Ärendet finns inte i nämndens register.")
        return case

    def _registered(self, caller: Caller, one: NamedCase) -> CaseRegistered:
        members = tuple(
            CaseMember(self.log.sealed(caller.board, it.personidentitet), it.roll.value)
            for it in one.case.personer
        )
        ref = CaseRef(one.system, one.case_id, one.case.typ.value)
        return CaseRegistered(caller.client_id, ref, one.case.status.value, one.case.tidpunkt, members)

    def _event(self, caller: Caller, system: str, case_id: str, event: Handelse) -> CaseEventTold:
        person = event.person
        return CaseEventTold(
            caller.client_id,
            CaseRef(system, case_id, event.arendetyp.value if event.arendetyp else None),
            event.handelseId,
            event.typ.value,
            event.tidpunkt,
            None if person is None else self.log.sealed(caller.board, person.personidentitet),
        )


def _refuse(board: Board, one: NamedCase) -> None:
    """What can be seen of a whole state without knowing the case."""
    _own_system(board, one.system)
    told = swedish_day(one.case.tidpunkt)
    if one.case.oppnat is not None and one.case.oppnat > told:
        raise MalformedQuestion(
            "Ärendet kan inte vara öppnat efter tidpunkten för uppgiften.",
            fel=[Pointer("/oppnat", "ligger efter tidpunkt")],
        )
    if closed_too_late(one.case.avslutat, told):
        raise MalformedQuestion(_TOO_LATE, fel=[Pointer("/avslutat", _LATE)])


def _refuse_days(events: Sequence[Handelse]) -> None:
    early, late = [], []
    for place, it in enumerate(events):
        where, told = f"/handelser/{place}/dag", swedish_day(it.tidpunkt)
        if it.typ is Handelsetyp.OPPNAT and it.dag is not None and it.dag > told:
            early.append(Pointer(where, "ligger efter tidpunkt"))
        if it.typ is Handelsetyp.AVSLUTAT and closed_too_late(it.dag, told):
            late.append(Pointer(where, _LATE))
    if early:
        raise MalformedQuestion("Ärendet kan inte vara öppnat efter händelsens tidpunkt.", fel=early + late)
    if late:
        raise MalformedQuestion(_TOO_LATE, fel=late)


def _own_system(board: Board, system: str) -> None:
    if system not in board.case_systems:
        raise NotAuthorised(
            f"Nämnden har inget ärendesystem {system}. Dess system står i nämndens fil: "
            + ", ".join(board.case_systems)
            + "."
        )
