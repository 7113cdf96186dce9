"""Builders of events in a case, and of whole states, minutes after a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hub.simulators.personas import WOMAN, number_of
from messages.arende import Arende
from messages.handelser import Handelse
from messages.values import Personidentitet
from tests.support.policy import APPLICANT

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def event_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def person(number: Personidentitet = APPLICANT, role: str = "SOKANDE", **more: Any) -> dict[str, Any]:
    return {"personidentitet": number.value, "roll": role, **more}


def crowd(count: int) -> list[dict[str, Any]]:
    """So many people of the published test series, born a day apart, all lodgers."""
    days = (date(1985, 1, 1) + timedelta(days=day) for day in range(count))
    return [person(number_of(day, WOMAN), "HUSHALLSMEDLEM") for day in days]


def document(number: int, kind: str, minute: int, **told: Any) -> dict[str, Any]:
    """An event as on the wire; what a beginning tells is put in where it is left out."""
    if kind in ("AKTUALISERAT", "OPPNAT"):
        told = {"arendetyp": "EKONOMISKT_BISTAND", "person": person()} | told
    if kind == "OPPNAT":
        told = {"dag": "2026-11-01"} | told
    moment = (START + timedelta(minutes=minute)).isoformat()
    return {"handelseId": event_id(number), "lopnummer": 0, "tidpunkt": moment, "typ": kind} | told


def event(number: int, kind: str, minute: int, **told: Any) -> Handelse:
    return Handelse.model_validate(document(number, kind, minute, **told))


def whole(minute: int, **changes: Any) -> Arende:
    """An ongoing case of the applicant alone."""
    made = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": START + timedelta(minutes=minute),
        "oppnat": "2026-11-01",
        "personer": [person()],
    }
    return Arende.model_validate(made | changes)
