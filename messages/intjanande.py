"""What a person has earned towards a public pension: year by year, and what it has grown to.

Written as the authority counts it: PGI is pensionable income (pensionsgrundande inkomst), PGB pensionable
amounts (pensionsgrundande belopp) for times without income, such as studies and small children. Amounts are
SEK in the source's own scale; points are numbers.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText
from messages.forsakringsarende import Ar
from messages.narstaende import Narstaende
from messages.values import Tal, Text


class Intjanandebehallning(Meddelande):
    """What has been earned in all, and the part of it in the premium pension."""

    id: Text
    belopp: Tal | None = None
    premiepension: Tal | None = None


class Intjanandebelopp(Meddelande):
    """An amount of one kind."""

    typ: KodText | None = None
    belopp: Tal | None = None


class Behallningsforandring(Meddelande):
    """What changed a pension account: gains inherited, index, cost of administration, drawn and put back."""

    typ: KodText | None = None
    arvsvinst: Tal | None = None
    indexforandring: Tal | None = None
    administrationskostnad: Tal | None = None
    uttaget: Tal | None = None
    aterlagt: Tal | None = None


class Behallningsunderlag(Meddelande):
    """The changes of the pension accounts at one up-date, and why it was made."""

    uppdaterat: date | None = None
    andringsanledning: Text | None = None
    forandringar: list[Behallningsforandring] = Field(default_factory=list)


class PgbForPlikt(Meddelande):
    """PGB for military and civil service: days served, and half the mean PGI."""

    belopp: Tal | None = None
    dagar: Tal | None = None
    halvaMedelPgi: Tal | None = None


class PgbForStudier(Meddelande):
    """PGB for studies. The last amount is as it was before rounding and before the ceiling."""

    belopp: Tal | None = None
    studiebidrag: Tal | None = None
    beloppForeAvrundning: Tal | None = None


class PgbForBarn(Meddelande):
    """PGB for years with small children: the alternatives that were compared, and which was the best.

    The last amount is as it was before rounding and before the ceiling.
    """

    belopp: Tal | None = None
    jamforelseinkomst: Tal | None = None
    utfyllnadsinkomst: Tal | None = None
    beloppAlternativ1: Tal | None = None
    trefjardedelsMedelPgi: Tal | None = None
    beloppAlternativ2: Tal | None = None
    basbelopp: Tal | None = None
    bastaAlternativ: int | None = None
    beloppForeAvrundning: Tal | None = None


class PgbManad(Meddelande):
    """One month with sickness or activity compensation: the income assumed, and what lowers it.

    `pisa`, `andel` and `manad` are the source's own words. `samordningsprocent` are per cent for annuities.
    The last amount is as it was before rounding and before the ceiling.
    """

    manad: Text | None = None
    antagandeinkomst: Tal | None = None
    reduceringsbelopp: Tal | None = None
    andel: Text | None = None
    pisa: list[Tal] = Field(default_factory=list)
    pisaAnhorig: list[Tal] = Field(default_factory=list)
    arbetsskadelivranta: list[Tal] = Field(default_factory=list)
    samordningsprocent: list[int] = Field(default_factory=list)
    beloppForeAvrundning: Tal | None = None


class PgbForSjukersattning(Meddelande):
    """PGB for sickness and activity compensation, month by month."""

    belopp: Tal | None = None
    manader: list[PgbManad] = Field(default_factory=list)


class PgbForAntagandepoang(Meddelande):
    """PGB for assumed points: the points assumed and compared, and the insured months in the Nordic countries
    as the source writes them."""

    belopp: Tal | None = None
    antagandepoang: Tal | None = None
    jamforelsepoang: Tal | None = None
    bastaPoangPlusEtt: Tal | None = None
    svenskaNordiskaForsakringsmanader: Text | None = None


class Pensionsunderlagsuppgift(Meddelande):
    """What the year's pension rights were counted on, at one up-date, and why it was made.

    `forvarvsvillkorsar` is the source's own word on the years that the condition of work asks for.
    """

    uppdaterat: date | None = None
    andringsanledning: Text | None = None
    intjanandetak: list[Tal] = Field(default_factory=list)
    forvarvsvillkorsar: Text | None = None
    belopp: list[Intjanandebelopp] = Field(default_factory=list)
    forPlikt: list[PgbForPlikt] = Field(default_factory=list)
    forStudier: list[PgbForStudier] = Field(default_factory=list)
    forBarn: list[PgbForBarn] = Field(default_factory=list)
    forSjukersattning: list[PgbForSjukersattning] = Field(default_factory=list)
    forAntagandepoang: list[PgbForAntagandepoang] = Field(default_factory=list)


class Pensionspoang(Meddelande):
    """Points of one kind."""

    typ: KodText | None = None
    summa: Tal | None = None


class Poangunderlag(Meddelande):
    """What the year's points (ATP) were counted on, at one up-date, and why it was made.

    `vardar` is whether it is a year of care for a child; `pgiBedomd` whether the PGI was assessed.
    """

    uppdaterat: date | None = None
    andringsanledning: Text | None = None
    vardar: bool | None = None
    pgiBedomd: bool | None = None
    poang: list[Pensionspoang] = Field(default_factory=list)
    basbelopp: list[Tal] = Field(default_factory=list)
    inkomster: list[Intjanandebelopp] = Field(default_factory=list)


class Barnarsbeslut(Meddelande):
    """Which parent a child's year counts for: the parent and in which capacity, and whether entitled."""

    foralder: Narstaende | None = None
    foraldertyp: KodText | None = None
    berattigad: bool | None = None
    upplysning: Text | None = None


class Intjanandear(Meddelande):
    """One year of earning. `faktiskaPensionsratter` are the rights as they came to be."""

    id: Text
    ar: Ar | None = None
    behallningsunderlag: list[Behallningsunderlag] = Field(default_factory=list)
    pensionsunderlag: list[Pensionsunderlagsuppgift] = Field(default_factory=list)
    poangunderlag: list[Poangunderlag] = Field(default_factory=list)
    pensionsbehallningar: list[Intjanandebelopp] = Field(default_factory=list)
    pensionsratter: list[Intjanandebelopp] = Field(default_factory=list)
    faktiskaPensionsratter: list[Intjanandebelopp] = Field(default_factory=list)
    poang: list[Tal] = Field(default_factory=list)
    barnbeslut: list[Barnarsbeslut] = Field(default_factory=list)
