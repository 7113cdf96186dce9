"""A caseworker's own statement of a case: taken in, confirmed by someone else, and relied on as evidence.

It is for when no system can show the case. It holds for the day, is logged before it is kept, and is always
to be reviewed. Nothing waits for a confirmation: a source that wants one first is simply not asked yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.audit import AccessLog
from hub.audit.case_events import CaseMember, StatementConfirmed, StatementMade
from hub.audit.parts import ActorRef, CaseRef
from hub.audit.scribe import without_numbers
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, CasePerson, Unshown
from hub.model.query import Caller, Query
from hub.model.statement import Statement, ends, same_person
from hub.policy.word import refused_to_state
from hub.ports import Clock, StatementStore
from hub.problems import MalformedQuestion, NotAuthorised, NotFound, Pointer, StatementRefused
from messages.arende import Arendestatus
from messages.intyg import Intyg, Intygadperson, Intygsbekraftelse, Intygssvar
from messages.koder import VisadAv
from messages.uppgifter import Aktor, Arendereferens, Ingivare

KEPT_AFTER_ITS_END = timedelta(days=30)
"""So long a statement can be read and explained; after that it is in the log alone."""

REFUSED, CONFIRMED_BY_ITS_MAKER = "INTYG_NEKAT", "INTYG_BEKRAFTAT_AV_SAMMA"
"""Security events: somebody who may not state a case tried to, or to confirm what he or she had said."""


@dataclass(frozen=True, slots=True)
class StatementDesk:
    """Takes in, gives back, confirms and clears away statements of the caller's own board."""

    store: StatementStore
    log: AccessLog
    boards: Mapping[BoardId, Board]
    agreements: Mapping[str, tuple[Agreement, ...]]
    clock: Clock
    new_id: Callable[[], str]

    async def make(self, caller: Caller, said: Intyg) -> Intygssvar:
        """Keep a statement, to be relied on until the end of the Swedish day.

        Raises NotAuthorised and GateRefused (the asker's gates, the board's file), MalformedQuestion,
        LogUnavailable, RegisterUnavailable.
        """
        now = self.clock.now()
        await self._may(caller, said.ingivare, now)
        board = self.boards[caller.board]
        _taken_here(board, said.arende.system)
        if said.oppnat > swedish_day(now):
            raise MalformedQuestion(
                "Ärendet är inte öppnat än. Intyga bara ett ärende som pågår.",
                fel=[Pointer("/oppnat", "ligger i framtiden")],
            )
        made = _statement(self.new_id(), caller, said, now)
        await self.log.record(caller.board.origin, self._made(made, said.ingivare.aktor))
        await self.store.keep(made)
        return self._told(made)

    async def get(self, caller: Caller, statement: str) -> Intygssvar:
        """A statement as it stands. Raises NotFound, also for another board's, and RegisterUnavailable."""
        return self._told(await self._found(caller, statement))

    async def confirm(self, caller: Caller, statement: str, said: Intygsbekraftelse) -> Intygssvar:
        """Someone else than who stated it confirms it; the same person's again changes nothing.

        Raises NotAuthorised, GateRefused, NotFound, StatementRefused (too late, or somebody else already
        has), LogUnavailable, RegisterUnavailable.
        """
        now, actor = self.clock.now(), said.ingivare.aktor
        await self._may(caller, said.ingivare, now)
        found = await self._found(caller, statement)
        if same_person(found.caseworker, actor.id):
            await self._by_its_maker(caller)
        if found.confirmed_by is not None:
            if same_person(found.confirmed_by, actor.id):
                return self._told(found)
            raise StatementRefused("Intyget är redan bekräftat av någon annan. Inget mer behövs.")
        if not found.holds(now):
            raise StatementRefused("Intyget gäller inte längre. Lämna ett nytt, om ärendet ännu pågår.")
        case = CaseRef(found.system, found.case_id, found.kind.value)
        event = StatementConfirmed(caller.client_id, found.id, _actor(actor), case)
        await self.log.record(caller.board.origin, event)
        await self.store.confirm(caller.board, found.id, actor.id, now)
        return self._told(replace(found, confirmed_by=actor.id, confirmed=now))

    async def erase(self) -> int:
        """Clear away those that ended 30 days ago; how many. Raises RegisterUnavailable."""
        return await self.store.erase(self.clock.now() - KEPT_AFTER_ITS_END)

    async def _may(self, caller: Caller, asker: Ingivare, now: datetime) -> None:
        board = self.boards.get(BoardId(asker.organisationsnummer, asker.namnd))
        refusal = refused_to_state(caller, asker, board, now)
        if refusal is None:
            return
        entry = await self.log.security(caller.board, REFUSED, caller.client_id)
        raise refusal.problem(
            refusal.detail,
            fel=refusal.pointers,
            grind=refusal.gate,
            lag=refusal.law,
            log_entries=[entry],
        )

    async def _by_its_maker(self, caller: Caller) -> None:
        entry = await self.log.security(caller.board, CONFIRMED_BY_ITS_MAKER, caller.client_id)
        raise NotAuthorised(
            "Den som har lämnat intyget kan inte själv bekräfta det. Låt en annan behörig person göra det.",
            fel=[Pointer("/ingivare/aktor/id", "är den som har lämnat intyget")],
            grind=2,
            log_entries=[entry],
        )

    async def _found(self, caller: Caller, statement: str) -> Statement:
        found = await self.store.get(caller.board, statement)
        if found is None:
            raise NotFound("Intyget finns inte hos nämnden.")
        return found

    def _made(self, made: Statement, actor: Aktor) -> StatementMade:
        members = tuple(
            CaseMember(self.log.sealed(made.board, it.person), it.role.value) for it in made.persons
        )
        case = CaseRef(made.system, made.case_id, made.kind.value)
        return StatementMade(made.client, made.id, _actor(actor), case, made.reason, made.until, members)

    def _told(self, found: Statement) -> Intygssvar:
        first = found.confirmed is None
        return Intygssvar(
            intygId=found.id,
            arende=Arendereferens(system=found.system, id=found.case_id),
            arendetyp=found.kind,
            oppnat=found.opened,
            personer=[
                Intygadperson(personidentitet=it.person, roll=it.role, skydd=it.protection)
                for it in found.persons
            ],
            skal=found.reason,
            lamnat=found.made,
            lamnatAv=found.caseworker,
            gallerTill=found.until,
            granskas=True,
            bekraftelseKravs=first,
            bekraftasFore=self._confirmed_first(found) if first else [],
            bekraftat=found.confirmed,
            bekraftatAv=found.confirmed_by,
        )

    def _confirmed_first(self, found: Statement) -> list[str]:
        """Sources of the board that take a caseworker's word, but only when another has confirmed it."""
        routes, today = self.boards[found.board].routes, swedish_day(found.made)
        return sorted(
            source
            for source, versions in self.agreements.items()
            if source in routes
            and any(
                it.in_force(today) and VisadAv.EGET_INTYG in it.evidence and not it.takes_unconfirmed
                for it in versions
            )
        )


