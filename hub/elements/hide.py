"""Protected persons: what could tell where somebody is, taken out of a section by its table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from hub.elements.cuts import Cut, Cutting
from hub.elements.groups import Place, places_of
from hub.elements.step import CompiledTable
from hub.elements.table import Protects
from messages.base import Sektion

S = TypeVar("S", bound=Sektion)


def whereabouts(tables: Iterable[CompiledTable], model: type[Sektion]) -> frozenset[str]:
    """The places in a section (`fordon[].registreringsnummer`) that its tables class as WHEREABOUTS."""
    return frozenset(
        place.removesuffix("[]")
        for table in tables
        for step in table.steps.values()
        if step.row.protects is Protects.WHEREABOUTS and step.section is model
        for place in step.places
    )


def is_at(place: str, hidden: str) -> bool:
    """Whether a place is the hidden one, or stands below it."""
    return place == hidden or place.startswith((f"{hidden}.", f"{hidden}[]"))


def hide(section: S, places: Collection[str]) -> tuple[S, tuple[str, ...]]:
    """The section without what stands at `places`, and the groups of which something was hidden, sorted.

    What is hidden becomes absent, or an empty list. Amounts, benefits, dates and decisions are never at such
    a place.
    """
    if not places:
        return section, ()
    cutting = Cutting()
    kept = cutting.of(section, _cuts_of(type(section), frozenset(places)))
    return kept, tuple(sorted(cutting.taken))


@lru_cache(maxsize=256)
def _cuts_of(model: type[Sektion], hidden: frozenset[str]) -> tuple[Cut, ...]:
    return tuple(_cuts(places_of(model), hidden))


def _cuts(places: tuple[Place, ...], hidden: frozenset[str]) -> Iterator[Cut]:
    for place in places:
        # What is handed out whole, a code with its text for instance, goes when any of it is hidden.
        if place.path in hidden or (not place.below and any(is_at(each, place.path) for each in hidden)):
            yield Cut(place.name, place.some)
        elif below := tuple(_cuts(place.below, hidden)):
            yield Cut(place.name, place.some, below)
