"""What a rule is: one of the five gates' conditions, with its law, its sentence, and how to find faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hub.model.decision import Refused
from hub.model.query import Facts, Query
from hub.problems import Pointer, Problem


@dataclass(frozen=True, slots=True)
class Law:
    """A legal reference, with the days it is the one to cite (both included; None is open)."""

    text: str
    first: date | None = None
    last: date | None = None

    def in_force(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def cited(laws: Iterable[Law], day: date) -> str:
    """The references in force on `day`, in one text."""
    return ", ".join(law.text for law in laws if law.in_force(day))


class Rule(Protocol):
    """Anything that can refuse a question: a gate's condition, or several combined."""

    def refusal(self, query: Query, facts: Facts) -> Refused | None:
        """Why the question may not be asked; None when this rule lets it through."""
        ...


Faults = Callable[[Query, Facts], Iterable[Pointer]]
"""Finds every place in the question that breaks a condition. Pure; nothing found is passed."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of one of the five gates. `sentence` says what is wrong and what to do, in Swedish.

    The sentence is constant, so that a refusal never tells more than that this condition failed.
    """

    number: int
    id: str
    laws: tuple[Law, ...]
    problem: type[Problem]
    sentence: str
    faults: Faults

    def refusal(self, query: Query, facts: Facts) -> Refused | None:
        pointers = tuple(self.faults(query, facts))
        return self.refused(facts, pointers) if pointers else None

    def refused(self, facts: Facts, pointers: Iterable[Pointer]) -> Refused:
        law = cited(self.laws, facts.today)
        return Refused(self.problem, self.number, self.id, law, self.sentence, tuple(pointers))
