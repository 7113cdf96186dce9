"""Builders for Försäkringskassan's part of LEFI: payloads, samples, and what the mapping makes of them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from adapters.forsakringskassan.elements import FK, FORMAT
from adapters.forsakringskassan.mapping import to_section
from adapters.forsakringskassan.simulated import known_of
from adapters.forsakringskassan.simulated_answer import Asking
from adapters.forsakringskassan.simulated_groups import KINDS
from adapters.forsakringskassan.simulated_question import ACTORS, Question
from hub.adapter import Found, Payload
from hub.elements import compile_table
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from tests.support.ssbtek import TODAY, WORLD

FOLDER = Path(__file__).parents[2] / "adapters" / "forsakringskassan"
SAMPLES = FOLDER / "samples"
SCHEMA = FOLDER / "schemas" / "lefi-v9.schema.json"
TABLE = compile_table(FK)
NUMBER = WORLD.personas["foralder"].number.value
CHILD = WORLD.personas["barn1"].number.value

Json = dict[str, Any]
_WRITER = json.JSONEncoder(ensure_ascii=False, default=float)


@cache
def strict() -> Draft202012Validator:
    """LEFI's answer by its types, with nothing let through that they do not name."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for definition in schema["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return Draft202012Validator(schema)


def state(code: str = "OK", who: str = "FK") -> Json:
    return {"utlamnare": {"kod": who, "namn": who}, "tillstand": {"kod": code, "beskrivning": code}}


def answer(*, states: tuple[Json, ...] = (state(),), avvikelser: Json | None = None, **lists: Any) -> Json:
    """An answer with these lists under `formansinformation`."""
    said = {} if avvikelser is None else {"avvikelser": avvikelser}
    return {"utlamnare": list(states), **said, "formansinformation": lists}


def general(number: str = NUMBER, **told: Any) -> list[Json]:
    return [{"personnummer": number, "skyddad": False, **told}]


def amount(total: Any, currency: str = "SEK") -> Json:
    return {"summa": total, "valuta": currency}


def left_out(reason: str, *codes: str, key: str = "formansgrupp") -> list[Json]:
    return [{"avvikelse": {"kod": reason}, key: {"kod": code}} for code in codes]


def question(*cases: str, **further: Any) -> Payload:
    """A question of ours for these codes of `formansinformation`; further lists by name."""
    asked = {
        "personnummer": NUMBER,
        "period": {"from": "2026-09-01", "tom": "2026-11-30"},
        "formansinformation": cases,
        **further,
    }
    return Payload("lefi/v9", json.dumps(asked).encode())


def payload(document: Json | bytes, asked: Payload | None = None) -> Payload:
    content = document if isinstance(document, bytes) else _WRITER.encode(document).encode()
    return Payload(FORMAT, content, question=asked)


def found(document: Json | bytes, asked: Payload | None = None) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(document, asked))
    assert isinstance(read, Found)
    return read


def section(document: Json | bytes) -> Socialforsakring:
    told = found(document).sections[0]
    assert isinstance(told, Socialforsakring)
    return told


def person(document: Json | bytes) -> Person:
    told = found(document).sections[1]
    assert isinstance(told, Person)
    return told


def odd(document: Json | bytes) -> dict[str, str]:
    """Where it deviates, without what every place begins with, and how."""
    return {row.plats.removeprefix("formansinformation/"): row.kod for row in found(document).deviations}


def source(sample: str) -> bytes:
    return (SAMPLES / sample / "source.json").read_bytes()


def simulated(key: str, first: date = date(2024, 11, 22)) -> bytes:
    """Everything that the simulator's LEFI has on a persona since `first`."""
    persona = WORLD.personas[key]
    every = {kind: tuple(sorted(codes)) for kind, codes in KINDS.items()}
    asking = Asking(Question(persona.number.value, first, TODAY, every), ACTORS["026-51"])
    return _WRITER.encode(asking.answer(known_of(persona, WORLD))).encode()
