"""uppgiftsforfragan/1 and uppgiftssvar/1: the question about persons of a case, and the answer.

Field names are the wire's. Lists are always present, absent values are left out, never null.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from messages.base import Fraga, Meddelande, Post, Sektioner
from messages.delar import Period
from messages.inkomster import Inkomstpost, Jamforelse, KandInkomstpost
from messages.koder import (
    AktorTyp,
    Andamal,
    Atgard,
    Led,
    Roll,
    Skydd,
    SkyddLyft,
    UndanhallenOrsak,
    Utfall,
    VisadAv,
)
from messages.skyddade import SkyddadeUppgifter
from messages.values import (
    Code,
    Identifier,
    Jws,
    Moment,
    Namnd,
    Organisationsnummer,
    Personidentitet,
    PersonidentitetSkriven,
    Text,
    Uuid,
)

# ---------------------------------------------------------------- the question


class Tidsperiod(Fraga):
    """Two calendar days, both included; `from` never after `tom`."""

    from_: date = Field(alias="from")
    tom: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.tom:
            raise ValueError("Perioden slutar innan den börjar: from får inte vara senare än tom.")
        return self


class Aktor(Fraga):
    """Who asks at the board. An AUTOMATISERAD_FUNKTION also names its function and the decision it serves."""

    typ: AktorTyp
    id: Identifier
    namn: Text
    enhet: Text
    funktion: Text | None = None
    beslut: Identifier | None = None

    @model_validator(mode="after")
    def _function_named(self) -> Self:
        automated = self.typ is AktorTyp.AUTOMATISERAD_FUNKTION
        if automated and (self.funktion is None or self.beslut is None):
            raise ValueError("En AUTOMATISERAD_FUNKTION anger funktion och beslut.")
        if not automated and (self.funktion is not None or self.beslut is not None):
            raise ValueError("Bara en AUTOMATISERAD_FUNKTION anger funktion och beslut.")
        return self


class Ingivare(Fraga):
    """The asking board: organisation number of the municipality, short name of the nämnd, and who asks."""

    organisationsnummer: Organisationsnummer
    namnd: Namnd
    aktor: Aktor


class Arendereferens(Fraga):
    """A case as its case system knows it."""

    system: Identifier
    id: Identifier


class Arendeunderlag(Arendereferens):
    """The case of a question, and what shows that it is ongoing where the register does not.

    `intygId` is a caseworker's own statement (POST intyg), `signeratIntyg` one that the case system has
    signed: a JWS in compact form.
    """

    intygId: Uuid | None = None
    signeratIntyg: Jws | None = None


class FragadPerson(Fraga):
    """One person asked about, and the income items that the asker has already, to be compared.

    A whole question is at most 256 KB: some 450 income items as they were answered, for all together.
    """

    personidentitet: PersonidentitetSkriven
    kandaInkomstposter: Annotated[list[KandInkomstpost], Post("kandInkomstpost")] = Field(
        default_factory=list, max_length=300
    )

    @model_validator(mode="after")
    def _each_known_once(self) -> Self:
        ids = [item.id for item in self.kandaInkomstposter]
        if len(set(ids)) < len(ids):
            raise ValueError("Samma id står två gånger i kandaInkomstposter.")
        return self


class Urvalsrad(Fraga):
    """One source asked; may narrow the period and the element groups (`studiestod.arenden`)."""

    kalla: Code
    period: Tidsperiod | None = None
    uppgifter: Annotated[list[Identifier], Post("grupp")] = Field(default_factory=list, max_length=100)


class Uppgiftsforfragan(Fraga):
    """The question about one or several persons of an ongoing case, version 1.

    `skyddadeUppgifter` asks for what a protected identity would otherwise withhold, for a reason.
    """

    elementnamn: ClassVar[str] = "uppgiftsforfragan"
    namnrymd: ClassVar[str] = "urn:nyttonav:uppgiftsforfragan:1"

    forfraganId: Uuid
    tidigareForfraganId: Uuid | None = None
    ingivare: Ingivare
    arende: Arendeunderlag
    andamal: Andamal
    period: Tidsperiod
    personer: Annotated[list[FragadPerson], Field(min_length=1, max_length=20)]
    urval: list[Urvalsrad] = Field(default_factory=list, max_length=50)
    skyddadeUppgifter: SkyddadeUppgifter | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        people = [person.personidentitet for person in self.personer]
        if len(set(people)) < len(people):
            raise ValueError("Samma person står två gånger i personer.")
        sources = [row.kalla for row in self.urval]
        if len(set(sources)) < len(sources):
            raise ValueError("Samma kalla står två gånger i urval.")
        return self


# ---------------------------------------------------------------- the answer


class Kvitto(Meddelande):
    """Proof that the look-up is in the log: the log's name and the signed checkpoint that covers it."""

    logg: Text
    kontrollpunkt: Text


