"""One call, with its Permit: the only step of a look-up that leaves the hub.

Whatever an adapter does wrong is caught here and becomes an outcome of its sources; the caller of the hub
never sees an exception for what happened at an agency.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from hub.adapter import Fetched, Payload, Permit, SourceError, SourceMalformed, SourceUnavailable, Transport
from hub.model.decision import Grant
from hub.model.outcome import Attempt
from hub.model.plan import Call
from hub.model.registry import Registry
from hub.ports import Clock
from hub.translate import faults, interpret
from messages.uppgifter import Led

log = structlog.get_logger("hub.fetch")


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Sends calls through their adapters and reads what comes back."""

    registry: Registry
    transport: Transport
    clock: Clock

    async def fetch(self, call: Call, permit: Permit) -> Mapping[str, Attempt]:
        """What became of each source of the call; ends by the permit's deadline."""
        started = self.clock.monotonic()
        fetched = await self._talk(call, permit)
        elapsed_ms = round((self.clock.monotonic() - started) * 1000)
        return {grant.source: self._read(call, grant, fetched, elapsed_ms) for grant in call.grants}

    async def _talk(self, call: Call, permit: Permit) -> Fetched:
        adapter = self.registry.route(call.route.adapter)
        try:
            async with asyncio.timeout(permit.deadline - self.clock.monotonic()):
                came: Fetched = await adapter.fetch(call.ask, permit, self.transport)
        except SourceError as error:
            return {grant.source: error for grant in call.grants}
        except TimeoutError:
            late = SourceUnavailable("KALLA_TIDSGRANS", "Svaret kom inte i tid.", led=Led.NATVERK)
            return {grant.source: late for grant in call.grants}
        except Exception as error:
            log.error("adapter.failed", adapter=call.route.adapter, kind=type(error).__name__)
            broken = SourceUnavailable(
                "ADAPTERFEL", "Navets adapter klarade inte samtalet.", led=Led.NYTTONAV
            )
            return {grant.source: broken for grant in call.grants}
        return came

    def _read(self, call: Call, grant: Grant, fetched: Fetched, elapsed_ms: int) -> Attempt:
        lost = SourceMalformed("SVAR_SAKNAS", "Svaret saknar den del som efterfrågades.")
        came: Payload | SourceError = fetched.get(grant.source, lost)
        source = self.registry.source(grant.source)
        if isinstance(came, Payload) and came.format not in source.manifest.reads:
            came = SourceMalformed("OKANT_FORMAT", "Svaret kom i ett format som källans adapter inte läser.")
        contact, now = grant.agreement.contact, self.clock.now()
        try:
            return interpret(
                call.person,
                came,
                source.to_section,
                source.protection,
                contact,
                fetched=now,
                elapsed_ms=elapsed_ms,
            )
        except Exception as error:
            log.error("mapping.failed", source=grant.source, kind=type(error).__name__)
            return Attempt(faults.adapter_fault(contact), now, elapsed_ms)
