"""person/1: who the person is, as the source that hands out the section has it registered.

Not the population register itself: a source's copy, as old as the source lets it be. Children and others who
belong to the person are told of as relatives, by relation and year of birth.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.forsakringsarende import Omfattning
from messages.narstaende import Narstaende
from messages.values import Organisationsnummer, Text


class Adress(Meddelande):
    """An address. `roller` is what the source uses it for, `utdelningsadress` its lines from the top."""

    roller: list[KodText] = Field(default_factory=list)
    utdelningsadress: list[Text] = Field(default_factory=list)
    postnummer: Text | None = None
    postort: Text | None = None
    land: KodText | None = None


class Medborgarskap(Meddelande):
    """A citizenship, and the day that the source tells beside it."""

    land: KodText | None = None
    datum: date | None = None


class Folkbokforing(Meddelande):
    """Where the person is registered as living: county and municipality in the source's words or codes."""

    lan: Text | None = None
    kommun: Text | None = None


class Arbetsgivare(Meddelande):
    """An employer. The organisation number of a sole trader is somebody's personal number: it is left out."""

    namn: Text | None = None
    organisationsnummer: Organisationsnummer | None = None
    adress: Adress | None = None


class Kontaktuppgifter(Meddelande):
    """Whom to reach at a place of work, and how."""

    namn: Text | None = None
    telefon: list[Text] = Field(default_factory=list)
    epost: list[Text] = Field(default_factory=list)


class Arbetsstalle(Meddelande):
    """A place where the person works. `arbetstid` is the share of full time."""

    nummer: Text | None = None
    namn: Text | None = None
    arbetsgivare: Arbetsgivare | None = None
    sysselsattning: Text | None = None
    arbetstid: Omfattning | None = None
    adress: Adress | None = None
    telefon: Text | None = None
    kontakt: Kontaktuppgifter | None = None


class Person(Sektion):
    """The person asked about, version 1.

    `avliden` holds days of death: none for a living person, more than one only where the source tells so.
    `samhoriga` are those that the source counts together with the person, for instance a spouse.
    """

    namn: ClassVar[str] = "person"
    namnrymd: ClassVar[str] = "urn:nyttonav:person:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "person.namn": Elementgrupp("Personens namn", ("namn",)),
        "person.fodelse": Elementgrupp("Födelsedag, och dödsdag", ("fodelsedag", "avliden")),
        "person.civilstand": Elementgrupp("Civilstånd", ("civilstand",)),
        "person.medborgarskap": Elementgrupp("Medborgarskap", ("medborgarskap",)),
        "person.folkbokforing": Elementgrupp("Folkbokföringens län och kommun", ("folkbokforing",)),
        "person.adress": Elementgrupp("Adresser", ("adresser",)),
        "person.arbetsstallen": Elementgrupp(
            "Arbetsställen med arbetsgivare, arbetstid och kontaktuppgifter", ("arbetsstallen",)
        ),
        "person.barn": Elementgrupp("Barn", ("barn",)),
        "person.samhoriga": Elementgrupp("Den som personen hör ihop med, till exempel make", ("samhoriga",)),
    }

    # `namn` is the section's own name in Python.
    namn_: Text | None = Field(default=None, alias="namn")
    fodelsedag: date | None = None
    avliden: list[date] = Field(default_factory=list)
    civilstand: KodText | None = None
    medborgarskap: list[Medborgarskap] = Field(default_factory=list)
    folkbokforing: list[Folkbokforing] = Field(default_factory=list)
    adresser: list[Adress] = Field(default_factory=list)
    arbetsstallen: list[Arbetsstalle] = Field(default_factory=list)
    barn: list[Narstaende] = Field(default_factory=list)
    samhoriga: list[Narstaende] = Field(default_factory=list)
