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

_FOREIGN = ("{http://www.w3.org/2001/XMLSchema-instance}", "{http://www.w3.org/XML/1998/namespace}")
"""Attributes of XML itself: they say nothing about the person."""


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
    try:
        root = parse(content)
    except WireError as error:
        raise SourceMalformed("OLASBART_SVAR", error.text) from None
    walk = _Walk()
    tag = root.tag
    if tag not in table.root_names:
        if not isinstance(tag, str) or tag.rpartition("}")[2] != table.root_name:
            raise SourceMalformed("OLASBART_SVAR", f"Svaret är inte ett {table.root_name}.")
        walk.deviations.note(named.NAMESPACE, "/")
    walk.inside(root, table.root, walk.records[0].section)
    if table.root.row.record:
        return Reading(walk.records[0].outcome, (walk.records[0],), walk.deviations)
    return Reading(walk.records[0].outcome, tuple(walk.records[1:]), walk.deviations)


class _Walk:
    """One payload's walk. The first record is what stands outside of all others."""

    __slots__ = ("deviations", "number", "outcome", "readers", "records")

    def __init__(self) -> None:
        self.records = [Record()]
        self.outcome = self.records[0].outcome
        self.deviations = Deviations()
        self.number = 0
        # In the order of Kind.
        self.readers = (self._value, self._item, self._pass, self._leave)

    def inside(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        """All below `element` into `out`."""
        seen = self._attributes(element, step, out) if step.attributes or element.keys() else 0
        elements, readers = step.elements, self.readers
        for child in element:
            inner = elements.get(child.tag) or self._unfamiliar(child, step)  # type: ignore[arg-type]
            if inner is None or (seen & inner.bit and self._again(inner)):
                continue
            seen |= inner.bit
            readers[inner.kind](child, inner, out)
        if step.required & ~seen:
            self._missing(step, seen)
        if step.finish is not None:
            step.finish(out)

    def _again(self, step: Step) -> bool:
        """Whether an element that has stood before is passed over: the first value stands."""
        if not step.many:
            self.deviations.note(named.REPEATED, step.path)
        return step.kind is Kind.VALUE and not step.many

    def _item(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        item: dict[str, Any] = dict(step.marks)
        if step.row.numbered:
            self.number += 1
            item["id"] = f"u{self.number}"
        items = out.get(step.key)
        if items is None:
            out[step.key] = [item]
        else:
            items.append(item)
        self.inside(element, step, item)

    def _pass(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        if not step.row.record:
            self.inside(element, step, out)
            return
        record = Record()
        self.records.append(record)
        around, self.outcome, self.number = self.outcome, record.outcome, 0
        self.inside(element, step, record.section)
        self.outcome = around

    def _leave(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        """OPAQUE: the row covers it all."""

    def _value(self, element: etree._Element, step: Step, out: dict[str, Any]) -> None:
        self.fill(step, element.text or "", out)
        if len(element):
            for child in element:
                self._unfamiliar(child, step)
        if element.keys():
            self._attributes(element, step, out)

    def fill(self, step: Step, given: str, out: dict[str, Any]) -> None:
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
                seen |= inner.bit
                self.fill(inner, value, out)
            elif not name.startswith(_FOREIGN):
                place = f"{step.path}/@{shown(str(name).rpartition('}')[2])}"
                self.deviations.note(named.UNKNOWN_ATTRIBUTE, place)
        return seen

    def _unfamiliar(self, element: etree._Element, step: Step) -> Step | None:
        """An element whose full name is unknown here: known in another namespace, or not at all."""
        if not isinstance(element.tag, str):
            return None
        name = element.tag.rpartition("}")[2]
        inner = step.names.get(name)
        if inner is None:
            self.deviations.note(named.UNKNOWN_ELEMENT, f"{step.path}/{shown(name)}")
        else:
            self.deviations.note(named.NAMESPACE, inner.path)
        return inner

    def _missing(self, step: Step, seen: int) -> None:
        for inner in step.below():
            if inner.row.required and not inner.bit & seen:
                self.deviations.note(named.MISSING, inner.path)
