"""A case system asked just then: a question for each person asked about, each call durable in the log first.

What could not be asked, or not be read, is told as not shown: never as no case. What the system says is not
judged here.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from hub.adapter import (
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceUnavailable,
    Transport,
    WrongPerson,
)
from hub.audit import AccessLog
from hub.audit.events import SecurityEvent
from hub.audit.parts import FaultRef
from hub.case_system import CaseAsk, CaseEvidence, EvidencePerson
from hub.model.board import Board, SystemChoice
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, CasePerson, Unshown
from hub.model.manifest import CaseSystemManifest
from hub.model.query import Query
from hub.model.registry import Registry
from hub.ports import Clock
from hub.problems import Problem
from messages.koder import Led, Skydd, VisadAv
from messages.values import Personidentitet, holds_personal_number, is_identifier

log = structlog.get_logger("hub.live")

_AT_ONCE = 4
"""Persons asked about at the same time: a case system is the municipality's own, and often small."""

_NOT_SHOWN = "Ärendesystemet kunde inte tillfrågas om ärendet: {text} Det betyder inte att ärendet saknas."
_RESOURCE = re.compile(r"[A-Za-z0-9 ._/-]{1,60}", re.ASCII)
_NO_ANSWER = FaultRef(Led.NYTTONAV.value, "INGET_SVAR")
_GRAVEST_FIRST = (
    Skydd.SKYDDAD_FOLKBOKFORING,
    Skydd.SEKRETESSMARKERING,
    Skydd.SKYDDAD,
    Skydd.INGET,
    Skydd.OKANT,
)
"""OKANT last: here it says that an answer was not about that person's protection."""


_Said = tuple[CaseEvidence, ...] | SourceError


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

        Raises LogUnavailable: then nothing more is sent, and nothing that was said may be used.
        """
        asked = query.question.arende
        choice = board.systems.get(asked.system)
        if choice is None:
            return None
        told_at = self.clock.now()
        answers = await self._all(query, board, choice)
        silent = next((answer for answer in answers if isinstance(answer, SourceError)), None)
        if silent is not None:
            return _unshown(silent.code, silent.text)
        told = [answer for answer in answers if isinstance(answer, tuple)]
        named = [case for cases in told for case in cases if case.case_id == asked.id]
        return _fact(asked.system, named, told_at) if named else None

    async def of_person(self, query: Query, board: Board) -> tuple[CaseFact, ...] | Unshown:
        """See `case_ports.AskedByPerson`."""
        found: list[CaseFact] = []
        for system, choice in board.systems.items():
            told_at = self.clock.now()
            (said,) = await self._all(query.about(system, query.question.arende.id), board, choice)
            if isinstance(said, SourceError):
                return _unshown(said.code, said.text)
            for case_id in dict.fromkeys(case.case_id for case in said):
                fact = _fact(system, [case for case in said if case.case_id == case_id], told_at)
                if isinstance(fact, Unshown):
                    return fact
                found.append(fact)
        return tuple(found)

    async def _all(self, query: Query, board: Board, choice: SystemChoice) -> list[_Said]:
        """What was said of each person asked about. Where the log fails for one, the others are given up."""
        manifest = self.registry.case_systems[choice.adapter]
        deadline = self.clock.monotonic() + manifest.whole_s
        turn = asyncio.Semaphore(_AT_ONCE)

        async def about(person: Personidentitet) -> _Said:
            calls = _Calls(self.log, query, person, self.transport, manifest, deadline)
            async with turn:
                return await self._concluded(calls, board, choice)

        try:
            async with asyncio.TaskGroup() as group:
                people = [row.personidentitet for row in query.question.personer]
                tasks = [group.create_task(about(person)) for person in people]
        except* Problem as failed:
            raise _first(failed) from None
        return [task.result() for task in tasks]

    async def _concluded(self, calls: _Calls, board: Board, choice: SystemChoice) -> _Said:
        said: _Said = SourceUnavailable("AVBRUTEN", "frågan avbröts.", led=Led.NYTTONAV)
        try:
            said = await self._said(calls, choice)
        finally:
            # Concluded also when the question is given up: no intention is left to the sweeper by us.
            fault = FaultRef(said.led.value, said.code) if isinstance(said, SourceError) else None
            if calls.made:
                await asyncio.shield(self.log.answered_case(board.id, calls.outcomes(fault)))
        if isinstance(said, WrongPerson):
            person = self.log.sealed(board.id, calls.person)
            entry = calls.made[-1].entry if calls.made else None
            event = SecurityEvent("FEL_PERSON", intention=entry, person=person)
            await self.log.record(board.id.origin, event)
        return said

    async def _said(self, calls: _Calls, choice: SystemChoice) -> _Said:
        query = calls.query
        today = swedish_day(self.clock.now())
        ask = CaseAsk(calls.person, query.question.arende.id, today, choice.settings, query.correlation)
        adapter = self.registry.asks_cases(choice.adapter)
        try:
            async with asyncio.timeout(max(0.0, calls.deadline - self.clock.monotonic())):
                said: _Said = await adapter.case_facts(ask, calls, calls)
        except SourceError as error:
            said = error
        except TimeoutError:
            said = SourceUnavailable("KALLA_TIDSGRANS", "svaret kom inte i tid.")
        except Exception as error:
            if calls.failed is None:
                log.error("adapter.failed", adapter=choice.adapter, kind=type(error).__name__)
            said = SourceMalformed("ADAPTERFEL", "navets adapter klarade inte svaret.", led=Led.NYTTONAV)
        if calls.failed is not None:
            raise calls.failed  # the log: without it nothing is asked, whatever the adapter makes of that
        return said


@dataclass(slots=True)
class _Made:
    """One call: its record, its permit, and whether a response came."""

    entry: str
    permit: Permit
    answered: bool = False


@dataclass(slots=True)
class _Calls:
    """All calls about one person: implements `CasePermits`, and `Transport` with the manifest's deadlines."""

    log: AccessLog
    query: Query
    person: Personidentitet
    transport: Transport
    manifest: CaseSystemManifest
    deadline: float
    made: list[_Made] = field(default_factory=list)
    failed: Problem | None = None

    async def next(self, resource: str) -> Permit:
        """Each permit is an intention of its own. What is no name stands in no record: ValueError."""
        if not _RESOURCE.fullmatch(resource) or holds_personal_number(resource):
            raise ValueError("a resource is named, in plain letters and digits, without any value")
        writing = asyncio.ensure_future(self._intended(resource))
        try:
            made = await asyncio.shield(writing)
        except asyncio.CancelledError:
            # Given up while the log was writing: what it wrote is waited for, so that it can be concluded.
            with contextlib.suppress(Problem):
                self.made.append(await writing)
            raise
        except Problem as problem:
            self.failed = problem
            raise
        self.made.append(made)
        return made.permit

    async def _intended(self, resource: str) -> _Made:
        system = self.query.question.arende.system
        entry, permit = await self.log.ask_case(self.query, self.person, system, resource, self.deadline)
        return _Made(entry, permit)

    async def send(self, request: Request, permit: Permit) -> Response:
        timed = replace(
            request, connect_timeout_s=self.manifest.connect_s, read_timeout_s=self.manifest.read_s
        )
        response = await self.transport.send(timed, permit)
        for call in self.made:
            call.answered = call.answered or call.permit is permit
        return response

    def outcomes(self, fault: FaultRef | None) -> dict[str, FaultRef | None]:
        """Record id to why there was no answer. A fault is of the last call; the others were answered."""
        return {
            call.entry: None
            if call.answered and (fault is None or call is not self.made[-1])
            else fault or _NO_ANSWER
            for call in self.made
        }


