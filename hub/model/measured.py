"""What became of the questions to sources, counted: by board, source, route, agreement and Swedish month.

Everything is a count, and counts are added: of several rounds, of several processes, of several rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hub.model.board import BoardId
from hub.model.calendar import swedish_day
from hub.model.outcome import Answered, Attempt, Denied, NotAsked, NothingFound, Unavailable
from hub.model.promise import LIMITS_MS
from messages.uppgifter import Fel
from messages.values import holds_personal_number

KEPT_MONTHS = 36
"""How long counts are kept after their month."""
OTHER = "OVRIGT"
"""Stands for a code that is none."""

_CODE = re.compile(r"[A-ZÅÄÖ][A-Z0-9ÅÄÖ_]{0,59}")
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


class Kind(StrEnum):
    """What is counted. The values are stored."""

    ANSWERED = "answered"
    """The source answered: with something, or that it has nothing."""
    REFUSED = "refused"
    """The source answered, and its answer was no."""
    UNANSWERED = "unanswered"
    """It was asked, and there is no answer that can be read; by hop and code."""
    NOT_SENT = "not_sent"
    """Nothing reached it; by hop and code."""
    TIME = "time"
    """Answers by the limit of LIMITS_MS that they came within (in `code`); empty for what took longer."""


class Count(NamedTuple):
    kind: Kind
    hop: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, order=True)
class MeasureKey:
    """What counts belong to. `month` is Swedish, `2026-11`, by when the outcome was known."""

    board: BoardId
    source: str
    route: str
    agreement: str
    version: str
    month: str


Counts = Mapping[MeasureKey, Counter[Count]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one process adds at one time. It may be written again, should it not be known whether it was:
    `number` grows by one, and the store adds none of a `writer` twice."""

    writer: str
    number: int
    counts: Counts


def month_of(moment: datetime) -> str:
    """The Swedish calendar month of a moment, `2026-11`."""
    return f"{swedish_day(moment):%Y-%m}"


def is_month(text: str) -> bool:
    return _MONTH.fullmatch(text) is not None


def months_before(month: str, number: int) -> str:
    """The month that lies so many before: `2026-01` and 1 give `2025-12`."""
    first = date.fromisoformat(f"{month}-01")
    months = first.year * 12 + first.month - 1 - number
    return f"{months // 12:04}-{months % 12 + 1:02}"


def counted(attempt: Attempt) -> Iterator[Count]:
    """What one question is counted as. Answers have their time beside it; what was no answer has none."""
    match attempt.outcome:
        case Answered() | NothingFound():
            yield Count(Kind.ANSWERED)
        case Denied():
            yield Count(Kind.REFUSED)
        case Unavailable(fault=fault):
            yield of_fault(Kind.UNANSWERED, fault)
            return
        case NotAsked(fault=fault):
            yield of_fault(Kind.NOT_SENT, fault)
            return
    if attempt.elapsed_ms is not None:
        yield Count(Kind.TIME, code=within(attempt.elapsed_ms))


def of_fault(kind: Kind, fault: Fel) -> Count:
    """An adapter from outside may give anything for a code: what is none is not kept."""
    good = _CODE.fullmatch(fault.kod) and not holds_personal_number(fault.kod)
    return Count(kind, fault.led.value, fault.kod if good else OTHER)


def within(elapsed_ms: int) -> str:
    """The limit that a time keeps within, as it is counted; empty for what took longer than them all."""
    place = bisect_left(LIMITS_MS, elapsed_ms)
    return str(LIMITS_MS[place]) if place < len(LIMITS_MS) else ""


def added(*parts: Counts) -> dict[MeasureKey, Counter[Count]]:
    """All of them together."""
    whole: dict[MeasureKey, Counter[Count]] = {}
    for part in parts:
        for key, counts in part.items():
            whole.setdefault(key, Counter()).update(counts)
    return whole
