"""Calendar days of cases, agreements and payments are Swedish days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def swedish_day(moment: datetime) -> date:
    """The Swedish calendar day of a moment with a time zone."""
    return moment.astimezone(SWEDEN).date()
