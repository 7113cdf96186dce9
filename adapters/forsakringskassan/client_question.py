"""A client's own LEFI question, as it came (`lefiJsonFraga`), read as LEFI reads it. Pure.

What its types do not allow, no group at all, and more than two years are refused, as LEFI does (400). A field
that the types do not have asks for nothing that is known, and is passed by: whether LEFI refuses it is not
published, and what was never asked costs nobody anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from adapters.forsakringskassan.groups import CARRIES, KINDS, UNCARRIED, Wanted, wanted_of
from hub.adapter import Days, TenDigits
from hub.own_format import WrongQuestion
from messages.values import Personidentitet

REFUSED = "LEFI_400"
LONGEST_YEARS = 2

_KNOWN = wanted_of(frozenset(CARRIES)) | UNCARRIED
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that LEFI would answer."""

    person: Personidentitet | TenDigits = field(repr=False)
    period: Days
    codes: frozenset[Wanted]
    fields_unknown: bool
    """Whether it has fields that the types do not have."""


def read(content: bytes) -> Question:
    """Raises WrongQuestion (LEFI_400)."""
    try:
        given = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("är inte läsbar JSON")
    if not isinstance(given, dict):
        _refuse("är inte ett objekt")
    codes = frozenset(each for kind in KINDS for each in _codes(kind, given.get(kind)))
    if not codes:
        _refuse("begär ingen grupp av uppgifter; ange minst en")
    unknown = not given.keys() <= {"personnummer", "period", *KINDS}
    return Question(_person(given.get("personnummer")), _period(given.get("period")), codes, unknown)


def _refuse(what: str) -> NoReturn:
    raise WrongQuestion(REFUSED, f"Frågan till LEFI (lefiJsonFraga) {what}.") from None


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice: which of them is meant cannot be known")
    return made


def _no_number(_name: str) -> NoReturn:
    raise ValueError("JSON has no such number")


def _codes(kind: str, given: Any) -> frozenset[Wanted]:
    if given is None:
        return frozenset()
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        _refuse(f"har något annat än en lista av koder i {kind}")
    codes = frozenset(Wanted(kind, code) for code in given)
    if not codes <= _KNOWN:
        _refuse(f"har en kod i {kind} som inte finns där")
    return codes


def _person(given: Any) -> Personidentitet | TenDigits:
    try:
        if isinstance(given, str):
            return TenDigits(given) if len(given) == 10 else Personidentitet(given)
    except ValueError:
        pass  # told without what stood there
    _refuse("har ett personnummer som inte kan läsas; det skrivs med tio eller tolv siffror")


def _period(given: Any) -> Days:
    if not isinstance(given, dict):
        _refuse("saknar period")
    first, last = _day(given.get("from")), _day(given.get("tom"))
    if first > last:
        _refuse("har en period som slutar innan den börjar")
    if (last.year - LONGEST_YEARS, last.month, last.day) > (first.year, first.month, first.day):
        _refuse("har en period som är längre än två år")
    return Days(first, last)


def _day(given: Any) -> date:
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass  # told without what stood there
    _refuse("har en period utan två läsbara dagar (from, tom)")
