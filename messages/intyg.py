"""intyg/1, intygssvar/1, intygsbekraftelse/1: a caseworker's own statement of a case, and its confirmation.

For when no system can show the case: someone states it, someone else confirms it, and a question names it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from messages.arende import Arendetyp
from messages.base import Fraga, Meddelande
from messages.koder import Roll, Skydd
from messages.skal import FEWEST, MOST, checked_reason
from messages.uppgifter import Arendereferens, Ingivare
from messages.values import (
    TEXT_PATTERN,
    Code,
    Identifier,
    Moment,
    Personidentitet,
    PersonidentitetSkriven,
    Uuid,
)


def _a_reason(text: str) -> str:
    return checked_reason(text, "Skriv med några ord varför ärendet inte kan visas på annat sätt.")


Skal = Annotated[
    str,
    StringConstraints(pattern=TEXT_PATTERN, min_length=FEWEST, max_length=MOST),
    AfterValidator(_a_reason),
]
"""Why there is no better evidence: a sentence for whoever reviews it, never with a personal number."""


class Intygsperson(Fraga):
    """A person of the case as the caseworker knows it; `skydd` left out is OKANT, never INGET."""

    personidentitet: PersonidentitetSkriven
    roll: Roll
    skydd: Skydd = Skydd.OKANT


class Intyg(Fraga):
    """A caseworker states that these persons are in an ongoing case that was opened on `oppnat`."""

    elementnamn: ClassVar[str] = "intyg"
    namnrymd: ClassVar[str] = "urn:nyttonav:intyg:1"

    ingivare: Ingivare
    arende: Arendereferens
    arendetyp: Arendetyp
    oppnat: date
    personer: Annotated[list[Intygsperson], Field(min_length=1, max_length=20)]
    skal: Skal

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        people = [person.personidentitet for person in self.personer]
        if len(set(people)) < len(people):
            raise ValueError("Samma person står två gånger i personer.")
        return self


class Intygsbekraftelse(Fraga):
    """A second authorised person confirms a statement; `ingivare` is who confirms."""

    elementnamn: ClassVar[str] = "intygsbekraftelse"
    namnrymd: ClassVar[str] = "urn:nyttonav:intygsbekraftelse:1"

    ingivare: Ingivare


class Intygadperson(Meddelande):
    """A person of the case as it was stated."""

    personidentitet: Personidentitet
    roll: Roll
    skydd: Skydd


class Intygssvar(Meddelande):
    """A statement as it stands: what was said, by whom, until when it may be relied on, and its confirmation.

    While `bekraftelseKravs` is true nobody else has confirmed it, and the sources in `bekraftasFore` are not
    asked on it. `granskas` is always true: somebody looks at it afterwards.
    """

    elementnamn: ClassVar[str] = "intygssvar"
    namnrymd: ClassVar[str] = "urn:nyttonav:intygssvar:1"

    intygId: Uuid
    arende: Arendereferens
    arendetyp: Arendetyp
    oppnat: date
    personer: list[Intygadperson]
    skal: Skal
    lamnat: Moment
    lamnatAv: Identifier
    gallerTill: Moment
    granskas: bool
    bekraftelseKravs: bool
    bekraftasFore: list[Code] = Field(default_factory=list)
    bekraftat: Moment | None = None
    bekraftatAv: Identifier | None = None
