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
from messages.uppgifter import KodText
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


class OtolkadUppgift(Meddelande):
    """A value that Skatteverket sent in an element whose meaning is not published, as it came.

    `plats` is the path in the answer, with a number where a name stands several times:
    `IndividuppgiftLista/Individuppgift[2]/Belopp`. `slag` tells what the text looks like: TAL, DATUM, MANAD,
    JA_NEJ, TEXT, PERSONNUMMER or TOM. `varde` is left out where it could be a personal number.
    """

    plats: Text
    slag: KodText
    varde: Text | None = None


class Beskattning(Sektion):
    """Taxation, version 1."""

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
            "Individuppgifter ur arbetsgivardeklarationer, månad för månad, som Skatteverket skickat dem",
            ("individuppgifter",),
        ),
        "beskattning.otolkade": Elementgrupp(
            "Uppgifter som Skatteverket skickat men vars innebörd inte är publicerad", ("otolkade",)
        ),
    }

    fornamn: Text | None = None
    efternamn: Text | None = None
    status: KodText | None = None
    kapitaluppgifter: list[Kapitaluppgift] = Field(default_factory=list)
    skattekontoutbetalningar: list[Skattekontoutbetalning] = Field(default_factory=list)
    individuppgifter: list[OtolkadUppgift] = Field(default_factory=list)
    otolkade: list[OtolkadUppgift] = Field(default_factory=list)
