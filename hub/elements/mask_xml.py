"""A raw XML payload without what is not handed out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from hub.elements.fates import Fates
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Removed
from hub.elements.xml import FOREIGN, root_of

_REMARK = re.compile(rb"<!--|<\?(?!xml\s)")
"""A comment or a processing instruction: no table knows them, so they never stay."""
_SEARCHABLE = re.compile(r"utf-?(8|16)(le|be)?|(us-)?ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)


def masked_xml(content: bytes, table: CompiledTable, fates: Fates) -> bytes | None:
    """The document with what stays; None where all of it does. Raises SourceMalformed."""
    root = root_of(table, content)
    masking = _Masking(fates)
    masking.inside(root, table.root)
    if not masking.changed and _nothing_beside(root, content):
        return None
    return _written(root, content)


@dataclass(slots=True)
class _Masking:
    fates: Fates
    changed: bool = False

    def inside(self, element: etree._Element, step: Step) -> None:
        """All of `element` that does not stay."""
        self._attributes(element, step)
        if step.kind > Kind.VALUES:
            self._silence(element)
        for child in list(element):
            inner = step.elements.get(str(child.tag)) or step.names.get(str(child.tag).rpartition("}")[2])
            fate = Removed.DROP if inner is None else self.fates.of(inner, (child.text or "",))
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
                fate = self.fates.of(inner, (value,))
            if fate is Removed.DROP:
                del element.attrib[name]
                self.changed = True
            elif fate is Removed.EMPTY and value:
                element.set(name, "")
                self.changed = True


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
