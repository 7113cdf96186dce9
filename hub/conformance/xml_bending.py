"""Ways to bend a right XML payload: what the bad-input promises are tried with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from messages.wire.xml import WireError, parse

_ENCODING = re.compile(r"""encoding\s*=\s*["'][^"']*["']""")
_NAMESPACE = re.compile(r"""(xmlns(?::[\w.-]+)?\s*=\s*["'])([^"']+)""")


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


def written(root: etree._Element, encoding: str = "utf-8") -> bytes:
    return etree.tostring(root, encoding=encoding, xml_declaration=True)


def texts(root: etree._Element) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Every text of an element without children and every attribute: its path, and how to replace it."""
    for element in root.iter("{*}*"):
        path = path_of(element)
        if not len(element) and element.text and element.text.strip():
            yield path, lambda value, it=element: setattr(it, "text", value)  # type: ignore[misc]
        for name in element.keys():  # noqa: SIM118 - an element iterates over its children
            if not name.startswith("{"):
                yield f"{path}/@{name}", lambda value, it=element, key=name: it.set(key, value)  # type: ignore[misc]


def with_texts_replaced(content: bytes, value: str) -> Iterator[tuple[str, bytes]]:
    """The payload with one of its texts replaced, for the first at each path in turn: path and payload."""
    for place in _firsts([path for path, _ in texts(parse(content))]):
        root = parse(content)
        path, put = list(texts(root))[place]
        put(value)
        yield path, written(root)


def with_elements(content: bytes, change: Callable[[etree._Element], None]) -> Iterator[tuple[str, bytes]]:
    """The payload with one element below the root changed, for the first at each path in turn."""
    for place in _firsts([path_of(each) for each in parse(content).iter("{*}*")])[1:]:
        root = parse(content)
        element = list(root.iter("{*}*"))[place]
        path = path_of(element)
        change(element)
        yield path, written(root)


def _firsts(paths: list[str]) -> list[int]:
    """Where each path stands first: what holds of one of many alike holds of the rest."""
    return sorted({path: place for place, path in reversed(list(enumerate(paths)))}.values())


def doubled(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


def removed(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def in_other_namespaces(content: bytes) -> bytes:
    return _NAMESPACE.sub(r"\g<1>urn:nyttonav:kit:annan", decoded(content)).encode()


def in_utf_16(content: bytes) -> bytes:
    return _ENCODING.sub('encoding="UTF-16"', decoded(content), count=1).encode("utf-16")


def repeated(element: etree._Element, times: int) -> None:
    """Put copies beside it until it stands `times` times."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at:at] = [deepcopy(element) for _ in range(times - 1)]


def path_of(element: etree._Element) -> str:
    """As tables write it: names from below the root."""
    names = [str(it.tag).rpartition("}")[2] for it in (element, *element.iterancestors())]
    return "/".join(reversed(names[:-1]))
