"""Reading an XML payload by its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from hub.adapter import SourceMalformed
from hub.elements import deviations as named
from hub.elements.deviations import Deviations, shown
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Odd, Unreadable
from messages.wire.xml import WireError, parse

FOREIGN = ("{http://www.w3.org/2001/XMLSchema-instance}", "{http://www.w3.org/XML/1998/namespace}")
"""Attributes of XML itself: they say nothing about the person."""

_COUNT = etree.XPath("count(descendant::*) + count(descendant-or-self::*/@*)")
_TEXTS = etree.XPath("count(descendant::text())")


@dataclass(slots=True)
class Record:
    """One section's worth of a payload."""

    section: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a payload held: what stands outside of all records, the records, and what was odd."""

    outcome: dict[str, Any]
    records: tuple[Record, ...]
    deviations: Deviations


def read_xml(table: CompiledTable, content: bytes) -> Reading:
    """The payload by its table. Raises SourceMalformed when it is no such payload at all."""
    root = root_of(table, content)
    walk = _Walk()
    if root.tag not in table.root_names:
        walk.foreign[str(root.tag).rpartition("}")[0]] = "/"
        walk.deviations.note(named.NAMESPACE, "/")
    walk.inside(root, table.root, walk.records[0].section)
    walk.strays(root, table)
    if table.root.row.record:
        return Reading(walk.records[0].outcome, (walk.records[0],), walk.deviations)
    return Reading(walk.records[0].outcome, tuple(walk.records[1:]), walk.deviations)


def root_of(table: CompiledTable, content: bytes) -> etree._Element:
    """The payload's root element, in whatever namespace. Raises SourceMalformed for anything else."""
    try:
        root = parse(content)
    except WireError as error:
        raise SourceMalformed("OLASBART_SVAR", error.text) from None
    if str(root.tag).rpartition("}")[2] != table.root_name:
        raise SourceMalformed("OLASBART_SVAR", f"Svaret är inte ett {table.root_name}.")
    return root


