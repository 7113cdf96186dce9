"""csn/kommunfraga to the section studiestod, and its payments to income items. Pure."""

from __future__ import annotations

import re

from adapters.csn import codes
from adapters.csn.elements import TABLE
from adapters.csn.incomes import incomes
from hub.adapter import (
    Found,
    NoRecord,
    Payload,
    SectionType,
    SourceMalformed,
    SourceRefused,
    TenDigits,
    WrongPerson,
)
from hub.elements import Record, compile_table, read_xml
from messages.studiestod import Studiestod
from messages.values import Personidentitet, holds_personal_number

SECTIONS = (SectionType(Studiestod.namn, Studiestod.namnrymd, Studiestod, incomes, benefit_by_part=True),)

NOT_FOUND = "EJ TRÄFF"

_TABLE = compile_table(TABLE)
_ZERO = re.compile(r"[+-]?0+", re.ASCII)


def to_section(payload: Payload) -> Found | NoRecord:
    """What CSN said of one person.

    Raises SourceRefused for a result code other than 0, WrongPerson where several persons are told of, and
    SourceMalformed for what is no answer about anyone.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    _refuse(reading.outcome)
    record = _the_person(reading.records)
    person = _number(record)
    flag = record.outcome.get("sekretess")
    status = record.outcome.get("status", "")
    if status.upper() == NOT_FOUND and not record.section.get("arenden"):
        return NoRecord(person, flag, reading.deviations.told())
    if status:
        text = "Personens status är ingen av dem som CSN beskriver. Uppgifterna är lästa ändå."
        if status.upper() == NOT_FOUND:
            text = "CSN säger att personen inte finns men lämnar ändå uppgifter. De är lästa."
        reading.deviations.note("OKAND_KOD", "Personer/Person/@Status", text)
    section = reading.made(Studiestod, record.section)
    told = reading.deviations.told()
    return Found((section,), person, flag, deviations=told, withheld=reading.withheld)


def _refuse(outcome: dict[str, str]) -> None:
    code = outcome.get("resultatKod")
    if code is None or _ZERO.fullmatch(code):
        return
    known = codes.RESULT.texts.get(code)
    said = _harmless(outcome.get("resultatText", ""))
    secret = holds_personal_number(code)
    label = "OKAND" if secret else re.sub(r"[^A-Z0-9_-]", "", code.upper())[:20] or "OKAND"
    number = "okänd" if secret else code
    text = f"CSN lämnade inga uppgifter utan svarade med felkod {number}"
    # What the code list says is ours, and may always be told.
    text, words = (f"{text}: {known}.", "") if known else (f"{text}.", said)
    raise SourceRefused(f"CSN_{label}", text, words=words)


def _harmless(text: str) -> str:
    """The source's words on a fault, where they hold no number that could be a person's."""
    return "" if holds_personal_number(text) else text[:100].rstrip(". ")


def _the_person(records: tuple[Record, ...]) -> Record:
    """The one person told of.

    One is asked about at a time, so a second one is somebody else: nothing is kept then, as no part of an
    answer that mixes persons can be trusted to be about the right one. None at all is not "nothing found",
    which CSN says with a status of its own.
    """
    if not records:
        raise SourceMalformed("PERSON_SAKNAS", "CSN:s svar nämner ingen person, inte ens att ingen hittades.")
    if len(records) > 1:
        raise WrongPerson("CSN:s svar innehåller uppgifter om fler personer än den efterfrågade.")
    return records[0]


def _number(record: Record) -> Personidentitet | TenDigits:
    ten = record.outcome.get("personnummer", "")
    century = record.outcome.get("sekel", "")
    try:
        if not century and len(ten) == 10:
            return TenDigits(ten)
        return Personidentitet(century + ten)
    except ValueError:
        raise SourceMalformed(
            "PERSON_OLASBAR", "Personnumret i CSN:s svar kan inte läsas (Personer/Person/@personnummer)."
        ) from None
