"""The day's counts, kept so that a restart does not begin the day anew, and so that hubs count together.

No call waits for the store. A round a few seconds apart writes each count that has come near what is kept,
with a hundredth of the day's limit to spare; a clean stop writes it exactly. So a process that falls makes
the day seem used by a hundredth too much at most, and by too little only what was begun beyond that hundredth
between two rounds, or while the register could not be written. A row for every call would be exact and cost
every question a write; an agency that has said 200,000 a day does not mind some hundred.

Several hubs over one database add to the same count. Each learns in its round what the others have begun, and
what they keep to spare: the day may be exceeded by what all begin between two rounds, and each hub may leave
a hundredth of it unused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hub.model.traffic import DayCount
from hub.source_ports import TrafficStore
from hub.traffic.gate import Gate
from hub.traffic.room import Traffic

_SHARE = 100


@dataclass(frozen=True, slots=True)
class TrafficDesk:
    """Remembers the day for `Traffic`."""

    traffic: Traffic
    store: TrafficStore

    async def recall(self) -> None:
        """At start: what earlier processes had counted. Raises RegisterUnavailable."""
        self.traffic.recall(await self.store.every())

    async def keep(self) -> int:
        """Write the counts that have come near what is kept, how many, and learn those of other hubs.

        Raises RegisterUnavailable.
        """
        written = await self._keep(_to_spare, lambda gate: gate.used > gate.kept - _ahead(gate) // 2)
        await self._learn()
        return written

    async def close(self) -> None:
        """At the end: write every count as it is. Raises RegisterUnavailable."""
        await self._keep(lambda gate: gate.used, lambda gate: gate.used != gate.kept)

    async def _keep(self, value: Callable[[Gate], int], wanted: Callable[[Gate], bool]) -> int:
        gates = {key: gate for key, gate in self.traffic.counts().items() if wanted(gate)}
        counts = {key: DayCount(gate.day, value(gate) - gate.kept) for key, gate in gates.items()}
        if counts:
            await self.store.add(counts)
        for key, count in counts.items():
            if gates[key].day == count.day:  # midnight may have passed meanwhile
                gates[key].kept += count.used
        return len(counts)

    async def _learn(self) -> None:
        gates = self.traffic.counts()
        if not gates:
            return
        for key, count in (await self.store.every()).items():
            if key in gates and gates[key].day == count.day:
                gates[key].learn(count.used)


def _ahead(gate: Gate) -> int:
    return -(-(gate.limits.per_day or 0) // _SHARE)


def _to_spare(gate: Gate) -> int:
    """Never more than the day has; nor less than was counted, should the limit have been lowered."""
    return max(gate.used, min(gate.used + _ahead(gate), gate.limits.per_day or 0))
