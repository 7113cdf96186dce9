"""Taking out of a raw payload what is not handed out, so that it can be passed on in its own format. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lxml import etree

from hub.adapter import Payload
from hub.elements.convert import person
from hub.elements.groups import groups_at
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Protects, Removed, Unreadable
from hub.elements.xml import FOREIGN, root_of
from messages.values import Personidentitet

_REMARK = re.compile(rb"<!--|<\?(?!xml\s)")
"""A comment or a processing instruction: no table knows them, so they never stay."""
_SEARCHABLE = re.compile(r"utf-?(8|16)(le|be)?|(us-)?ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)


def mask(
    payload: Payload,
    keep: Collection[str],
    table: CompiledTable,
    persons: Collection[Personidentitet] = frozenset(),
) -> Payload:
    """The payload with what the groups in `keep` hand out, and nothing else of what its section holds.

    What a row says stands in a removed element's place: it stays (structure, outcome), is emptied, or goes
    with all below it. An element that goes into no section and may be removed always is; what no row names
    (elements, attributes, text between elements, comments) never stays; neither does the personal number
    of somebody who is not among `persons`, the persons of the case. Where nothing is removed the very same
    bytes come back. Raises SourceMalformed for a payload that cannot be read: it cannot be masked either.

    Mask only what its mapping has understood: with an unknown element gone, an answer that could not be
    trusted may read as one that says "nothing".
    """
    root = root_of(table, payload.content)
    masking = _Masking(table, frozenset(keep), frozenset(persons))
    masking.inside(root, table.root)
    if not masking.changed and _nothing_beside(root, payload.content):
        return payload
    return replace(payload, content=_written(root, payload.content))


@dataclass(slots=True)
class _Masking:
    table: CompiledTable
    keep: frozenset[str]
    persons: frozenset[Personidentitet]
    changed: bool = False
    fates: dict[str, Removed] = field(default_factory=dict)
    """What becomes of a step's elements, by its path; found out when first met."""

    def inside(self, element: etree._Element, step: Step) -> None:
        """All of `element` that does not stay."""
        self._attributes(element, step)
        if step.kind > Kind.VALUES:
            self._silence(element)
        for child in list(element):
            inner = step.elements.get(str(child.tag)) or step.names.get(str(child.tag).rpartition("}")[2])
            fate = Removed.DROP if inner is None else self._fate_of(inner, child.text)
            if inner is None or fate is Removed.DROP:
                element.remove(child)
                self.changed = True
                continue
            if fate is Removed.EMPTY:
                self._empty(child, inner)
            elif inner.kind != Kind.OPAQUE:
                self.inside(child, inner)
            if child.tail and not child.tail.isspace():
                child.tail = None
                self.changed = True

    def _silence(self, element: etree._Element) -> None:
        """Text where only elements should stand."""
        if element.text and not element.text.isspace():
            element.text = None
            self.changed = True

    def _empty(self, element: etree._Element, step: Step) -> None:
        self._attributes(element, step)
        if element.text or len(element):
            element.text = None
            del element[:]
            self.changed = True

    def _attributes(self, element: etree._Element, step: Step) -> None:
        for name, value in element.items():
            inner = step.attributes.get(name)
            if inner is None:
                fate = Removed.KEEP if name.startswith(FOREIGN) else Removed.DROP
            else:
                fate = self._fate_of(inner, value)
            if fate is Removed.DROP:
                del element.attrib[name]
                self.changed = True
            elif fate is Removed.EMPTY and value:
                element.set(name, "")
                self.changed = True

    def _fate_of(self, step: Step, text: str | None) -> Removed:
        fate = self.fates.get(step.path)
        if fate is None:
            fate = self.fates[step.path] = self._fate(step)
        row = step.row
        if fate is Removed.KEEP and row.protects is Protects.RELATIVE and step.kind <= Kind.VALUES:
            known = self._of_the_case(text or "")
            return Removed.KEEP if known else Removed.EMPTY if row.removed is Removed.KEEP else row.removed
        return fate

    def _fate(self, step: Step) -> Removed:
        row = step.row
        places = [
            place
            for place in (row.place, *(also.place for also in row.also))
            if place is not None and not place.startswith(":")
        ]
        if places:
            model = self.table.table.section
            # One text that fills several places gives all of them away.
            stays = all(groups_at(model, place) & self.keep for place in places)
        else:
            stays = row.removed is not Removed.KEEP and self._anything_below(step)
        return Removed.KEEP if stays else row.removed

    def _anything_below(self, step: Step) -> bool:
        """Whether an element that has no place of its own is needed by one that stays."""
        return any(
            self._fate(inner) is Removed.KEEP if inner.row.place else self._anything_below(inner)
            for inner in step.below()
        )

    def _of_the_case(self, text: str) -> bool:
        try:
            return person(text) in self.persons
        except Unreadable:
            return False


def _nothing_beside(root: etree._Element, content: bytes) -> bool:
    """Whether the bytes hold nothing but what was read: no comments, in an encoding where one would show."""
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    return bool(_SEARCHABLE.fullmatch(encoding)) and not _REMARK.search(content.replace(b"\0", b""))


def _written(root: etree._Element, content: bytes) -> bytes:
    """In the encoding it came in, with an XML declaration if it had one."""
    document = root.getroottree().docinfo
    declared = content[:100].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml")
    return etree.tostring(
        root,
        encoding=document.encoding or "UTF-8",
        xml_declaration=declared or None,
        standalone=document.standalone or None,
    )
