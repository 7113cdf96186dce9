"""studiestod/1: study support from CSN, all five forms: cases with applications, grants and payments.

Amounts are SEK in the source's own scale (CSN gives whole kronor, `3968`). Weeks stand both as the source
told them (`202636`) and as days, Monday to Sunday, in `period`. Ids (`u1`, `u2`, ...) are unique within the
section and the same each time the same answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText, Period
from messages.narstaende import Narstaende
from messages.values import Tal, Text

Vecka = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(0[1-9]|[1-4][0-9]|5[0-3])$")]
"""An ISO week as year and week without separator: `202636`."""

Procent = Annotated[int, Field(ge=0, le=999)]
"""Per cent of full time."""


class Studiestodstyper(Meddelande):
    """CSN's own index of the five forms of support, in CSN's words."""

    studiemedel: Text | None = None
    studiehjalp: Text | None = None
    hemutrustningslan: Text | None = None
    studiestartsstod: Text | None = None
    omstallningsstudiestod: Text | None = None


class Studiebelopp(Meddelande):
    """One kind of amount within a granted or paid time: per period of payment, and in total."""

    beloppstyp: KodText | None = None
    belopp: Tal | None = None
    totalbelopp: Tal | None = None


class Studieansokan(Meddelande):
    """A time applied for. `omfattning` is the pace; `soktLan` whether a loan was applied for too."""

    id: Text
    period: Period | None = None
    omfattning: Procent | None = None
    soktLan: bool | None = None


class BeviljadStudietid(Meddelande):
    """A time granted. A `grundskoletakt` above 0 tells that the support concerns grundskola level."""

    id: Text
    startvecka: Vecka | None = None
    slutvecka: Vecka | None = None
    period: Period | None = None
    takt: Procent | None = None
    grundskoletakt: Procent | None = None
    beloppsrader: list[Studiebelopp] = Field(default_factory=list)
    totalbelopp: Tal | None = None


class Utbetaldtid(Meddelande):
    """A time that a payment covers, with its amounts."""

    startvecka: Vecka | None = None
    slutvecka: Vecka | None = None
    period: Period | None = None
    beloppsrader: list[Studiebelopp] = Field(default_factory=list)
    totalbelopp: Tal | None = None


class Studieutbetalning(Meddelande):
    """A payment of the payment plan: made or planned. Without `utbetalningsdag` no date is set yet."""

    id: Text
    utbetalningsdag: date | None = None
    status: KodText | None = None
    tider: list[Utbetaldtid] = Field(default_factory=list)
    totalbelopp: Tal | None = None


class Studiestodsarende(Meddelande):
    """One case at CSN. `stod` is which of the five forms of support, `stodform` CSN's own finer kind."""

    id: Text
    stod: KodText
    stodform: KodText | None = None
    status: KodText | None = None
    lopnummer: Text | None = None
    relateratArende: Text | None = None
    medlantagare: Narstaende | None = None
    ansokningar: list[Studieansokan] = Field(default_factory=list)
    beviljade: list[BeviljadStudietid] = Field(default_factory=list)
    utbetalningar: list[Studieutbetalning] = Field(default_factory=list)


_ARENDET = ("arenden[].id", "arenden[].stod", "arenden[].stodform")
"""Which case and which form of support: an application, a grant or a payment says nothing without it."""


class Studiestod(Sektion):
    """Study support, version 1."""

    namn: ClassVar[str] = "studiestod"
    namnrymd: ClassVar[str] = "urn:nyttonav:studiestod:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "studiestod.arenden": Elementgrupp(
            "Ärenden hos CSN: stödform och status",
            (*_ARENDET, "stodtyper", "arenden[].status", "arenden[].lopnummer", "arenden[].relateratArende"),
        ),
        "studiestod.ansokningar": Elementgrupp("Sökta tider", (*_ARENDET, "arenden[].ansokningar")),
        "studiestod.beviljade": Elementgrupp(
            "Beviljade tider med takt och belopp", (*_ARENDET, "arenden[].beviljade")
        ),
        "studiestod.utbetalningar": Elementgrupp(
            "Utbetalningar, gjorda och planerade", (*_ARENDET, "arenden[].utbetalningar")
        ),
        "studiestod.medlantagare": Elementgrupp(
            "Medlåntagare till hemutrustningslån", (*_ARENDET, "arenden[].medlantagare")
        ),
    }

    stodtyper: Studiestodstyper | None = None
    arenden: list[Studiestodsarende] = Field(default_factory=list)
