"""The world of test persons that all simulators share.

Numbers are built by the rule of Skatteverket's published test series (birth number 238 for women, 239 for
men), with birth years relative to the day the world is made for. What each agency knows of a person lies
with that agency's simulator, keyed by `Persona.key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from messages.koder import Skydd
from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class Persona:
    """A test person: a stable key, a number, names, and what is special (Swedish, for the demo)."""

    key: str
    number: Personidentitet
    first_name: str
    last_name: str
    description: str
    protection: Skydd = Skydd.INGET
    """As the population register and the case system know it; each agency tells it in its own way."""
    parents: tuple[str, ...] = ()
    """Keys of the parents, where they are in the world."""

    @property
    def protected(self) -> bool:
        """Of either kind: what an agency tells that has one flag for both."""
        return self.protection is not Skydd.INGET

    @property
    def woman(self) -> bool:
        """As the last birth digit tells: even for women."""
        return int(self.number.value[10]) % 2 == 0

    @property
    def born(self) -> date:
        """Date of birth, also of a coordination number."""
        digits = self.number.value
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]) % 60)


@dataclass(frozen=True, slots=True)
class World:
    """All personas by key, as of `today`."""

    today: date
    personas: Mapping[str, Persona]

    def children(self, parent: str) -> tuple[Persona, ...]:
        """The children of a person, by key, the oldest first."""
        found = [persona for persona in self.personas.values() if parent in persona.parents]
        return tuple(sorted(found, key=lambda child: child.born))

    def find(self, number: str) -> Persona | None:
        """By twelve digits, or by ten (then the last ten decide); anything else is nobody."""
        if len(number) not in {10, 12}:
            return None
        return next((p for p in self.personas.values() if p.number.value.endswith(number)), None)
