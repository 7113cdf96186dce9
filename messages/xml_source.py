"""Bytes to an XML tree, without anything that XML can be made to do: no DTD, no entities, no network."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from messages.unreadable import whole

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS: Final = {"utf-8": "utf-8", "utf-16": "utf-16", "iso-8859-1": "latin-1", "us-ascii": "ascii"}
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*(?:'1\.0'|"1\.0")"""
    r"""(?:\s+encoding\s*=\s*["'](?P<encoding>[A-Za-z][A-Za-z0-9._-]*)["'])?"""
    r"""(?:\s+standalone\s*=\s*(?:'(?:yes|no)'|"(?:yes|no)"))?\s*\?>"""
)
_STARTS_DECLARED = re.compile(r"<\?xml\s")
# What may stand before the root element, atomic so that no hostile text is scanned twice.
_DOCTYPE = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_UNSUPPORTED: Final = "Teckenkodningen stöds inte. Använd UTF-8, UTF-16 eller ISO-8859-1."
_DEPTH_EXCEEDED: Final = "Excessive depth"


def root_element(raw: bytes) -> etree._Element:
    """The root element of a hardened parse, comments and processing instructions left out.

    Raises Unreadable: encoding, DOCTYPE, depth (libxml2's limit of 256 levels), or text that is not
    well-formed XML.
    """
    text = _decoded(raw)
    if _DOCTYPE.match(text):
        raise whole("DOCTYPE används inte i nyttomeddelanden. Ta bort den.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        if _DEPTH_EXCEEDED in str(error.msg):
            raise whole("XML-texten är nästlad djupare än 256 nivåer.") from None
        line, column = error.position
        at = f"rad {line}, kolumn {column}"
        raise whole(f"XML-texten är inte välformad: felet står på {at}.") from None


def _decoded(raw: bytes) -> str:
    """The text without its declaration, whose encoding must be one of ours and agree with the bytes."""
    if not raw.strip():
        raise whole("Meddelandet är tomt.")
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise whole(_UNSUPPORTED)
    marked = next((name for mark, name in _BOMS if raw.startswith(mark)), None)
    if marked is None and b"\x00" in raw[:4]:
        raise whole("Teckenkodningen går inte att avgöra. UTF-16 ska inledas med byteordningsmärke.")
    head = _read(raw, marked or "latin-1").removeprefix("\ufeff")
    declaration = _DECLARATION.match(head)
    if declaration is None and _STARTS_DECLARED.match(head):
        raise whole("XML-deklarationen kan inte läsas. Skriv <?xml version='1.0' encoding='UTF-8'?>.")
    declared = (declaration["encoding"] or "" if declaration else "").lower()
    encoding = _ENCODINGS.get(declared) if declared else marked or "utf-8"
    if encoding is None:
        raise whole(_UNSUPPORTED)
    if (marked or encoding) != encoding or (encoding == "utf-16" and marked is None):
        raise whole("Den angivna teckenkodningen stämmer inte med texten. Skriv i UTF-8 och ange UTF-8.")
    text = _read(raw, encoding).removeprefix("\ufeff")
    return text[declaration.end() :] if declaration else text


def _read(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise whole(
            f"Texten följer inte sin teckenkodning: byte {error.start + 1} är ogiltig. "
            "Skriv i UTF-8, eller ange den kodning som används."
        ) from None
