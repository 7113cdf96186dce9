"""Writes units into the epoch of a log that goes on, whatever epoch they are meant for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hub.audit.epochs import board_of, current, name_of, number_of
from hub.audit.scribe import Scribe
from hub.model.ledger import AlreadyClaimed, Committed, NewEntry, StorageFault, Unit
from hub.ports import AuditStore, Clock


@dataclass(frozen=True, slots=True)
class Pen:
    """Every method raises StorageFault. Epochs end while no hub runs, so which one goes on is asked once; and
    again when nothing could be written: the log may have been restored meanwhile."""

    store: AuditStore
    scribe: Scribe
    clock: Clock
    _current: dict[str, str] = field(default_factory=dict)
    _there: set[str] = field(default_factory=set)

    async def append(self, unit: Unit) -> Committed | AlreadyClaimed:
        """Also what was claimed in an epoch that has ended stays claimed."""
        try:
            return await self._append(unit)
        except StorageFault:
            self._current.clear()
            self._there.clear()
            raise

    async def _append(self, unit: Unit) -> Committed | AlreadyClaimed:
        log = await self._goes_on(unit.log)
        claim = unit.claim
        if claim is not None and number_of(log) > 1:
            taken = await self._claimed_before(log, claim.client, claim.question_id)
            if taken is not None:
                return taken
        if log != unit.log:
            unit = replace(unit, log=log)
        if log in self._there:
            return await self.store.append(unit)
        opening = self.scribe.opening(log, self.clock.now())
        written = await self.store.append(replace(unit, opening=opening))
        self._there.add(log)
        return written

    async def commit(self, unit: Unit) -> Committed:
        """A unit that claims nothing."""
        written = await self.append(unit)
        assert isinstance(written, Committed), "only a unit with a claim can find it taken"
        return written

    async def write(self, log: str, *entries: NewEntry) -> None:
        await self.commit(Unit(log, entries))

    async def claimed(self, board: str, client: str, question: str) -> AlreadyClaimed | None:
        """What a client's question id was taken for in any epoch of the log."""
        log = await self._goes_on(board)
        taken = await self.store.claimed(log, client, question)
        return taken or await self._claimed_before(log, client, question)

    async def _claimed_before(self, log: str, client: str, question: str) -> AlreadyClaimed | None:
        """In those that ended. Nothing is written to them, so that what is free there stays free."""
        for number in range(number_of(log) - 1, 0, -1):
            taken = await self.store.claimed(name_of(board_of(log), number), client, question)
            if taken is not None:
                return taken
        return None

    async def _goes_on(self, log: str) -> str:
        found = self._current.get(log)
        if found is None:
            found = self._current[log] = current(await self.store.logs(), board_of(log))
        return found
