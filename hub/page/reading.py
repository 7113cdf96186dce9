"""Bytes to the plain tree of an uppgiftssvar/1: objects, lists, texts and truth values.

The frame of the answer is held to its model. Sections are taken as they stand, since an adapter from
outside brings sections that nobody here knows, and a later minor version has fields that our model lacks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from lxml import etree

from messages import json_codec, xml_codec
from messages.base import Sektion
from messages.published import SECTIONS
from messages.unreadable import whole
from messages.uppgifter import Uppgiftssvar
from messages.xml_source import root_element

_SPACE = Uppgiftssvar.namnrymd
_KNOWN: Mapping[str, type[Sektion]] = {section.namn: section for section in SECTIONS}


class _Any(Sektion):
    """A section about which nothing is known."""

    namn: ClassVar[str] = "okand"
    namnrymd: ClassVar[str] = "urn:nyttonav:okand:1"


class _Every(Mapping[str, type[Sektion]]):
    """A catalogue in which every section is there."""

    def __getitem__(self, name: str) -> type[Sektion]:
        return _Any

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def answer_of(raw: bytes) -> dict[str, Any]:
    """The answer's tree; numbers of JSON as the text they were written with.

    Raises messages.unreadable.Unreadable, whose sentences repeat no value.
    """
    first = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first == b"<" or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _xml(raw)
    if first not in {b"{", b""}:
        raise whole("Det är varken JSON eller XML. Ange ett uppgiftssvar som navet har lämnat.")
    return _json(raw)


def _json(raw: bytes) -> dict[str, Any]:
    json_codec.decode(Uppgiftssvar, raw, _Every())
    found: dict[str, Any] = json.loads(raw.decode("utf-8-sig"), parse_int=str, parse_float=str)
    return found


def _xml(raw: bytes) -> dict[str, Any]:
    root = root_element(raw)
    unknown = _taken_out(root)
    answer = xml_codec.decode(Uppgiftssvar, etree.tostring(root), _KNOWN)
    tree: dict[str, Any] = json.loads(json_codec.encode(answer), parse_int=str, parse_float=str)
    for (person, part), sections in unknown.items():
        tree["personer"][person]["kallor"][part]["uppgifter"].update(sections)
    return tree


def _taken_out(root: etree._Element) -> dict[tuple[int, int], dict[str, Any]]:
    """Sections that our models do not know, by person and source, taken out of the tree.

    What stands where it should not is left for the codec to tell.
    """
    unknown: dict[tuple[int, int], dict[str, Any]] = {}
    names = ("personer", "personsvar", "kallor", "kallsvar", "uppgifter")
    people, person, parts, part, held = (f"{{{_SPACE}}}{name}" for name in names)
    for at_person, one in enumerate(root.iterfind(f"{people}/{person}")):
        for at_part, source in enumerate(one.iterfind(f"{parts}/{part}")):
            for section in source.findall(f"{held}/*"):
                tag = etree.QName(section)
                model = _KNOWN.get(tag.localname)
                if model is None or model.namnrymd != tag.namespace:
                    found = unknown.setdefault((at_person, at_part), {})
                    found[_free(tag.localname, found)] = _generic(section)
                    parent = section.getparent()
                    assert parent is not None
                    parent.remove(section)
    return unknown


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """A second section of the same name must not push the first one out."""
    return name if name not in taken and name not in _KNOWN else _free(f"{name} ", taken)


def _generic(element: etree._Element, levels: int = json_codec.DEEPEST) -> Any:
    """Any element: its text, an object of differently named children, or a list.

    Text beside elements and attributes are kept too, though no message of ours has them.
    """
    if not levels:
        raise whole(f"En sektion är nästlad djupare än {json_codec.DEEPEST} nivåer. Rätta dess adapter.")
    stray = [text for text in (element.text, *(child.tail for child in element)) if text and text.strip()]
    odd = {f"@{etree.QName(name).localname}": str(value) for name, value in element.attrib.items()}
    children = [(etree.QName(child).localname, _generic(child, levels - 1)) for child in element]
    if not children and not odd:
        return element.text or ""
    names = [name for name, _ in children]
    beside = odd | ({"text i elementet": " ".join(stray)} if stray else {})
    if len(set(names)) == len(names):
        return beside | dict(children)
    if beside or len(set(names)) > 1:
        return [beside, *({name: value} for name, value in children)]
    return [value for _, value in children]
