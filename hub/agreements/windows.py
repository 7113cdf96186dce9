"""A source's windows as its agreement file writes them: `servicefonster` each week, `driftuppehall` once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from hub.agreements.described import Described
from hub.model.calendar import SWEDEN, swedish_day
from hub.model.document import Filled
from hub.model.maintenance import DAYS, Once, Span, Weekday, Weekly, Window
from messages.form import DATE


def _time_of_day(written: object) -> time:
    try:
        return datetime.strptime(str(written), "%H:%M").time()  # noqa: DTZ007 - a time of day, no moment
    except ValueError:
        raise ValueError('a time of day is written "02:30", with quotation marks') from None


def _wall_clock(written: object) -> datetime:
    try:
        local = datetime.strptime(str(written), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - Swedish, said below
    except ValueError:
        raise ValueError("a moment is written 2026-12-24T22:00, in Swedish time") from None
    return local.replace(tzinfo=SWEDEN).astimezone(UTC)


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
WallClock = Annotated[
    datetime,
    BeforeValidator(_wall_clock),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{DATE}T([01][0-9]|2[0-3]):[0-5][0-9]$"},
    ),
]


class WeeklyFile(Described):
    """`{dagar: [SON], fran: "02:00", till: "06:00", text: Planerat underhåll}`."""

    dagar: Annotated[list[Weekday], Field(min_length=1)]
    """The days on which it begins."""
    fran: TimeOfDay
    """When it begins, by Swedish clocks, within quotation marks."""
    till: TimeOfDay
    """When it ends, by Swedish clocks; on the next day, where it is not later than `fran`."""
    text: Filled
    """What is being done, in Swedish, for those who ask meanwhile."""

    def noun(self) -> Weekly:
        days = frozenset(DAYS.index(day) for day in self.dagar)
        return Weekly(days, self.fran, self.till, self.text)


class OnceFile(Described):
    """`{fran: 2026-12-24T22:00, till: 2026-12-25T06:00, text: Byte av datahall}`."""

    fran: WallClock
    """When it begins, by Swedish clocks."""
    till: WallClock
    """When it ends, by Swedish clocks."""
    text: Filled
    """What is being done, in Swedish, for those who ask meanwhile."""

    def noun(self) -> Once:
        return Once(Span(self.fran, self.till), self.text)


def windows(weekly: Sequence[WeeklyFile], once: Sequence[OnceFile]) -> tuple[Window, ...]:
    return (*(one.noun() for one in weekly), *(one.noun() for one in once))


def past(once: Sequence[OnceFile], now: datetime) -> Iterator[str]:
    """What is no fault, and closes nothing any more: each is a sentence."""
    for n, one in enumerate(once):
        if one.till <= now:
            ended = f"{one.till.astimezone(SWEDEN):%Y-%m-%d %H:%M}"
            yield f"driftuppehall[{n}] was over at {ended} and closes nothing any more. Remove it."


def faults(
    weekly: Sequence[WeeklyFile], once: Sequence[OnceFile], first: date, last: date | None
) -> Iterator[str]:
    """`first` and `last` are the agreement's days."""
    for n, each in enumerate(weekly):
        if each.fran == each.till:
            yield f"servicefonster[{n}] begins and ends at {each.fran:%H:%M}. Give it a length."
        if len(set(each.dagar)) < len(each.dagar):
            yield f"servicefonster[{n}].dagar names a day twice. Name it once."
    for n, one in enumerate(once):
        if one.till <= one.fran:
            yield f"driftuppehall[{n}].till does not lie after driftuppehall[{n}].fran. Mend one of them."
        elif swedish_day(one.till) < first or (last is not None and swedish_day(one.fran) > last):
            yield f"driftuppehall[{n}] lies outside the days of galler. Remove it, or mend the days."
