"""Builders for Skatteverket: payloads, samples as files, and what the mapping makes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from adapters.skatteverket.mapping import to_section
from adapters.skatteverket.names import FORMAT
from adapters.skatteverket.simulated import known_of
from adapters.skatteverket.writing import Answer, write
from hub.adapter import Found, Payload
from messages.beskattning import Beskattning
from tests.support.samples import told_of

FOLDER = Path(__file__).parents[2] / "adapters" / "skatteverket"
SAMPLES, SCHEMAS = FOLDER / "samples", FOLDER / "schemas"
TODAY = date(2026, 11, 21)
SOMEBODY = "198401032399"


def payload(content: bytes) -> Payload:
    return Payload(FORMAT, content)


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def section(content: bytes) -> Beskattning:
    read = found(content).sections[0]
    assert isinstance(read, Beskattning)
    return read


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def answer_of(key: str, number: str = SOMEBODY) -> bytes:
    """All that the simulator's Skatteverket knows of a persona, on the wire."""
    known = known_of(key, TODAY)
    assert known is not None
    return write(
        Answer(number, "Robin", "Ek", known.status, known.capital, known.payouts, known.returns, known.news)
    )


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it."""
    return told_of("skatteverket", payload(content))
