"""skuldregister/fraga. Pure."""

from __future__ import annotations

from lxml import etree

from hub.adapter import Ask, Payload, SourceAsk


def to_payload(ask: Ask, source: SourceAsk, format: str) -> Payload:  # noqa: A002 - the SDK's word
    """Who, and for which days."""
    question = etree.Element("{urn:example:skuldregister}fraga", nsmap={None: "urn:example:skuldregister"})
    question.set("person", ask.person.value)
    question.set("from", source.period.first.isoformat())
    question.set("tom", source.period.last.isoformat())
    return Payload(format, etree.tostring(question, xml_declaration=True, encoding="UTF-8"))
