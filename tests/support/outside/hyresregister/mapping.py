"""hyra/v1 to its sections. Pure. Rents are no incomes."""

from __future__ import annotations

import json

from hub.adapter import (
    Found,
    NoRecord,
    Payload,
    SectionType,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
)
from hub.elements import Reading, compile_table, read_json
from messages.base import Sektion
from messages.uppgifter import Saknas
from messages.values import Personidentitet

from .elements import QUEUE, TENANCIES
from .section import Hyresavtal, Hyresgast, Hyresko

SECTIONS = tuple(
    SectionType(each.namn, each.namnrymd, each, None) for each in (Hyresavtal, Hyresgast, Hyresko)
)
_TABLES = {table.format: compile_table(table) for table in (TENANCIES, QUEUE)}
_LISTS = {TENANCIES.format: ("avtal", ("bostader", "lokaler")), QUEUE.format: ("ko", ("platser",))}
"""Format to the part of the question that asks for it, and the lists that answer it."""


def to_section(payload: Payload) -> Found | NoRecord:
    """What the register said. Raises SourceError for what is no answer, and for an answer that is no."""
    reading = read_json(_TABLES[payload.format], payload.content, payload.groups)
    _judged(reading.outcome.get("status"))
    person, flag = _person(reading.outcome.get("person", "")), reading.outcome.get("skyddad")
    sections = _sections(reading)
    missing = _missing(payload, reading)
    if sections or missing:
        told = reading.deviations.told()
        return Found(sections, person, flag, missing, told, withheld=reading.withheld)
    if reading.deviations.told():
        raise SourceMalformed("INNEHALL_OLASBART", "Ingenting av hyresregistrets svar kunde läsas.")
    return NoRecord(person, flag)


def _judged(status: str | None) -> None:
    if status == "STANGT":
        raise SourceUnavailable("HYRA_STANGT", "Hyresregistret är stängt just nu.")
    if status == "FEL":
        raise SourceRefused("HYRA_FEL", "Hyresregistret lämnade inga uppgifter utan svarade med ett fel.")
    if status != "OK":
        raise SourceMalformed("STATUS_OKAND", "Hyresregistrets svar säger inte hur det gick (status).")


def _person(number: str) -> Personidentitet:
    try:
        return Personidentitet(number)
    except ValueError:
        raise SourceMalformed("PERSON_OLASBAR", "Personen i hyresregistrets svar kan inte läsas.") from None


def _sections(reading: Reading) -> tuple[Sektion, ...]:
    """Those that hold something, each once: of several tenants the first."""
    found: dict[str, Sektion] = {}
    for record in reading.records:
        if any(record.section.values()):
            found.setdefault(record.model.namn, reading.made(record.model, record.section))
    return tuple(found.values())


def _missing(payload: Payload, reading: Reading) -> tuple[Saknas, ...]:
    """What was asked for and is not in the answer at all; an empty list is an answer."""
    part, lists = _LISTS[payload.format]
    asked = json.loads(payload.question.content)["delar"] if payload.question is not None else []
    if part not in asked or any(name in reading.records[0].section for name in lists):
        return ()
    text = "Hyresregistret svarade inte på den här delen av frågan."
    return (Saknas(grupp=reading.records[0].model.namn, kod="DEL_UTELAMNAD", text=text),)
