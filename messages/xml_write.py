"""A message to XML text, by the model's shape.

The text is built by hand: a tree of lxml elements is ten times as slow to make. What makes that safe is that
every text passes `_escaped`, which knows all that XML 1.0 treats specially or cannot carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from messages.base import Meddelande, Sektion
from messages.shape import Kind, Member, Sections, Value, root_of, shape_of
from messages.values import plain, with_z

Writer = Callable[[Any, list[str]], None]
"""Appends the content of an element that holds a value."""

# > only matters after ]], and a carriage return would be read back as a line feed.
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def text_of(message: Meddelande) -> str:
    """The message as XML without declaration. Raises ValueError for a text that XML cannot carry."""
    root = root_of(type(message))
    parts = [f'<{root.name} xmlns="{root.namespace}">']
    _parts(type(message))(message, parts)
    parts.append(f"</{root.name}>")
    return "".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_reference, text) if _SPECIAL.search(text) else text


def _reference(match: re.Match[str]) -> str:
    reference = _REFERENCES.get(match[0])
    if reference is None:
        raise ValueError(f"XML 1.0 cannot carry U+{ord(match[0]):04X}; the field should be a Text")
    return reference


_TEXTS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _escaped,
    Kind.PERSON: lambda it: it.value,
    Kind.CODE: lambda it: _escaped(it.value),
    Kind.BOOL: lambda it: "true" if it else "false",
    Kind.INT: str,
    Kind.DATE: lambda it: it.isoformat(),
    Kind.MOMENT: with_z,
    Kind.DECIMAL: plain,
}


@cache
def _parts(model: type[Meddelande]) -> Writer:
    steps = tuple(
        (member.attribute, f"<{member.name}>", f"</{member.name}>", *_member(member))
        for member in shape_of(model).members
    )

    def write(message: Any, parts: list[str]) -> None:
        for attribute, start, end, scalar, writer in steps:
            value = getattr(message, attribute)
            if value is None:
                continue
            if scalar is not None:
                parts.append(f"{start}{scalar(value)}{end}")
                continue
            parts.append(start)
            writer(value, parts)
            parts.append(end)

    return write


def _member(member: Member) -> tuple[Callable[[Any], str] | None, Writer]:
    """How one field is written: as a text where it holds one, else by a writer."""
    scalar = _TEXTS[member.value] if isinstance(member.value, Kind) else None
    if member.many:
        return None, _items(member.item, scalar, _structure(member.value))
    return scalar, _structure(member.value)


def _items(name: str, scalar: Callable[[Any], str] | None, one: Writer) -> Writer:
    start, end = f"<{name}>", f"</{name}>"

    def write(values: Any, parts: list[str]) -> None:
        for value in values:
            parts.append(start)
            if scalar is None:
                one(value, parts)
            else:
                parts.append(scalar(value))
            parts.append(end)

    return write


def _structure(value: Value) -> Writer:
    if isinstance(value, Sections):
        return _sections
    return _no_structure if isinstance(value, Kind) else _parts(value)


def _no_structure(_value: Any, _parts: list[str]) -> None:
    raise AssertionError("a scalar is written as its text")


def _sections(sections: Mapping[str, Sektion], parts: list[str]) -> None:
    for section in sections.values():
        parts.append(f'<{section.namn} xmlns="{section.namnrymd}">')
        _parts(type(section))(section, parts)
        parts.append(f"</{section.namn}>")
