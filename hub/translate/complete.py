"""Until when a source's answer is complete: absence after that day tells nothing."""

from __future__ import annotations

from datetime import date, timedelta

from hub.adapter import Days
from messages.uppgifter import Avvikelse


def complete_until(period: Days, today: date, reported_by_day: int | None) -> date | None:
    """The last day of the period of which the source can know all by `today`; None when there is none.

    A source that is reported to day by day knows today; one that is reported to by the nth of the next month
    knows the last month whose nth has passed.
    """
    known = today if reported_by_day is None else _last_reported(today, reported_by_day)
    return min(period.last, known) if known >= period.first else None


def _last_reported(today: date, day: int) -> date:
    """The last day of the newest month that has been reported."""
    end = today.replace(day=1) - timedelta(days=1)
    return end if today.day > day else end.replace(day=1) - timedelta(days=1)


def not_reported(period: Days, until: date | None, today: date) -> tuple[Avvikelse, ...]:
    """What to say when days that have passed may not have been reported to the source yet."""
    passed = min(period.last, today)
    if until is not None and until >= passed:
        return ()
    lacking = f"Det som hör till dagar efter {until}" if until else "Uppgifterna för perioden"
    return (
        Avvikelse(
            kod="EJ_RAPPORTERAT_AN",
            text=f"{lacking} kan saknas: allt har inte rapporterats till källan än.",
            plats="/period",
        ),
    )
