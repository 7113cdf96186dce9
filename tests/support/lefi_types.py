"""Answers of LEFI drawn from its published types: every field that may come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from messages.values import Personidentitet
from tests.support.ssbtek import WORLD

SCHEMA = Path(__file__).parents[2] / "adapters" / "forsakringskassan" / "schemas" / "lefi-v9.schema.json"
Json = dict[str, Any]

TYPES: Mapping[str, Json] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
ANSWER, CASES = "LefiExternFormansinformationSvar", "LefiFormansinformation"

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
WORDS = st.text("abcdefåäöABC 123", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
NUMBERS = st.decimals(0, 999_999, places=2) | st.integers(0, 999_999)
WHOLE = st.integers(0, 999)
YEARS = st.integers(1900, 2100)
MOMENTS = st.builds("{}T{}{}".format, DAYS, st.times(), st.sampled_from(["Z", "+02:00"]))
PERSONS = st.sampled_from(sorted(each.number.value for each in WORLD.personas.values()))
KEYS: Mapping[str, st.SearchStrategy[Any]] = {
    "ar": YEARS,
    "artal": YEARS.map(str),
    "faststallelsear": YEARS.map(str),
    "gallerFrom": DAYS | DAYS.map(lambda day: day[:7]) | YEARS.map(str),
    "organisationsnummer": st.integers(5_560_000_000, 5_569_999_999).map(str),
}
"""Keys whose values are of a kind of their own; for the rest days do, which are texts as well."""
NUMBERED: Mapping[str, st.SearchStrategy[Any]] = {"person": PERSONS, "medsokande": PERSONS}
"""Keys of somebody else's number, where they are a text: elsewhere they are objects."""


def resolved(kind: Json) -> tuple[str, list[Any] | None]:
    """The name of a type (its JSON type when it has none), and the codes that it is narrowed to."""
    if "allOf" in kind:
        base, narrowed = kind["allOf"]
        return base["$ref"].rpartition("/")[2], narrowed["properties"]["id"]["enum"]
    return (kind["$ref"].rpartition("/")[2] if "$ref" in kind else kind["type"]), None


@st.composite
def drawn(draw: st.DrawFn, name: str, keys: frozenset[str] | None = None, *, whole: bool = False) -> Json:
    """An object of a type, any field left out that is not required; at the top only of `keys`.

    `whole`: no field is left out, and no list is empty.
    """
    told: Json = {}
    needed = TYPES[name]["properties"] if whole else TYPES[name].get("required", ())
    for key, kind in TYPES[name]["properties"].items():
        if (key in keys) if keys is not None else (key in needed or draw(st.integers(0, 3))):
            listed = kind.get("type") == "array"
            inner = _value(key, kind["items"] if listed else kind, whole)
            told[key] = draw(st.lists(inner, min_size=int(whole), max_size=2) if listed else inner)
    return told


KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": WHOLE,
    "number": NUMBERS,
    "string": DAYS,
    "LefiBelopp": st.fixed_dictionaries({"summa": NUMBERS, "valuta": st.just("SEK")}),
    "LefiSifferkod": st.fixed_dictionaries({"id": WHOLE, "beskrivning": WORDS}),
    "LefiBokstavskod": st.fixed_dictionaries({"id": WORDS, "beskrivning": WORDS}),
    "LefiLand": st.fixed_dictionaries({"kod": WORDS, "namn": WORDS}),
    "LefiPerson": st.fixed_dictionaries({"foddes": DAYS, "namn": WORDS, "skyddad": st.booleans()}),
}


def _value(key: str, kind: Json, whole: bool) -> st.SearchStrategy[Any]:
    name, codes = resolved(kind)
    if codes is not None:
        return st.fixed_dictionaries({"id": st.sampled_from(codes)}, optional={"beskrivning": WORDS})
    if key in KEYS:
        return KEYS[key]
    if name == "string" and key in NUMBERED:
        return NUMBERED[key]
    if kind.get("format") == "date-time":
        return MOMENTS
    if "enum" in TYPES.get(name, ()):
        return st.sampled_from(TYPES[name]["enum"])
    # What describes a code in Pensionsmyndigheten's part.
    if key == "beskrivning":
        return WORDS
    return KINDS[name] if name in KINDS else drawn(name, whole=whole)


def leaves(document: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with its path: a list says nothing of its own, and neither does null."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from leaves(value, f"{path}/{key}" if path else key)
    elif isinstance(document, list):
        for value in document:
            yield from leaves(value, path)
    elif document is not None:
        yield path, document


def plain(value: Any) -> Any:
    """A value as it can be compared, told as a number or as a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize()
    if isinstance(value, Personidentitet):
        return value.value
    return str(value)
