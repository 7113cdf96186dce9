"""When a source is not to be asked: windows that its agreement names, and notices of maintenance.

Wall-clock times are Swedish; a day on which the clocks are put forward or back has its windows as the clocks
on the wall show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol, get_args

from hub.model.board import BoardId
from hub.model.calendar import SWEDEN, swedish_day

SHUT = "KALLA_STANGD"
"""The code of the fault that a source is not asked because of maintenance."""

Weekday = Literal["MAN", "TIS", "ONS", "TOR", "FRE", "LOR", "SON"]
"""Days of the week as agreements name them, Monday first."""
DAYS: tuple[Weekday, ...] = get_args(Weekday)

_FOLLOWING = 50
"""Windows that follow on each other without a gap are told as one; so many that have no end in sight."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment, included, to another, not included. Both UTC; None is until further notice."""

    first: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        return self.first <= now and (self.until is None or now < self.until)

    def __str__(self) -> str:
        until = "" if self.until is None else f"{self.until.astimezone(SWEDEN):%Y-%m-%d %H:%M}"
        return f"{self.first.astimezone(SWEDEN):%Y-%m-%d %H:%M} - {until}"


class Window(Protocol):
    """Something that closes a source for a time, and why (Swedish)."""

    @property
    def text(self) -> str: ...

    def around(self, now: datetime) -> Iterator[Span]:
        """The spans that may hold at a moment."""
        ...

    def __str__(self) -> str:
        """When, by Swedish clocks."""
        ...


@dataclass(frozen=True, slots=True)
class Weekly:
    """Each week on the days (0 is Monday), from one time of day to another: that of the next day, where it is
    not later."""

    days: frozenset[int]
    first: time
    until: time
    text: str

    def around(self, now: datetime) -> Iterator[Span]:
        today = swedish_day(now)
        for day in (today - timedelta(days=1), today):
            if day.weekday() in self.days:
                last = day if self.until > self.first else day + timedelta(days=1)
                yield Span(wall_clock(day, self.first), wall_clock(last, self.until))

    def __str__(self) -> str:
        days = " ".join(DAYS[day] for day in sorted(self.days))
        return f"{days} {self.first:%H:%M} - {self.until:%H:%M}"


@dataclass(frozen=True, slots=True)
class Once:
    """One time only."""

    span: Span
    text: str

    def around(self, _now: datetime) -> Iterator[Span]:
        yield self.span

    def __str__(self) -> str:
        return str(self.span)


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody who may has told of a source's maintenance."""

    id: str
    source: str
    board: BoardId | None
    """Whose questions it stops; None is everybody's: the source itself has told."""
    span: Span
    text: str
    client: str
    """Who told."""
    told: datetime

    def around(self, _now: datetime) -> Iterator[Span]:
        yield self.span

    def __str__(self) -> str:
        return str(self.span)


@dataclass(frozen=True, slots=True)
class Shut:
    """A source is not asked, until when (None: until further notice), and why."""

    until: datetime | None
    text: str


def shut(windows: Iterable[Window], now: datetime) -> Shut | None:
    """Why a source is not asked at a moment, and until when; None where no window holds.

    What follows on without a gap counts as one, so that nobody is told to try again when the next begins.
    Windows that leave no gap at all are shut until further notice.
    """
    known = tuple(windows)
    found = _longest(known, now)
    last = found
    for _ in range(_FOLLOWING):
        if last is None or last.until is None:
            break
        following = _longest(known, last.until)
        if following is None:
            break
        last = following
    else:
        return None if found is None else Shut(None, found.text)
    return None if found is None or last is None else Shut(last.until, found.text)


def coming(windows: Iterable[Window], now: datetime, days: int = 14) -> list[tuple[Window, Span]]:
    """The spans of now and of the next days, the first first."""
    moments = [now + timedelta(days=day) for day in range(days + 1)]
    found = {
        (span.first, n): (window, span)
        for n, window in enumerate(windows)
        for moment in moments
        for span in window.around(moment)
        if (span.until is None or span.until > now) and span.first <= moments[-1]
    }
    return [found[key] for key in sorted(found)]


def _longest(windows: Iterable[Window], now: datetime) -> Shut | None:
    """The one that holds longest; of one without end nothing is longer."""
    holding = [
        Shut(span.until, window.text) for window in windows for span in window.around(now) if span.holds(now)
    ]
    return max(holding, key=lambda one: one.until or datetime.max.replace(tzinfo=UTC), default=None)


def wall_clock(day: date, at: time) -> datetime:
    """UTC of what Swedish clocks show."""
    return datetime.combine(day, at, SWEDEN).astimezone(UTC)
