"""The breaker as a value: state in, event in, state out. Whoever makes the calls keeps the states.

After FAILURES failures in a row nothing is asked for a rest that doubles, up to LONGEST. When it is over
one call may try; until it has ended, or a rest has passed, no other is let through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from hub.model.board import BoardId

FAILURES = 5
SHORTEST = timedelta(seconds=15)
LONGEST = timedelta(minutes=5)

BreakerKey = tuple[BoardId, str, str]
"""Board, route (adapter id) and source: one board's bad certificate must not silence another's questions."""


class Event(Enum):
    """What happened at a source. Only what asking again later could mend counts as FAILED."""

    ASKED = auto()
    SUCCEEDED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row; `until` is when the source may be asked again, None while it may be asked now."""

    failures: int = 0
    until: datetime | None = None

    def closed_until(self, now: datetime) -> datetime | None:
        """When to try again; None when the source may be asked now."""
        return self.until if self.until is not None and now < self.until else None

    def after(self, event: Event, now: datetime) -> Breaker:
        match event:
            case Event.SUCCEEDED:
                return Breaker()
            case Event.FAILED:
                failures = self.failures + 1
                return Breaker(failures, now + _rest(failures) if failures >= FAILURES else None)
            case Event.ASKED:
                # Asked although it has been open: this is the one that tries.
                return replace(self, until=now + _rest(self.failures)) if self.until else self


def _rest(failures: int) -> timedelta:
    doublings = min(max(failures - FAILURES, 0), 10)
    return min(SHORTEST * (1 << doublings), LONGEST)
