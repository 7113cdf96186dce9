"""arendeladdning/1: many whole cases at once, and the receipt that judges each by itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from messages.arende import Arende
from messages.base import Fraga, Meddelande
from messages.values import Identifier, Text

MOST_CASES = 500


class Laddningsarende(Fraga):
    """One case by its name, in its whole state."""

    system: Identifier
    id: Identifier
    arende: Arende


class Arendeladdning(Fraga):
    """Whole cases of the board's own systems, each once."""

    elementnamn: ClassVar[str] = "arendeladdning"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendeladdning:1"

    arenden: Annotated[list[Laddningsarende], Field(min_length=1, max_length=MOST_CASES)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({(it.system, it.id) for it in self.arenden}) < len(self.arenden):
            raise ValueError("Samma ärende står två gånger i arenden.")
        return self


class Laddningsutfall(StrEnum):
    """What became of a case. NEKAD: nothing of it was taken."""

    NY = "NY"
    ANDRAD = "ANDRAD"
    OFORANDRAD = "OFORANDRAD"
    NEKAD = "NEKAD"


class Laddningsbesked(Meddelande):
    """One case's outcome; `text` says why it was refused and what to do."""

    system: Identifier
    id: Identifier
    utfall: Laddningsutfall
    text: Text | None = None


class Arendeladdningskvitto(Meddelande):
    """The receipt, case by case in the order sent."""

    elementnamn: ClassVar[str] = "arendeladdningskvitto"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendeladdningskvitto:1"

    arenden: list[Laddningsbesked] = Field(default_factory=list)
