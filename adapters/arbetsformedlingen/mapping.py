"""af/svarmeddelande to the section arbetssokande. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.arbetsformedlingen.codes import TECHNICAL_FAULT
from adapters.arbetsformedlingen.elements import RAPPORTEN_ANDRA, TABLE
from hub.adapter import (
    Found,
    NoRecord,
    Payload,
    SectionType,
    SourceMalformed,
    SourceUnavailable,
    TenDigits,
    WrongPerson,
)
from hub.elements import Record, compile_table, read_xml
from messages.arbetssokande import Arbetssokande
from messages.uppgifter import Avvikelse, Saknas
from messages.values import Personidentitet, holds_personal_number

SECTIONS = (SectionType(Arbetssokande.namn, Arbetssokande.namnrymd, Arbetssokande, None),)

_TABLE = compile_table(TABLE)
_ZERO = re.compile(r"[+-]?0+", re.ASCII)
_NAMES = {"fornamn", "efternamn"}
_FLAG = "Svar/Sekretessmarkering"
_LOST = {"OLASBART_VARDE", "OKANT_ELEMENT", "OVANTAD_TEXT"}
_TOLD = ("Svar/ArbetssokandeInfo", "Svar/BeslutInfo", "Svar/Akassetillhorighet")


def to_section(payload: Payload) -> Found | NoRecord:
    """What Arbetsförmedlingen said of one person.

    Raises SourceUnavailable for a status other than 0 with no data beside it, WrongPerson where the answer
    names more than one person, SourceMalformed for what is no answer about anyone.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    record = _the_answer(reading.records)
    person = _number(record.outcome.get("person", ""))
    asked = reading.outcome.get("fragadPerson")
    if asked is not None and _number(asked) != person:
        raise WrongPerson("Arbetsförmedlingens svar gäller en annan person än den fråga som det upprepar.")
    failed = _failure(record)
    if not record.section.keys() - _NAMES and "upplysning" not in record.outcome:
        if failed is not None:
            raise failed
        return _nothing(person, record, reading.deviations.told())
    if "andraStavningen" in record.outcome:
        text = "Elementet är stavat på ett annat sätt än i Arbetsförmedlingens schema. Det är läst ändå."
        reading.deviations.note("ANNAN_STAVNING", RAPPORTEN_ANDRA, text)
    section = reading.made(Arbetssokande, record.section)
    deviations = reading.deviations.told()
    return Found(
        (section,),
        person,
        _flag(record, deviations),
        missing=tuple(_missing(section, failed)),
        deviations=deviations,
        withheld=reading.withheld,
    )


def _nothing(
    person: Personidentitet | TenDigits, record: Record, deviations: tuple[Avvikelse, ...]
) -> NoRecord:
    """Nothing known; unless something was told and none of it could be read, which is not the same."""
    if any(odd.kod in _LOST and odd.plats.startswith(_TOLD) for odd in deviations):
        text = "Ingen av uppgifterna i Arbetsförmedlingens svar kunde läsas."
        raise SourceMalformed("INGET_LASBART", text)
    return NoRecord(person, _flag(record, deviations), deviations)


def _the_answer(records: tuple[Record, ...]) -> Record:
    """The one Svar. Where there is a second one, nothing in the answer can be relied upon."""
    if not records:
        raise SourceMalformed("SVAR_SAKNAS", "Arbetsförmedlingens svarsmeddelande har inget Svar.")
    if len({record.outcome.get("person") for record in records}) > 1:
        raise WrongPerson(
            "Arbetsförmedlingens svar innehåller uppgifter om fler personer än den efterfrågade."
        )
    if len(records) > 1:
        raise SourceMalformed("FLERA_SVAR", "Arbetsförmedlingens svarsmeddelande har flera Svar.")
    return records[0]


def _number(given: str) -> Personidentitet | TenDigits:
    plain = given.replace("-", "").replace("+", "")
    try:
        return TenDigits(plain) if len(plain) == 10 else Personidentitet(plain)
    except ValueError:
        raise SourceMalformed(
            "PERSON_OLASBAR",
            "Personnumret i Arbetsförmedlingens svar saknas eller kan inte läsas "
            "(IdentitetsbeteckningFysiskPerson).",
        ) from None


def _failure(record: Record) -> SourceUnavailable | SourceMalformed | None:
    """What the status says when it is not 0.

    No list of codes is published. What a question can be refused for comes as a fault of the whole call, and
    this is the status of the *information*, so it is read as a source that could not give it now: the
    caseworker tries again, and is never told that she lacks a right that she may have.
    """
    code = record.outcome.get("status")
    if code is None:
        text = "Arbetsförmedlingens svar har varken uppgifter eller någon status som säger att inga finns."
        return SourceMalformed("STATUS_SAKNAS", text)
    if _ZERO.fullmatch(code):
        return None
    label = "" if holds_personal_number(code) else re.sub(r"[^A-Z0-9_-]", "", code.upper())[:20]
    said = _harmless(record.outcome.get("statustext", ""))
    text = f"Arbetsförmedlingen kunde inte lämna uppgifter och svarade med status {label or 'okänd'}"
    return SourceUnavailable(f"AF_{label or 'OKAND'}", f"{text}.", words=said)


def _harmless(text: str) -> str:
    """The source's words on a fault, where they hold no number that could be a person's."""
    return "" if holds_personal_number(text) else text[:100].rstrip(". ")


def _missing(section: Arbetssokande, failed: SourceUnavailable | SourceMalformed | None) -> Iterator[Saknas]:
    """What did not come although it was asked for, when the rest did."""
    if isinstance(failed, SourceUnavailable):
        text = f"{failed.text} Det som kom är med, men allt kan inte ha kommit."
        yield Saknas(grupp=Arbetssokande.namn, kod=failed.code, text=text)
    report = section.aktivitetsrapport
    if report is not None and report.svar is not None and report.svar.kod == TECHNICAL_FAULT:
        text = "Arbetsförmedlingen kunde inte hämta uppgiften om aktivitetsrapport. Försök igen senare."
        yield Saknas(grupp="arbetssokande.aktivitetsrapport", kod="AF_AKTIVITETSRAPPORT_502", text=text)


def _flag(record: Record, deviations: tuple[Avvikelse, ...]) -> str | None:
    """The flag for protected identity. Said twice it is unclear, and the manifest reads it so."""
    if any(odd.kod == "UPPREPAT_ELEMENT" and odd.plats == _FLAG for odd in deviations):
        return "upprepad"
    flag: str | None = record.outcome.get("sekretess")
    return flag
