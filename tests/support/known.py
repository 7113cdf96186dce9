"""Payments and sources for the comparison of an answer with what the asker has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic_core import to_jsonable_python

from hub.adapter import Days
from hub.translate.signals_basis import Source, Told, sources_of
from messages.inkomster import Inkomstpost, KandInkomstpost
from messages.koder import Utfall
from messages.uppgifter import Kallsvar

ASKED = Days(date(2026, 9, 1), date(2026, 11, 30))
UNTIL = date(2026, 11, 21)
NAMES = {"FK": "Försäkringskassan", "PM": "Pensionsmyndigheten", "CSN": "CSN"}
OCT = {"from": "2026-10-01", "tom": "2026-10-31"}
PAID: dict[str, Any] = {
    "kalla": "FK",
    "uppgiftId": "u1",
    "forman": {"kod": "BOB", "text": "Bostadsbidrag"},
    "belopp": {"netto": "1300"},
    "utbetalningsdag": "2026-10-25",
    "avser": OCT,
    "tillstand": "UTBETALD",
}


def items(*changes: dict[str, Any]) -> list[Inkomstpost]:
    """Payments like `PAID` but for what is said."""
    return [
        Inkomstpost.model_validate(PAID | {"id": f"i{place}"} | change)
        for place, change in enumerate(changes, start=1)
    ]


def known(*changes: dict[str, Any]) -> list[KandInkomstpost]:
    return [
        KandInkomstpost.model_validate(to_jsonable_python(PAID | {"id": f"k{place}"} | change))
        for place, change in enumerate(changes, start=1)
    ]


def told(outcome: Utfall = Utfall.BESVARAD, period: Days | None = ASKED, **part: Any) -> Told:
    shape = {"kalla": "FK", "utfall": outcome, "fragad": period is not None, "fullstandigTom": UNTIL}
    return Told(Kallsvar.model_validate(shape | part), (), period)


def sources(*parts: Told, of: Sequence[Inkomstpost] = ()) -> Sequence[Source]:
    return sources_of(parts or [told()], of, NAMES)
