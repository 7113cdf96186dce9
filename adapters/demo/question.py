"""The source's own question, demo/fraga. Pure."""

from __future__ import annotations

from lxml import etree

from hub.adapter import Ask, Payload, SourceAsk

NAMESPACE = "urn:example:demo:fraga"


def to_payload(ask: Ask, source: SourceAsk, format: str) -> Payload:  # noqa: A002 - the SDK's word
    """Who is asked about, for which days, and for which case."""
    question = etree.Element(f"{{{NAMESPACE}}}fraga", nsmap={None: NAMESPACE})
    question.set("person", ask.person.value)
    question.set("from", source.period.first.isoformat())
    question.set("tom", source.period.last.isoformat())
    question.set("arende", ask.case_reference)
    return Payload(format, etree.tostring(question, xml_declaration=True, encoding="UTF-8"))
