"""pension/1: Pensionsmyndigheten's claims, decisions, payments and what pensions are reckoned from.

Amounts are SEK, whole kronor as Pensionsmyndigheten tells them. Shares, factors and per cents are numbers in
the scale that it wrote. Ids (`u1`, `u2`, ...) are unique within the section and the same each time the same
answer is read. What a decision was made from is in `messages.pensionsbeslut`, accounts in
`messages.pensionskonton`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Meddelande, Sektion
from messages.delar import KodText, Period
from messages.pensionsbeslut import Pensionsbeslut
from messages.pensionskonton import Pensionskonto, Pensionsunderlagsar
from messages.values import Tal, Text


class Pensionsansprak(Meddelande):
    """A claim, decided or not. `ankomstdag` is the day it came in: the application date.

    `ansprakId` is Pensionsmyndigheten's own. Nothing in a decision names the claim that it answers.
    """

    id: Text
    ansprakId: Text | None = None
    ankomstdag: date | None = None
    formansgrupp: KodText | None = None
    yrkadPeriod: Period | None = None


class Pensionsavdrag(Meddelande):
    """What is taken from a payment before it is paid. Tax is told as a deduction too."""

    avdragstyp: KodText | None = None
    belopp: Tal | None = None


class Pensionsutbetalningsrad(Meddelande):
    """A part of a payment: which benefit, and what kind of amount within it."""

    formansgrupp: KodText | None = None
    utbetalningsforman: KodText | None = None
    beloppstyp: KodText | None = None
    belopp: Tal | None = None


class Pensionsutbetalning(Meddelande):
    """One payment. `netto` is what reaches the person, and what counts as income."""

    id: Text
    utbetalningsdag: date | None = None
    period: Period | None = None
    brutto: Tal | None = None
    netto: Tal | None = None
    avdrag: list[Pensionsavdrag] = Field(default_factory=list)
    rader: list[Pensionsutbetalningsrad] = Field(default_factory=list)


class Pensionslevnadsintyg(Meddelande):
    """Where the yearly proof of being alive stands, which pensioners abroad must give."""

    id: Text
    senastUppdaterat: date | None = None
    status: KodText | None = None


class Pension(Sektion):
    """Pensions and what else Pensionsmyndigheten pays, version 1."""

    namn: ClassVar[str] = "pension"
    namnrymd: ClassVar[str] = "urn:nyttonav:pension:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "pension.ansprak": Elementgrupp("Ansökningar, även de som inte är avgjorda", ("ansprak",)),
        "pension.beslut": Elementgrupp("Beslut med utfall, belopp och underlag", ("beslut",)),
        "pension.utbetalningar": Elementgrupp("Gjorda utbetalningar", ("utbetalningar",)),
        "pension.preliminaraUtbetalningar": Elementgrupp(
            "Utbetalningar som är beräknade men inte gjorda", ("preliminaraUtbetalningar",)
        ),
        "pension.levnadsintyg": Elementgrupp("Levnadsintyg", ("levnadsintyg",)),
        "pension.pensionsbehallning": Elementgrupp(
            "Pensionsbehållning: konton för inkomst- och premiepension", ("pensionskonton",)
        ),
        "pension.pensionsunderlag": Elementgrupp(
            "Pensionsunderlag: vad pensionen tjänats in på, år för år", ("pensionsunderlag",)
        ),
    }

    ansprak: list[Pensionsansprak] = Field(default_factory=list)
    beslut: list[Pensionsbeslut] = Field(default_factory=list)
    utbetalningar: list[Pensionsutbetalning] = Field(default_factory=list)
    preliminaraUtbetalningar: list[Pensionsutbetalning] = Field(default_factory=list)
    levnadsintyg: list[Pensionslevnadsintyg] = Field(default_factory=list)
    pensionskonton: list[Pensionskonto] = Field(default_factory=list)
    pensionsunderlag: list[Pensionsunderlagsar] = Field(default_factory=list)
