"""Whether the hub may write its log at all: is the clock right, and are the keys still there?

Beside what the storage says for itself. While either is not so nothing is asked and nothing shown; it goes on
by itself as soon as it is, and what happened is told in the operator's log.

The clock: a record is evidence of when something was done. One that is dated before those already there tells
an untruth that nobody can mend afterwards, so a clock that has stepped back by more than a little stops the
hub. A little it may: machines that share a log never agree to the millisecond.

The keys: what stops a start stops a hub that serves. It still has the keys in memory, but what it seals with
a key that is on no disk any more nobody can open after the next restart.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hub.audit import OPERATOR, AccessLog, StartRefused
from hub.audit.keys import KeyRing, open_keys
from hub.audit.own_events import ClockStepped, KeysMissed
from hub.model.ledger import StorageFault
from hub.ports import Clock

_UNSEEN_S = 0.1
"""A step that is smaller is not worth a record."""


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """By how many seconds the clock may stand before the newest record. `ahead_until`: records dated up to
    then are the work of a clock that stood ahead, says the operator, and are not held against it."""

    tolerance_s: float = 5.0
    ahead_until: datetime | None = None


class Standing:
    """Asked before each write; safe to ask from any thread.

    Raises StartRefused when the clock stands before `newest`, the time of the newest record.
    """

    def __init__(
        self, clock: Clock, limits: ClockLimits, keys: Path, ring: KeyRing, newest: datetime | None
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._keys = keys
        self._ring = ring
        self._newest = newest
        self._step: ClockStepped | None = None
        self._keys_fault: tuple[datetime, str] | None = None
        self._keys_missed: KeysMissed | None = None
        if newest is not None and limits.ahead_until is not None and newest <= limits.ahead_until:
            self._forgive(newest)
        if (fault := self._clock_fault()) is not None:
            raise StartRefused(fault)

    def check(self) -> None:
        """Raises StorageFault when nothing may be written now."""
        for fault in self.faults():
            raise StorageFault(fault)

    def faults(self) -> tuple[str, ...]:
        """A sentence for each thing that stops the hub, with the remedy."""
        told = self._keys_fault
        return tuple(filter(None, (self._clock_fault(), None if told is None else told[1])))

    def behind_s(self) -> float:
        """By how many seconds the clock stands before the newest record; 0 as it should be."""
        newest = self._newest
        return 0.0 if newest is None else max(0.0, (newest - self._clock.now()).total_seconds())

    def committed(self, moment: datetime) -> None:
        """Something was written then."""
        if self._newest is None or moment > self._newest:
            self._newest = moment

    def look(self) -> None:
        """See whether the keys are as at start. Reads files."""
        now = self._clock.now()
        fault = _keys_fault(self._keys, self._ring)
        since = now if self._keys_fault is None else self._keys_fault[0]
        if fault is not None:
            self._keys_fault = since, fault
        elif self._keys_fault is not None:
            self._keys_missed = KeysMissed(since, now)
            self._keys_fault = None

    def over(self) -> tuple[ClockStepped | KeysMissed, ...]:
        """What is over and has not been told yet."""
        if self.faults():
            return ()
        step = self._step if self.behind_s() == 0 else None
        return tuple(it for it in (step, self._keys_missed) if it is not None)

    def told(self, events: tuple[ClockStepped | KeysMissed, ...]) -> None:
        """They are in the log."""
        self._step = None if self._step in events else self._step
        self._keys_missed = None if self._keys_missed in events else self._keys_missed

    def _clock_fault(self) -> str | None:
        behind, newest = self.behind_s(), self._newest
        if behind < _UNSEEN_S or newest is None:
            return None
        stopped = behind > self._limits.tolerance_s
        before = self._step
        self._step = ClockStepped(
            newest if before is None else before.newest,
            max(round(behind * 1000), 0 if before is None else before.behind_ms),
            stopped or (before is not None and before.stopped),
        )
        return _clock_sentence(newest, behind) if stopped else None

    def _forgive(self, newest: datetime) -> None:
        behind = round((newest - self._clock.now()).total_seconds() * 1000)
        if behind > 0:
            self._step = ClockStepped(newest, behind, stopped=True, forgiven=True)
            self._newest = None


@dataclass(frozen=True, slots=True)
class StandingDesk:
    """Looks, again and again, and tells what is over."""

    standing: Standing
    log: AccessLog

    async def look(self) -> int:
        """How many events were told. Raises LogUnavailable: then the next round tells them."""
        await asyncio.to_thread(self.standing.look)
        events = self.standing.over()
        if events:
            await self.log.record(OPERATOR, *events)
            self.standing.told(events)
        return len(events)


def _clock_sentence(newest: datetime, behind: float) -> str:
    until = newest + timedelta(seconds=1)
    return (
        f"The machine's clock stands {behind:.0f} s before the newest record "
        f"({newest:%Y-%m-%d %H:%M:%S} UTC), so nothing is asked or shown. Set the clock right (see "
        "timedatectl, or what keeps the machine's time); the hub then goes on by itself. Should it be right "
        f"now and have stood ahead before, set clock_was_ahead_until to {until:%Y-%m-%dT%H:%M:%SZ}; restart."
    )


def _keys_fault(folder: Path, ring: KeyRing) -> str | None:
    try:
        there = open_keys(folder, may_create=False)
    except StartRefused as refused:
        return f"{refused} Nothing is asked or shown until then."
    except OSError as error:
        return (
            f"{folder}: the keys cannot be read: {error.strerror}. Nothing is asked or shown until they can."
        )
    given = {key.id: key for key in there.all()}
    for key in ring.all():
        if key.id not in given:
            return (
                f"The key {key.id} is missing where it was at start. Put it back from its backup; nothing is "
                "asked or shown until then."
            )
        if key != given[key.id]:
            return (
                f"The key {key.id} is not the one that the hub started with. Put the right one back from its "
                "backup; nothing is asked or shown until then."
            )
    return None