@dataclass(frozen=True, slots=True)
class OwnStatements:
    """Implements `ports.CaseOrigin`: what a caseworker has stated, where the question names it.

    Who asks need not be who stated it: the log has both.
    """

    store: StatementStore
    clock: Clock

    async def fact(self, query: Query, board: Board) -> CaseFact | Unshown | None:
        """The case as it was stated. Its age is counted from the statement, also when it was confirmed later:
        the second person vouches for what the first has seen, and makes it no fresher.

        None where the question names no statement. Unshown where that is not one of the board's, of another
        case, or its time is over. Raises RegisterUnavailable.
        """
        named, case = query.question.arende.intygId, query.question.arende
        if named is None:
            return None
        found = await self.store.get(board.id, named)
        if found is None:
            return _unshown("INTYGET_SAKNAS", "Intyget finns inte hos nämnden.")
        if (found.system, found.case_id) != (case.system, case.id):
            return _unshown("INTYGET_OM_ANNAT_ARENDE", "Intyget är om ett annat ärende.")
        if not found.holds(self.clock.now()):
            return _unshown("INTYGET_GALLER_INTE", "Intyget gäller inte längre.")
        return CaseFact(
            system=found.system,
            case_id=found.case_id,
            kind=found.kind,
            status=Arendestatus.PAGAENDE,
            opened=found.opened,
            closed=None,
            persons=found.persons,
            origin=VisadAv.EGET_INTYG,
            as_of=found.made,
            statement=found.id,
            review=True,
            confirmed=found.confirmed_by is not None,
        )


def _unshown(code: str, text: str) -> Unshown:
    return Unshown(VisadAv.EGET_INTYG, code, f"{text} Lämna ett nytt intyg, eller låt ärendet registreras.")


def _statement(statement: str, caller: Caller, said: Intyg, now: datetime) -> Statement:
    return Statement(
        id=statement,
        board=caller.board,
        client=caller.client_id,
        caseworker=said.ingivare.aktor.id,
        system=said.arende.system,
        case_id=said.arende.id,
        kind=said.arendetyp,
        opened=said.oppnat,
        persons=tuple(CasePerson(it.personidentitet, it.roll, it.skydd) for it in said.personer),
        reason=said.skal,
        made=now,
        until=ends(now),
    )


def _actor(actor: Aktor) -> ActorRef:
    return ActorRef(actor.typ.value, actor.id, without_numbers(actor.enhet))


def _taken_here(board: Board, system: str) -> None:
    if VisadAv.EGET_INTYG not in board.evidence:
        raise NotAuthorised(
            "Nämnden godtar inte handläggarens eget intyg: EGET_INTYG står inte i nämndens fil. Låt "
            "ärendesystemet registrera ärendet."
        )
    if system not in board.case_systems:
        raise NotAuthorised(
            f"Nämnden har inget ärendesystem {system}. Dess system står i nämndens fil: "
            + ", ".join(board.case_systems)
            + "."
        )
