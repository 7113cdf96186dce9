"""What Hyresregistret tells: tenancies, the tenant, and places in the housing queue. Amounts are SEK."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText
from messages.narstaende import Narstaende
from messages.values import Tal, Text


class Hyra(Meddelande):
    """A rent per month."""

    belopp: Tal | None = None


class Villkor(Meddelande):
    """On what terms."""

    uppsagning: Annotated[int, Field(ge=0)] | None = None
    andrahand: bool | None = None


class Avtal(Meddelande):
    """One tenancy: what flats and other premises share."""

    id: Text
    slag: KodText
    tecknat: date | None = None
    status: KodText | None = None
    hyra: Hyra | None = None
    villkor: Villkor | None = None


class Bostadsavtal(Avtal):
    """Of a flat, and who lives there too."""

    adress: Text | None = None
    boende: list[Narstaende] = Field(default_factory=list)
    anmarkningar: list[Text] = Field(default_factory=list)


class Lokalavtal(Avtal):
    """Of premises that nobody lives in. `yta` in square metres."""

    yta: Tal | None = None


_AVTALEN = tuple(f"{slag}[].{part}" for slag in ("bostader", "lokaler") for part in ("id", "slag"))


class Hyresavtal(Sektion):
    """Tenancies of one person, version 1."""

    namn: ClassVar[str] = "hyresavtal"
    namnrymd: ClassVar[str] = "urn:example:hyresavtal:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "hyresavtal.avtal": Elementgrupp(
            "Hyresavtal med status, hyra och villkor",
            (
                *_AVTALEN,
                *(
                    f"{slag}[].{part}"
                    for slag in ("bostader", "lokaler")
                    for part in ("tecknat", "status", "hyra", "villkor")
                ),
                "bostader[].anmarkningar",
                "lokaler[].yta",
            ),
        ),
        "hyresavtal.boende": Elementgrupp(
            "Var och med vem någon bor", (*_AVTALEN, "bostader[].adress", "bostader[].boende")
        ),
    }

    bostader: list[Bostadsavtal] = Field(default_factory=list)
    lokaler: list[Lokalavtal] = Field(default_factory=list)


class Hyresgast(Sektion):
    """The tenant, version 1."""

    namn: ClassVar[str] = "hyresgast"
    namnrymd: ClassVar[str] = "urn:example:hyresgast:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "hyresgast.uppgifter": Elementgrupp("Hyresgästens namn", ("benamning",)),
        "hyresgast.ort": Elementgrupp("Hyresgästens ort", ("ort",)),
    }

    benamning: Text | None = None
    ort: Text | None = None


class Plats(Meddelande):
    """A place in the queue, and since when."""

    id: Text
    omrade: Text | None = None
    sedan: date | None = None


class Hyresko(Sektion):
    """Places in the housing queue, version 1."""

    namn: ClassVar[str] = "hyresko"
    namnrymd: ClassVar[str] = "urn:example:hyresko:1"

    platser: list[Plats] = Field(default_factory=list)
