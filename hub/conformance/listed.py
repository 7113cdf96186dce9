"""The values that a format's schema lists, and whether the row that carries them knows a text for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xmlschema
from xmlschema.validators import XsdAttribute, XsdElement, XsdType

from hub.elements import CodeList, CompiledTable, Odd, Row, Unreadable
from hub.elements.coverage import carried, covering, json_paths
from hub.elements.step import Step

CODE_KEYS = ("id", "kod")
"""Where a small object that is a code with its text holds the code."""
_DEEPEST = 3
"""Converters within converters."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Values that are listed at one path, of which the row there carries what came."""

    path: str
    values: tuple[str, ...]
    codes: CodeList | None
    """The list that the row reads by."""
    plain: tuple[str, ...] = ()
    """Those that the row carries as they stand, as text."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those that the list does not know."""
        return (
            () if self.codes is None else tuple(each for each in self.values if not _known(self.codes, each))
        )


def listed_of(table: CompiledTable, schema: Path) -> Iterator[Listed]:
    """Every path with listed values whose row reads them by a code list, or carries them."""
    values = json_paths(schema) if table.is_json else listed_values(str(schema), table.root_name)
    for path, each in values.items():
        step = covering(table, path) if each else None
        codes = list_of(step.row) if step is not None else None
        if step is None or (codes is None and not carried(table, path)):
            continue
        if step.path == path:
            yield Listed(path, each, codes, () if codes else tuple(v for v in each if _as_it_stands(step, v)))
        elif path.rpartition("/")[2] in CODE_KEYS:
            yield Listed(path, each, codes, () if codes else each)


def list_of(row: Row) -> CodeList | None:
    """The code list that a row reads by: its converter is the list's own `read`, or has the list with it."""
    found = (_list_with(convert, 0) for convert in (row.convert, *(also.convert for also in row.also)))
    return next((codes for codes in found if codes is not None), None)


def _list_with(convert: Any, depth: int) -> CodeList | None:
    """What a converter is bound to, names as `codes`, or was made with."""
    if isinstance(convert, CodeList):
        return convert
    if not callable(convert) or depth > _DEEPEST:
        return None
    held = (
        getattr(convert, "__self__", None),
        getattr(convert, "codes", None),
        *getattr(convert, "args", ()),
        getattr(convert, "func", None),
        *_enclosed(convert),
    )
    return next((codes for each in held if (codes := _list_with(each, depth + 1)) is not None), None)


def _enclosed(convert: Any) -> Iterator[Any]:
    for cell in getattr(convert, "__closure__", None) or ():
        with suppress(ValueError):  # of a name that has no value yet
            yield cell.cell_contents


def _known(codes: CodeList, value: str) -> bool:
    try:
        codes.read(value)
    except Odd:
        return False
    return True


def _as_it_stands(step: Step, value: str) -> bool:
    try:
        return step.targets[0].convert(value) == value if step.targets else False
    except (Odd, Unreadable):
        return False


def listed_values(schema: str, root: str) -> Mapping[str, tuple[str, ...]]:
    """The elements and attributes below `root` whose values an XML Schema lists, by path."""
    found: dict[str, tuple[str, ...]] = {}
    for name, element in xmlschema.XMLSchema(schema).elements.items():
        if name.rpartition("}")[2].rpartition(":")[2] == root:
            _listed(element, "", (), found)
    return found


def _listed(
    element: XsdElement, path: str, inside: tuple[object, ...], found: dict[str, tuple[str, ...]]
) -> None:
    for attribute in element.attributes.values():
        if isinstance(attribute, XsdAttribute) and (values := _values(attribute.type)):
            found[f"{path}@{attribute.local_name}"] = values
    content = element.type.model_group if element.type.is_complex() else None
    if content is None or element.type in inside:
        return
    for child in content.iter_elements():
        if isinstance(child, XsdElement):
            here = f"{path}{child.local_name}"
            if values := _values(child.type):
                found[here] = values
            _listed(child, f"{here}/", (*inside, element.type), found)


def _values(kind: XsdType) -> tuple[str, ...]:
    return tuple(map(str, getattr(kind, "enumeration", None) or ()))
