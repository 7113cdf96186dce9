"""loggpost/1, loggsokning/1, loggtraffar/1: the access log as its reviewers read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from messages.base import Fraga, Meddelande, Post
from messages.delar import Period
from messages.koder import Skydd
from messages.uppgifter import Arendereferens, Avtalsreferens, Vag
from messages.values import (
    Code,
    Identifier,
    Moment,
    Personidentitet,
    PersonidentitetSkriven,
    Text,
    Uuid,
)


class Aktorreferens(Meddelande):
    """Who asked at the board, by the case system's id; an automated function with its decision.

    `urFil` true: the client named nobody, and the board's file says who asks.
    """

    typ: Code
    id: Text
    enhet: Text
    funktion: Text | None = None
    beslut: Text | None = None
    urFil: bool | None = None


class Loggarende(Meddelande):
    """The case that it was about."""

    system: Text
    id: Text
    typ: Code | None = None


class Felreferens(Meddelande):
    """At which hop, and the stable code."""

    led: Code
    kod: Code


class Visat(Meddelande):
    """What showed the ongoing case, as of when; `granskas` true where somebody must look at it afterwards.

    Where the case was found by the person (HARLETT), `harlettUr` is what knows of it, and `skickatId` the
    case's id as the client sent it.
    """

    visadAv: Code
    tidpunkt: Moment
    intygId: Text | None = None
    granskas: bool | None = None
    harlettUr: Code | None = None
    skickatId: Text | None = None


class Lyft(Meddelande):
    """That nothing was, or was to be, suppressed for protection: on which ground, and the reason given."""

    grund: Code
    skal: Text | None = None
    granskas: bool | None = None


class Epokslut(Meddelande):
    """How the former epoch of the log ended: `storlek` records were restored of `kandStorlek` known to have
    been written; those from `saknasFran` to `saknasTill` are missing, and any that followed."""

    logg: Text
    storlek: Annotated[int, Field(ge=0)]
    kandStorlek: Annotated[int, Field(ge=0)]
    saknasFran: Annotated[int, Field(ge=0)] | None = None
    saknasTill: Annotated[int, Field(ge=0)] | None = None
    sistaTidpunkt: Moment | None = None
    skal: Text


class Loggavslut(Meddelande):
    """How a look-up ended: the record that concludes it, in short. `lamnade` are the element groups handed
    over, `undanhallna` those withheld."""

    loggpostId: Uuid
    tidpunkt: Moment
    gallrad: bool = False
    utfall: Code | None = None
    fel: Felreferens | None = None
    lamnade: Annotated[list[Text], Post("lamnad")] = Field(default_factory=list)
    undanhallna: Annotated[list[Text], Post("undanhallen")] = Field(default_factory=list)
    skydd: Code | None = None


class Loggpost(Meddelande):
    """One record. Which fields are there follows from `handelse`; the proof holds the whole payload."""

    elementnamn: ClassVar[str] = "loggpost"
    namnrymd: ClassVar[str] = "urn:nyttonav:loggpost:1"

    loggpostId: Uuid
    index: Annotated[int, Field(ge=0)]
    tidpunkt: Moment
    handelse: Code
    gallrad: bool = False
    klient: Text | None = None
    aktor: Aktorreferens | None = None
    personidentitet: Personidentitet | None = None
    roll: Code | None = None
    arende: Loggarende | None = None
    andamal: Code | None = None
    kalla: Code | None = None
    vag: Vag | None = None
    avtal: Avtalsreferens | None = None
    forfattningsstod: list[Text] = Field(default_factory=list)
    period: Period | None = None
    forfraganId: Uuid | None = None
    svarId: Uuid | None = None
    utfall: Code | None = None
    fel: Felreferens | None = None
    uppgifter: list[Text] = Field(default_factory=list)
    undanhallna: list[Text] = Field(default_factory=list)
    skydd: Code | None = None
    grind: Annotated[int, Field(ge=1)] | None = None
    regel: Text | None = None
    lag: Text | None = None
    problem: Text | None = None
    skal: Text | None = None
    avsiktId: Uuid | None = None
    avslut: Uuid | None = None
    aktualitet: Visat | None = None
    intygId: Text | None = None
    slag: Code | None = None
    tidigareForfraganId: Uuid | None = None
    fragandeNamnd: Code | None = None
    tillfragadNamnd: Code | None = None
    aktuell: bool | None = None
    korrelation: Text | None = None
    stalld: bool | None = None
    skyddLyft: Lyft | None = None
    driftmeddelandeId: Uuid | None = None
    ersatter: Uuid | None = None
    fran: Moment | None = None
    till: Moment | None = None
    text: Text | None = None
    sedan: Moment | None = None
    orsak: Code | None = None
    resurs: Text | None = None
    andringar: Annotated[list[Text], Post("andring")] = Field(default_factory=list)
    epok: Annotated[int, Field(ge=1)] | None = None
    forra: Epokslut | None = None
    utlamningId: Uuid | None = None
    utfordAv: Text | None = None
    mottagare: Text | None = None
    antalArenden: Annotated[int, Field(ge=0)] | None = None
    tidigareKontrollpunkt: Text | None = None
    avslutning: Loggavslut | None = None
    handlaggare: Text | None = None
    villkor: Annotated[list[Text], Post("ettVillkor")] = Field(default_factory=list)
    fortsattning: bool | None = None
    anvandning: Code | None = None
    tidigareNyckelId: Text | None = None
    nyckelId: Text | None = None
    granskare: Text | None = None
    personer: Annotated[list[Personidentitet], Post("personidentitet")] = Field(default_factory=list)


class Sortering(StrEnum):
    """The order of what a search finds, by time."""

    NYAST_FORST = "NYAST_FORST"
    ALDST_FORST = "ALDST_FORST"


_Values: Any = Field(default_factory=list, max_length=50)


class Loggsokning(Fraga):
    """What to look for, all criteria together, and why. The search is itself logged, each page of it.

    `granskare` is who searches, by the id that the reviewers' own system knows: a token names a client, which
    several people may use.

    Of a criterion that holds several values any will do; `personidentitet`, `handlaggare` and `arende` are
    one more value beside `personer`, `flerHandlaggare` and `flerArenden`. A look-up is found as one record,
    its intention, also by how it ended: `utfall` and `skydd` (effective protection other than INGET) are the
    conclusion's. `utfall` holds those of replies, UNDANHALLEN (never released), and for questions to case
    systems EJ_BESVARAD; what was refused is NEKAD, what was not sent EJ_STALLD. `grindar` finds what a gate
    refused, `avtal` what was asked under an agreement of any version, by its id.

    `granskas` true finds only what somebody must look at: statements on a caseworker's own word, look-ups
    that rest on one, whose case was found by the person or whose caseworker is the file's, and look-ups in
    which the suppression for protected persons was lifted. The record of a statement that has been confirmed
    names the confirmation in `avslut`.

    `antal` is the size of a page. The next one is asked for with the same criteria and `markor` from the
    page before; what is written after the first page is on none of them.
    """

    elementnamn: ClassVar[str] = "loggsokning"
    namnrymd: ClassVar[str] = "urn:nyttonav:loggsokning:1"

    skal: Annotated[Text, Field(min_length=3)]
    granskare: Identifier | None = None
    personidentitet: PersonidentitetSkriven | None = None
    handlaggare: Identifier | None = None
    arende: Arendereferens | None = None
    fran: Moment | None = None
    till: Moment | None = None
    antal: Annotated[int, Field(ge=1, le=1000)] = 100
    granskas: bool = False
    personer: Annotated[list[PersonidentitetSkriven], Post("personidentitet")] = _Values
    flerHandlaggare: Annotated[list[Identifier], Post("handlaggare")] = _Values
    flerArenden: Annotated[list[Arendereferens], Post("arende")] = _Values
    klienter: Annotated[list[Identifier], Post("klient")] = _Values
    kallor: Annotated[list[Code], Post("kalla")] = _Values
    utfall: Annotated[list[Code], Post("ettUtfall")] = _Values
    grindar: Annotated[list[Annotated[int, Field(ge=1, le=99)]], Post("grind")] = _Values
    avtal: Annotated[list[Identifier], Post("avtalsId")] = _Values
    skydd: Annotated[list[Code], Post("ettSkydd")] = _Values
    sortering: Sortering = Sortering.NYAST_FORST
    markor: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_=-]{1,200}$")] | None = None

    @model_validator(mode="after")
    def _something_to_look_for(self) -> Self:
        ways = set(type(self).model_fields) - {"skal", "granskare", "antal", "sortering", "markor"}
        if not any(getattr(self, name) for name in ways):
            raise ValueError(f"Ange något att söka på: {', '.join(sorted(ways))}.")
        return self

    @model_validator(mode="after")
    def _what_can_be_found(self) -> Self:
        if Skydd.INGET.value in self.skydd:
            raise ValueError(
                "Det går inte att söka på skydd INGET: nästan allt är så. "
                "Utelämna skydd, eller ange något annat."
            )
        return self


class Rakning(StrEnum):
    """How far what was found has been counted."""

    EXAKT = "EXAKT"
    MINST = "MINST"


class Loggtraffar(Meddelande):
    """What was found, in the order wanted, at most `antal`; `fler` tells that there is more, on the page that
    `markor` leads to. `traffar` is how many there are in all: `rakning` EXAKT up to 10,000, then MINST."""

    elementnamn: ClassVar[str] = "loggtraffar"
    namnrymd: ClassVar[str] = "urn:nyttonav:loggtraffar:1"

    loggposter: list[Loggpost]
    fler: bool
    traffar: Annotated[int, Field(ge=0)] | None = None
    rakning: Rakning | None = None
    markor: Text | None = None
