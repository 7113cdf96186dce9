"""Answers of LEFI drawn from its published types: every field that may come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

SCHEMA = Path(__file__).parents[2] / "adapters" / "forsakringskassan" / "schemas" / "lefi-v9.schema.json"
Json = dict[str, Any]

TYPES: Mapping[str, Json] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
CASES = "LefiFormansinformation"

DAYS = st.dates().filter(lambda day: 1900 <= day.year <= 2100).map(lambda day: day.isoformat())
WORDS = st.text("abcdefåäöABC 123", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
NUMBERS = st.decimals(0, 999_999, places=2) | st.integers(0, 999_999)
WHOLE = st.integers(0, 999)
KEYS: Mapping[str, st.SearchStrategy[Any]] = {
    "ar": st.integers(1900, 2100),
    "artal": st.integers(1900, 2100).map(str),
    "organisationsnummer": st.integers(5_560_000_000, 5_569_999_999).map(str),
}
"""Keys whose values are of a kind of their own; for the rest days do, which are texts as well."""


def resolved(kind: Json) -> tuple[str, list[Any] | None]:
    """The name of a type (its JSON type when it has none), and the codes that it is narrowed to."""
    if "allOf" in kind:
        base, narrowed = kind["allOf"]
        return base["$ref"].rpartition("/")[2], narrowed["properties"]["id"]["enum"]
    return (kind["$ref"].rpartition("/")[2] if "$ref" in kind else kind["type"]), None


@st.composite
def drawn(draw: st.DrawFn, name: str, keys: frozenset[str] | None = None) -> Json:
    """An object of a type, any of its fields left out; at the top only of `keys`."""
    told: Json = {}
    for key, kind in TYPES[name]["properties"].items():
        if (key in keys) if keys is not None else draw(st.integers(0, 3)):
            listed = kind.get("type") == "array"
            inner = _value(key, kind["items"] if listed else kind)
            told[key] = draw(st.lists(inner, max_size=2) if listed else inner)
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


def _value(key: str, kind: Json) -> st.SearchStrategy[Any]:
    name, codes = resolved(kind)
    if codes is not None:
        return st.fixed_dictionaries({"id": st.sampled_from(codes)}, optional={"beskrivning": WORDS})
    if key in KEYS:
        return KEYS[key]
    return KINDS[name] if name in KINDS else drawn(name)


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
    return str(value)
