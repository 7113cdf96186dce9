"""Builders for Skatteverket: payloads, samples as files, and what the mapping makes of them.

`python -m tests.support.skv` writes every sample's message.json anew from its source.xml; look at the
difference before you commit it.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from adapters.skatteverket.incomes import incomes
from adapters.skatteverket.mapping import to_section
from adapters.skatteverket.names import FORMAT
from adapters.skatteverket.simulated import known_of
from adapters.skatteverket.writing import Answer, write
from hub.adapter import Found, NoRecord, Payload, SourceError
from messages.beskattning import Beskattning

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
    """All that a payload becomes, as message.json tells it: the section with its incomes, or the failure."""
    try:
        read = to_section(payload(content))
    except SourceError as error:
        return {"fel": {"typ": type(error).__name__, "kod": error.code, "text": error.text}}
    told: dict[str, Any] = {"person": read.person.value if read.person else None, "flagga": read.flag}
    if isinstance(read, NoRecord):
        told["ingaUppgifter"] = True
    else:
        told["uppgifter"] = {
            read.sections[0].namn: read.sections[0].model_dump(mode="json", exclude_none=True)
        }
        told["inkomstposter"] = [
            item.model_dump(mode="json", exclude_none=True) for item in incomes(read.sections[0], "SKV")
        ]
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