class Aktualitet(Meddelande):
    """How and as of when the ongoing case was shown; the weakest of what the sources were asked on.

    `granskas` stands, true, where that is a word that somebody must look at afterwards. `arende` stands where
    the question named no case that is known (`visadAv` is HARLETT): the case that it was answered in instead.
    """

    visadAv: VisadAv
    tidpunkt: Moment
    granskas: bool | None = None
    arende: Arendereferens | None = None


class Vag(Meddelande):
    """The route the question took."""

    id: Text
    version: Text


class Avtalsreferens(Meddelande):
    """The agreement under which it was asked."""

    id: Text
    version: Text


class Fel(Meddelande):
    """Why a source did not answer: at which hop, what happened, what to do, and when to try again."""

    led: Led
    kod: Code
    text: Text
    atgard: Atgard
    tidigast: Moment | None = None
    kontakt: Text | None = None


class Undanhallen(Meddelande):
    """A group of elements that exists but was withheld, and why."""

    grupp: Text
    orsak: UndanhallenOrsak


class Saknas(Meddelande):
    """A group that was asked for and did not come."""

    grupp: Text
    kod: Code
    text: Text


class Avvikelse(Meddelande):
    """Something in the source's answer that was not as agreed: what, in words, and where (never a value)."""

    kod: Code
    text: Text
    plats: Text


class Kallsvar(Meddelande):
    """What became of one source for one person.

    `period` stands where a long period was asked about in portions: then the source has a part for each.
    """

    kalla: Code
    utfall: Utfall
    fragad: bool
    vag: Vag | None = None
    hamtad: Moment | None = None
    svarstidMs: Annotated[int, Field(ge=0)] | None = None
    loggpostId: Uuid | None = None
    avtal: Avtalsreferens | None = None
    forfattningsstod: list[Text] = Field(default_factory=list)
    period: Period | None = None
    fullstandigTom: date | None = None
    uppgifter: Sektioner = Field(default_factory=dict)
    undanhallna: list[Undanhallen] = Field(default_factory=list)
    saknas: list[Saknas] = Field(default_factory=list)
    avvikelser: list[Avvikelse] = Field(default_factory=list)
    fel: Fel | None = None


class Signal(Meddelande):
    """Something the caseworker should notice, with the income items or elements behind it."""

    kod: Code
    text: Text
    kalla: Code | None = None
    underlag: list[Text] = Field(default_factory=list)


class Personsvar(Meddelande):
    """All that was found about one person, source by source.

    `jamforelse` is there when the question named income items that the asker already has.
    """

    personidentitet: Personidentitet
    roll: Roll
    aktualitet: Aktualitet
    kallor: list[Kallsvar] = Field(default_factory=list)
    inkomstposter: list[Inkomstpost] = Field(default_factory=list)
    signaler: list[Signal] = Field(default_factory=list)
    jamforelse: Jamforelse | None = None


class Uppgiftssvar(Meddelande):
    """The answer, version 1: one part for each person asked about, in the order asked.

    `skyddLyft` stands where the answer is protected and yet nothing is withheld for it: why that is so.
    """

    elementnamn: ClassVar[str] = "uppgiftssvar"
    namnrymd: ClassVar[str] = "urn:nyttonav:uppgiftssvar:1"

    svarId: Uuid
    forfraganId: Uuid
    besvarad: Moment
    skydd: Skydd
    skyddLyft: SkyddLyft | None = None
    kvitto: Kvitto
    personer: list[Personsvar] = Field(default_factory=list)
