"""How the rows of Försäkringskassan's table are written."""

from __future__ import annotations

from adapters.forsakringskassan import case_relatives as relatives
from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.law import OTHERS, STRUCTURE
from hub.elements import AGREEMENT, CodeList, Protects, Removed, Row
from hub.elements import convert as to
from hub.elements.table import Converter

NOTHING, WHEREABOUTS = Protects.NOTHING, Protects.WHEREABOUTS
DROP = Removed.DROP


def wrapping(path: str, reason: str = STRUCTURE) -> Row:
    """An object that is only there to hold others."""
    return Row(_id(path), path, reason=reason)


def items(
    path: str,
    place: str,
    law: str = AGREEMENT,
    *,
    protects: Protects = NOTHING,
    numbered: bool = False,
    single: bool = False,
    mark: str | None = None,
) -> Row:
    """A list of objects, or a `single` one that stands in a list of ours; `place` without its brackets."""
    row_id, listed = _id(path), f"{place}[]"
    return Row(row_id, path, listed, None, law, protects, DROP, numbered=numbered, single=single, mark=mark)


def part(path: str, place: str, law: str = AGREEMENT, *, protects: Protects = NOTHING) -> Row:
    """An object that is one in the section too."""
    return Row(_id(path), path, place, law=law, protects=protects, removed=DROP)


def value(
    path: str, place: str, convert: Converter, law: str = AGREEMENT, *, protects: Protects = NOTHING
) -> Row:
    """One value, or a list of values where `place` ends in `[]`."""
    return Row(_id(path), path, place, convert, law, protects, DROP)


def coded(
    path: str, place: str, listed: CodeList, law: str = AGREEMENT, *, protects: Protects = NOTHING
) -> Row:
    """A code with its description."""
    return Row(_id(path), path, place, shapes.code(listed), law, protects, DROP, of=shapes.CODE)


def land(path: str, place: str, *, protects: Protects = NOTHING) -> Row:
    """A country, which has a name where other codes have a description."""
    convert = shapes.code(codes.COUNTRY, shapes.LAND)
    return Row(_id(path), path, place, convert, AGREEMENT, protects, DROP, of=shapes.LAND)


def amount(path: str, place: str, law: str = AGREEMENT) -> Row:
    """SEK."""
    return Row(_id(path), path, place, shapes.amount, law, removed=DROP, of=shapes.AMOUNT)


def share(path: str, place: str, law: str = AGREEMENT, *, protects: Protects = NOTHING) -> Row:
    return Row(_id(path), path, place, shapes.share, law, protects, DROP, of=shapes.SHARE)


def period(path: str, place: str, law: str = AGREEMENT) -> Row:
    return Row(_id(path), path, place, shapes.period, law, removed=DROP, of=shapes.TIME)


def relative(path: str, place: str, relation: str) -> Row:
    """Somebody else; `relation` is a code of socialforsakring-relation."""
    return Row(
        _id(path),
        path,
        place,
        relatives.relative(relation),
        AGREEMENT,
        Protects.RELATIVE,
        DROP,
        OTHERS,
        of=relatives.PERSON,
        beside=relatives.BESIDE,
        stays=("skyddad",),
    )


def address(path: str, place: str) -> tuple[Row, ...]:
    """What stands in an address; all of it tells where somebody is."""
    return (
        coded(f"{path}/roller", f"{place}.roller[]", codes.ADDRESS_ROLE, protects=WHEREABOUTS),
        *(
            value(f"{path}/{theirs}", f"{place}.{ours}", to.text, protects=WHEREABOUTS)
            for theirs, ours in (
                ("utdelningadress", "utdelningsadress[]"),
                ("postnummer", "postnummer"),
                ("postort", "postort"),
            )
        ),
        land(f"{path}/land", f"{place}.land", protects=WHEREABOUTS),
    )


def _id(path: str) -> str:
    return "fk." + path.removeprefix("formansinformation/").replace("/", ".").replace("<", "").replace(
        ">", ""
    )
