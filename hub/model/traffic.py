"""How many questions a source takes, as its agreement says: of all boards together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class TrafficLimits:
    """How many calls at most, each kind by itself; None is no limit of that kind."""

    per_second: int | None = None
    """Begun within any one second."""
    at_once: int | None = None
    """Begun and not ended."""
    per_day: int | None = None
    """Begun on one Swedish day."""

    def of(self, kind: LimitKind) -> int | None:
        match kind:
            case LimitKind.SECOND:
                return self.per_second
            case LimitKind.AT_ONCE:
                return self.at_once
            case LimitKind.DAY:
                return self.per_day

    def __str__(self) -> str:
        """`at most 50 a second, 40 at once and 200000 a day`"""
        each = ((self.per_second, "a second"), (self.at_once, "at once"), (self.per_day, "a day"))
        told = [f"{most} {unit}" for most, unit in each if most is not None]
        return f"at most {', '.join(told[:-1])}{' and ' if told[1:] else ''}{told[-1]}" if told else ""


class LimitKind(Enum):
    """Which of the limits. The value is how sentences name it, after a number."""

    SECOND = "frågor i sekunden"
    AT_ONCE = "frågor åt gången"
    DAY = "frågor om dygnet"


@dataclass(frozen=True, slots=True)
class NoRoom:
    """A limit that left no room in time."""

    source: str
    """Whose limit."""
    kind: LimitKind
    most: int
    earliest: datetime
    """When there may be room, UTC."""


TrafficKey = tuple[str, str]
"""A source, and the id of an agreement with it: its versions share what is counted."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many calls have been begun on a Swedish day."""

    day: date
    used: int
