"""How dates, times and numbers are spelt on the wire, and the check that a message spells them so.

pydantic reads more spellings than the schemas allow (a date as seconds since 1970, a number with an
exponent); two systems that accept different spellings disagree sooner or later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from messages.base import M, Meddelande, Sektion, read_strictly
from messages.shape import Kind, Member, Sections, Value, shape_of
from messages.unreadable import Fault, Unreadable, faults_of, pointer
from messages.values import PERSONIDENTITET_AS_WRITTEN

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# XML Schema knows offsets to 14 hours only.
_OFFSET = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
MOMENT = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{1,9}})?{_OFFSET}"
DECIMAL = r"-?[0-9]{1,18}(\.[0-9]{1,6})?"

SPELLING: Mapping[Kind, tuple[re.Pattern[str], str]] = {
    Kind.PERSON: (
        re.compile(PERSONIDENTITET_AS_WRITTEN),
        "En personidentitet skrivs med tio eller tolv siffror.",
    ),
    Kind.DATE: (re.compile(DATE), "Datum skrivs ÅÅÅÅ-MM-DD."),
    Kind.MOMENT: (re.compile(MOMENT), "Tid skrivs med datum, klockslag och tidszon: 2026-11-21T09:00:00Z."),
    Kind.DECIMAL: (re.compile(DECIMAL), "Tal skrivs som text med punkt före decimalerna: 3968.00."),
}
"""Per kind how it is spelt, and the sentence for one that is not."""

_NULL = "Värdet null används inte. Utelämna fältet när uppgiften saknas."

Place = tuple[str | int, ...]
Catalogue = Mapping[str, type[Sektion]]


def build(model: type[M], raw: str | bytes, catalogue: Catalogue, known: list[Fault]) -> M:
    """The message that `raw` (its JSON) holds.

    Raises Unreadable with the faults already `known` and those of pydantic, one for each place.
    """
    try:
        message = read_strictly(model, raw, catalogue)
    except ValidationError as error:
        seen = {fault.plats for fault in known}
        faults = known + [fault for fault in faults_of(error) if fault.plats not in seen]
    else:
        if not known:
            return message
        faults = known
    raise Unreadable(faults) from None


def misspelt(model: type[Meddelande], tree: Any, catalogue: Catalogue) -> list[Fault]:
    """What in a parsed JSON message is not spelt as the wire wants it: the kinds above, and nulls."""
    check = _Check(catalogue, [])
    check.value(model, tree, ())
    return check.faults


@dataclass(frozen=True, slots=True)
class _Check:
    catalogue: Catalogue
    faults: list[Fault]

    def value(self, value: Value, tree: Any, place: Place) -> None:
        if isinstance(value, Kind):
            self._scalar(value, tree, place)
        elif not isinstance(tree, dict):
            return  # pydantic tells what should have stood here
        elif isinstance(value, Sections):
            for name, content in tree.items():
                if name in self.catalogue:
                    self.value(self.catalogue[name], content, (*place, name))
        else:
            self._members(value, tree, place)

    def _scalar(self, kind: Kind, given: Any, place: Place) -> None:
        pattern, sentence = SPELLING[kind]
        if not pattern.fullmatch(given) if isinstance(given, str) else kind is Kind.DECIMAL:
            self.faults.append(Fault(pointer(place), sentence))

    def _members(self, model: type[Meddelande], tree: dict[str, Any], place: Place) -> None:
        if not shape_of(model).grows:
            self.faults.extend(Fault(pointer((*place, name)), _NULL) for name in _nulls(model, tree))
        for member in _to_check(model):
            content = tree.get(member.name)
            if content is None:
                continue
            here = (*place, member.name)
            if not member.many:
                self.value(member.value, content, here)
            elif isinstance(content, list):
                for index, item in enumerate(content):
                    self.value(member.value, item, (*here, index))


def _nulls(model: type[Meddelande], tree: dict[str, Any]) -> list[str]:
    if None not in tree.values():
        return []
    names = {member.name for member in shape_of(model).members}
    return [name for name, content in tree.items() if content is None and name in names]


@cache
def _to_check(model: type[Meddelande]) -> tuple[Member, ...]:
    """The members that hold, at some depth, anything to check."""
    return tuple(member for member in shape_of(model).members if _holds(member.value))


def _holds(value: Value) -> bool:
    if isinstance(value, Kind):
        return value in SPELLING
    return (
        isinstance(value, Sections)
        or bool(_to_check(value))
        or not shape_of(value).grows  # nulls are looked for everywhere in a question
    )
