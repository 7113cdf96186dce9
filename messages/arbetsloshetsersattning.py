"""arbetsloshetsersattning/1: unemployment benefit, one part for each a-kassa that answered.

Amounts are SEK and days are numbers, both in the scale that the source wrote them; days may be fractions.
Ids (`u1`, `u2`, ...) are unique within the section and the same each time the same answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText, Period
from messages.values import Tal, Text


class Ersattningsansokan(Meddelande):
    """What the a-kassa says of an application for benefit.

    Without `beslutsdag` the a-kassa has told no day on which it decided on the right to benefit.
    `utbetalningsansokanInlamnad` is whether an application for payment has been handed in.
    """

    id: Text
    beslutsdag: date | None = None
    utbetalningsansokanInlamnad: bool | None = None


class Ersattningsutbetalning(Meddelande):
    """One payment, made or coming. `avser` is a whole month since October 2025, and could be weeks before.

    `nettoEfterSkatt` is the amount that counts as income; `nettoEfterAvdrag` what is left of it after other
    deductions than tax, for instance to a creditor.
    """

    id: Text
    utbetalningsdag: date | None = None
    nettoEfterSkatt: Tal | None = None
    nettoEfterAvdrag: Tal | None = None
    ersattningsdagar: Tal | None = None
    avser: Period | None = None


class Avstangning(Meddelande):
    """A time for which the person is suspended from benefit."""

    id: Text
    period: Period | None = None


class Akassa(Meddelande):
    """One a-kassa's answer.

    `status` is its own word on how it answered: free text without a code list, so nothing is concluded from
    it. One that gave no data at all is named among what is missing (`saknas`): its empty lists do not say
    that there is nothing.
    """

    id: Text
    namn: Text | None = None
    status: KodText | None = None
    ansokningar: list[Ersattningsansokan] = Field(default_factory=list)
    utbetalningar: list[Ersattningsutbetalning] = Field(default_factory=list)
    avstangningar: list[Avstangning] = Field(default_factory=list)


_AKASSAN = ("akassor[].id", "akassor[].namn", "akassor[].status")
"""Who said it, and how it says that it answered: goes with whatever is handed out."""


class Arbetsloshetsersattning(Sektion):
    """Unemployment benefit, version 1."""

    namn: ClassVar[str] = "arbetsloshetsersattning"
    namnrymd: ClassVar[str] = "urn:nyttonav:arbetsloshetsersattning:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "arbetsloshetsersattning.ansokningar": Elementgrupp(
            "Ansökan om ersättning och beslut om rätten till den", (*_AKASSAN, "akassor[].ansokningar")
        ),
        "arbetsloshetsersattning.utbetalningar": Elementgrupp(
            "Utbetalningar, gjorda och kommande", (*_AKASSAN, "akassor[].utbetalningar")
        ),
        "arbetsloshetsersattning.avstangningar": Elementgrupp(
            "Tider då personen är avstängd från ersättning", (*_AKASSAN, "akassor[].avstangningar")
        ),
    }

    akassor: list[Akassa] = Field(default_factory=list)
