"""Ways to bend a right XML payload: what the bad-input promises are tried with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from hub.elements import CompiledTable
from hub.elements.step import Kind
from messages.wire.xml import WireError, parse

NONSENSE = ("nonsens", "-1", "9" * 40, "2026-13-45", "", "\u00a0", "ÅÄÖ" * 4000)
DEPTH = 10_000
_ENCODING = re.compile(r"""encoding\s*=\s*["'][^"']*["']""")
_NAMESPACE = re.compile(r"""(xmlns(?::[\w.-]+)?\s*=\s*["'])([^"']+)""")


@dataclass(frozen=True, slots=True)
class XmlBending:
    """A `Bending`. Below the root: the root itself is what makes it such a document."""

    content: bytes

    @classmethod
    def of(cls, content: bytes) -> XmlBending | None:
        return None if tree_of(content) is None else cls(content)

    def thinned(self) -> bytes:
        """All of it: it is read in no time."""
        return self.content

    def broken(self) -> Iterator[tuple[str, bytes]]:
        content = self.content
        yield from (("cut off", content[: len(content) * part // 20]) for part in range(20))
        yield "of 10,000 levels", b"<a>" * DEPTH + b"</a>" * DEPTH
        yield "with a DOCTYPE", b'<!DOCTYPE a [<!ENTITY b "c">]>' + content.partition(b"?>")[2]
        yield "with a character XML forbids", content.replace(b">", b">\x01", 3)
        yield "of thirteen megabytes", b" " * 13_000_000
        yield "of random bytes", bytes(range(256)) * 4

    def nonsense(self) -> Iterator[tuple[str, str, bytes]]:
        for value in NONSENSE:
            for path, bent in self._with_texts_replaced(value):
                yield f"with {value[:12]!r} at {path}", path, bent

    def alone(self, path: str) -> tuple[bytes, bytes] | None:  # noqa: ARG002 - Bending's signature
        """An element has no others that are read together with it."""
        return None

    def displaced(self) -> Iterator[tuple[str, str, bytes]]:
        """An element with others in it is not replaced by a text: the text beside them would be told."""
        return iter(())

    def gone(self) -> Iterator[tuple[str, bytes]]:
        for path, bent in self._with_elements(_removed):
            yield f"with {path} gone", bent

    def doubled(self) -> Iterator[tuple[str, str, bytes]]:
        for path, bent in self._with_elements(_doubled):
            yield f"with {path} twice", path, bent

    def alike(self) -> Iterator[tuple[str, bytes]]:
        yield "in UTF-16", _ENCODING.sub('encoding="UTF-16"', decoded(self.content), count=1).encode("utf-16")

    def elsewhere(self) -> Iterator[tuple[str, bytes]]:
        if b"xmlns" in self.content:
            other = _NAMESPACE.sub(r"\g<1>urn:nyttonav:kit:annan", decoded(self.content)).encode()
            yield "in another namespace", other

    def added(self) -> Iterator[tuple[str, str, bytes]]:
        for path, bent in self._with_elements(lambda it: it.addnext(etree.Element("okantKit"))):
            yield f"with an unknown element at {path}", path, bent
        for path, bent in self._with_elements(lambda it: it.set("okantKit", "x")):
            yield f"with an unknown attribute at {path}", path, bent

    def megabytes(self) -> tuple[str, bytes]:
        root = parse(self.content)
        etree.SubElement(root, "okantKit").text = "x" * 9_000_000
        return "with nine megabytes that nobody asked for", _written(root)

    def many(self, table: CompiledTable, times: int) -> tuple[str, bytes] | None:
        root = parse(self.content)
        items = [
            element
            for element in root.iter("{*}*")
            if (step := table.steps.get(_path_of(element))) is not None and step.kind == Kind.ITEM
        ]
        item = min(items, key=lambda each: len(list(each.iter())), default=None)
        parent = item.getparent() if item is not None else None
        if item is None or parent is None:
            return None
        at = parent.index(item)
        parent[at:at] = [deepcopy(item) for _ in range(times - 1)]
        return f"with {times} of {etree.QName(item).localname}", _written(root)

    def with_value(self, value: str) -> Iterator[tuple[str, bytes]]:
        for path, bent in self._with_texts_replaced(value):
            yield f"with a number at {path}", bent

    def with_name(self, name: str) -> Iterator[tuple[str, bytes]]:
        for path, bent in self._with_elements(lambda it: it.addnext(etree.Element(name))):
            yield f"with an element named after a number at {path}", bent

    def values_apart(self, paths: frozenset[str]) -> str:  # noqa: ARG002 - Bending's signature
        """All of it: no number in an XML payload is taken for somebody else's."""
        return decoded(self.content)

    def _with_texts_replaced(self, value: str) -> Iterator[tuple[str, bytes]]:
        """With one of its texts replaced: path and payload."""
        for place in _firsts([path for path, _ in _texts(parse(self.content))]):
            root = parse(self.content)
            path, put = list(_texts(root))[place]
            put(value)
            yield path, _written(root)

    def _with_elements(self, change: Callable[[etree._Element], None]) -> Iterator[tuple[str, bytes]]:
        """With one element below the root changed: path and payload."""
        for place in _firsts([_path_of(each) for each in parse(self.content).iter("{*}*")])[1:]:
            root = parse(self.content)
            element = list(root.iter("{*}*"))[place]
            path = _path_of(element)
            change(element)
            yield path, _written(root)


def tree_of(content: bytes) -> etree._Element | None:
    """The root, or None when the payload is no XML that can be read."""
    try:
        return parse(content)
    except WireError:
        return None


def decoded(content: bytes) -> str:
    """The payload as text, whatever its encoding; for looking into, not for reading."""
    for encoding in ("utf-16", "utf-8-sig") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _texts(root: etree._Element) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Every text of an element without children and every attribute: its path, and how to replace it."""
    for element in root.iter("{*}*"):
        path = _path_of(element)
        if not len(element) and element.text and element.text.strip():
            yield path, lambda value, it=element: setattr(it, "text", value)  # type: ignore[misc]
        for name in element.keys():  # noqa: SIM118 - an element iterates over its children
            if not name.startswith("{"):
                yield f"{path}/@{name}", lambda value, it=element, key=name: it.set(key, value)  # type: ignore[misc]


def _firsts(paths: list[str]) -> list[int]:
    """Where each path stands first: what holds of one of many alike holds of the rest."""
    return sorted({path: place for place, path in reversed(list(enumerate(paths)))}.values())


def _doubled(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


def _removed(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _path_of(element: etree._Element) -> str:
    """As tables write it: names from below the root."""
    names = [str(it.tag).rpartition("}")[2] for it in (element, *element.iterancestors())]
    return "/".join(reversed(names[:-1]))
