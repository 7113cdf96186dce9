"""SOAP 1.1: the envelope and the fault, both directions."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from messages.wire.xml import WireError, children, escaped, local

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
CONTENT_TYPE = "text/xml; charset=utf-8"
_ENVELOPE, _HEADER, _BODY, _FAULT = (f"{{{SOAP}}}{name}" for name in ("Envelope", "Header", "Body", "Fault"))
# What services call a fault's own code and words: SSBTEK's names, and those of Migrationsverket's detail.
_CODES, _WORDS = frozenset({"felkod", "faultCode"}), frozenset({"felmeddelande", "faultString"})
_MUST_UNDERSTAND = f"{{{SOAP}}}mustUnderstand"
_OPEN = f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>'.encode()
_CLOSE = b"</soap:Body></soap:Envelope>"


@dataclass(frozen=True, slots=True)
class Fault:
    """A whole-call fault. `felkod` and `felmeddelanden` come from the detail element, when there is one.

    All texts are as they came and may hold anything: never shown or logged unread.
    """

    code: str
    """Without prefix: Client, Server, VersionMismatch, MustUnderstand."""
    text: str = field(repr=False)
    felkod: str | None = field(default=None, repr=False)
    felmeddelanden: tuple[str, ...] = field(default=(), repr=False)


def envelope(content: bytes) -> bytes:
    """A whole message around the one element of its body."""
    return b"".join((_OPEN, content, _CLOSE))


def content_of(root: etree._Element, *, heed_headers: bool = True) -> etree._Element:
    """The one element of the body. Raises WireError: no envelope, SOAP 1.2, an unknown mandatory header."""
    if root.tag != _ENVELOPE:
        if local(root) == "Envelope":
            raise WireError("Kuvertet är inte SOAP 1.1.", code="VersionMismatch")
        raise WireError("Dokumentet är inget SOAP-kuvert.")
    if heed_headers:
        _heed(root)
    bodies = [child for child in children(root) if child.tag == _BODY]
    inside = list(children(bodies[0])) if len(bodies) == 1 else []
    if len(inside) != 1:
        raise WireError("SOAP-kuvertet ska ha en kropp med ett enda element.")
    return inside[0]


def _heed(root: etree._Element) -> None:
    for header in root.iterfind(_HEADER):
        if any(block.get(_MUST_UNDERSTAND) in {"1", "true"} for block in children(header)):
            raise WireError("Ett obligatoriskt SOAP-huvud stöds inte.", code="MustUnderstand")


def read_fault(element: etree._Element) -> Fault | None:
    """The fault that `element` (the body's content) is, or None when it is something else."""
    if element.tag != _FAULT:
        return None
    code = (element.findtext("faultcode") or "").strip().rpartition(":")[2]
    felkod, messages = None, []
    for item in (item for detail in element.iterfind("detail") for item in detail.iter("{*}*")):
        if local(item) in _CODES:
            felkod = item.text or ""
        elif local(item) in _WORDS:
            messages.append(item.text or "")
    return Fault(code, element.findtext("faultstring") or "", felkod, tuple(messages))


def write_fault(fault: Fault, detail: bytes = b"") -> bytes:
    """A whole fault message; `detail` is the element inside soap:detail, already written."""
    inner = b"<detail>" + detail + b"</detail>" if detail else b""
    return envelope(
        b"<soap:Fault><faultcode>soap:%b</faultcode><faultstring>%b</faultstring>%b</soap:Fault>"
        % (escaped(fault.code).encode(), escaped(fault.text).encode(), inner)
    )
