"""Calendar days of cases, agreements and payments are Swedish days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
CLOSED_AHEAD = timedelta(days=31)
"""How long beforehand the closing of a case may be told: to the end of the month that it is decided in. A day
further off is a slip of the pen, and would keep the case in the register long after its term."""


def swedish_day(moment: datetime) -> date:
    """The Swedish calendar day of a moment with a time zone."""
    return moment.astimezone(SWEDEN).date()


def closed_too_late(closed: date | None, told: date) -> bool:
    """Whether the day that a case is closed lies too long after the Swedish day that it is told for."""
    return closed is not None and closed - told > CLOSED_AHEAD
