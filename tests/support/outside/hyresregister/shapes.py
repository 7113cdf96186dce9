"""Small objects of hyra/v1 that are read as one value. They come with anything at all under their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.elements import CodeList, Odd, Unreadable, load_codes
from hub.elements import convert as to
from messages.delar import KodText
from messages.narstaende import Narstaende

from .section import Hyra

_CODES = Path(__file__).parent / "codes"
STATUS, RELATION = (load_codes(f"hyra-{name}", _CODES) for name in ("status", "relation"))


def code(codes: CodeList) -> Callable[[Mapping[str, Any]], KodText | None]:
    """`{kod, text}` by its list; the list's text stands."""

    def read(given: Mapping[str, Any]) -> KodText | None:
        return codes.read(_text(given.get("kod")))

    return read


def rent(given: Mapping[str, Any]) -> Hyra | None:
    """`{belopp, valuta}`. Raises Odd, with nothing to carry, for another currency than SEK."""
    amount = given.get("belopp")
    if given.get("valuta", "SEK") != "SEK":
        raise Odd(None, "VALUTA", "Hyran är inte i svenska kronor och återges inte.")
    if amount is None:
        return None
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise Unreadable
    return Hyra(belopp=to.decimal(format(Decimal(amount), "f")))


def lives_there(given: Mapping[str, Any]) -> Narstaende:
    """`{personnummer, relation}`: somebody else."""
    them = to.person(_text(given.get("personnummer")))
    year = them.birth_year if them else None
    try:
        relation = RELATION.read(_text(given.get("relation")))
    except Odd as odd:
        them_all = Narstaende(relation=odd.value, fodelsear=year, personidentitet=them)
        raise Odd(them_all, odd.code, odd.text) from None
    if relation is None:
        raise Unreadable
    return Narstaende(relation=relation, fodelsear=year, personidentitet=them)


def day(given: str) -> date | None:
    return to.day(given)


def truth(given: str) -> bool:
    if given not in {"true", "false"}:
        raise Unreadable
    return given == "true"


def _text(given: Any) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise Unreadable
    return given
