"""A case system asked just then: a question for each person asked about, each call durable in the log first.

What could not be asked, or not be read, is told as not shown: never as no case. What the system says is not
judged here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from hub.adapter import (
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceUnavailable,
    Transport,
)
from hub.audit import AccessLog
from hub.audit.parts import FaultRef
from hub.case_system import CaseAsk, CaseEvidence
from hub.model.board import Board, SystemChoice
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, CasePerson, Unshown
from hub.model.manifest import CaseSystemManifest
from hub.model.query import Query
from hub.model.registry import Registry
from hub.ports import Clock
from hub.problems import Problem
from messages.koder import Led, VisadAv
from messages.values import Personidentitet

log = structlog.get_logger("hub.live")

_AT_ONCE = 4
"""Persons asked about at the same time: a case system is the municipality's own, and often small."""

_NOT_SHOWN = "Ärendesystemet kunde inte tillfrågas om ärendet: {text} Det betyder inte att ärendet saknas."


@dataclass(frozen=True, slots=True)
class LiveCases:
    """Implements `ports.CaseOrigin` for the case systems that a board's file says can be asked."""

    registry: Registry
    transport: Transport
    log: AccessLog
    clock: Clock

    async def fact(self, query: Query, board: Board) -> CaseFact | Unshown | None:
        """What the case system says of the case just now. None where the named system cannot be asked, or
        where it knows of no such case for anybody asked about.

        Raises LogUnavailable: then nothing was sent, or nothing that was said may be used.
        """
        asked = query.question.arende
        choice = board.systems.get(asked.system)
        if choice is None:
            return None
        turn = asyncio.Semaphore(_AT_ONCE)
        people = [row.personidentitet for row in query.question.personer]
        answers = await asyncio.gather(*(self._person(query, board, choice, it, turn) for it in people))
        silent = next((answer for answer in answers if isinstance(answer, Unshown)), None)
        if silent is not None:
            return silent
        told = [answer for answer in answers if isinstance(answer, tuple)]
        named = [case for cases in told for case in cases if case.case_id == asked.id]
        return _joined(asked.system, named, query, self.clock) if named else None

    async def _person(
        self,
        query: Query,
        board: Board,
        choice: SystemChoice,
        person: Personidentitet,
        turn: asyncio.Semaphore,
    ) -> tuple[CaseEvidence, ...] | Unshown:
        manifest = self.registry.case_systems[choice.adapter]
        permits = _Permits(self.log, query, person, self.clock.monotonic() + manifest.whole_s)
        said: tuple[CaseEvidence, ...] | SourceError = SourceUnavailable("AVBRUTEN", "frågan avbröts.")
        try:
            async with turn:
                said = await self._said(query, choice, person, permits, manifest)
        finally:
            # Concluded also when the question is given up: no intention is left to the sweeper by us.
            fault = FaultRef(said.led.value, said.code) if isinstance(said, SourceError) else None
            if permits.intentions:
                closed = self.log.answered_case(board.id, dict.fromkeys(permits.intentions, fault))
                await asyncio.shield(closed)
        if isinstance(said, SourceError):
            return Unshown(VisadAv.ARENDESYSTEM, said.code, _NOT_SHOWN.format(text=said.text))
        return said

    async def _said(
        self,
        query: Query,
        choice: SystemChoice,
        person: Personidentitet,
        permits: _Permits,
        manifest: CaseSystemManifest,
    ) -> tuple[CaseEvidence, ...] | SourceError:
        today = swedish_day(self.clock.now())
        ask = CaseAsk(person, query.question.arende.id, today, choice.settings, query.correlation)
        adapter = self.registry.asks_cases(choice.adapter)
        try:
            async with asyncio.timeout(manifest.whole_s):
                return await adapter.case_facts(ask, permits, _InTime(self.transport, manifest))
        except Problem:
            raise  # the log: without it nothing is asked
        except SourceError as error:
            return error
        except TimeoutError:
            return SourceUnavailable("KALLA_TIDSGRANS", "svaret kom inte i tid.")
        except Exception as error:
            log.error("adapter.failed", adapter=choice.adapter, kind=type(error).__name__)
            return SourceMalformed("ADAPTERFEL", "navets adapter klarade inte svaret.", led=Led.NYTTONAV)


@dataclass(slots=True)
class _Permits:
    """Implements `case_system.CasePermits`: each permit is an intention of its own."""

    log: AccessLog
    query: Query
    person: Personidentitet
    deadline: float
    intentions: list[str] = field(default_factory=list)

    async def next(self, resource: str) -> Permit:
        system = self.query.question.arende.system
        entry, permit = await self.log.ask_case(self.query, self.person, system, resource, self.deadline)
        self.intentions.append(entry)
        return permit


@dataclass(frozen=True, slots=True)
class _InTime:
    """The way out with the deadlines of the case system's manifest."""

    transport: Transport
    manifest: CaseSystemManifest

    async def send(self, request: Request, permit: Permit) -> Response:
        timed = replace(
            request, connect_timeout_s=self.manifest.connect_s, read_timeout_s=self.manifest.read_s
        )
        return await self.transport.send(timed, permit)


def _joined(system: str, cases: Sequence[CaseEvidence], query: Query, clock: Clock) -> CaseFact | Unshown:
    """One case as told in the answers about several persons: its persons add up, its state is one."""
    if len({(case.kind, case.status, case.opened, case.closed) for case in cases}) > 1:
        text = _NOT_SHOWN.format(text="det lämnade olika besked om samma ärende.")
        return Unshown(VisadAv.ARENDESYSTEM, "MOTSAGELSE", text)
    members: dict[Personidentitet, CasePerson] = {}
    for case in cases:
        for it in case.persons:
            member = CasePerson(it.person, it.role, it.protection, it.first, it.last)
            members.setdefault(it.person, member)
    first = cases[0]
    return CaseFact(
        system,
        query.question.arende.id,
        first.kind,
        first.status,
        first.opened,
        first.closed,
        tuple(members.values()),
        VisadAv.ARENDESYSTEM,
        clock.now(),
    )
