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


def same_person(one: str, other: str) -> bool:
    """Whether two ids may be one caseworker's, written in two ways: `HL000123`, `hl-000123`, `SBK/hl000123`.

    What stands before a / is a domain, and after an @ likewise. Rather one pair too many than too few: it
    decides whether somebody confirms what he or she has said.
    """
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    folded = name.casefold()
    local = _SEPARATORS.sub("", folded.partition("@")[0].rpartition("/")[2])
    return local or folded
