"""What Skatteverket sends and no row of the table describes.

The answer to version 11's question for monthly employer returns is not published. Until it is, they are
handed on value by value, as they came, where the agreement carries them. Everything else that is not
described is told: where it stood and what it looks like, never the value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from lxml import etree

from adapters.skatteverket.codes import KIND
from hub.elements import CompiledTable, Deviations, Odd
from hub.elements.convert import text as readable
from hub.elements.deviations import UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT, shown
from hub.elements.step import Kind, Step
from messages.values import holds_personal_number
from messages.wire.xml import parse

MOST, LONGEST = 5_000, 1_000
"""Values of one answer, and characters of one value."""

UNREAD = "EJ_TOLKAT"
HIDDEN = "(kan vara ett personnummer och återges inte)"

_NUMBERED = re.compile(r"\[[0-9]+\]")
_SHORTEST_NUMBER = 10
_MONTH = re.compile(r"(19|20)[0-9]{2}-?(0[1-9]|1[0-2])", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}([.,][0-9]{1,6})?", re.ASCII)
_DAY = re.compile(r"((?:19|20)[0-9]{6}|[0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_FOREIGN = ("{http://www.w3.org/2001/XMLSchema-instance}", "{http://www.w3.org/XML/1998/namespace}")


@dataclass(slots=True)
class Undescribed:
    """`returns`: place and value of each. `elements`: the places of everything else that says anything."""

    told: bool
    """Whether the returns are handed out; else only that they came."""
    returns: list[tuple[str, str]] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    deviations: Deviations = field(default_factory=Deviations)
    count: int = 0


def undescribed(content: bytes, table: CompiledTable, *, told: bool) -> Undescribed:
    """All of an answer that the table's reading left out. It is well-formed: it has been read once.

    Of returns that are not to be `told` the values are not looked at.
    """
    found = Undescribed(told)
    _within(parse(content), table.root, found)
    if found.count > MOST:
        text = f"Svaret har fler än {MOST} värden som navet inte kan tolka. Resten är inte uppräknade."
        found.deviations.note("FLER_OTOLKADE", "/", text)
    return found


def _within(element: etree._Element, step: Step, found: Undescribed) -> None:
    """An element that the table describes, and all below it."""
    for name, value in element.items():
        if name not in step.attributes and not name.startswith(_FOREIGN):
            _tell(f"{step.path}/@{_name(name)}".lstrip("/"), value, UNKNOWN_ATTRIBUTE, found)
    for child, name, number in _numbered(element):
        inner = step.names.get(name)
        if inner is not None and inner.kind == Kind.OPAQUE:
            for path, value in _values(child, f"{name}{number}", numbered=True):
                _keep(path, step.path, value, found)
            continue
        if inner is not None:
            _within(child, inner, found)
            continue
        for path, value in _values(child, f"{step.path}/{name}".lstrip("/"), numbered=False):
            if value:
                found.elements.add(path)
            _tell(path, value, UNKNOWN_ELEMENT, found)


def _values(element: etree._Element, path: str, *, numbered: bool) -> Iterator[tuple[str, str]]:
    """Every attribute and text with its place; what holds neither, and nothing below it, is an empty one.

    The wire's own limit of depth holds here too.
    """
    for name, value in element.items():
        if not name.startswith(_FOREIGN):
            yield f"{path}/@{_name(name)}", value.strip()
    said = (element.text or "").strip()
    if len(element):
        tails = ((child.tail or "").strip() for child in element)
        said = " ".join(text for text in (said, *tails) if text)
    if said or not len(element):
        yield path, said
    for child, name, number in _numbered(element):
        yield from _values(child, f"{path}/{name}{number if numbered else ''}", numbered=numbered)


def _numbered(element: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Each child with its name, and its place among those of the same name where there are several: `[2]`."""
    if not len(element):
        return
    names = [_name(str(child.tag)) for child in element]
    if len(set(names)) == len(names):
        yield from ((child, name, "") for child, name in zip(element, names, strict=True))
        return
    times, place = Counter(names), Counter[str]()
    for child, name in zip(element, names, strict=True):
        place[name] += 1
        yield child, name, f"[{place[name]}]" if times[name] > 1 else ""


@lru_cache(maxsize=256)
def _name(tag: str) -> str:
    return shown(tag.rpartition("}")[2])


def _keep(path: str, above: str, value: str, found: Undescribed) -> None:
    found.count += 1
    if found.count > MOST:
        return
    if not found.told:
        found.returns = found.returns or [("", "")]
        return
    kind = kind_of(value)
    found.returns.append((path[-LONGEST:], HIDDEN if kind == "PERSONNUMMER" else _carried(value)))
    group = "Det återges bara där avtalet bär beskattning.individuppgifter"
    found.deviations.note(UNREAD, f"{above}/{_NUMBERED.sub('', path)}", _sentence(kind, group))


def _tell(place: str, value: str, code: str, found: Undescribed) -> None:
    found.count += 1
    if found.count <= MOST:
        found.deviations.note(code, place, _sentence(kind_of(value.strip()), "Innehållet återges inte"))


@lru_cache(maxsize=64)
def _sentence(kind: str, what_then: str) -> str:
    looks = KIND.texts[kind].lower()
    return f"Källan har skickat ett värde som navet inte kan tolka (slag: {looks}). {what_then}."


def _carried(given: str) -> str:
    try:
        plain = readable(given[:LONGEST])
    except Odd as odd:
        plain = odd.value
    return plain or ""


def kind_of(given: str) -> str:
    """What a text looks like, by the code list beskattning-slag."""
    if not given:
        return "TOM"
    if len(given) >= _SHORTEST_NUMBER and holds_personal_number(given):
        return "PERSONNUMMER"
    if given.lower() in {"true", "false", "ja", "nej"}:
        return "JA_NEJ"
    return _kind_of_number(given) if given[0].isdigit() or given[0] in "+-" else "TEXT"


def _kind_of_number(given: str) -> str:
    if _MONTH.fullmatch(given):
        return "MANAD"
    day = _DAY.fullmatch(given)
    if day is not None:
        try:
            date.fromisoformat(day[1])
        except ValueError:
            return "TAL" if given.isdigit() else "TEXT"
        return "DATUM"
    return "TAL" if _NUMBER.fullmatch(given) else "TEXT"
