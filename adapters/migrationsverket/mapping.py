"""miv/findbypersonnummer to the section uppehallstillstand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from adapters.migrationsverket.elements import TABLE
from hub.adapter import (
    Found,
    NoRecord,
    Payload,
    SectionType,
    SourceMalformed,
    TenDigits,
    WrongPerson,
)
from hub.elements import Deviations, Reading, Record, compile_table, read_xml
from messages.uppehallstillstand import Uppehallstillstand
from messages.uppgifter import Avvikelse, Saknas
from messages.values import Personidentitet

SECTIONS = (SectionType(Uppehallstillstand.namn, Uppehallstillstand.namnrymd, Uppehallstillstand, None),)

_TABLE = compile_table(TABLE)
_UNREAD = frozenset({"OKANT_ELEMENT", "OVANTAD_TEXT", "OLASBART_VARDE", "TOMT_ELEMENT"})
"""Deviations that may hide a case: with one of these, none read is not none there."""
_CASES_LOST = tuple(
    Saknas(grupp=group, kod="EJ_LASBART", text="Om personen har något ärende framgår inte av svaret.")
    for group in Uppehallstillstand.grupper
    if group != "uppehallstillstand.person"
)
_SEPARATED = re.compile(r"([0-9]{6}|[0-9]{8})[-+ ]?([0-9]{4})", re.ASCII)


def to_section(payload: Payload) -> Found | NoRecord:
    """What Migrationsverket said of one person.

    The service has a fault of its own for what goes wrong, so an answer without cases says that there are
    none; but only one that is whole: it carries the service's own id, and everything in it could be read.
    Raises SourceMalformed otherwise, and WrongPerson where two persons are told of.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    record = _the_person(reading)
    person = _number(record)
    _drop_empty_cases(record.section, reading.deviations)
    told = reading.deviations.told()
    unread = _unread(told)
    if record.section:
        cases_lost = unread is not None and "arenden" not in record.section
        section = reading.made(Uppehallstillstand, record.section)
        lost = _CASES_LOST if cases_lost else ()
        return Found((section,), person, missing=lost, deviations=told, withheld=reading.withheld)
    if unread is not None or "correlationid" not in record.outcome:
        raise _nothing_told(unread)
    return NoRecord(person, deviations=told)


def _unread(told: Iterable[Avvikelse]) -> str | None:
    """Where something stands that may be a case."""
    return next((row.plats for row in told if row.kod in _UNREAD), None)


def _nothing_told(unread: str | None) -> SourceMalformed:
    if unread is not None:
        text = f"Migrationsverkets svar har ett innehåll som är tomt eller inte kan läsas ({unread})."
        return SourceMalformed("INNEHALL_OLASBART", text)
    text = "Migrationsverkets svar är tomt: det visar inte ens att frågan har behandlats."
    return SourceMalformed("SVAR_UTAN_INNEHALL", text)


def _the_person(reading: Reading) -> Record:
    records = reading.records
    if not records:
        raise _nothing_told(_unread(reading.deviations.told()))
    if len(records) > 1:
        # One is asked about at a time, so a second one is somebody else, and nothing of either is kept.
        raise WrongPerson("Migrationsverkets svar innehåller uppgifter om fler än den efterfrågade.")
    return records[0]


def _number(record: Record) -> Personidentitet | TenDigits | None:
    """Ten or twelve digits, with or without a separator; None where the answer names nobody."""
    given = record.outcome.get("personnummer")
    if given is None:
        return None
    found = _SEPARATED.fullmatch(given)
    try:
        if found is None:
            raise ValueError
        digits = found[1] + found[2]
        return TenDigits(digits) if len(digits) == 10 else Personidentitet(digits)
    except ValueError:
        raise SourceMalformed(
            "PERSON_OLASBAR", "Personnumret i Migrationsverkets svar kan inte läsas (response/personnummer)."
        ) from None


def _drop_empty_cases(section: dict[str, Any], deviations: Deviations) -> None:
    """Takes away cases that say nothing (the format lets them be nil), and names them."""
    cases = section.pop("arenden", [])
    kept = [case for case in cases if len(case) > 1]
    if kept:
        section["arenden"] = kept
    for _ in range(len(cases) - len(kept)):
        text = "Ett ärende i svaret är tomt eller kan inte läsas. Det återges inte."
        deviations.note("TOMT_ELEMENT", "response/svarCollection/svar", text)
