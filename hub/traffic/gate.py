"""The gate of one agreement: what its limits have been used for, and whether they leave room for one more.

It has no clock: whoever asks says what time it is, in seconds that never go back, and which Swedish day.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date

from hub.model.traffic import DayCount, LimitKind, TrafficKey, TrafficLimits

SECOND = 1.0


@dataclass(slots=True, eq=False)
class Gate:
    """Counts calls where they begin in the hub: a call may be under way a little longer than the last."""

    key: TrafficKey
    limits: TrafficLimits
    """Those of the newest version asked by."""
    inside: int = 0
    """Calls that are under way."""
    day: date = date.min
    used: int = 0
    """Calls begun on `day`, also those of other hubs, as far as they are known."""
    kept: int = 0
    """What the store has of `used`, or a little more: see `days`."""
    _begun: deque[float] = field(default_factory=deque)
    """When calls of the last second were begun, the oldest first."""

    def lacks(self, now: float, today: date, held: int = 0) -> LimitKind | None:
        """Which limit leaves no room for one more beside `held` places; None where there is room."""
        self._turn(now, today)
        limits = self.limits
        if limits.per_day is not None and self.used + held >= limits.per_day:
            return LimitKind.DAY
        if limits.at_once is not None and self.inside + held >= limits.at_once:
            return LimitKind.AT_ONCE
        if limits.per_second is not None and len(self._begun) + held >= limits.per_second:
            return LimitKind.SECOND
        return None

    def spent(self, today: date) -> bool:
        """Whether nothing more is to be had today."""
        return self.limits.per_day is not None and today <= self.day and self.used >= self.limits.per_day

    def next_s(self, now: float, today: date) -> float | None:
        """The moment when the second next lets go of a call; None where it holds none."""
        self._turn(now, today)
        return self._begun[0] + SECOND if self._begun else None

    def enter(self, now: float, today: date) -> None:
        """One more, where there is room."""
        self._turn(now, today)
        self.inside += 1
        self.used += 1
        if self.limits.per_second is not None:
            self._begun.append(now)

    def leave(self) -> None:
        self.inside -= 1

    def take_back(self, begun: float, day: date) -> None:
        """It never began, after all: whoever entered then has given up."""
        self.inside -= 1
        if day == self.day:
            self.used -= 1
        if begun in self._begun:
            self._begun.remove(begun)

    def recall(self, count: DayCount) -> None:
        """What an earlier process had counted."""
        self.day, self.used, self.kept = count.day, count.used, count.used

    def learn(self, kept: int) -> None:
        """What the store has: whatever is not this hub's has been added by others."""
        self.used += kept - self.kept
        self.kept = kept

    def _turn(self, now: float, today: date) -> None:
        """What lies behind counts no longer. A clock set back begins no new day: the older day's is spent."""
        while self._begun and now - self._begun[0] >= SECOND:
            self._begun.popleft()
        if today > self.day:
            self.day, self.used, self.kept = today, 0, 0
