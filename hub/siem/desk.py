"""Sends the log on, round after round: each log from where it was left, in turns, lines durable first.

At least once: the position is kept after the lines are on disk, so after a crash some are written again, and
`event.id` tells that they are the same. It is a copy for those who watch. Where it cannot be written look-ups
go on: the log itself is whole, nothing is lost by waiting, and somebody's rent must not wait for a collector.
Health warns, figures tell the lag, and beyond the limit it is an alarm.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from hub.model.ledger import Figures, StorageFault, StoredEntry
from hub.ports import Clock
from hub.siem.ecs import line

_LONGEST_REST_S = 0.25


class OutboxFault(Exception):
    """The outbox cannot be written; the text is a sentence for the operator, with the remedy."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log has been sent: the next record's index, and the id of the one before it."""

    next: int = 0
    last: str = ""


class LogTail(Protocol):
    """The log as it is read here. Raises StorageFault."""

    async def figures(self) -> Figures: ...

    async def following(self, log: str, index: int, limit: int) -> tuple[StoredEntry, ...]:
        """Records from that index on, in order."""
        ...


class Outbox(Protocol):
    """Where lines are put for a collector. Blocks; every method raises OutboxFault."""

    def position(self, log: str) -> Position: ...

    def append(self, log: str, lines: Sequence[bytes], position: Position) -> None:
        """Durable when it returns: the lines first, then the position."""
        ...

    def finish_old(self) -> None:
        """Files whose time is over are given to the collector."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the outbox is behind the log. `alarm`: for longer than the set time."""

    records: int
    seconds: float
    alarm: bool
    lines: int
    """Written since the process began."""


class SiemDesk:
    """One for all logs."""

    def __init__(
        self, tail: LogTail, outbox: Outbox, clock: Clock, alarm_s: float, batch: int = 1000
    ) -> None:
        self._tail = tail
        self._outbox = outbox
        self._clock = clock
        self._alarm = timedelta(seconds=alarm_s)
        self._batch = batch
        self._sent: dict[str, int] = {}
        self._sizes: Mapping[str, int] = {}
        self._oldest: dict[str, datetime] = {}
        """When the oldest record was written that is not sent, of logs that have one."""
        self._faults: list[str] = []
        """Of the last round. A fault of one log does not stop the others."""
        self._found: list[str] = []
        self._again: set[str] = set()
        self._lines = 0

    async def send(self) -> int:
        """One round: all that is there now; how many lines. Never raises for log or outbox: both are told."""
        before = self._lines
        self._found = []
        try:
            await self._round()
        except StorageFault:
            self._found.append("The log cannot be read, so nothing of it is sent on to the SIEM.")
        self._faults = self._found
        return self._lines - before

    def lag(self) -> Lag:
        records = sum(max(0, size - self._sent.get(log, 0)) for log, size in self._sizes.items())
        waited = self._waited()
        return Lag(records, waited.total_seconds(), waited > self._alarm, self._lines)

    def warnings(self) -> tuple[str, ...]:
        lag, told = self.lag(), []
        if faults := self._faults[:1]:
            told.append(f"{faults[0]} Look-ups go on; {lag.records} records wait to be sent on.")
        if lag.alarm:
            told.append(
                f"The SIEM's outbox is {lag.records} records, {lag.seconds / 60:.0f} minutes behind the log."
            )
        told.extend(
            f"{log} is not what had been sent on of it: it was restored, and all of it is sent again."
            for log in sorted(self._again)
        )
        return tuple(told)

    async def _round(self) -> None:
        self._sizes = (await self._tail.figures()).sizes
        positions = await asyncio.to_thread(self._positions, tuple(self._sizes))
        turns = deque(log for log, at in positions.items() if at.next != self._sizes[log])
        for log in positions:
            if log in turns:
                self._oldest.setdefault(log, self._clock.now())
            else:
                self._oldest.pop(log, None)
        while turns:
            log, begun = turns.popleft(), self._clock.monotonic()
            try:
                reached = await self._turn(log, positions[log])
            except OutboxFault as fault:
                self._found.append(str(fault))
                continue
            if reached is not None:
                positions[log] = reached
                turns.append(log)
            # As long again for everybody else: a backlog must not hold up look-ups.
            await asyncio.sleep(min(_LONGEST_REST_S, self._clock.monotonic() - begun))
        await asyncio.to_thread(self._finish_old)

    def _positions(self, logs: Sequence[str]) -> dict[str, Position]:
        found: dict[str, Position] = {}
        for log in logs:
            try:
                found[log] = self._outbox.position(log)
                self._sent[log] = found[log].next
            except OutboxFault as fault:
                self._found.append(str(fault))
                self._oldest.setdefault(log, self._clock.now())
        return found

    def _finish_old(self) -> None:
        try:
            self._outbox.finish_old()
        except OutboxFault as fault:
            self._found.append(str(fault))

    async def _turn(self, log: str, position: Position) -> Position | None:
        """One batch of one log; the new position, None where it is sent to its end."""
        overlap = min(position.next, 1)
        found = await self._tail.following(log, position.next - overlap, self._batch + overlap)
        if overlap and (not found or found[0].entry_id != position.last):
            self._again.add(log)
            return Position()
        wanted = found[overlap:]
        if not wanted:
            self._oldest.pop(log, None)
            return None
        self._oldest[log] = wanted[0].time
        reached = Position(wanted[-1].index + 1, wanted[-1].entry_id)
        await asyncio.to_thread(self._put, log, wanted, reached)
        self._sent[log] = reached.next
        self._lines += len(wanted)
        self._oldest[log] = wanted[-1].time
        if len(wanted) < self._batch:
            self._oldest.pop(log)
            return None
        return reached

    def close(self) -> None:
        self._outbox.close()

    def _put(self, log: str, wanted: Sequence[StoredEntry], reached: Position) -> None:
        self._outbox.append(log, [line(entry) for entry in wanted], reached)

    def _waited(self) -> timedelta:
        oldest = min(self._oldest.values(), default=None)
        return timedelta(0) if oldest is None else max(timedelta(0), self._clock.now() - oldest)
