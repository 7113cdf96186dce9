"""A caseworker's own statement of a case, as the hub keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hub.model.board import BoardId
from hub.model.calendar import SWEDEN, swedish_day
from hub.model.case import CasePerson
from messages.arende import Arendetyp

LONGEST = timedelta(hours=24)
"""The day when the clocks go back has 25 hours."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a caseworker stated, with who stated it and through which client; times in UTC."""

    id: str
    board: BoardId
    client: str
    caseworker: str
    system: str
    case_id: str
    kind: Arendetyp
    opened: date
    persons: tuple[CasePerson, ...] = field(repr=False)
    reason: str
    made: datetime
    until: datetime
    """From this moment on it may not be relied on."""
    confirmed_by: str | None = None
    confirmed: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return now < self.until


def ends(made: datetime) -> datetime:
    """The end of the Swedish day, and at most 24 hours."""
    tomorrow = swedish_day(made) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), SWEDEN).astimezone(made.tzinfo)
    return min(midnight, made + LONGEST)


_SEPARATORS = re.compile(r"[\s._:-]+")
_MARKS = re.compile(r"[/\\]|:(?=[^0-9])|(?<=[^0-9]):")


def same_person(one: str, other: str) -> bool:
    """Whether two ids may be one caseworker's, written in two ways: `HL000123`, `hl-000123`, `SBK/hl123`.

    What stands after an @ is a domain; a / parts a name from its domain, on either side. Rather one pair
    too many than too few: it decides whether somebody confirms what he or she has said. Two are the same
    when all parts of one are parts of the other, or when they share a part with a digit in it, as accounts
    have.
    """
    mine, theirs = _parts(one), _parts(other)
    shared = mine & theirs
    return mine <= theirs or theirs <= mine or any(map(_HAS_DIGIT.search, shared))


_HAS_DIGIT = re.compile(r"[0-9]")


def _parts(name: str) -> frozenset[str]:
    folded = name.casefold()
    before, _, after = folded.partition("@")
    local = before if before.strip("/ ") else after
    parts = (_SEPARATORS.sub("", part) for part in _MARKS.split(local))
    return frozenset(part for part in parts if part) or frozenset({folded})
