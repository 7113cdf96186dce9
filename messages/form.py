"""How dates, times and numbers are spelt on the wire, and the check that a message spells them so.

pydantic reads more spellings than the schemas allow (a date as seconds since 1970, a number with an
exponent); two systems that accept different spellings disagree sooner or later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from messages.base import M, Meddelande, Sektion, read_strictly
from messages.shape import Kind, Sections, Value, shape_of
from messages.unreadable import Fault, Unreadable, faults_of, pointer

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
DECIMAL = r"-?[0-9]{1,18}(\.[0-9]{1,6})?"

_SPELLING: Mapping[Kind, tuple[re.Pattern[str], str]] = {
    Kind.DATE: (re.compile(DATE), "Datum skrivs ÅÅÅÅ-MM-DD."),
    Kind.MOMENT: (re.compile(MOMENT), "Tid skrivs med datum, klockslag och tidszon: 2026-11-21T09:00:00Z."),
    Kind.DECIMAL: (re.compile(DECIMAL), "Tal skrivs som text med punkt före decimalerna: 3968.00."),
}
_NULL = "Värdet null används inte. Utelämna fältet när uppgiften saknas."

Place = tuple[str | int, ...]
Catalogue = Mapping[str, type[Sektion]]


def build(model: type[M], raw: str | bytes, tree: Any, catalogue: Catalogue, known: list[Fault]) -> M:
    """The message that `raw` (JSON, and `tree` when parsed) holds.

    Raises Unreadable with the faults already `known`, those of spelling, and those of pydantic, one for
    each place.
    """
    faults = list(known)
    _check(model, tree, (), catalogue, faults)
    try:
        message = read_strictly(model, raw, catalogue)
    except ValidationError as error:
        seen = {fault.plats for fault in faults}
        faults += [fault for fault in faults_of(error) if fault.plats not in seen]
    else:
        if not faults:
            return message
    raise Unreadable(faults) from None


def _check(value: Value, tree: Any, place: Place, catalogue: Catalogue, faults: list[Fault]) -> None:
    if isinstance(value, Kind):
        spelling = _SPELLING.get(value)
        if spelling is None:
            return
        wrong = not spelling[0].fullmatch(tree) if isinstance(tree, str) else value is Kind.DECIMAL
        if wrong:
            faults.append(Fault(pointer(place), spelling[1]))
    elif isinstance(tree, dict):
        if value is Sections.BY_NAME:
            for name, content in tree.items():
                if name in catalogue:
                    _check(catalogue[name], content, (*place, name), catalogue, faults)
        elif isinstance(value, type):
            _check_members(value, tree, place, catalogue, faults)


def _check_members(
    model: type[Meddelande], tree: dict[str, Any], place: Place, catalogue: Catalogue, faults: list[Fault]
) -> None:
    shape = shape_of(model)
    for member in shape.members:
        if member.name not in tree:
            continue
        content, here = tree[member.name], (*place, member.name)
        if content is None:
            if not shape.grows:
                faults.append(Fault(pointer(here), _NULL))
        elif not member.many:
            _check(member.value, content, here, catalogue, faults)
        elif isinstance(content, list):
            for index, item in enumerate(content):
                _check(member.value, item, (*here, index), catalogue, faults)
