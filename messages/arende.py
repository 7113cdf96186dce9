"""arende/1: a case as the case system registers it, whole state each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from messages.base import Fraga
from messages.koder import Roll, Skydd
from messages.values import Moment, PersonidentitetSkriven

MOST_PERSONS = 50


class Arendetyp(StrEnum):
    """What the case is about. Recovery and control are cases of their own."""

    EKONOMISKT_BISTAND = "EKONOMISKT_BISTAND"
    ATERKRAV = "ATERKRAV"
    KONTROLL = "KONTROLL"


class Arendestatus(StrEnum):
    """AKTUALISERAT: someone has turned to the board and means to apply. PAGAENDE: open. AVSLUTAT: closed."""

    AKTUALISERAT = "AKTUALISERAT"
    PAGAENDE = "PAGAENDE"
    AVSLUTAT = "AVSLUTAT"


class Arendeperson(Fraga):
    """A person of the case, the role, known protection, and the days of belonging (left out: open).

    `skydd` left out means that the case system has not said; that is OKANT, never INGET.
    """

    personidentitet: PersonidentitetSkriven
    roll: Roll
    skydd: Skydd = Skydd.OKANT
    from_: date | None = Field(default=None, alias="from")
    tom: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.tom and self.from_ > self.tom:
            raise ValueError(
                "Personen lämnar ärendet innan den kommer med: from får inte vara senare än tom."
            )
        return self


class Arende(Fraga):
    """The whole state of a case at `tidpunkt`; the newest wins."""

    elementnamn: ClassVar[str] = "arende"
    namnrymd: ClassVar[str] = "urn:nyttonav:arende:1"

    typ: Arendetyp
    status: Arendestatus
    tidpunkt: Moment
    oppnat: date | None = None
    avslutat: date | None = None
    personer: Annotated[list[Arendeperson], Field(min_length=1, max_length=MOST_PERSONS)]

    @model_validator(mode="after")
    def _state_holds(self) -> Self:
        days_hold(self.status, self.oppnat, self.avslutat)
        each_once(self.personer)
        return self


def days_hold(status: Arendestatus, opened: date | None, closed: date | None) -> None:
    """Raises ValueError, with a sentence, when a case's days do not go with its status."""
    if status is Arendestatus.PAGAENDE and opened is None:
        raise ValueError("Ett ärende som är PAGAENDE anger dagen det öppnades: oppnat.")
    if status is Arendestatus.AVSLUTAT and closed is None:
        raise ValueError("Ett ärende som är AVSLUTAT anger dagen det avslutades: avslutat.")
    if status is not Arendestatus.AVSLUTAT and closed is not None:
        raise ValueError("Bara ett ärende som är AVSLUTAT anger dagen det avslutades: avslutat.")
    if opened and closed and opened > closed:
        raise ValueError("Ärendet avslutas innan det öppnas: oppnat får inte vara senare än avslutat.")


def each_once(persons: Sequence[Arendeperson]) -> None:
    """Raises ValueError, with a sentence, when a person stands twice."""
    if len({member.personidentitet for member in persons}) < len(persons):
        raise ValueError("Samma person står två gånger i personer.")
