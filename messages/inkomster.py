"""Income items: payments ready for the calculation, and how they differ from those that the asker has."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from messages.base import Fraga, Meddelande, Post
from messages.delar import KodText, Period
from messages.koder import Tillstand
from messages.values import Code, Tal, Text, Uuid


class Belopp(Meddelande):
    """Amounts in SEK, as the source told them; never calculated."""

    brutto: Tal | None = None
    skatt: Tal | None = None
    avdrag: Tal | None = None
    netto: Tal | None = None


class Inkomstpost(Meddelande):
    """One payment, ready for the calculation. `uppgiftId` is the item's id in the section it came from.

    `loggpostId` tells which part of the answer that is, where its source has several. `inkomstslag` is what
    the calculation calls such an income; without it the payment is not in the board's table, and `anmarkning`
    says so. `utbetalare` is the source that pays, where another one tells of the payment.
    """

    id: Text
    kalla: Code
    uppgiftId: Text
    forman: KodText
    delforman: KodText | None = None
    beloppstyp: KodText | None = None
    belopp: Belopp
    utbetalningsdag: date | None = None
    avser: Period | None = None
    tillstand: Tillstand
    dagar: Tal | None = None
    anmarkning: Text | None = None
    loggpostId: Uuid | None = None
    inkomstslag: KodText | None = None
    utbetalare: Code | None = None


class KandKod(KodText, Fraga):
    """A code with its text, as it was answered."""


class KandPeriod(Period, Fraga):
    """Two calendar days, as they were answered."""


class KandaBelopp(Belopp, Fraga):
    """Amounts in SEK, as they were answered."""


class KandInkomstpost(Fraga):
    """An income item that the asker has since an earlier look-up, sent to be compared. Nothing of it is kept.

    `id` is the asker's own, and comes back in the comparison. An item may be sent just as it was answered:
    what identifies a payment is source, benefit, payment date and period concerned.
    """

    id: Text
    kalla: Code
    uppgiftId: Text | None = None
    forman: KandKod
    delforman: KandKod | None = None
    beloppstyp: KandKod | None = None
    belopp: KandaBelopp
    utbetalningsdag: date | None = None
    avser: KandPeriod | None = None
    tillstand: Tillstand
    dagar: Tal | None = None
    anmarkning: Text | None = None
    loggpostId: Uuid | None = None
    inkomstslag: KandKod | None = None
    utbetalare: Code | None = None


class Motsvarighet(Meddelande):
    """An item of this answer and the known one that is the same payment."""

    inkomstpostId: Text
    kandId: Text


class Andring(Motsvarighet):
    """The same payment with another content: the names of what differs (`belopp.netto`, `tillstand`)."""

    falt: Annotated[list[Text], Post("namn")] = Field(default_factory=list)


class Oavgjord(Meddelande):
    """A known item that is not in the answer, of which nothing can be concluded, and why."""

    kandId: Text
    text: Text


class Jamforelse(Meddelande):
    """How the answer differs from the income items that the asker sent (`kandaInkomstposter`).

    Every item of the answer is in one of `nya`, `andrade`, `oforandrade`; every known one in one of
    `andrade`, `oforandrade`, `borta`, `ejAvgjorda`. `borta` is said only where the source has answered for
    all of the payment's time.
    """

    nya: Annotated[list[Text], Post("inkomstpostId")] = Field(default_factory=list)
    andrade: Annotated[list[Andring], Post("andring")] = Field(default_factory=list)
    borta: Annotated[list[Text], Post("kandId")] = Field(default_factory=list)
    ejAvgjorda: Annotated[list[Oavgjord], Post("ejAvgjord")] = Field(default_factory=list)
    oforandrade: Annotated[list[Motsvarighet], Post("oforandrad")] = Field(default_factory=list)
