"""The simple types of a message's XML Schema, from the facets in its JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from pydantic import TypeAdapter

from messages import values
from messages.shape import Kind

_XS: Final = "http://www.w3.org/2001/XMLSchema"
_BASES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "string",
    Kind.PERSON: "string",
    Kind.CODE: "string",
    Kind.BOOL: "boolean",
    Kind.INT: "integer",
    Kind.DATE: "date",
    Kind.MOMENT: "dateTime",
    Kind.DECIMAL: "decimal",
}
_LENGTHS: Final = (("minLength", "minLength"), ("maxLength", "maxLength"))
_LIMITS: Final = (
    ("minimum", "minInclusive"),
    ("exclusiveMinimum", "minExclusive"),
    ("maximum", "maxInclusive"),
    ("exclusiveMaximum", "maxExclusive"),
)
# xs:boolean also takes 0 and 1, xs:integer a plus sign; the wire does not.
_NARROWED: Final[Mapping[Kind, str]] = {Kind.BOOL: "true|false", Kind.INT: "-?[0-9]{1,100}"}
# What a JSON Schema pattern may say that an XSD pattern says otherwise or not at all.
_FOREIGN: Final = re.compile(r"\(\?|\\[bBAZxu]|(?<!\[)\^|(?<!\\)\$")
_NAMED: Final = (
    "Text",
    "Identifier",
    "Code",
    "Uuid",
    "Organisationsnummer",
    "Namnd",
    "Moment",
    "Tal",
    "Personidentitet",
    "PersonidentitetSkriven",
)


class Scalars:
    """Gives elements their simple types. `used` holds the named ones that were needed, by name."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._names = {_key(facets): name for name, facets in _values_by_name()}
        self.used: dict[str, etree._Element] = {}

    def give(self, element: etree._Element, kind: Kind, facets: dict[str, Any]) -> None:
        """Sets the element's type by name where the value has one, else writes it inside the element.

        Raises TypeError for a text that may hold what XML cannot carry.
        """
        reference = facets.get("$ref")
        if reference is not None:
            name: str | None = str(reference).rsplit("/", 1)[-1]
            facets = self._definitions[str(name)]
        elif kind in (Kind.BOOL, Kind.DATE):
            name = {Kind.BOOL: "Flagga", Kind.DATE: "Datum"}[kind]
        else:
            name = self._names.get(_key(facets))
        if kind is Kind.TEXT and not {"pattern", "const", "enum"} & facets.keys():
            raise TypeError(
                f"{element.get('name')}: a plain str may hold what XML cannot carry; use values.Text"
            )
        if name is None:
            element.append(_restriction(kind, facets))
            return
        element.set("type", name)
        if name not in self.used:
            self.used[name] = _restriction(kind, facets)
            self.used[name].set("name", name)


def _values_by_name() -> list[tuple[str, dict[str, Any]]]:
    return [(name, TypeAdapter(getattr(values, name)).json_schema(mode="validation")) for name in _NAMED]


def _key(facets: Mapping[str, Any]) -> str:
    """The same for the same restriction, whatever is said in words about it."""
    bare = {name: facet for name, facet in facets.items() if name not in ("title", "description", "default")}
    if bare.get("format") == "date-time":
        bare.pop("pattern", None)
    return json.dumps(bare, sort_keys=True)


def _restriction(kind: Kind, facets: Mapping[str, Any]) -> etree._Element:
    made = etree.Element(f"{{{_XS}}}simpleType", {}, {"xs": _XS})
    if facets.get("description"):
        note = etree.SubElement(etree.SubElement(made, f"{{{_XS}}}annotation"), f"{{{_XS}}}documentation")
        note.text = " ".join(str(facets["description"]).split())
    inner = etree.SubElement(made, f"{{{_XS}}}restriction", {"base": f"xs:{_BASES[kind]}"})

    def facet(name: str, value: object) -> None:
        etree.SubElement(inner, f"{{{_XS}}}{name}", {"value": str(value)})

    for code in facets.get("enum", ()):
        facet("enumeration", code)
    pattern = _pattern(str(facets["pattern"])) if "pattern" in facets else _NARROWED.get(kind)
    if pattern is not None:
        facet("pattern", pattern)
    for ours, theirs in _LENGTHS if kind is Kind.TEXT else _LIMITS:
        if ours in facets:
            facet(theirs, facets[ours])
    return made


def _pattern(pattern: str) -> str | None:
    """The pattern as XSD writes it: always anchored. None where XML itself already says as much.

    Raises TypeError for a pattern that XSD has no way to write.
    """
    if pattern == values.TEXT_PATTERN:
        return None
    bare = pattern.removeprefix("^").removesuffix("$")
    if not (pattern.startswith("^") and pattern.endswith("$")) or _FOREIGN.search(bare):
        raise TypeError(f"the pattern {pattern} cannot be written in XSD: anchor it, and use plain classes")
    return bare
