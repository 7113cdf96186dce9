"""Cases about benefits for days: sickness, parenthood, programmes and activities.

What is paid for each day stands on the decision that granted it; the days that a parent has claimed stand on
the case, decided or not.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText
from messages.forsakringsarende import Arendegrund, Forsakringsbeslut, Omfattning
from messages.narstaende import Narstaende
from messages.values import Tal, Text


class Aktivitetsstodsarende(Arendegrund):
    """Activity support. `atgardstyp` is the kind of programme that it is paid for."""

    atgardstyp: KodText | None = None
    beslut: list[Forsakringsbeslut] = Field(default_factory=list)


class Sjukpenningsdag(Meddelande):
    """One day with sickness, rehabilitation or preventive benefit: its amount, and what was taken off as
    karensavdrag."""

    dag: date | None = None
    belopp: Tal | None = None
    karensavdrag: Tal | None = None


class Sjukpenningsbeslut(Forsakringsbeslut):
    """Sickness, rehabilitation or preventive benefit. Outcome, kind and level are in the source's own words,
    which it has published no list of: `kod` and `text` are the same."""

    beslutsutfall: KodText | None = None
    beslutstyp: KodText | None = None
    ersattningsniva: KodText | None = None
    ersattningsdagar: list[Sjukpenningsdag] = Field(default_factory=list)


class Sjukpenningsarende(Arendegrund):
    """A case about sjukpenning, rehabiliteringsersättning or förebyggande sjukpenning."""

    beslut: list[Sjukpenningsbeslut] = Field(default_factory=list)


class Foraldrapenningsdag(Meddelande):
    """One day with parental benefit: its level, and the amount before tax."""

    dag: date | None = None
    niva: KodText | None = None
    brutto: Tal | None = None


class Anspraksdag(Meddelande):
    """One day that a parent has claimed: at which level, and how much of the day."""

    dag: date | None = None
    niva: KodText | None = None
    omfattning: Omfattning | None = None


class Foraldrapenningsbeslut(Forsakringsbeslut):
    """Parental benefit, day by day."""

    ersattningsdagar: list[Foraldrapenningsdag] = Field(default_factory=list)


class Foraldrapenningsarende(Arendegrund):
    """Parental benefit for one child. `anspraksdagar` are claimed, and not for that reason granted."""

    barn: Narstaende | None = None
    beslut: list[Foraldrapenningsbeslut] = Field(default_factory=list)
    anspraksdagar: list[Anspraksdag] = Field(default_factory=list)


class BedomdDag(Meddelande):
    """One day of temporary parental benefit as it was assessed: amount, kind of income, way of counting."""

    dag: date | None = None
    belopp: Tal | None = None
    inkomsttyp: KodText | None = None
    berakningssatt: KodText | None = None


class TillfalligForaldrapenningsbeslut(Forsakringsbeslut):
    """Temporary parental benefit, day by day."""

    bedomdaDagar: list[BedomdDag] = Field(default_factory=list)


class TillfalligForaldrapenningsarende(Arendegrund):
    """Temporary parental benefit for one child: care of a sick child and the like."""

    barn: Narstaende | None = None
    beslut: list[TillfalligForaldrapenningsbeslut] = Field(default_factory=list)


class Programersattningsdag(Meddelande):
    """One day in a labour-market programme: which benefit, and its amount."""

    dag: date | None = None
    ersattning: KodText | None = None
    belopp: Tal | None = None


class Programersattningsbeslut(Forsakringsbeslut):
    """Programme benefit, day by day. `angivnaDagar` is the source's list of days, each in its own words: in
    this benefit it tells no number of days."""

    ersattningsdagar: list[Programersattningsdag] = Field(default_factory=list)
    angivnaDagar: list[Text] = Field(default_factory=list)


class Programersattningsarende(Arendegrund):
    """Benefit for taking part in a labour-market programme."""

    beslut: list[Programersattningsbeslut] = Field(default_factory=list)
