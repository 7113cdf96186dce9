"""tns/hamtauppgifter to the section fordonsinnehav. Pure.

The answer names no person: what ties it to the question is the call itself, and inside SSBTEK its
correlation id. `Found.person` is therefore None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.transportstyrelsen.elements import FAULT, HOLDING, TABLE
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, SourceUnavailable
from hub.elements import Record, compile_table, read_xml
from messages.fordonsinnehav import Fordonsinnehav
from messages.uppgifter import Avvikelse, Saknas
from messages.values import holds_personal_number

SECTIONS = (SectionType(Fordonsinnehav.namn, Fordonsinnehav.namnrymd, Fordonsinnehav, None),)

_TABLE = compile_table(TABLE)
_UNREAD = frozenset({"OKANT_ELEMENT", "OVANTAD_TEXT", "SAKNAT_ELEMENT"})
"""Deviations that may hide a vehicle, or a fault: with one of these, no vehicle read is not none held."""


def to_section(payload: Payload) -> Found | NoRecord:
    """The vehicles of the person asked about.

    Raises SourceUnavailable where the service says that it failed and tells of no vehicle, and
    SourceMalformed for what cannot be understood: "none" is only what the service itself says is none.
    """
    reading = read_xml(_TABLE, payload.content, payload.groups)
    outcome, told = reading.outcome, reading.deviations.told()
    vehicles = _vehicles(reading.records)
    if vehicles:
        section = reading.made(Fordonsinnehav, {"fordon": vehicles})
        missing = (_partial(outcome),) if _failed(outcome) else ()
        return Found((section,), None, missing=missing, deviations=told, withheld=reading.withheld)
    if _failed(outcome):
        raise SourceUnavailable(f"TNS_{_label(outcome)}", _fault_text(outcome), words=_words(outcome))
    _make_sure(outcome, told, empty_holding=bool(reading.records))
    return NoRecord(None, deviations=told)


def _vehicles(records: tuple[Record, ...]) -> list[dict[str, Any]]:
    if len(records) > 1:
        # The answer names nobody, so nothing tells whose the second one is.
        text = f"Svaret från Transportstyrelsen har flera {HOLDING}. Inget av dem kan kopplas till personen."
        raise SourceMalformed("FLERA_INNEHAV", text)
    found: list[dict[str, Any]] = records[0].section.get("fordon", []) if records else []
    return found


def _failed(outcome: Mapping[str, Any]) -> bool:
    """The service says so, or tells of a fault although its result is OK."""
    result = outcome.get("resultat")
    return bool((result is not None and result.kod == "FEL") or outcome.keys() & {"felkod", "feltext"})


def _make_sure(outcome: Mapping[str, Any], told: Iterable[Avvikelse], *, empty_holding: bool) -> None:
    """That nothing was held, and not only that nothing could be read."""
    result = outcome.get("resultat")
    if result is None or result.kod != "OK":
        text = "Svaret från Transportstyrelsen har inget fordon och säger inte om frågan kunde besvaras."
        raise SourceMalformed("RESULTAT_OLASBART", text)
    for row in told:
        # An empty list is an answer, whatever else stands beside it; no list and something unknown is not.
        if row.kod in _UNREAD and (not empty_holding or row.plats.startswith((HOLDING, FAULT))):
            text = f"Svaret från Transportstyrelsen har ett innehåll som inte kan läsas ({row.plats})."
            raise SourceMalformed("INNEHALL_OLASBART", text)


def _partial(outcome: Mapping[str, Any]) -> Saknas:
    return Saknas(
        grupp="fordonsinnehav.fordon",
        kod="KALLA_FEL",
        text=f"{_fault_text(outcome)} De fordon som ändå kom återges; fler kan finnas.",
    )


def _fault_text(outcome: Mapping[str, Any]) -> str:
    label = _label(outcome)
    code = "" if label == "OKAND" else f" (felkod {label})"
    return f"Transportstyrelsen kunde inte besvara frågan{code}."


def _words(outcome: Mapping[str, Any]) -> str:
    """What its codes mean is not published, so the service's own words go along where they name nobody."""
    said = str(outcome.get("feltext", ""))[:100].rstrip(". ")
    return "" if holds_personal_number(said) else said


def _label(outcome: Mapping[str, Any]) -> str:
    code = str(outcome.get("felkod", ""))
    return (
        "OKAND" if holds_personal_number(code) else re.sub(r"[^A-Z0-9_-]", "", code.upper())[:20] or "OKAND"
    )
