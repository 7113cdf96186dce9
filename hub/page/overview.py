"""Who is in an answer, and what became of their sources: a few lines that a family can be read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.page.blocks import Column, Table, Value, clean
from hub.page.words import Words, source
from messages.koder import Utfall

_LACKING = frozenset({Utfall.DELVIS_BESVARAD, Utfall.EJ_TILLGANGLIG})


def overview(people: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Table]:
    """A row for each person, a column for each outcome that any source had. Nothing for one person alone."""
    if len(people) < 2:
        return
    had = {part["utfall"] for person in people for part in person.get("kallor", [])}
    outcomes = [one.value for one in Utfall if one.value in had]
    heads = [words.text("utfall", one) for one in outcomes]
    rows = tuple(
        (
            Value(clean(words.text("roll", person["roll"])), clean(person["personidentitet"])),
            *(_sources(person, one) for one in outcomes),
        )
        for person in people
    )
    yield Table("Personerna och deras källor", tuple(map(Column, ("Person", *heads))), rows)


def _sources(person: Mapping[str, Any], outcome: str) -> Value:
    """How many sources, and which they are where something is lacking that was asked for."""
    found = dict.fromkeys(source(it["kalla"]) for it in person.get("kallor", []) if it["utfall"] == outcome)
    told = ", ".join(found) if outcome in _LACKING else ""
    return Value(str(len(found)) if found else "–", clean(told))
