"""Builders for Arbetsförmedlingen: payloads, samples, questions, and what the mapping makes of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.arbetsformedlingen import simulator
from adapters.arbetsformedlingen.mapping import to_section
from adapters.arbetsformedlingen.names import FORMAT, QUESTION_FORMAT
from adapters.arbetsformedlingen.question import to_payload
from adapters.arbetsformedlingen.simulated import known_of
from adapters.arbetsformedlingen.writing import Answer, write
from hub.adapter import Ask, Found, Payload, SourceAsk
from hub.elements import groups_of
from hub.simulators.world import Persona
from messages.arbetssokande import Arbetssokande
from tests.support import ssbtek
from tests.support.samples import told_of

WORLD = ssbtek.WORLD
SAMPLES = Path(simulator.__file__).parent / "samples"
SCHEMA = simulator.SCHEMA
TODAY = date(2026, 11, 21)
LAW = "Arbetsförmedlingen: 15 kap. 11 § socialtjänstlagen (2025:400), 5 § förordningen (2008:975)"
GROUPS = groups_of(Arbetssokande)


def payload(content: bytes) -> Payload:
    return Payload(FORMAT, content)


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def section(content: bytes) -> Arbetssokande:
    read = found(content).sections[0]
    assert isinstance(read, Arbetssokande)
    return read


def answer_of(key: str, **changes: Any) -> bytes:
    """What the simulator's Arbetsförmedlingen says of a persona, without an echo."""
    persona = WORLD.personas[key]
    given = Answer(
        persona.number.value,
        persona.first_name,
        persona.last_name,
        persona.protected,
        known_of(key, TODAY),
        "EB-2026-001234",
        LAW,
    )
    return etree.tostring(write(replace(given, **changes)), xml_declaration=True, encoding="UTF-8")


def ask(persona: Persona, *, groups: frozenset[str] = GROUPS, **changes: Any) -> Ask:
    """A question straight to Arbetsförmedlingen, with its own question made."""
    given = replace(ssbtek.ask("AF", persona=persona), **{"legal_text": LAW, **changes})
    own = replace(given.sources[0], groups=groups)
    return replace(given, sources=(_with_question(given, own),))


def _with_question(given: Ask, own: SourceAsk) -> SourceAsk:
    return replace(own, question=to_payload(given, own, QUESTION_FORMAT))


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it."""
    return told_of("arbetsformedlingen", payload(content))
