"""Builders for CSN: payloads, samples as files, and what the mapping makes of them.

`python -m tests.support.csn` writes every sample's message.json anew from its source.xml; look at the
difference before you commit it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from adapters.csn.incomes import incomes
from adapters.csn.mapping import to_section
from adapters.csn.names import FORMAT
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.adapter import Found, NoRecord, Payload, SourceError, TenDigits
from messages.base import Sektion
from messages.koder import Roll, Skydd, Utfall, VisadAv
from messages.uppgifter import Aktualitet, Kallsvar, Kvitto, Personsvar, Uppgiftssvar
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


def message(sample: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / sample / "message.json").read_text(encoding="utf-8"))
    return told


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
        told["uppgifter"] = {
            read.sections[0].namn: read.sections[0].model_dump(mode="json", exclude_none=True)
        }
        told["inkomstposter"] = [
            item.model_dump(mode="json", exclude_none=True) for item in incomes(read.sections[0], "CSN")
        ]
    told["avvikelser"] = [deviation.model_dump(mode="json") for deviation in read.deviations]
    return told


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


def _number(person: Personidentitet | TenDigits | None) -> str | None:
    return None if person is None else person.value


def _write_anew() -> None:
    for folder in sorted(SAMPLES.iterdir()):
        told = json.dumps(message_of(source(folder.name)), ensure_ascii=False, indent=2)
        (folder / "message.json").write_text(f"{told}\n", encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
