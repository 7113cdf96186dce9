"""The a-kassor's own question, so/int014-fraga. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from adapters.akassor.names import NAMESPACE, QUESTION_ROOT
from hub.adapter import Ask, Payload, SourceAsk


def to_payload(ask: Ask, source: SourceAsk, wanted: str) -> Payload:
    """The question as a document in UTF-8 without declaration.

    Processors stand in two lists beside each other, all numbers first and all names after them, in the same
    order: the format ties them together by nothing else.
    """
    root = etree.Element(f"{{{NAMESPACE}}}{QUESTION_ROOT}", nsmap={None: NAMESPACE})
    for name, text in _said(ask, source):
        etree.SubElement(root, f"{{{NAMESPACE}}}{name}").text = text
    return Payload(wanted, etree.tostring(root, encoding="utf-8"))


def _said(ask: Ask, source: SourceAsk) -> Iterator[tuple[str, str]]:
    yield "OrganisationsnummerIngivare", _prefixed(ask.asker.organisation_number)
    yield "NamnIngivare", ask.asker.name
    yield "KontonamnHandlaggare", ask.asker.caseworker
    yield "Referensnummer", ask.case_reference
    yield "From", source.period.first.isoformat()
    yield "Tom", source.period.last.isoformat()
    yield "Syfte", ask.purpose
    yield "Paragraf", ask.legal_text
    for processor in ask.processors:
        yield "OrganisationsnummerPersonuppgiftsbitrade", _prefixed(processor.organisation_number)
    for processor in ask.processors:
        yield "NamnPersonuppgiftsbitrade", processor.name
    yield "IdentificationNumber", ask.person.value


def _prefixed(organisation_number: str) -> str:
    """Twelve digits, the first two being 16, as the same numbers are written when SSBTEK asks."""
    return organisation_number if len(organisation_number) == 12 else f"16{organisation_number}"
