"""Builders for Migrationsverket: payloads, samples as files, and what the mapping makes of them.

`python -m tests.support.miv` writes every sample's message.json anew from its source.xml; look at the
difference before you commit it.
"""

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
from hub.adapter import Found, NoRecord, Payload, SourceError, TenDigits
from messages.uppehallstillstand import Uppehallstillstand
from messages.values import Personidentitet
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
    """All that a payload becomes, as message.json tells it: the section, or the failure."""
    try:
        read = to_section(payload(content))
    except SourceError as error:
        return {"fel": {"typ": type(error).__name__, "kod": error.code, "text": error.text}}
    told: dict[str, Any] = {"person": _number(read.person), "flagga": read.flag}
    if isinstance(read, NoRecord):
        told["ingaUppgifter"] = True
    else:
        told["uppgifter"] = {
            read.sections[0].namn: read.sections[0].model_dump(mode="json", exclude_none=True)
        }
        told["inkomstposter"] = []
        if read.missing:
            told["saknas"] = [row.model_dump(mode="json") for row in read.missing]
    told["avvikelser"] = [deviation.model_dump(mode="json") for deviation in read.deviations]
    return told


def _number(person: Personidentitet | TenDigits | None) -> str | None:
    return None if person is None else person.value


def _write_anew() -> None:
    for folder in sorted(SAMPLES.iterdir()):
        told = json.dumps(message_of(source(folder.name)), ensure_ascii=False, indent=2)
        (folder / "message.json").write_text(f"{told}\n", encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
