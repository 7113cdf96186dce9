"""Builders for the a-kassor: payloads, samples as files, and what the mapping makes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from adapters.akassor.mapping import to_section
from adapters.akassor.names import FORMAT
from adapters.akassor.simulated import funds_of
from adapters.akassor.writing import Answer, Fund, write
from hub.adapter import Found, Payload
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from tests.support.samples import told_of

FOLDER = Path(__file__).parents[2] / "adapters" / "akassor"
SAMPLES = FOLDER / "samples"
SCHEMA = FOLDER / "schemas" / "int014.xsd"
TODAY = date(2026, 11, 21)
UNEMPLOYED = "198401032399"
ECHO = (
    ("OrganisationsnummerIngivare", "162120002411"),
    ("NamnIngivare", "Sundsvalls kommun, Socialnämnden"),
    ("KontonamnHandlaggare", "hl000123"),
    ("Referensnummer", "EB-2026-001234"),
    ("From", "2026-09-01"),
    ("Tom", "2026-11-30"),
    ("Syfte", "Handläggning av ärende om ekonomiskt bistånd"),
    ("Paragraf", "15 kap. 10 § socialtjänstlagen (2025:400), 4 § förordningen (2008:975)"),
)


def payload(content: bytes) -> Payload:
    return Payload(FORMAT, content)


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def section(content: bytes) -> Arbetsloshetsersattning:
    """The section of what was found."""
    told = found(content).sections[0]
    assert isinstance(told, Arbetsloshetsersattning)
    return told


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def answer_of(key: str, *, number: str = UNEMPLOYED, encoding: str = "UTF-8") -> bytes:
    """What the simulator's a-kassor say of a persona, on the wire, of any time."""
    return write(Answer(number, funds_of(key, TODAY), ECHO), encoding)


def answer(*funds: Fund, number: str = UNEMPLOYED) -> bytes:
    return write(Answer(number, funds, ECHO))


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it."""
    return told_of("akassor", payload(content))
