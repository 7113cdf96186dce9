"""Builders for Pensionsmyndigheten's part of LEFI's answer, and what the mapping makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.forsakringskassan.groups import wanted_of
from adapters.forsakringskassan.pension_mapping import to_section
from hub.adapter import Found, Payload
from messages.pension import Pension

Json = dict[str, Any]

LISTS = ("ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation")
EVERYTHING = (
    "pension.ansprak",
    "pension.beslut",
    "pension.utbetalningar",
    "pension.preliminaraUtbetalningar",
    "pension.levnadsintyg",
    "pension.pensionsbehallning",
    "pension.pensionsunderlag",
)
PENSIONER, SPOUSE, CHILD, DEAD = "190704019801", "198401032399", "200802122390", "189506299818"


def kod(code: Any, text: str | None = None) -> Json:
    """A code as LEFI writes it."""
    return {"kod": code} if text is None else {"kod": code, "beskrivning": text}


def state(code: str = "OK", source: str = "PM") -> Json:
    return {"utlamnare": kod(source), "tillstand": kod(code)}


def deviation(code: str, group: str, key: str = "formansgrupp") -> Json:
    return {"avvikelse": kod(code, "fritext"), key: kod(group, "fritext")}


def answer(*, states: Iterable[Json] | None = None, empty: Iterable[str] = LISTS, **parts: Any) -> Json:
    """An answer from an authority that is well, with empty lists where nothing else is said."""
    return {
        "utlamnare": [state()] if states is None else list(states),
        **{name: [] for name in empty},
        **parts,
    }


def payment(**changes: Any) -> Json:
    """One payment with one row and one deduction; None takes a field away."""
    told = {
        "utbetalningsdatum": "2026-10-19",
        "utbetalningsperiod": {"from": "2026-10-01", "tom": "2026-10-31"},
        "bruttobelopp": 11840,
        "nettobelopp": 9482,
        "avdrag": [{"belopp": 2358, "avdragstyp": kod("PM:PS", "Preliminär skatt")}],
        "utbetalningsrader": [row()],
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}


def row(group: str = "PM:AP", amount: int = 11840, paid: str = "PM:AP38", kind: str = "PM:IP") -> Json:
    return {
        "formansgrupp": kod(group, "Förmånsgrupp"),
        "belopp": amount,
        "utbetalningsforman": kod(paid, "Förmån"),
        "beloppstyp": kod(kind, "Beloppstyp"),
    }


def decision(**changes: Any) -> Json:
    return {
        "beslutsid": "B-1",
        "beslutsdatum": "2026-03-11",
        "formansgrupp": kod("PM:AP", "Allmän pension"),
        "beslutsstatus": kod("SLUTLIGT", "Slutligt"),
        "beslutsutfall": kod("BIFALL", "Bifall"),
        **changes,
    }


def other(code: str, **parts: Any) -> Json:
    return {"informationstyp": kod(code, "Övrigt"), **parts}


def payload(document: Json | bytes, asked: Iterable[str] | None = None) -> Payload:
    """As the hub hands it over; with the question, where `asked` names element groups."""
    content = document if isinstance(document, bytes) else json.dumps(document, default=float).encode()
    question = None if asked is None else Payload("lefi/v9", json.dumps(codes_of(asked)).encode())
    return Payload("lefi/v9-pm", content, question=question)


def codes_of(asked: Iterable[str]) -> Mapping[str, list[str]]:
    """The question's lists of codes for element groups."""
    lists: dict[str, list[str]] = {}
    for kind, code in sorted(wanted_of(frozenset(asked))):
        lists.setdefault(kind, []).append(code)
    return lists


def found(document: Json | bytes, asked: Iterable[str] | None = None) -> Found:
    """Reads, and insists that something was found."""
    read = to_section(payload(document, asked))
    assert isinstance(read, Found)
    return read


def section(document: Json) -> Pension:
    """The section of what was found."""
    (told,) = found(document).sections
    assert isinstance(told, Pension)
    return told


def told(document: Json, asked: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Code and place of each deviation."""
    return [(row.kod, row.plats) for row in found(document, asked).deviations]
