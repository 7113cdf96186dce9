"""What of a row falls within the time asked about.

Payments by their day; decisions whose time overlaps it, rejections by the day they were made; claims without
a decision when they came in before its end. Facts without a time (a debt, what is known of the person) are
always told. How the service itself sifts is not published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from adapters.forsakringskassan.simulated_groups import CLAIMS, COMING, DECISIONS, FK_COMING, FK_PAID, PAID
from adapters.forsakringskassan.writing import Json

Asked = tuple[date, date]
"""First and last day of the time asked about."""


def within(place: str, row: Json, asked: Asked) -> Json | None:
    """The row of this list as it is told, or None when none of it falls within."""
    return _SIFTED.get(place, _fact_or_case)(row, asked)


def _day(row: Mapping[str, Any], *names: str) -> date | None:
    """The first of these that is there."""
    found = next((row[name] for name in names if row.get(name)), None)
    return date.fromisoformat(found) if found else None


def _overlaps(period: Mapping[str, Any], asked: Asked) -> bool:
    first, last = _day(period, "fran", "from"), _day(period, "till", "tom")
    return (first is None or first <= asked[1]) and (last is None or last >= asked[0])


def _made(day: str) -> Callable[[Json, Asked], Json | None]:
    def sifted(row: Json, asked: Asked) -> Json | None:
        made = _day(row, day)
        return row if made is not None and asked[0] <= made <= asked[1] else None

    return sifted


def _claim(row: Json, asked: Asked) -> Json | None:
    return row if _overlaps(row["yrkadPeriod"], asked) else None


def _pension_decision(row: Json, asked: Asked) -> Json | None:
    if not row["beslutadErsattning"]:
        return _made("beslutsdatum")(row, asked)
    return row if any(_overlaps(one["period"], asked) for one in row["beslutadErsattning"]) else None


def _fact_or_case(row: Json, asked: Asked) -> Json | None:
    if "period" in row:
        return row if _overlaps(row["period"], asked) else None
    if "beslut" not in row and "startades" not in row:
        return row
    decisions = row.get("beslut", [])
    several = isinstance(decisions, list)
    kept = list(_decisions_within(decisions if several else [decisions], asked))
    if not kept and not _waits(row, decisions, asked):
        return None
    if "beslut" not in row:
        return row
    return {**row, "beslut": kept if several else kept[0]}


def _decisions_within(decisions: Iterable[Json], asked: Asked) -> Iterable[Json]:
    for one in decisions:
        if ("period" in one and _overlaps(one["period"], asked)) or (
            "period" not in one and _made("fattades")(one, asked)
        ):
            yield one


def _waits(row: Json, decisions: Any, asked: Asked) -> bool:
    """A claim that nobody has decided on, and that had come in."""
    came = _day(row, "startades")
    return not decisions and came is not None and came <= asked[1]


_SIFTED: Mapping[str, Callable[[Json, Asked], Json | None]] = {
    FK_PAID: _made("datum"),
    FK_COMING: _made("datum"),
    CLAIMS: _claim,
    DECISIONS: _pension_decision,
    PAID: _made("utbetalningsdatum"),
    COMING: _made("utbetalningsdatum"),
}