class _Walk:
    """One payload's walk. The first record is what stands outside of all others."""

    __slots__ = ("deviations", "foreign", "number", "outcome", "readers", "records", "texts", "visited")

    def __init__(self) -> None:
        self.records = [Record()]
        self.outcome = self.records[0].outcome
        self.deviations = Deviations()
        self.foreign: dict[str, str] = {}
        self.number = 0
        self.visited = 0
        self.texts = 0
        # In the order of Kind. A PLAIN is most of a payload, and read where it is met.
        self.readers = (None, self._value, self._item, self.inside, self._record, self._leave)

    def inside(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        """All below `element` into `out`."""
        seen = self._attributes(element, step, out) if step.attributes else 0
        children = len(element)
        self.visited += children
        elements, readers = step.elements, self.readers
        # From sibling to sibling: in lxml half the time of `for child in element`.
        child = element[0] if children else None
        while child is not None:
            inner = elements.get(child.tag) or self._unfamiliar(child, step)  # type: ignore[arg-type]
            if inner is not None and not (seen & inner.bit and self._again(inner)):
                seen |= inner.bit
                reader = readers[inner.kind]
                if reader is not None:
                    reader(child, inner, out)
                else:
                    given = child.text
                    self.texts += given is not None
                    try:
                        value = inner.convert(given or "")
                        if value is not None:
                            out[inner.key] = value
                    except (Odd, Unreadable):
                        self._fill(inner, given or "", out)
            child = child.getnext()
        if step.required & ~seen:
            self._missing(step, seen)
        if step.finish is not None:
            step.finish(out)

    def _value(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        if element.text is not None:
            self.texts += 1
        self._fill(step, element.text or "", out)
        if step.attributes:
            self._attributes(element, step, out)

    def _item(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        item: dict[str, Any] = {**step.marks}
        if step.numbered:
            self.number += 1
            item["id"] = f"u{self.number}"
        if step.key in out:
            out[step.key].append(item)
        else:
            out[step.key] = [item]
        self.inside(element, step, item)

    def _record(self, element: etree._Element, step: Step, _out: dict[str, Any]) -> None:
        record = Record()
        self.records.append(record)
        around, self.outcome, self.number = self.outcome, record.outcome, 0
        self.inside(element, step, record.section)
        self.outcome = around

    def _leave(self, element: etree._Element, _step: Step, _out: dict[str, Any]) -> None:
        self.visited += int(_COUNT(element))
        self.texts += int(_TEXTS(element))

    def _fill(self, step: Step, given: str, out: dict[str, Any]) -> None:
        """The text of one element or attribute into the places it fills."""
        for target in step.targets:
            try:
                value = target.convert(given)
            except Odd as odd:
                value = odd.value
                self.deviations.note(odd.code, step.path, odd.text)
            except Unreadable:
                self.deviations.note(named.UNREADABLE, step.path)
                return
            if value is None:
                continue
            into = self.outcome if target.outcome else out
            for key in target.keys:
                into = into.setdefault(key, {})
            into[target.key] = value

    def _attributes(self, element: etree._Element, step: Step, out: dict[str, Any]) -> int:
        seen = 0
        for name, value in element.items():
            inner = step.attributes.get(name)
            if inner is not None:
                self.visited += 1
                seen |= inner.bit
                self._fill(inner, value, out)
        return seen

    def _again(self, step: Step) -> bool:
        """Whether an element that has stood before is passed over: the first value stands."""
        if not step.many:
            self.deviations.note(named.REPEATED, step.path)
        return step.kind <= Kind.VALUE and not step.many

    def _unfamiliar(self, element: etree._Element, step: Step) -> Step | None:
        """An element whose full name is unknown here: known in another namespace, or not at all."""
        namespace, _, name = str(element.tag).rpartition("}")
        inner = step.names.get(name)
        if inner is None:
            self.deviations.note(named.UNKNOWN_ELEMENT, _under(step, shown(name)))
        else:
            # Told once for each namespace, where it was first met: it holds for all below.
            self.deviations.note(named.NAMESPACE, self.foreign.setdefault(namespace, inner.path))
        return inner

    def _missing(self, step: Step, seen: int) -> None:
        for inner in step.below():
            if inner.row.required and not inner.bit & seen:
                self.deviations.note(named.MISSING, inner.path)

    def strays(self, root: etree._Element, table: CompiledTable) -> None:
        """What the walk passed by, because it stands where nothing should: told after two quick counts."""
        if int(_COUNT(root)) != self.visited:
            _stray_nodes(root, table.root, self.deviations)
        if int(_TEXTS(root)) != self.texts:
            _stray_texts(root, table.root, self.deviations)


def _under(step: Step, name: str) -> str:
    return f"{step.path}/{name}" if step.path else name


def _stray_nodes(element: etree._Element, step: Step, deviations: Deviations) -> None:
    """Unknown attributes anywhere, and elements inside of values."""
    for name in element.keys():  # noqa: SIM118 - an element iterates over its children
        if name not in step.attributes and not name.startswith(FOREIGN):
            deviations.note(named.UNKNOWN_ATTRIBUTE, _under(step, f"@{shown(name.rpartition('}')[2])}"))
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        inner = step.names.get(name)
        if inner is not None and inner.kind != Kind.OPAQUE:
            _stray_nodes(child, inner, deviations)
        elif inner is None and step.kind <= Kind.VALUE:
            deviations.note(named.UNKNOWN_ELEMENT, _under(step, shown(name)))


def _stray_texts(element: etree._Element, step: Step, deviations: Deviations) -> None:
    """Text between elements."""
    between = [child.tail for child in element]
    if step.kind > Kind.VALUE:
        between.append(element.text)
    if any(text and not text.isspace() for text in between):
        deviations.note(named.STRAY_TEXT, step.path or "/")
    for child in element:
        inner = step.names.get(str(child.tag).rpartition("}")[2])
        if inner is not None and inner.kind not in (Kind.PLAIN, Kind.OPAQUE):
            _stray_texts(child, inner, deviations)
