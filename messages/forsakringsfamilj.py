"""Cases about benefits for families and homes: children, maintenance, housing, care and disability."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText, Period
from messages.forsakringsarende import Arendegrund, Forsakringsbeslut, Omfattning
from messages.narstaende import Narstaende
from messages.person import Adress
from messages.values import Tal, Text


class Barnbidragsunderlag(Meddelande):
    """What child allowance was decided on: that the child goes to school, and is placed by an authority."""

    skolgang: bool | None = None
    myndighetsplacering: bool | None = None


class Barnbidragsbeslut(Forsakringsbeslut):
    """Child allowance."""

    underlag: Barnbidragsunderlag | None = None


class Barnbidragsarende(Arendegrund):
    """Child allowance for one child."""

    barn: Narstaende | None = None
    beslut: list[Barnbidragsbeslut] = Field(default_factory=list)


class Institutionsplacering(Meddelande):
    """Where a child is placed: the kind of place, its name and its address. The last two tell where the
    child can be found."""

    institution: KodText | None = None
    namn: Text | None = None
    adress: Adress | None = None


class Mottagarunderlag(Meddelande):
    """What was decided on about who receives child allowance. `utbetalningsmottagare` is the source's own
    word on to whom it is paid, and `tvaBidragsmottagare` whether two share it."""

    skolgang: bool | None = None
    institutionsplaceringar: list[Institutionsplacering] = Field(default_factory=list)
    tvaBidragsmottagare: bool | None = None
    utbetalningsdag: date | None = None
    utbetalningsmottagare: Text | None = None


class Mottagarbeslut(Forsakringsbeslut):
    """Who receives child allowance."""

    underlag: Mottagarunderlag | None = None


class Mottagararende(Arendegrund):
    """Who receives child allowance. `personuppgift` is the person whom the source names in the case; it does
    not say in which role."""

    personuppgift: Narstaende | None = None
    beslut: list[Mottagarbeslut] = Field(default_factory=list)


class Underhallsarende(Arendegrund):
    """Maintenance support for one child: received, or claimed back from a parent who owes it."""

    barn: Narstaende | None = None
    beslut: list[Forsakringsbeslut] = Field(default_factory=list)


class Bostadsbidragsunderlag(Meddelande):
    """What housing allowance was counted on: cost of the home, whole and as reduced, incomes, and the
    children by where they live."""

    totalBostadskostnad: Tal | None = None
    reduceradBostadskostnad: Tal | None = None
    inkomster: list[Tal] = Field(default_factory=list)
    hemmavarandeBarn: list[Narstaende] = Field(default_factory=list)
    tidvisBoendeBarn: list[Narstaende] = Field(default_factory=list)
    vaxelvisBoendeBarn: list[Narstaende] = Field(default_factory=list)


class Bostadsbidragsbeslut(Forsakringsbeslut):
    """Housing allowance."""

    underlag: Bostadsbidragsunderlag | None = None


class Bostadsbidragsarende(Arendegrund):
    """Housing allowance for a household."""

    medsokande: list[Narstaende] = Field(default_factory=list)
    beslut: list[Bostadsbidragsbeslut] = Field(default_factory=list)


class Bostadstillaggsunderlag(Meddelande):
    """What housing supplement was counted on, in SEK: the cost before anything is counted off, per year, and
    what is left of it for bostadstillägg and, per year, for äldreförsörjningsstöd."""

    arskostnadBrutto: Tal | None = None
    bostadstillaggskostnadNetto: Tal | None = None
    forsorjningsstodsarskostnadNetto: Tal | None = None


class Bostadstillaggsbeslut(Forsakringsbeslut):
    """Housing supplement."""

    underlag: Bostadstillaggsunderlag | None = None


class Bostadstillaggsarende(Arendegrund):
    """Housing supplement for one who has a pension or sickness compensation."""

    medsokande: list[Narstaende] = Field(default_factory=list)
    beslut: list[Bostadstillaggsbeslut] = Field(default_factory=list)


class Periodbeslut(Meddelande):
    """One time within a decision: its level, the part of it that this person gets, and whether it is paid
    month by month, afterwards or in school holidays."""

    period: Period | None = None
    omfattning: Omfattning | None = None
    andel: Omfattning | None = None
    utbetalningstyp: KodText | None = None


class Omvardnadsbeslut(Forsakringsbeslut):
    """Merkostnadsersättning or omvårdnadsbidrag. `upphorFranManad` are months from which it ends, as the
    source writes them. The same code of `beslutsutfall` means different things in the two benefits: read its
    text."""

    beslutsstatus: KodText | None = None
    beslutsutfall: KodText | None = None
    upphorFranManad: list[Text] = Field(default_factory=list)
    periodbeslut: list[Periodbeslut] = Field(default_factory=list)
    barn: list[Narstaende] = Field(default_factory=list)


class Omvardnadsarende(Arendegrund):
    """A case about merkostnadsersättning or omvårdnadsbidrag: one decision at the most, today."""

    beslut: list[Omvardnadsbeslut] = Field(default_factory=list)


class Vardbidragsunderlag(Meddelande):
    """What care allowance was decided on: for which children, and whether two parents share it."""

    barn: list[Narstaende] = Field(default_factory=list)
    delat: bool | None = None


class Vardbidragsbeslut(Forsakringsbeslut):
    """Care allowance."""

    underlag: Vardbidragsunderlag | None = None


class Vardbidragsarende(Arendegrund):
    """Care allowance, which omvårdnadsbidrag and merkostnadsersättning have replaced."""

    beslut: list[Vardbidragsbeslut] = Field(default_factory=list)
