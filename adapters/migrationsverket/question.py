"""The service's own question, miv/findbypersonnummer-fraga: about whom and by whom, no period. Pure."""

from __future__ import annotations

from lxml import etree

from adapters.migrationsverket.names import QUESTION, SERVICE
from hub.adapter import Ask, Payload, SourceAsk


def to_payload(ask: Ask, _source: SourceAsk, question_format: str) -> Payload:
    """Twelve digits, the caseworker, and the board with its organisation number as SSBTEK writes it: the
    service was made for SSBTEK's questions."""
    question = etree.Element(f"{{{SERVICE}}}{QUESTION}", nsmap={"miv": SERVICE})
    query = etree.SubElement(question, "query")
    etree.SubElement(query, "korrelationsid").text = ask.correlation
    etree.SubElement(query, "personnummer").text = ask.person.value
    asker = etree.SubElement(query, "ingivare")
    etree.SubElement(asker, "handlaggare").text = ask.asker.caseworker
    etree.SubElement(asker, "namn").text = ask.asker.name
    number = ask.asker.organisation_number
    etree.SubElement(asker, "organisationsnummer").text = number if len(number) == 12 else f"16{number}"
    return Payload(question_format, etree.tostring(question, encoding="utf-8"))
