"""Builders for Transportstyrelsen: payloads, samples as files, and what the mapping makes of them.

`python -m tests.support.tns` writes every sample's message.json anew from its source.xml; look at the
difference before you commit it.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.transportstyrelsen.mapping import to_section
from adapters.transportstyrelsen.names import ANSWER_FORMAT
from adapters.transportstyrelsen.simulated import answer_of
from adapters.transportstyrelsen.writing import build_answer
from hub.adapter import Found, NoRecord, Payload, SourceError
from messages.fordonsinnehav import Fordonsinnehav

SAMPLES = Path(__file__).parents[2] / "adapters" / "transportstyrelsen" / "samples"
SCHEMA = SAMPLES.parent / "schemas" / "responder.xsd"
TODAY = date(2026, 11, 21)


def payload(content: bytes) -> Payload:
    return Payload(ANSWER_FORMAT, content)


def found(content: bytes) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(content))
    assert isinstance(read, Found)
    return read


def vehicles(content: bytes) -> Fordonsinnehav:
    section = found(content).sections[0]
    assert isinstance(section, Fordonsinnehav)
    return section


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.xml").read_bytes()


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


def written(key: str) -> bytes:
    """What the simulated service says of a persona, on the wire."""
    return etree.tostring(build_answer(answer_of(key, TODAY)), encoding="utf-8")


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it: the section, or the failure."""
    try:
        read = to_section(payload(content))
    except SourceError as error:
        return {"fel": {"typ": type(error).__name__, "kod": error.code, "text": error.text}}
    told: dict[str, Any] = {"person": None, "flagga": read.flag}
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


def _write_anew() -> None:
    for folder in sorted(SAMPLES.iterdir()):
        told = json.dumps(message_of(source(folder.name)), ensure_ascii=False, indent=2)
        (folder / "message.json").write_text(f"{told}\n", encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
