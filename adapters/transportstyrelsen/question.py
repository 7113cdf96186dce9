"""The service's own question, tns/hamtauppgifter-fraga: whom it is about, and nothing else. Pure."""

from __future__ import annotations

from lxml import etree

from adapters.transportstyrelsen.names import PERSON, QUESTION, RESPONDER
from hub.adapter import Ask, Payload, SourceAsk


def to_payload(ask: Ask, _source: SourceAsk, question_format: str) -> Payload:
    """Century and ten digits apart, as the service wants them.

    It takes the centuries 19 and 20; for somebody born before 1900 it is the service that says no.
    """
    number = ask.person.value
    question = etree.Element(f"{{{RESPONDER}}}{QUESTION}", nsmap={"tns": RESPONDER, "per": PERSON})
    whom = etree.SubElement(question, f"{{{RESPONDER}}}identifikation")
    etree.SubElement(whom, f"{{{PERSON}}}sekel").text = number[:2]
    etree.SubElement(whom, f"{{{PERSON}}}personnummer").text = number[2:]
    return Payload(question_format, etree.tostring(question, encoding="utf-8"))
