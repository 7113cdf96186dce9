"""loggpost/1, loggsokning/1, bevis/1: the access log as its reviewers read it, and its proofs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from messages.base import Fraga, Meddelande, Post
from messages.delar import Period
from messages.uppgifter import Arendereferens, Avtalsreferens, Vag
from messages.values import (
    TEXT_PATTERN,
    Code,
    Identifier,
    Moment,
    Personidentitet,
    PersonidentitetSkriven,
    Text,
    Uuid,
)

Anteckning = Annotated[str, StringConstraints(pattern=TEXT_PATTERN, max_length=1_000_000)]
"""A signed note, line by line."""


class Aktorreferens(Meddelande):
    """Who asked at the board, by the case system's id; an automated function with its decision."""

    typ: Code
    id: Text
    enhet: Text
    funktion: Text | None = None
    beslut: Text | None = None


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
    """What showed the ongoing case, as of when; `granskas` true where somebody must look at it afterwards."""

    visadAv: Code
    tidpunkt: Moment
    intygId: Text | None = None
    granskas: bool | None = None


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
    andringar: Annotated[list[Text], Post("andring")] = Field(default_factory=list)
    epok: Annotated[int, Field(ge=1)] | None = None
    forra: Epokslut | None = None


class Loggsokning(Fraga):
    """What to look for, all criteria together, and why. The search is itself logged.

    `granskas` true finds only what somebody must look at: statements on a caseworker's own word, look-ups
    that rest on one, and look-ups in which the suppression for protected persons was lifted. The record of a
    statement that has been confirmed names the confirmation in `avslut`.
    """

    elementnamn: ClassVar[str] = "loggsokning"
    namnrymd: ClassVar[str] = "urn:nyttonav:loggsokning:1"

    skal: Annotated[Text, Field(min_length=3)]
    personidentitet: PersonidentitetSkriven | None = None
    handlaggare: Identifier | None = None
    arende: Arendereferens | None = None
    fran: Moment | None = None
    till: Moment | None = None
    antal: Annotated[int, Field(ge=1, le=1000)] = 100
    granskas: bool = False

    @model_validator(mode="after")
    def _something_to_look_for(self) -> Self:
        named = self.personidentitet or self.handlaggare or self.arende or self.fran or self.till
        if not (named or self.granskas):
            raise ValueError(
                "Ange något att söka på: personidentitet, handlaggare, arende, fran, till eller granskas."
            )
        return self


class Loggtraffar(Meddelande):
    """What was found, newest first, at most `antal`; `fler` tells that there is more."""

    elementnamn: ClassVar[str] = "loggtraffar"
    namnrymd: ClassVar[str] = "urn:nyttonav:loggtraffar:1"

    loggposter: list[Loggpost]
    fler: bool


class Bevis(Meddelande):
    """That a record is in the log (RFC 9162), for anyone who holds the log's public key.

    lov = SHA-256(0x00 || atagande), atagande = SHA-256(payload || salt || index as 8 bytes big-endian): who
    has the payload from an export computes it anew, who has not still verifies that something was committed.
    `hashar` lead from the leaf to the root that the checkpoint signs. Bytes are base64; `salt` and `atagande`
    are absent when the record has been erased.
    """

    elementnamn: ClassVar[str] = "bevis"
    namnrymd: ClassVar[str] = "urn:nyttonav:bevis:1"

    logg: Text
    loggpostId: Uuid
    index: Annotated[int, Field(ge=0)]
    storlek: Annotated[int, Field(ge=1)]
    lov: Text
    salt: Text | None = None
    atagande: Text | None = None
    hashar: list[Text]
    kontrollpunkt: Anteckning
    nyckel: Text


class VittnadKontrollpunkt(Meddelande):
    """A checkpoint that a witness has signed too (C2SP tlog-cosignature), and when it last did."""

    logg: Text
    storlek: Annotated[int, Field(ge=0)]
    tidpunkt: Moment
    kontrollpunkt: Anteckning


class Kontrollpunkt(Meddelande):
    """The latest signed checkpoint of the board's log (C2SP tlog-checkpoint), and the witnessed one."""

    elementnamn: ClassVar[str] = "kontrollpunkt"
    namnrymd: ClassVar[str] = "urn:nyttonav:kontrollpunkt:1"

    logg: Text
    storlek: Annotated[int, Field(ge=0)]
    kontrollpunkt: Anteckning
    vittnad: VittnadKontrollpunkt | None = None


class Fortsattning(Meddelande):
    """That the log of `storlek` records extends the one of `fran` (RFC 9162); hashes are base64.

    `logg` ends with # and a number after a restore: that is a log of its own, and begins at 0.
    """

    elementnamn: ClassVar[str] = "fortsattning"
    namnrymd: ClassVar[str] = "urn:nyttonav:fortsattning:1"

    logg: Text
    fran: Annotated[int, Field(ge=0)]
    storlek: Annotated[int, Field(ge=0)]
    hashar: list[Text]
    kontrollpunkt: Anteckning


class Medsignatur(Fraga):
    """A checkpoint of the log with a witness' signature line (C2SP tlog-cosignature)."""

    elementnamn: ClassVar[str] = "medsignatur"
    namnrymd: ClassVar[str] = "urn:nyttonav:medsignatur:1"

    kontrollpunkt: Anteckning
