"""Builders for CSN: payloads, samples as files, and what the mapping makes of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from adapters.csn.mapping import to_section
from adapters.csn.names import FORMAT
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.adapter import Found, Payload
from messages.base import Sektion
from messages.koder import Roll, Skydd, Utfall, VisadAv
from messages.uppgifter import Aktualitet, Kallsvar, Kvitto, Personsvar, Uppgiftssvar
from messages.values import Personidentitet
from tests.support.samples import told_of

SAMPLES = Path(__file__).parents[2] / "adapters" / "csn" / "samples"
SCHEMA = SAMPLES.parent / "schemas" / "kommunfraga.xsd"
TODAY = date(2026, 11, 21)
STUDENT = "200306062381"


def payload(content: bytes) -> Payload:
    return Payload(FORMAT, content)


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def answer_of(key: str, *, version: str = "4.0", number: str = STUDENT) -> bytes:
    """What the simulator's CSN says of a persona, on the wire."""
    cases = cases_of(key, TODAY)
    return write(Answer(number, cases is not None, cases or (), version=version))


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it."""
    return told_of("csn", payload(content))


def reply_with(section: Sektion) -> Uppgiftssvar:
    """A whole answer around one section."""
    moment = datetime(2026, 11, 21, 9, tzinfo=UTC)
    source_part = Kallsvar(
        kalla="CSN", utfall=Utfall.BESVARAD, fragad=True, uppgifter={section.namn: section}
    )
    person = Personsvar(
        personidentitet=Personidentitet(STUDENT),
        roll=Roll.SOKANDE,
        aktualitet=Aktualitet(visadAv=VisadAv.REGISTER, tidpunkt=moment),
        kallor=[source_part],
    )
    return Uppgiftssvar(
        svarId=str(UUID(int=1)),
        forfraganId=str(UUID(int=2)),
        besvarad=moment,
        skydd=Skydd.INGET,
        kvitto=Kvitto(logg="logg", kontrollpunkt="1"),
        personer=[person],
    )
