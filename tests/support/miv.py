"""Builders for Migrationsverket: payloads, samples as files, and what the mapping makes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.migrationsverket.mapping import to_section
from adapters.migrationsverket.names import ANSWER_FORMAT
from adapters.migrationsverket.simulated import answer_about
from adapters.migrationsverket.writing import build_answer
from hub.adapter import Found, Payload
from messages.uppehallstillstand import Uppehallstillstand
from tests.support.samples import told_of
from tests.support.ssbtek import WORLD

SAMPLES = Path(__file__).parents[2] / "adapters" / "migrationsverket" / "samples"
SCHEMA = SAMPLES.parent / "schemas" / "ssbtek.xsd"
TODAY = date(2026, 11, 21)


def payload(content: bytes) -> Payload:
    return Payload(ANSWER_FORMAT, content)


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def section_of(content: bytes) -> Uppehallstillstand:
    section = found(content).sections[0]
    assert isinstance(section, Uppehallstillstand)
    return section


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def written(key: str) -> bytes:
    """What the simulated service says of a persona, on the wire."""
    persona = WORLD.personas[key]
    return etree.tostring(build_answer(answer_about(persona, persona.number.value, TODAY)), encoding="utf-8")


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it."""
    return told_of("migrationsverket", payload(content))
