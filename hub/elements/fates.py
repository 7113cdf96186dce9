"""What becomes of each element of a raw payload when only some groups may be handed out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hub.elements.convert import person
from hub.elements.groups import groups_at
from hub.elements.hide import is_at
from hub.elements.step import Kind, Step
from hub.elements.table import Protects, Removed, Unreadable
from messages.values import Personidentitet


@dataclass(slots=True)
class Fates:
    """For one set of groups; what is found out of a step holds for all its elements."""

    keep: frozenset[str]
    persons: frozenset[Personidentitet]
    """Those of the case: their numbers stay."""
    hidden: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Section name to the places in it that would give away where a protected person is."""
    known: dict[str, Removed] = field(default_factory=dict)
    """By the step's path; found out when first met."""

    def of(self, step: Step, texts: tuple[str, ...]) -> Removed:
        """`texts` are what stands in the element: a relative's number stays only if it is of the case."""
        fate = self.of_all(step)
        row = step.row
        if fate is Removed.KEEP and row.protects is Protects.RELATIVE and step.kind <= Kind.VALUES:
            known = any(self.of_the_case(text) for text in texts)
            return Removed.KEEP if known else Removed.EMPTY if row.removed is Removed.KEEP else row.removed
        return fate

    def of_all(self, step: Step) -> Removed:
        """Whoever it is about."""
        fate = self.known.get(step.path)
        if fate is None:
            fate = self.known[step.path] = self._of(step)
        return fate

    def _of(self, step: Step) -> Removed:
        if self._gives_away(step):
            return Removed.EMPTY if step.row.removed is Removed.KEEP else step.row.removed
        if step.places:
            # One text that fills several places gives all of them away.
            stays = all(groups_at(step.section, place) & self.keep for place in step.places)
        else:
            stays = step.row.removed is not Removed.KEEP and self._anything_below(step)
        return Removed.KEEP if stays else step.row.removed

    def _gives_away(self, step: Step) -> bool:
        """Whether it, or what it is part of, is to be hidden; another table may have said so of its place."""
        if not self.hidden:
            return False
        hidden = self.hidden.get(step.section.namn, ())
        return step.row.protects is Protects.WHEREABOUTS or any(
            is_at(place.removesuffix("[]"), path) for place in step.places for path in hidden
        )

    def _anything_below(self, step: Step) -> bool:
        """Whether an element that has no place of its own is needed by one that stays."""
        return any(
            self._of(inner) is Removed.KEEP if inner.row.place else self._anything_below(inner)
            for inner in step.below()
        )

    def of_the_case(self, text: str) -> bool:
        try:
            return person(text) in self.persons
        except Unreadable:
            return False
