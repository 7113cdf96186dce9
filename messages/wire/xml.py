"""XML from outside, read so that it can do no harm, and text for XML going out.

No DTD, no entities, no network, bounded size and depth. Nothing here knows of any message.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

from messages.values import holds_personal_number

MAX_BYTES = 12_000_000
MAX_NAME = 60
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_CHARSET = re.compile(r"""charset\s*=\s*"?([A-Za-z0-9._-]+)""", re.IGNORECASE)
_KNOWN_ENCODINGS = frozenset({"utf-8", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii"})


class WireError(ValueError):
    """What came cannot be read. `text` is a Swedish sentence that says where and why, never what stood there.

    `code` is the SOAP 1.1 fault code it would be answered with: Client, VersionMismatch, MustUnderstand.
    """

    def __init__(self, text: str, *, code: str = "Client") -> None:
        super().__init__(text)
        self.text = text
        self.code = code


class NotWellFormed(WireError):
    """The bytes are not XML, or XML beyond the limits. Parts of it may still be."""


def parse(data: bytes, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> etree._Element:
    """The root element. `encoding` is used only when the document itself does not name one.

    Raises NotWellFormed (also at more than 256 levels or ten million characters in one text), WireError
    for a DOCTYPE or a document that is too large.
    """
    if len(data) > max_bytes:
        raise WireError(f"Dokumentet är större än {max_bytes // 1_000_000} miljoner byte.")
    parser = _parser(encoding) if encoding and _unnamed(data) else _kept_parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        _KEPT.parser = None  # its log tells of this document
        raise NotWellFormed(f"Dokumentet är inte välformad XML (rad {error.lineno or 0}).") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise WireError("Dokumentet har en DOCTYPE, och sådana läses inte.")
    return root


_KEPT = threading.local()
"""A thread's parser: a new one for each document is a fifth of the time of reading 4 KB."""


def _kept_parser() -> etree.XMLParser:
    parser: etree.XMLParser | None = getattr(_KEPT, "parser", None)
    if parser is None:
        parser = _KEPT.parser = _parser(None)
    return parser


def _parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _unnamed(data: bytes) -> bool:
    return not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not _DECLARATION.match(
        data[:200].decode("latin-1")
    )


def charset_of(content_type: str) -> str | None:
    """The charset of a Content-Type header, where it is one we know and not what XML is anyway."""
    found = _CHARSET.search(content_type)
    return found[1] if found and found[1].lower() in _KNOWN_ENCODINGS - {"utf-8"} else None


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Child elements in order; an entity reference that was left unresolved is none."""
    return (child for child in element if isinstance(child.tag, str))


def local(element: etree._Element) -> str:
    """The element's name without namespace, for sentences: cut, and hidden where it could be a number."""
    name = str(element.tag).rpartition("}")[2][:MAX_NAME]
    return "(dolt namn)" if holds_personal_number(name) else name


def escaped(text: str) -> str:
    """Text for an element's content. Raises WireError for a character that XML 1.0 cannot carry."""
    if _FORBIDDEN.search(text):
        raise WireError("En text innehåller tecken som XML inte kan bära.")
    return escape(text).replace("\r", "&#13;")


def document_of(text: str) -> bytes:
    """A document that travelled as text inside another, as bytes in the encoding that it declares itself.

    Where that encoding is unknown or cannot hold the text, the declaration is taken off and it is UTF-8.
    """
    declared = _DECLARATION.match(text)
    if declared is None:
        return text.encode()
    try:
        if declared[1].lower() in _KNOWN_ENCODINGS:
            return text.lstrip().encode(declared[1])
    except UnicodeEncodeError:
        pass
    return text[declared.end() :].encode()


def text_of(document: bytes) -> str:
    """The other way: a document as text, to travel inside another. Raises WireError if unreadable."""
    if document.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARATION.match(document[:200].decode("latin-1"))
        encoding = (
            declared[1].lower() if declared and declared[1].lower() in _KNOWN_ENCODINGS else "utf-8-sig"
        )
    try:
        return document.decode(encoding)
    except UnicodeDecodeError:
        raise WireError("Dokumentet kan inte läsas i den teckenkodning det anger.") from None
