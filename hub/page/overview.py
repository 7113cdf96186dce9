"""Who is in an answer, and what became of their sources: a few lines that a family can be read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.page.blocks import Column, Table, Value, clean
from hub.page.words import Words, source, was_refused
from messages.koder import Utfall

_LACKING = frozenset({Utfall.DELVIS_BESVARAD, Utfall.EJ_TILLGANGLIG})
_ORDER = [one.value for one in Utfall]


def overview(people: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Table]:
    """A row for each person, a column for each outcome that any source had. Nothing for one person alone."""
    if len(people) < 2:
        return
    parts = [part for person in people for part in person.get("kallor", [])]
    # Who said no, the source or the agreement, are two columns.
    had = dict.fromkeys(words.outcome(part) for part in sorted(parts, key=_order))
    rows = tuple(
        (
            Value(clean(words.text("roll", person["roll"])), clean(person["personidentitet"])),
            *(_sources(person, head, words) for head in had),
        )
        for person in people
    )
    yield Table("Personerna och deras källor", tuple(map(Column, ("Person", *had))), rows)


def _order(part: Mapping[str, Any]) -> tuple[int, bool]:
    return _ORDER.index(part["utfall"]), not part["fragad"]


def _sources(person: Mapping[str, Any], outcome: str, words: Words) -> Value:
    """How many sources, and which they are where something is lacking that was asked for."""
    parts = [part for part in person.get("kallor", []) if words.outcome(part) == outcome]
    found = dict.fromkeys(source(part["kalla"]) for part in parts)
    lacking = any(part["utfall"] in _LACKING or was_refused(part) for part in parts)
    told = ", ".join(found) if lacking else ""
    return Value(str(len(found)) if found else "–", clean(told))
