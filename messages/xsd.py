"""XML Schema (1.0) of a message, from its model: order from the shape, facets from the JSON Schema.

An answer's types end with `xs:any ##other`: that is where later minor versions grow, in namespaces of their
own. A question's types have no such place. The sections under `uppgifter` are open.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from messages.base import Meddelande
from messages.json_schema import json_schema
from messages.shape import Kind, Member, Sections, root_of, shape_of
from messages.xsd_scalars import Scalars

_XS: Final = "http://www.w3.org/2001/XMLSchema"


def xsd(model: type[Meddelande]) -> bytes:
    """The schema of a message or a section, as it lies in its file.

    Raises TypeError for a model that XML cannot carry without loss.
    """
    return _Schema(model).written()


class _Schema:
    """One schema while it is written. Types are named as their classes are."""

    def __init__(self, model: type[Meddelande]) -> None:
        self._root = root_of(model)
        self._model = model
        facets = json_schema(model, "")
        self._facets: dict[str, Any] = {**facets.get("$defs", {}), model.__name__: facets}
        nsmap = {"xs": _XS, None: self._root.namespace}
        self._top = etree.Element(_xs("schema"), {}, nsmap)
        self._top.set("targetNamespace", self._root.namespace)
        self._top.set("elementFormDefault", "qualified")
        self._types: dict[str, type[Meddelande]] = {}
        self._scalars = Scalars(self._facets)

    def written(self) -> bytes:
        element = _add(self._top, "element", name=self._root.name)
        element.set("type", self._type(self._model))
        for name in sorted(self._scalars.used):
            self._top.append(self._scalars.used[name])
        etree.indent(self._top)
        self._top.addprevious(etree.Comment(" Generated from the model by: nyttonav schemas "))
        return etree.tostring(
            self._top.getroottree(), encoding="UTF-8", xml_declaration=True, pretty_print=True
        )

    def _type(self, model: type[Meddelande]) -> str:
        """The name of the model's complex type, which is written when first named."""
        name = model.__name__
        if self._types.setdefault(name, model) is not model:
            raise TypeError(f"two classes are called {name}; in one message each has its own name")
        if self._top.find(f"{_xs('complexType')}[@name='{name}']") is None:
            self._write(model, _add(self._top, "complexType", name=name))
        return name

    def _write(self, model: type[Meddelande], target: etree._Element) -> None:
        _document(target, model.__doc__)
        sequence = _add(target, "sequence")
        shape = shape_of(model)
        facets = self._facets[model.__name__]
        for member in shape.members:
            element = _add(sequence, "element", name=member.name)
            if member.name not in facets.get("required", ()):
                element.set("minOccurs", "0")
            self._fill(element, member, facets["properties"][member.name])
        if shape.grows:
            _anything(sequence)

    def _fill(self, element: etree._Element, member: Member, facets: dict[str, Any]) -> None:
        if isinstance(member.value, Sections):
            _anything(_add(_add(element, "complexType"), "sequence"))
            return
        if member.many:
            sequence = _add(_add(element, "complexType"), "sequence")
            element = _add(sequence, "element", name=member.item)
            element.set("minOccurs", str(facets.get("minItems", 0)))
            element.set("maxOccurs", str(facets.get("maxItems", "unbounded")))
            facets = facets["items"]
        if isinstance(member.value, Kind):
            self._scalars.give(element, member.value, facets)
        else:
            element.set("type", self._type(member.value))


def _xs(name: str) -> str:
    return f"{{{_XS}}}{name}"


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _xs(tag), attributes)


def _anything(sequence: etree._Element) -> None:
    _add(sequence, "any", namespace="##other", processContents="lax", minOccurs="0", maxOccurs="unbounded")


def _document(target: etree._Element, text: str | None) -> None:
    if text:
        words = " ".join(text.split())
        _add(_add(target, "annotation"), "documentation").text = words
