"""A message to an XML tree, by the model's shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from lxml import etree

from messages.base import Meddelande, Sektion
from messages.shape import Kind, Member, Sections, Value, root_of, shape_of
from messages.values import plain, with_z

Writer = Callable[[etree._Element, Any], None]
"""Fills an element with a value."""

_TEXTS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.PERSON: lambda it: it.value,
    Kind.CODE: lambda it: it.value,
    Kind.BOOL: lambda it: "true" if it else "false",
    Kind.INT: str,
    Kind.DATE: lambda it: it.isoformat(),
    Kind.MOMENT: with_z,
    Kind.DECIMAL: plain,
}


def root_element(message: Meddelande) -> etree._Element:
    """The message as a tree of its own."""
    root = root_of(type(message))
    element = etree.Element(f"{{{root.namespace}}}{root.name}", None, {None: root.namespace})
    _parts(type(message), root.namespace)(element, message)
    return element


@cache
def _parts(model: type[Meddelande], namespace: str) -> Writer:
    steps = tuple(
        (member.attribute, f"{{{namespace}}}{member.name}", _member(member, namespace))
        for member in shape_of(model).members
    )

    def write(element: etree._Element, message: Any) -> None:
        for attribute, tag, writer in steps:
            value = getattr(message, attribute)
            if value is not None:
                writer(etree.SubElement(element, tag), value)

    return write


def _member(member: Member, namespace: str) -> Writer:
    one = _value(member.value, namespace)
    if not member.many:
        return one
    tag = f"{{{namespace}}}{member.item}"

    def write(element: etree._Element, values: Any) -> None:
        for value in values:
            one(etree.SubElement(element, tag), value)

    return write


def _value(value: Value, namespace: str) -> Writer:
    if isinstance(value, Sections):
        return _sections
    if not isinstance(value, Kind):
        return _parts(value, namespace)
    text_of = _TEXTS[value]

    def write(element: etree._Element, scalar: Any) -> None:
        element.text = text_of(scalar)

    return write


def _sections(element: etree._Element, sections: Mapping[str, Sektion]) -> None:
    for section in sections.values():
        space = section.namnrymd
        child = etree.SubElement(element, f"{{{space}}}{section.namn}", None, {None: space})
        _parts(type(section), space)(child, section)
