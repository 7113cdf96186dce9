"""Protected persons: what could tell where somebody is, taken out of a section by its table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hub.elements.groups import Place, places_of
from hub.elements.step import CompiledTable
from hub.elements.table import Protects
from messages.base import Meddelande, Sektion

S = TypeVar("S", bound=Sektion)
M = TypeVar("M", bound=Meddelande)


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
    hiding = _Hiding(frozenset(places))
    kept = hiding.of(section, places_of(type(section)))
    return kept, tuple(sorted(hiding.groups))


@dataclass(frozen=True, slots=True)
class _Hiding:
    places: frozenset[str]
    groups: set[str] = field(default_factory=set)

    def of(self, part: M, places: tuple[Place, ...]) -> M:
        changes: dict[str, Any] = {}
        for place in places:
            value = getattr(part, place.name)
            if value is None or value == []:
                continue
            # What is handed out whole, a code with its text for instance, goes when any of it is hidden.
            if place.path in self.places or (not place.below and self._any_of(place.path)):
                self.groups.update(place.some)
                changes[place.name] = [] if isinstance(value, list) else None
            elif place.below and any(path.startswith(place.path) for path in self.places):
                changes[place.name] = self._inside(value, place)
        return part.like(changes) if changes else part

    def _any_of(self, path: str) -> bool:
        return any(is_at(hidden, path) for hidden in self.places)

    def _inside(self, value: Any, place: Place) -> Any:
        if isinstance(value, list):
            return [self.of(item, place.below) for item in value]
        return self.of(value, place.below)
