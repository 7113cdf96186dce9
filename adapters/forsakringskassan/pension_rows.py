"""How the rows of Pensionsmyndigheten's table are written, and the law that carries them."""

from __future__ import annotations

from adapters.forsakringskassan.pension_shapes import code
from hub.elements import AGREEMENT, CodeList, Protects, Removed, Row
from hub.elements.table import Converter, Finisher

STRUCTURE = "omslag utan eget innehåll"

# The items of 7 §, which are those of Försäkringskassan's 3 §. A refusal, what a decision was reckoned from,
# what is not paid yet, accounts and proofs of being alive are in none of them: those an agreement can carry.
ANSOKAN = "2008:975 7 §, att ansökan har gjorts"
FORMAN = "2008:975 7 §, beviljad förmån"
OMFATTNING = "2008:975 7 §, period och omfattning"
BELOPP = "2008:975 7 §, belopp som betalats ut"
BETALDAG = "2008:975 7 §, utbetalningsdag"


def wrapping(path: str, *, many: bool = False) -> Row:
    """An object that is only there to hold others, and goes with them."""
    return Row(_id(path), path, reason=STRUCTURE, removed=Removed.DROP, many=many)


def items(
    path: str,
    place: str,
    law: str = AGREEMENT,
    *,
    numbered: bool = False,
    single: bool = False,
    finish: Finisher | None = None,
) -> Row:
    """A list; `place` without its brackets. `single`: it comes as one object all the same."""
    return Row(
        _id(path),
        path,
        f"{place}[]",
        law=law,
        removed=Removed.DROP,
        numbered=numbered,
        single=single,
        finish=finish,
    )


def part(path: str, place: str) -> Row:
    """An object that is one in the section too."""
    return Row(_id(path), path, place, law=AGREEMENT, removed=Removed.DROP)


def value(
    path: str, place: str, convert: Converter, law: str = AGREEMENT, protects: Protects = Protects.NOTHING
) -> Row:
    """One value."""
    return Row(_id(path), path, place, convert, law, protects, Removed.DROP)


def coded(
    path: str, place: str, codes: CodeList, law: str = AGREEMENT, protects: Protects = Protects.NOTHING
) -> Row:
    """A code with its description; several where `place` ends in `[]`."""
    row_id, keys = _id(path), ("kod", "beskrivning")
    return Row(row_id, path, place, code(codes), law, protects, Removed.DROP, of=keys)


def _id(path: str) -> str:
    return "pm." + path.replace("/", ".").replace("<", "").replace(">", "")
