"""Payments, and what else Försäkringskassan tells of a person outside the cases."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText, Period
from messages.forsakringsarende import Omfattning
from messages.values import Tal, Text


class Utbetalningsdetalj(Meddelande):
    """One row of a payment: a benefit and a time, or something taken off (`beloppstyp`).

    Rows explain the payment; what was paid is the payment's own `netto`, never their sum.
    """

    forman: KodText | None = None
    period: Period | None = None
    beloppstyp: KodText | None = None
    omfattning: Omfattning | None = None
    dagar: Tal | None = None
    timmar: Tal | None = None
    brutto: Tal | None = None
    skatt: Tal | None = None
    avdrag: Tal | None = None


class Forsakringsutbetalning(Meddelande):
    """One payment: made, or preliminary after the list it stands in.

    `formansfamilj` is the family of benefits that it pays, `foretag` which authority pays, and `typ` whether
    it goes out by month, by day, afterwards or locally. `period` is what it is for; `utbetalningsdag` decides
    in which month it is an income. `avdrag` may hold the tax once more: nothing here is for adding up, and
    `netto` is what reaches the person.
    """

    id: Text
    typ: KodText | None = None
    foretag: KodText | None = None
    formansfamilj: KodText | None = None
    utbetalningsdag: date | None = None
    period: Period | None = None
    brutto: Tal | None = None
    skatt: Tal | None = None
    avdrag: Tal | None = None
    netto: Tal | None = None
    detaljer: list[Utbetalningsdetalj] = Field(default_factory=list)


class Programanvisning(Meddelande):
    """Taking part in a labour-market programme: which one, when, and how much of full time."""

    id: Text
    program: KodText | None = None
    period: Period | None = None
    omfattning: Omfattning | None = None


class Programdagar(Meddelande):
    """Days used in jobb- och utvecklingsgarantin: how many, and whether all that there are have been used."""

    id: Text
    forbrukade: Tal | None = None
    allaForbrukade: bool | None = None


class SjukpenninggrundandeInkomst(Meddelande):
    """SGI: yearly income that sickness benefit is counted on, from employment and from business of one's own.

    `karensdagar` are the days without benefit at the beginning; `dagar` and `timmar` are worked in a year.
    """

    id: Text
    faststalld: date | None = None
    typ: KodText | None = None
    anstallning: Tal | None = None
    verksamhet: Tal | None = None
    karensdagar: Tal | None = None
    dagar: Tal | None = None
    timmar: Tal | None = None


class Skatteuppgift(Meddelande):
    """What Försäkringskassan has been told for the tax: the number under which the person's tax is
    accounted."""

    id: Text
    skatteredovisningsnummer: Text | None = None


class Studiemedelsavisering(Meddelande):
    """CSN's notice to Försäkringskassan: study support is applied for, granted, paid or not used."""

    id: Text
    typ: KodText | None = None
    period: Period | None = None


class Underhallsskuld(Meddelande):
    """What a parent owes for maintenance support, in SEK."""

    id: Text
    belopp: Tal | None = None


class Levnadsintygsuppgift(Meddelande):
    """Where a certificate of being alive stands, asked of one who has a pension abroad."""

    id: Text
    uppdaterat: date | None = None
    status: KodText | None = None
