"""beskattning/1: capital income and tax account payouts from Skatteverket, and what else it hands out.

Amounts are SEK in the source's own scale. Skatteverket writes 0 also where an amount is missing or negative:
0 therefore never shows that there was nothing, and `anmarkning` says so beside it. Ids (`u1`, `u2`, ...) are
unique within the section and the same each time the same answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.values import Tal, Text

Ar = Annotated[int, Field(ge=1900, le=2999)]
"""A calendar year."""


class Kapitaluppgift(Meddelande):
    """Income of capital for one year: all of it, and the surplus. 0 may stand for missing or negative.

    `status` is Skatteverket's own code for these figures.
    """

    id: Text
    taxeringsar: Ar | None = None
    intakter: Tal | None = None
    overskott: Tal | None = None
    status: KodText | None = None
    anmarkning: Text | None = None


class Skattekontoutbetalning(Meddelande):
    """A payout from the tax account (skatteåterbäring) and the day it was booked."""

    id: Text
    belopp: Tal | None = None
    bokforingsdag: date | None = None
    status: KodText | None = None
    anmarkning: Text | None = None


class Individuppgiftsvarde(KodText):
    """One value of the monthly employer returns, whose shape Skatteverket has not published: as it came.

    `kod` is its place in Skatteverket's own words, with a number where a name stands several times:
    `IndividuppgiftLista/Individuppgift[2]/Redovisningsperiod`. `text` is the value; what could be a personal
    number is not repeated.
    """


class Beskattning(Sektion):
    """Taxation, version 1. `status` is Skatteverket's code for the whole; 0, answered, is left out."""

    namn: ClassVar[str] = "beskattning"
    namnrymd: ClassVar[str] = "urn:nyttonav:beskattning:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "beskattning.identitet": Elementgrupp(
            "Personens namn hos Skatteverket, och svarets status", ("fornamn", "efternamn", "status")
        ),
        "beskattning.kapital": Elementgrupp(
            "Inkomst av kapital: summa intäkter och överskott, per år", ("kapitaluppgifter", "status")
        ),
        "beskattning.skattekonto": Elementgrupp(
            "Utbetalning från skattekontot: belopp och bokföringsdag",
            ("skattekontoutbetalningar", "status"),
        ),
        "beskattning.individuppgifter": Elementgrupp(
            "Individuppgifter ur arbetsgivardeklarationer, månad för månad, som de kom",
            ("individuppgifter",),
        ),
    }

    fornamn: Text | None = None
    efternamn: Text | None = None
    status: KodText | None = None
    kapitaluppgifter: list[Kapitaluppgift] = Field(default_factory=list)
    skattekontoutbetalningar: list[Skattekontoutbetalning] = Field(default_factory=list)
    individuppgifter: list[Individuppgiftsvarde] = Field(default_factory=list)
