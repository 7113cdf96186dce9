"""driftmeddelande/1 and driftmeddelandesvar/1: whoever may tells when a source is not to be asked."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from messages.base import Fraga, Meddelande
from messages.values import TEXT_PATTERN, Code, Moment, Text, Uuid, holds_personal_number


def _no_person(text: str) -> str:
    if holds_personal_number(text):
        raise ValueError("Texten får inte innehålla ett personnummer; den visas för alla som frågar.")
    return text


Driftorsak = Annotated[
    str, StringConstraints(pattern=TEXT_PATTERN, min_length=3, max_length=500), AfterValidator(_no_person)
]
"""What is being done, as those who ask meanwhile shall read it."""


class Driftmeddelande(Fraga):
    """The source is not to be asked from `fran`, and not until `till` (left out: until further notice).

    `ersatter` is the id of an earlier notice of the same sender that this one stands instead of. One that
    replaces another may have ended: so maintenance is called off, or told to be over before its time.
    """

    elementnamn: ClassVar[str] = "driftmeddelande"
    namnrymd: ClassVar[str] = "urn:nyttonav:driftmeddelande:1"

    fran: Moment
    till: Moment | None = None
    text: Driftorsak
    ersatter: Uuid | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.till is not None and self.till <= self.fran:
            raise ValueError("Uppehållet slutar innan det har börjat: till ska ligga efter fran.")
        return self


class Driftmeddelandesvar(Meddelande):
    """A notice as it was taken. `gallerAlla` false: it stops the questions of the sender's own board only."""

    elementnamn: ClassVar[str] = "driftmeddelandesvar"
    namnrymd: ClassVar[str] = "urn:nyttonav:driftmeddelandesvar:1"

    driftmeddelandeId: Uuid
    kalla: Code
    fran: Moment
    till: Moment | None = None
    text: Text
    gallerAlla: bool
    meddelat: Moment
