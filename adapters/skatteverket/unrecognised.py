"""What Skatteverket sends and no row of the table reads: kept value by value, and told without the values.

The answer to version 11's question for monthly employer returns is not published. Until it is, whatever comes
is kept as it came: where it stood and what it looks like. An agreement decides whether the values go further.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

from adapters.skatteverket import codes
from hub.elements import CompiledTable, Deviations, Odd, Unreadable
from hub.elements.convert import text as readable
from hub.elements.deviations import UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT, shown
from hub.elements.step import Kind, Step
from messages.values import holds_personal_number
from messages.wire.xml import parse

MOST, LONGEST = 5_000, 1_000
"""Values kept of one answer, and characters of one value."""

_RETURN = re.compile("individuppgift", re.IGNORECASE)
_MONTH = re.compile(r"(19|20)[0-9]{2}-?(0[1-9]|1[0-2])", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}([.,][0-9]{1,6})?", re.ASCII)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_FOREIGN = ("{http://www.w3.org/2001/XMLSchema-instance}", "{http://www.w3.org/XML/1998/namespace}")


@dataclass(slots=True)
class Kept:
    """`returns` stood in elements named as monthly employer returns, `others` anywhere else."""

    returns: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    deviations: Deviations = field(default_factory=Deviations)

    @property
    def full(self) -> bool:
        return len(self.returns) + len(self.others) >= MOST


def keep(content: bytes, table: CompiledTable) -> Kept:
    """All values of an answer that the table's reading left out. It is well-formed: it has been read once."""
    kept = Kept()
    _known(parse(content), table.root, "", "", kept)
    if kept.full:
        text = f"Svaret har fler än {MOST} värden som navet inte kan tolka. Resten är inte återgivna."
        kept.deviations.note("FLER_OTOLKADE", "/", text)
    return kept


def _known(element: etree._Element, step: Step, path: str, plain: str, kept: Kept) -> None:
    """An element that the table knows. `path` has the places among siblings, `plain` has not."""
    for name, value in element.items():
        if name not in step.attributes and not name.startswith(_FOREIGN):
            local = f"@{shown(name.rpartition('}')[2])}"
            _put(value, _under(path, local), _under(plain, local), UNKNOWN_ATTRIBUTE, kept)
    met: set[str] = set()
    for child, here, bare in _children(element, path, plain):
        inner = step.names.get(bare.rpartition("/")[2])
        if inner is None:
            _unknown(child, here, bare, kept)
        elif inner.kind in (Kind.PLAIN, Kind.VALUE):
            if inner.path in met or not _reads(inner, child.text or ""):
                _put(child.text or "", here, bare, None, kept)
            met.add(inner.path)
            for below, deeper, named in _children(child, here, bare):
                _unknown(below, deeper, named, kept)
        else:
            _known(child, inner, here, bare, kept)


def _children(element: etree._Element, path: str, plain: str) -> list[tuple[etree._Element, str, str]]:
    """Each child with its path, numbered where its name stands several times, and its path without."""
    names = [shown(str(child.tag).rpartition("}")[2]) for child in element]
    times, place = Counter(names), Counter[str]()
    found = []
    for child, name in zip(element, names, strict=True):
        place[name] += 1
        numbered = f"{name}[{place[name]}]" if times[name] > 1 else name
        found.append((child, _under(path, numbered), _under(plain, name)))
    return found


def _under(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _unknown(element: etree._Element, path: str, plain: str, kept: Kept) -> None:
    """All below an element that the table lacks. The wire's own limit of depth holds here too."""
    if kept.full:
        return
    for name, value in element.items():
        if not name.startswith(_FOREIGN):
            local = f"@{shown(name.rpartition('}')[2])}"
            _put(value, _under(path, local), _under(plain, local), UNKNOWN_ELEMENT, kept)
    texts = [element.text or "", *(child.tail or "" for child in element)]
    said = " ".join(text.strip() for text in texts if text.strip())
    if said or not len(element):
        _put(said, path, plain, UNKNOWN_ELEMENT, kept)
    for child, here, bare in _children(element, path, plain):
        _unknown(child, here, bare, kept)


def _reads(step: Step, given: str) -> bool:
    try:
        for target in step.targets:
            target.convert(given)
    except Unreadable:
        return False
    except Odd:
        return True
    return True


def _put(given: str, path: str, plain: str, code: str | None, kept: Kept) -> None:
    """One value to its list; `code` names it anew, None where the reading has told of it already."""
    if kept.full:
        return
    is_return = _RETURN.search(plain) is not None
    kind = kind_of(given.strip())
    value: dict[str, Any] = {"plats": path[-LONGEST:], "slag": codes.KIND.read(kind)}
    if kind not in ("TOM", "PERSONNUMMER"):
        value["varde"] = _carried(given)
    (kept.returns if is_return else kept.others).append(value)
    if code is not None:
        group = "individuppgifter" if is_return else "otolkade"
        looks = codes.KIND.texts[kind].lower()
        text = (
            f"Källan har skickat ett värde som navet inte kan tolka (slag: {looks}). "
            f"Det återges bara där avtalet bär beskattning.{group}."
        )
        kept.deviations.note(code, plain, text)


def _carried(given: str) -> str | None:
    try:
        plain = readable(given)
    except Odd as odd:
        plain = odd.value
    return None if plain is None else plain[:LONGEST]


def kind_of(given: str) -> str:
    """What a text looks like, by the code list beskattning-slag."""
    if not given:
        return "TOM"
    if holds_personal_number(given):
        return "PERSONNUMMER"
    if given.lower() in {"true", "false", "ja", "nej"}:
        return "JA_NEJ"
    if _MONTH.fullmatch(given):
        return "MANAD"
    if _is_day(given):
        return "DATUM"
    return "TAL" if _NUMBER.fullmatch(given) else "TEXT"


def _is_day(given: str) -> bool:
    found = _DAY.fullmatch(given)
    text = found[1] if found else given if re.fullmatch(r"(19|20)[0-9]{6}", given, re.ASCII) else ""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