def _first(group: BaseExceptionGroup[Problem]) -> BaseException:
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


def _unshown(code: str, text: str) -> Unshown:
    return Unshown(VisadAv.ARENDESYSTEM, code, _NOT_SHOWN.format(text=text))


def _fact(system: str, named: Sequence[CaseEvidence], told_at: datetime) -> CaseFact | Unshown:
    """One case, as it was told of in one answer or several."""
    if _contradict(named):
        return _unshown("MOTSAGELSE", "det lämnade olika besked om samma ärende.")
    first = named[0]
    if not is_identifier(first.case_id):
        return _unshown("ARENDE_ID", "det lämnade ett ärende-id som inte kan stå i en fråga eller i loggen.")
    state = (first.kind, first.status, first.opened, first.closed, _together(named))
    return CaseFact(system, first.case_id, *state, VisadAv.ARENDESYSTEM, told_at)


def _contradict(cases: Sequence[CaseEvidence]) -> bool:
    """Whether one case is told in two ways in the answers about several persons.

    An answer that leaves the case out says nothing against one that names the person: some systems list a
    case under its applicant only.
    """
    states = {(case.kind, case.status, case.opened, case.closed) for case in cases}
    told = {(it.person, it.role, it.first, it.last) for it in _people(cases)}
    return len(states) > 1 or len(told) > len({it.person for it in _people(cases)})


def _together(cases: Sequence[CaseEvidence]) -> tuple[CasePerson, ...]:
    """The persons of one case: those of all answers, each with the gravest word of protection."""
    members: dict[Personidentitet, CasePerson] = {}
    for it in _people(cases):
        known = members.get(it.person)
        words = (it.protection, known.protection if known else Skydd.OKANT)
        gravest = min(words, key=_GRAVEST_FIRST.index)
        members[it.person] = CasePerson(it.person, it.role, gravest, it.first, it.last)
    return tuple(members.values())


def _people(cases: Sequence[CaseEvidence]) -> Iterable[EvidencePerson]:
    return (member for case in cases for member in case.persons)
