"""A list of a case system's cases, handed over in parts and brought into use all at once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from messages.arende import Arendeperson, Arendestatus, Arendetyp, days_hold, each_once
from messages.base import Fraga, Meddelande
from messages.values import Identifier, Moment, Namnd, Organisationsnummer, Uuid

MOST_PARTS = 10_000
MOST_PERSONS = 1_000_000
MOST_IN_CASE = 50

Antal = Annotated[int, Field(ge=1, le=MOST_PERSONS)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Listtillstand(StrEnum):
    """PABORJAD: on its way, nothing of it counts. INFORD: in use, in place of the one before."""

    PABORJAD = "PABORJAD"
    INFORD = "INFORD"


class Arendelista(Fraga):
    """A list that is about to be handed over: whose, of which system, as of when, of what size.

    `digest` is SHA-256 of the file it was made of, in hex. The same list again (all fields alike) is taken up
    where it was left.
    """

    elementnamn: ClassVar[str] = "arendelista"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendelista:1"

    organisationsnummer: Organisationsnummer
    namnd: Namnd
    system: Identifier
    avser: Moment
    digest: Sha256
    delar: Annotated[int, Field(ge=1, le=MOST_PARTS)]
    arenden: Antal
    personer: Antal


class ListatArende(Fraga):
    """One case of a list, in the state it has at the list's `avser`."""

    id: Identifier
    typ: Arendetyp
    status: Arendestatus
    oppnat: date | None = None
    avslutat: date | None = None
    personer: Annotated[list[Arendeperson], Field(min_length=1, max_length=MOST_IN_CASE)]

    @model_validator(mode="after")
    def _state_holds(self) -> Self:
        days_hold(self.status, self.oppnat, self.avslutat)
        each_once(self.personer)
        return self


class Arendelistdel(Fraga):
    """A part of a list. A case stands whole in one part."""

    elementnamn: ClassVar[str] = "arendelistdel"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendelistdel:1"

    arenden: Annotated[list[ListatArende], Field(min_length=1, max_length=5_000)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({case.id for case in self.arenden}) < len(self.arenden):
            raise ValueError("Samma ärende står två gånger i delen.")
        return self


class Arendelistlage(Meddelande):
    """How far a list has come. `nastaDel` is the first part not yet received; left out when all are there."""

    elementnamn: ClassVar[str] = "arendelistlage"
    namnrymd: ClassVar[str] = "urn:nyttonav:arendelistlage:1"

    listaId: Uuid
    tillstand: Listtillstand
    system: Identifier
    avser: Moment
    digest: Sha256
    delar: int
    arenden: int
    personer: int
    nastaDel: int | None = None
