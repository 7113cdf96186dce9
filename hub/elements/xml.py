"""Reading an XML payload by its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from hub.adapter import SourceMalformed
from hub.elements import deviations as named
from hub.elements.deviations import Deviations, shown
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Odd, Unreadable
from hub.elements.walk import Reading, Walk, under
from messages.wire.xml import WireError, parse

FOREIGN = ("{http://www.w3.org/2001/XMLSchema-instance}", "{http://www.w3.org/XML/1998/namespace}")
"""Attributes of XML itself: they say nothing about the person."""

_COUNT = etree.XPath("count(descendant::*) + count(descendant-or-self::*/@*)")
_TEXTS = etree.XPath("count(descendant::text())")


def read_xml(table: CompiledTable, content: bytes, groups: frozenset[str] | None = None) -> Reading:
    """The payload by its table, of what is handed out: `groups` None is all of it.

    Raises SourceMalformed when it is no such payload at all.
    """
    root = root_of(table, content)
    walk = _XmlWalk(table, groups)
    table = walk.table
    if root.tag not in table.root_names:
        walk.foreign[str(root.tag).rpartition("}")[0]] = "/"
        walk.deviations.note(named.NAMESPACE, "/")
    walk.inside(root, table.root, walk.records[0].section)
    walk.strays(root, table)
    return walk.reading()


def root_of(table: CompiledTable, content: bytes) -> etree._Element:
    """The payload's root element, in whatever namespace. Raises SourceMalformed for anything else."""
    try:
        root = parse(content)
    except WireError as error:
        raise SourceMalformed("OLASBART_SVAR", error.text) from None
    if str(root.tag).rpartition("}")[2] != table.root_name:
        raise SourceMalformed("OLASBART_SVAR", f"Svaret är inte ett {table.root_name}.")
    return root


class _XmlWalk(Walk):
    __slots__ = ("foreign", "texts", "visited")

    def __init__(self, table: CompiledTable, groups: frozenset[str] | None) -> None:
        super().__init__(table, groups)
        self.foreign: dict[str, str] = {}
        self.visited = 0
        self.texts = 0

    def inside(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        """All below `element` into `out`."""
        seen = self._attributes(element, step, out) if step.attributes else 0
        children = len(element)
        self.visited += children
        elements = step.elements
        # From sibling to sibling: in lxml half the time of `for child in element`.
        child = element[0] if children else None
        while child is not None:
            inner = elements.get(child.tag) or self._unfamiliar(child, step)  # type: ignore[arg-type]
            if inner is not None and not (seen & inner.bit and self.again(inner)):
                seen |= inner.bit
                reader = _READERS[inner.kind]
                if reader is not None:
                    reader(self, child, inner, out)
                else:
                    given = child.text
                    self.texts += given is not None
                    try:
                        value = inner.convert(given or "")
                        if value is not None:
                            out[inner.key] = value
                    except (Odd, Unreadable):
                        self.fill(inner, given or "", out)
            child = child.getnext()
        if step.required & ~seen:
            self.missing(step, seen)
        if step.finish is not None:
            step.finish(out)

    def _value(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        self.texts += element.text is not None
        self.fill(step, element.text or "", out)
        if step.attributes:
            self._attributes(element, step, out)

    def _values(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        self.texts += element.text is not None
        self.append(step, element.text or "", out)

    def _item(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        self.inside(element, step, self.item(step, out))

    def _object(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        self.inside(element, step, self.object(step, out))

    def _record(self, element: etree._Element, step: Step, _out: dict[str, Any]) -> None:
        around = self.outcome, self.number
        self.inside(element, step, self.record(step).section)
        self.outcome, self.number = around

    def _leave(self, element: etree._Element, step: Step, _out: dict[str, Any]) -> None:
        if step.withheld is not None and (len(element) or element.text):
            self.withheld |= step.withheld
        self.visited += int(_COUNT(element))
        self.texts += int(_TEXTS(element))

    def _attributes(self, element: etree._Element, step: Step, out: dict[str, Any]) -> int:
        seen = 0
        for name, value in element.items():
            inner = step.attributes.get(name)
            if inner is not None:
                self.visited += 1
                seen |= inner.bit
                self.fill(inner, value, out)
        return seen

    def _unfamiliar(self, element: etree._Element, step: Step) -> Step | None:
        """An element whose full name is unknown here: known in another namespace, or not at all."""
        namespace, _, name = str(element.tag).rpartition("}")
        inner = step.names.get(name)
        if inner is None:
            self.deviations.note(named.UNKNOWN_ELEMENT, under(step, shown(name)))
        else:
            # Told once for each namespace, where it was first met: it holds for all below.
            self.deviations.note(named.NAMESPACE, self.foreign.setdefault(namespace, inner.path))
        return inner

    def strays(self, root: etree._Element, table: CompiledTable) -> None:
        """What the walk passed by, because it stands where nothing should: told after two quick counts."""
        if int(_COUNT(root)) != self.visited:
            _stray_nodes(root, table.root, self.deviations)
        if int(_TEXTS(root)) != self.texts:
            _stray_texts(root, table.root, self.deviations)


# In the order of Kind. A PLAIN is most of a payload, and read where it is met. Not of the walk itself:
# methods bound to it would keep it, and all that was read, until the collector comes.
_READERS: tuple[Callable[[_XmlWalk, etree._Element, Step, dict[str, Any]], None] | None, ...] = (
    None,
    _XmlWalk._value,
    _XmlWalk._value,
    _XmlWalk._values,
    _XmlWalk._item,
    _XmlWalk._object,
    _XmlWalk.inside,
    _XmlWalk._record,
    _XmlWalk._leave,
)


def _stray_nodes(element: etree._Element, step: Step, deviations: Deviations) -> None:
    """Unknown attributes anywhere, and elements inside of values."""
    for name in element.keys():  # noqa: SIM118 - an element iterates over its children
        if name not in step.attributes and not name.startswith(FOREIGN):
            deviations.note(named.UNKNOWN_ATTRIBUTE, under(step, f"@{shown(name.rpartition('}')[2])}"))
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        inner = step.names.get(name)
        if inner is not None and inner.kind != Kind.OPAQUE:
            _stray_nodes(child, inner, deviations)
        elif inner is None and step.kind <= Kind.VALUES:
            deviations.note(named.UNKNOWN_ELEMENT, under(step, shown(name)))


def _stray_texts(element: etree._Element, step: Step, deviations: Deviations) -> None:
    """Text between elements."""
    between = [child.tail for child in element]
    if step.kind > Kind.VALUES:
        between.append(element.text)
    if any(text and not text.isspace() for text in between):
        deviations.note(named.STRAY_TEXT, step.path or "/")
    for child in element:
        inner = step.names.get(str(child.tag).rpartition("}")[2])
        if inner is not None and inner.kind not in (Kind.PLAIN, Kind.OPAQUE):
            _stray_texts(child, inner, deviations)
