"""One call, with its Permit: the only step of a look-up that leaves the hub.

Whatever an adapter does wrong is caught here and becomes an outcome of its sources; the caller of the hub
never sees an exception for what happened at an agency.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from hub.adapter import (
    Fetched,
    Payload,
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceUnavailable,
    Transport,
)
from hub.beside import beside
from hub.measures import Measures
from hub.model.board import Board, BoardId
from hub.model.decision import Grant
from hub.model.manifest import RouteManifest
from hub.model.outcome import Attempt, NotAsked, Unavailable
from hub.model.plan import Call, Unsent
from hub.model.registry import Registry
from hub.model.traffic import NoRoom
from hub.ports import Clock
from hub.routing import crowded
from hub.traffic import Traffic, limited
from hub.translate import faults, interpret
from hub.watch import SourceWatch
from messages.koder import Atgard, Led
from messages.uppgifter import Fel

log = structlog.get_logger("hub.fetch")

_BACKSTOP_S = 0.25
"""The transport keeps the permit's deadline and knows where it broke; an adapter that waits for something
else is stopped this much later."""

_WAITED = 0.5
"""How much of its remaining time a call may wait for room within the agreements' limits: the rest is for the
source to answer in. A question put with no time left would be spent on nothing."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Sends calls through their adapters and reads what comes back."""

    registry: Registry
    transport: Transport
    clock: Clock
    watch: SourceWatch
    traffic: Traffic
    measures: Measures

    def not_sent(self, board: Board, unsent: Sequence[Unsent]) -> None:
        """What was planned to be left out: told to those who watch and count."""
        self.watch.not_sent(board.id, unsent)
        self.measures.not_sent(board, unsent)

    async def fetch_all(
        self, calls: Sequence[Call], permits: Mapping[str, Permit]
    ) -> list[Mapping[str, Attempt]]:
        """What became of each call, in the order of the calls; `permits` by the calls' ids.

        They run side by side, of each route at most as many at once as its manifest says: a large household
        must not fall upon an agency with all its questions in one moment.
        """
        turns = {
            route: asyncio.Semaphore(self.registry.routes[route].at_once)
            for route in {call.route.adapter for call in calls}
        }
        return await asyncio.gather(
            *(self._measured(call, permits[call.id], turns[call.route.adapter]) for call in calls)
        )

    async def _measured(self, call: Call, permit: Permit, turn: asyncio.Semaphore) -> Mapping[str, Attempt]:
        found = await self._in_turn(call, permit, turn)
        self.measures.became(call, found)
        return found

    async def _in_turn(self, call: Call, permit: Permit, turn: asyncio.Semaphore) -> Mapping[str, Attempt]:
        started = self.clock.monotonic()
        try:
            async with asyncio.timeout(permit.deadline - started):
                await turn.acquire()
        except TimeoutError:
            return {grant.source: self._kept_waiting(call, started) for grant in call.grants}
        try:
            if self.clock.monotonic() >= permit.deadline:
                return {grant.source: self._kept_waiting(call, started) for grant in call.grants}
            return await self._within_limits(call, permit, started)
        finally:
            turn.release()

    async def _within_limits(self, call: Call, permit: Permit, started: float) -> Mapping[str, Attempt]:
        """After its turn within the question: a place that others could use is not taken only to wait."""
        agreements = limited(call.grants)
        if not agreements:
            return await self.fetch(call, permit)
        now = self.clock.monotonic()
        until = now + (permit.deadline - now) * _WAITED
        place = await self.traffic.enter(_board(call), agreements, until)
        if isinstance(place, NoRoom):
            of = next(one for one in agreements if one.source == place.source)
            return {
                grant.source: Attempt(
                    NotAsked(crowded(grant.source, of, place)), None, self._elapsed_ms(started)
                )
                for grant in call.grants
            }
        try:
            return await self.fetch(call, permit)
        finally:
            self.traffic.leave(place)

    async def fetch(self, call: Call, permit: Permit) -> Mapping[str, Attempt]:
        """What became of each source of the call; ends by the permit's deadline."""
        found = await self._fetched(call, permit)
        board = _board(call)
        for source, attempt in found.items():
            outcome = attempt.outcome
            # What the hub itself could not send is no answer either: the source has said nothing.
            fault = outcome.fault if isinstance(outcome, Unavailable | NotAsked) else None
            self.watch.heard(board, source, fault)
        return found

    async def _fetched(self, call: Call, permit: Permit) -> Mapping[str, Attempt]:
        started = self.clock.monotonic()
        try:
            fetched = dict(await self._talk(call, permit))
        except Exception as error:
            log.error("adapter.failed", adapter=call.route.adapter, kind=type(error).__name__)
            return {grant.source: self._broken(grant, started) for grant in call.grants}
        elapsed_ms = self._elapsed_ms(started)
        return {grant.source: await self._read(call, grant, fetched, elapsed_ms) for grant in call.grants}

    async def _talk(self, call: Call, permit: Permit) -> Fetched:
        adapter = self.registry.route(call.route.adapter)
        way_out = _InTime(self.transport, self.registry.routes[call.route.adapter])
        try:
            async with asyncio.timeout(permit.deadline + _BACKSTOP_S - self.clock.monotonic()):
                return await adapter.fetch(call.ask, permit, way_out)
        except SourceError as error:
            return {grant.source: error for grant in call.grants}
        except TimeoutError:
            late = SourceUnavailable("KALLA_TIDSGRANS", "Svaret kom inte i tid.")
            return {grant.source: late for grant in call.grants}

    async def _read(self, call: Call, grant: Grant, fetched: Fetched, elapsed_ms: int) -> Attempt:
        lost = SourceMalformed("SVAR_SAKNAS", "Svaret saknar den del som efterfrågades.")
        came: Payload | SourceError = fetched.get(grant.source, lost)
        source = self.registry.source(grant.source)
        if isinstance(came, Payload) and came.format not in source.manifest.reads:
            came = SourceMalformed("OKANT_FORMAT", "Svaret kom i ett format som källans adapter inte läser.")
        if isinstance(came, Payload):
            question = next((part.question for part in call.ask.sources if part.source == grant.source), None)
            came = replace(came, question=question, groups=grant.groups)
        now = self.clock.now()

        def read() -> Attempt:
            return interpret(call.person, came, source, grant, fetched=now, elapsed_ms=elapsed_ms)

        try:
            return await beside(len(came.content) if isinstance(came, Payload) else 0, read)
        except Exception as error:
            log.error("mapping.failed", source=grant.source, kind=type(error).__name__)
            return Attempt(faults.adapter_fault(grant.agreement.contact), now, elapsed_ms)

    def _broken(self, grant: Grant, started: float) -> Attempt:
        outcome = faults.adapter_fault(grant.agreement.contact)
        return Attempt(outcome, self.clock.now(), self._elapsed_ms(started))

    def _kept_waiting(self, call: Call, started: float) -> Attempt:
        at_once = self.registry.routes[call.route.adapter].at_once
        fault = Fel(
            led=Led.NYTTONAV,
            kod="NYTTONAV_KO",
            text=(
                f"Källan hann inte tillfrågas om personen: navet ställer högst {at_once} frågor åt gången, "
                "och tiden tog slut innan turen kom. Fråga igen om bara de personer som inte hanns med."
            ),
            atgard=Atgard.FORSOK_IGEN,
        )
        return Attempt(NotAsked(fault), None, self._elapsed_ms(started))

    def _elapsed_ms(self, started: float) -> int:
        return round((self.clock.monotonic() - started) * 1000)


def _board(call: Call) -> BoardId:
    return BoardId(call.ask.asker.organisation_number, call.ask.asker.board)


@dataclass(frozen=True, slots=True)
class _InTime:
    """The way out with the deadlines of the route's manifest: adapters know none of their own."""

    transport: Transport
    route: RouteManifest

    async def send(self, request: Request, permit: Permit) -> Response:
        timed = replace(request, connect_timeout_s=self.route.connect_s, read_timeout_s=self.route.read_s)
        return await self.transport.send(timed, permit)
