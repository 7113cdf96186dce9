"""The world of test persons that all simulators share.

Numbers are built by the rule of Skatteverket's published test series (birth number 238 for women, 239 for
men), with birth years relative to the day the world is made for. What each agency knows of a person lies
with that agency's simulator, keyed by `Persona.key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from messages.values import Personidentitet


@dataclass(frozen=True, slots=True)
class Persona:
    """A test person: a stable key, a number, names, and what is special (Swedish, for the demo)."""

    key: str
    number: Personidentitet
    first_name: str
    last_name: str
    description: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """All personas by key, as of `today`."""

    today: date
    personas: Mapping[str, Persona]

    def find(self, number: str) -> Persona | None:
        """By twelve digits, or by ten (then the last ten decide); anything else is nobody."""
        if len(number) not in {10, 12}:
            return None
        return next((p for p in self.personas.values() if p.number.value.endswith(number)), None)
