"""Taking things out of a section: where, worked out once for all sections of its kind; then done. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, TypeVar

from messages.base import Meddelande
from messages.narstaende import Narstaende
from messages.values import Personidentitet

M = TypeVar("M", bound=Meddelande)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is done to one field of a model. Fields that nothing is done to have none."""

    name: str
    groups: frozenset[str]
    """Element groups that something was taken from, where this is."""
    below: tuple[Cut, ...] = ()
    """What is done inside; nothing: all of it is taken out."""
    relative: bool = False
    """Somebody else stands here, and loses the personal number."""
    empty: Any = None
    """What stands in its place; in a list's an empty one."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """One section being cut. What needs no cut is not copied."""

    persons: Collection[Personidentitet] = frozenset()
    """The persons of the case: they keep their numbers."""
    taken: set[str] = field(default_factory=set)
    """Groups that something was taken from."""

    def of(self, part: M, cuts: tuple[Cut, ...]) -> M:
        """The part without what is taken out; the same where nothing was."""
        changes: dict[str, Any] = {}
        for cut in cuts:
            value = getattr(part, cut.name)
            if value is None or value == []:
                continue
            left = self._left(value, cut)
            if left is not value:
                changes[cut.name] = left
        return part.like(changes) if changes else part

    def _left(self, value: Any, cut: Cut) -> Any:
        if not cut.below and not cut.relative:
            self.taken.update(cut.groups)
            return [] if isinstance(value, list) else cut.empty
        if not isinstance(value, list):
            return self._inside(value, cut)
        left = [self._inside(item, cut) for item in value]
        return value if all(new is old for new, old in zip(left, value, strict=True)) else left

    def _inside(self, value: Any, cut: Cut) -> Any:
        return self._relative(value) if cut.relative else self.of(value, cut.below)

    def _relative(self, them: Narstaende) -> Narstaende:
        if them.personidentitet is None or them.personidentitet in self.persons:
            return them
        return them.like({"personidentitet": None})
