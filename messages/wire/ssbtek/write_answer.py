"""Answers, ping answers and faults as bytes, in the schema's order."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from lxml import etree

from messages.wire import soap
from messages.wire.soap import Fault
from messages.wire.ssbtek.model import Data, Delfel, Fraga, Pingdel, RawData, SkrivbarDel
from messages.wire.ssbtek.versions import Form, Packing, Slot, Version
from messages.wire.ssbtek.write_question import FETCH, PING, flag, maybe, message, parameters, tag
from messages.wire.xml import escaped, parse, text_of


def write_answer(
    version: Version,
    delar: Mapping[str, SkrivbarDel],
    *,
    asked_at: str | None = None,
    correlation: str | None = None,
    echo: Fraga | None = None,
) -> bytes:
    """A whole answer; agencies that `delar` does not name are absent. Raises WireError."""
    echoed = b"" if echo is None else f"<s:fraga>{parameters(version, echo)}</s:fraga>".encode()
    head = maybe("frageTidpunkt", asked_at) + maybe("korrelationsid", correlation)
    parts = [_part(slot, delar[slot.element]) for slot in version.slots if slot.element in delar]
    inside = b"".join((echoed, head.encode(), b"<s:svarsdata>", *parts, b"</s:svarsdata>"))
    return message(version, FETCH + "Response", inside)


def write_ping_answer(version: Version, delar: Mapping[str, Pingdel]) -> bytes:
    parts = "".join(
        f"<s:{slot.element}>{tag('anropad', flag(part.anropad))}"
        f"{_error(part.error) if part.error else ''}</s:{slot.element}>"
        for slot in version.slots
        if (part := delar.get(slot.element)) is not None
    )
    return message(version, PING + "Response", parts.encode())


def write_fault(version: Version, fault: Fault, operation: str = FETCH) -> bytes:
    """A whole-call fault, with SSBTEK's detail element where the fault has a felkod."""
    if fault.felkod is None:
        return soap.write_fault(fault)
    messages = "".join(tag("felmeddelande", text) for text in fault.felmeddelanden)
    inside = tag("felkod", fault.felkod) + messages
    detail = f'<s:{operation}Fault xmlns:s="{version.namespace}">{inside}</s:{operation}Fault>'
    return soap.write_fault(fault, detail.encode())


def _part(slot: Slot, part: SkrivbarDel) -> bytes:
    match part:
        case Data(content):
            inside = b"<s:data>%b</s:data>" % _packed(slot.packing, content)
        case RawData(content):
            inside = b"<s:data>%b</s:data>" % content
        case _:
            inside = _error(part).encode()
    name = f"s:{slot.element}".encode()
    return b"<%b>%b</%b>" % (name, inside, name)


def _error(error: Delfel) -> str:
    messages = "".join(tag("felmeddelande", text) for text in error.felmeddelande)
    return f"<s:error>{tag('kalla', error.kalla)}{tag('felkod', error.felkod)}{messages}</s:error>"


def _packed(packing: Packing, content: bytes) -> bytes:
    name = packing.name if packing.namespace == "" else f"s:{packing.name}"
    match packing.form:
        case Form.BASE64:
            return f"<{name}>{b64encode(content).decode()}</{name}>".encode()
        case Form.TEXT:
            return f"<{name}>{escaped(text_of(content))}</{name}>".encode()
        case Form.ELEMENTS:
            return b"".join(etree.tostring(child, with_tail=False) for child in parse(content))
