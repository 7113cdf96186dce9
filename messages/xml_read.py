"""An XML tree to the JSON form of the same message, by the model's shape. Order is significant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from messages.base import Meddelande
from messages.form import SPELLING, Catalogue, Place
from messages.shape import Kind, Member, Sections, Value, root_of, shape_of
from messages.unreadable import MOST_FAULTS, Fault, Unreadable, pointer, shown

_SCHEMA_HINTS = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation")
)
_INTEGER = re.compile(r"-?[0-9]{1,100}")
_BLANK = " \t\r\n"
# Asked once of the whole tree, since asking every element costs more than reading it.
_ATTRIBUTES = etree.XPath("boolean(//@*)")
_STRAY_TEXT = etree.XPath("boolean(//*[*]/text()[normalize-space()])")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: the catalogue, the faults found so far, and what there is at all to look closer at.

    `attributes`: somewhere there is one. `stray_text`: somewhere there is text beside elements.
    """

    catalogue: Catalogue
    faults: list[Fault]
    attributes: bool
    stray_text: bool

    def fault(self, place: Place, text: str) -> None:
        self.faults.append(Fault(pointer(place), text))
        if len(self.faults) > 2 * MOST_FAULTS:
            raise Unreadable(self.faults)


Reader = Callable[[etree._Element, Place, Reading], Any]


def tree_of(model: type[Meddelande], root: etree._Element, catalogue: Catalogue) -> tuple[Any, list[Fault]]:
    """The JSON form of the message under `root`, and what was wrong with the XML."""
    reading = Reading(catalogue, [], bool(_ATTRIBUTES(root)), bool(_STRAY_TEXT(root)))
    expected = root_of(model)
    if root.tag != f"{{{expected.namespace}}}{expected.name}":
        reading.fault((), f"Rotelementet ska vara {expected.name} i namnrymden {expected.namespace}.")
        return {}, reading.faults
    return _reader(model, expected.namespace)(root, (), reading), reading.faults


@cache
def _reader(value: Value, namespace: str) -> Reader:
    if isinstance(value, Sections):
        return _sections
    if not isinstance(value, Kind):
        return _parts(value, namespace)
    if value in SPELLING:
        return _spelt(_text if value is Kind.PERSON else _collapsed, *SPELLING[value])
    return {Kind.INT: _integer, Kind.BOOL: _boolean}.get(value, _text)


def _parts(model: type[Meddelande], namespace: str) -> Reader:
    shape = shape_of(model)
    steps = {
        f"{{{namespace}}}{member.name}": (order, member.name, _member(member, namespace))
        for order, member in enumerate(shape.members)
    }
    own = f"{{{namespace}}}"

    def read(element: etree._Element, place: Place, reading: Reading) -> dict[str, Any]:
        found: dict[str, Any] = {}
        next_in_order = 0
        _only_elements(element, place, reading)
        for child in element:
            tag = str(child.tag)
            step = steps.get(tag)
            if step is None:
                if shape.grows and tag.startswith("{") and not tag.startswith(own):
                    next_in_order = len(steps)  # the growth of a later minor version stands last
                else:
                    _unknown(tag, place, reading, steps)
                continue
            order, name, reader = step
            here = (*place, name)
            if order < next_in_order:
                reading.fault(here, _REPEATED if name in found else _OUT_OF_ORDER)
            else:
                next_in_order = order + 1
            found[name] = reader(child, here, reading)
        return found

    return read


_REPEATED = "Elementet står två gånger. Låt det stå en gång."
_OUT_OF_ORDER = "Elementet står för sent. Elementen skrivs i den ordning schemat anger."


def _unknown(tag: str, place: Place, reading: Reading, known: Mapping[str, Any]) -> None:
    name = etree.QName(tag).localname
    namesake = next((other for other in known if etree.QName(other).localname == name), None)
    if namesake is None:
        text = "Elementet finns inte i meddelandet. Ta bort det, eller rätta stavningen."
    else:
        text = f"Elementet står i fel namnrymd. Det ska stå i {etree.QName(namesake).namespace}."
    reading.fault((*place, name), text)


def _member(member: Member, namespace: str) -> Reader:
    one = _reader(member.value, namespace)
    if not member.many:
        return one
    item = f"{{{namespace}}}{member.item}"

    def read(element: etree._Element, place: Place, reading: Reading) -> list[Any]:
        _only_elements(element, place, reading)
        found = []
        for index, child in enumerate(element):
            if child.tag == item:
                found.append(one(child, (*place, index), reading))
            else:
                reading.fault((*place, index), f"Här står elementet {member.item} och inget annat.")
        return found

    return read


def _sections(element: etree._Element, place: Place, reading: Reading) -> dict[str, Any]:
    _only_elements(element, place, reading)
    found: dict[str, Any] = {}
    for child in element:
        tag = etree.QName(child)
        model = reading.catalogue.get(tag.localname)
        here = (*place, tag.localname)
        if model is None:
            reading.fault(here, "Sektionen är okänd här. Navets källor och sektioner finns under kallor.")
        elif tag.namespace != model.namnrymd:
            reading.fault(here, f"Sektionen står i fel namnrymd. Den ska stå i {model.namnrymd}.")
        elif tag.localname in found:
            reading.fault(here, _REPEATED)
        else:
            found[tag.localname] = _reader(model, model.namnrymd)(child, here, reading)
    return found


def _only_elements(element: etree._Element, place: Place, reading: Reading) -> None:
    if reading.attributes:
        _no_attributes(element, place, reading)
    if len(element) and not reading.stray_text:
        return
    if (element.text and element.text.strip(_BLANK)) or any(
        child.tail and child.tail.strip(_BLANK) for child in element
    ):
        reading.fault(place, "Här står bara element, ingen text mellan dem.")


def _no_attributes(element: etree._Element, place: Place, reading: Reading) -> None:
    for name in element.keys():  # noqa: SIM118  (an element is not a mapping: it iterates over its children)
        if name not in _SCHEMA_HINTS:
            local = shown(etree.QName(name).localname)
            reading.fault(place, f"Attributet {local} används inte här. Ta bort det.")


def _text(element: etree._Element, place: Place, reading: Reading) -> str:
    if reading.attributes:
        _no_attributes(element, place, reading)
    if len(element):
        reading.fault(place, "Här står ett värde, inga element.")
    return element.text or ""


def _collapsed(element: etree._Element, place: Place, reading: Reading) -> str:
    return _text(element, place, reading).strip(_BLANK)


def _spelt(plain: Reader, pattern: re.Pattern[str], sentence: str) -> Reader:
    def read(element: etree._Element, place: Place, reading: Reading) -> str:
        text = str(plain(element, place, reading))
        if not pattern.fullmatch(text):
            reading.fault(place, sentence)
        return text

    return read


def _integer(element: etree._Element, place: Place, reading: Reading) -> int | str:
    text = _collapsed(element, place, reading)
    return int(text) if _INTEGER.fullmatch(text) else text


def _boolean(element: etree._Element, place: Place, reading: Reading) -> bool | str:
    text = _collapsed(element, place, reading)
    return {"true": True, "false": False}.get(text, text)
