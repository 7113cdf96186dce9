"""Room within the limits: whoever has a call to make enters, waits for its turn if need be, and leaves.

With several hub processes over one database the day is counted by all of them together (`days`). The limits
of the second and of those at once hold for each of them only, and are divided by hand: to share them, every
call would wait for the database. Boards take turns within each process.

Test calls, which ask about nobody, are not counted: they are the hub's own and few.

All of it runs in the event loop: nothing here is locked, and nothing between two awaits is seen by others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time, timedelta

from hub.model.agreement import Agreement
from hub.model.board import BoardId
from hub.model.calendar import swedish_day
from hub.model.decision import Allowed, Grant
from hub.model.maintenance import wall_clock
from hub.model.traffic import DayCount, LimitKind, NoRoom, TrafficKey, TrafficLimits
from hub.ports import Clock
from hub.traffic.gate import Gate
from hub.traffic.turns import Place, Turns

_SHORTEST_S = 0.001
"""The loop's clock may be a little ahead of ours: not to wake for nothing over and over."""


def limited(grants: Iterable[Grant]) -> tuple[Agreement, ...]:
    """The agreements among them that have limits."""
    return tuple(grant.agreement for grant in grants if grant.agreement.traffic is not None)


class Traffic:
    """Every gate, and who waits before them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._gates: dict[TrafficKey, Gate] = {}
        self._turns = Turns()
        self._told: dict[Place, asyncio.Future[Gate | None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def enter(
        self, board: BoardId, agreements: Collection[Agreement], deadline: float
    ) -> Place | NoRoom:
        """A place at each agreement's gate, to be left when the call has ended; NoRoom where there was none
        before the deadline (seconds, monotonic), or where there is none for the rest of the day.

        `agreements` are those that have limits, at least one; whoever waits here and is cancelled gives its
        place back.
        """
        gates = {gate.key: gate for one in agreements for gate in self._gate(one)}
        place = self._turns.join(board, tuple(gates[key] for key in sorted(gates)))
        told = self._told[place] = asyncio.get_running_loop().create_future()
        self._settle()
        try:
            if not told.done():
                async with asyncio.timeout(deadline - self._clock.monotonic()):
                    await told
        except TimeoutError:
            return self._late(place)
        except asyncio.CancelledError:
            self._give_up(place)
            raise
        spent = told.result()
        if spent is not None:
            return self._none_today(spent, swedish_day(self._clock.now()))
        return place if self._clock.monotonic() < deadline else self._late(place)

    def leave(self, place: Place) -> None:
        """The call has ended."""
        self._turns.leave(place)
        self._settle()

    def spent(self, grounds: Allowed) -> Mapping[str, NoRoom]:
        """Source to the day's limit, for what may be asked but not today any more."""
        asked = limited(row for person in grounds.persons for row in person.sources if isinstance(row, Grant))
        today = swedish_day(self._clock.now()) if asked else date.min
        gates = (gate for agreement in asked for gate in self._gate(agreement))
        return {gate.key[0]: self._none_today(gate, today) for gate in gates if gate.spent(today)}

    def counts(self) -> Mapping[TrafficKey, Gate]:
        """The gates that count by day, for `days`."""
        return {key: gate for key, gate in self._gates.items() if gate.limits.per_day is not None}

    def recall(self, kept: Mapping[TrafficKey, DayCount]) -> None:
        """At start: what an earlier process had counted."""
        for key, count in kept.items():
            self._gates[key] = Gate(key, TrafficLimits())
            self._gates[key].recall(count)

    def _gate(self, agreement: Agreement) -> Iterable[Gate]:
        """The gate of an agreement that has limits: what the newest version says holds."""
        if agreement.traffic is None:
            return
        key = (agreement.source, agreement.id)
        gate = self._gates.get(key)
        if gate is None:
            gate = self._gates[key] = Gate(key, agreement.traffic)
        gate.limits = agreement.traffic
        yield gate

    def _settle(self) -> None:
        """Let in whoever's turn it is, and look again when time alone may make it somebody's."""
        now, today = self._moment()
        for place, spent in self._turns.settle(now, today):
            told = self._told.pop(place)
            if told.done():  # cancelled, and not yet out of the line
                self._turns.give_up(place)
            else:
                told.set_result(spent)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        opens = self._turns.next_s(now, today)
        if opens is not None:
            self._timer = asyncio.get_running_loop().call_later(max(opens - now, _SHORTEST_S), self._settle)

    def _give_up(self, place: Place) -> None:
        self._told.pop(place, None)
        self._turns.give_up(place)
        self._settle()

    def _late(self, place: Place) -> NoRoom:
        """As long as it takes those who wait, had each call taken a second, and a second at least."""
        gate, kind = place.lacks(*self._moment())
        self._give_up(place)
        if kind is LimitKind.DAY:
            return self._none_today(gate, self._moment()[1])
        most = gate.limits.of(kind) or 1
        seconds = 1 + self._turns.waiting(gate) // most
        return NoRoom(gate.key[0], kind, most, self._clock.now() + timedelta(seconds=seconds))

    def _none_today(self, gate: Gate, today: date) -> NoRoom:
        midnight = wall_clock(today + timedelta(days=1), time.min)
        return NoRoom(gate.key[0], LimitKind.DAY, gate.limits.per_day or 0, midnight)

    def _moment(self) -> tuple[float, date]:
        return self._clock.monotonic(), swedish_day(self._clock.now())
