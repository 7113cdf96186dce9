"""Builders for CSN: payloads, samples as files, and what the mapping makes of them.

`python -m tests.support.csn` writes every sample's message.json anew from its source.xml; look at the
difference before you commit it.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from adapters.csn.elements import FORMAT
from adapters.csn.incomes import incomes
from adapters.csn.mapping import to_section
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.adapter import Found, NoRecord, Payload, SourceError, TenDigits
from messages.values import Personidentitet

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


def answer_of(key: str, *, version: str = "4.0", number: str = STUDENT) -> bytes:
    """What the simulator's CSN says of a persona, on the wire."""
    cases = cases_of(key, TODAY)
    return write(Answer(number, cases is not None, cases or (), version=version))


def message_of(content: bytes) -> dict[str, Any]:
    """All that a payload becomes, as message.json tells it: the section with its incomes, or the failure."""
    try:
        read = to_section(payload(content))
    except SourceError as error:
        return {"fel": {"typ": type(error).__name__, "kod": error.code, "text": error.text}}
    told: dict[str, Any] = {"person": _number(read.person), "flagga": read.flag}
    if isinstance(read, NoRecord):
        told["ingaUppgifter"] = True
    else:
        told["uppgifter"] = {read.section.namn: read.section.model_dump(mode="json", exclude_none=True)}
        told["inkomstposter"] = [
            item.model_dump(mode="json", exclude_none=True) for item in incomes(read.section, "CSN")
        ]
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
