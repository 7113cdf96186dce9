"""What may I ask, and is it up: the sources as one board sees them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Meddelande, Post
from messages.koder import Andamal, Roll
from messages.uppgifter import Avtalsreferens, Fel, Undanhallen, Vag
from messages.values import Code, Moment, Text, Uuid


class Rollalder(Meddelande):
    """Between which ages the source may be asked about persons of a role, both included; left out is open.

    The age that the person turns in the calendar year of the day of asking.
    """

    roll: Roll
    fran: int | None = None
    till: int | None = None


class Uppgiftsdagar(Meddelande):
    """For which days of the period asked about a group may be asked for, both included; left out is open."""

    grupp: Text
    fran: date | None = None
    till: date | None = None


class Kalla(Meddelande):
    """One source: what it can tell, and under which agreement this board may ask it today.

    `uppgifter` are the groups that may be asked for, `undanhallna` those that the source has besides.
    """

    elementnamn: ClassVar[str] = "kalla"
    namnrymd: ClassVar[str] = "urn:nyttonav:kalla:1"

    kalla: Code
    namn: Text
    sektioner: list[Text]
    vag: Vag | None = None
    avtal: Avtalsreferens | None = None
    gallerFrom: date | None = None
    gallerTom: date | None = None
    andamal: list[Andamal] = Field(default_factory=list)
    roller: list[Roll] = Field(default_factory=list)
    aldrar: Annotated[list[Rollalder], Post("rollalder")] = Field(default_factory=list)
    uppgifter: list[Text] = Field(default_factory=list)
    uppgiftsdagar: Annotated[list[Uppgiftsdagar], Post("uppgiftsdag")] = Field(default_factory=list)
    undanhallna: list[Undanhallen] = Field(default_factory=list)
    langstaPeriodDagar: int | None = None
    horisontManader: int | None = None
    forfattningsstod: list[Text] = Field(default_factory=list)


class Kallor(Meddelande):
    """All sources that this hub can ask, in the order of their ids."""

    elementnamn: ClassVar[str] = "kallor"
    namnrymd: ClassVar[str] = "urn:nyttonav:kallor:1"

    kallor: list[Kalla]


class Driftlage(StrEnum):
    """UPPE: it answered the last time. NERE: it did not. OKANT: it cannot be tested. STANGD: it is not asked,
    because of maintenance that has been told of."""

    UPPE = "UPPE"
    NERE = "NERE"
    OKANT = "OKANT"
    STANGD = "STANGD"


class Driftuppehall(Meddelande):
    """When the source is not asked. `till` left out: until further notice. Without id: by the agreement."""

    fran: Moment
    till: Moment | None = None
    text: Text
    driftmeddelandeId: Uuid | None = None


class Kalldrift(Meddelande):
    """State of a source over this board's route, by the latest traffic or a test call without personal data.

    `sedan` is since when it has been so, `senastBesvarad` when it last answered; `uppehall` are those of now
    and of the next 14 days.
    """

    elementnamn: ClassVar[str] = "kalldrift"
    namnrymd: ClassVar[str] = "urn:nyttonav:kalldrift:1"

    kalla: Code
    lage: Driftlage
    tidpunkt: Moment
    vag: Vag | None = None
    fel: Fel | None = None
    sedan: Moment | None = None
    senastBesvarad: Moment | None = None
    uppehall: Annotated[list[Driftuppehall], Post("uppehallet")] = Field(default_factory=list)
