"""Cases about lasting benefits: work injury, survivors, sickness and activity compensation.

The deceased is told of as any relative: by relation and year of birth, without the day of death.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText
from messages.forsakringsarende import Ar, Arendegrund, Forsakringsbeslut, Omfattning
from messages.narstaende import Narstaende
from messages.values import Tal, Text


class Arbetsskadeunderlag(Meddelande):
    """What an annuity for work injury was counted on."""

    faktor: Tal | None = None
    samordningsandel: Omfattning | None = None
    bruttoforhojning: Tal | None = None
    pensionsgrundandeInkomst: Tal | None = None


class Arbetsskadebeslut(Forsakringsbeslut):
    """Annuity for work injury."""

    underlag: Arbetsskadeunderlag | None = None


class Arbetsskadearende(Arendegrund):
    """Annuity for work injury (arbetsskada). `orsak` tells why it is paid, and `uppdaterat` the day of these
    particulars. `arsinkomst...` are what was earned in a year before and after the injury."""

    uppdaterat: date | None = None
    arbetsgivare: KodText | None = None
    skadetillfalle: date | None = None
    orsak: KodText | None = None
    arsinkomstForeSkada: Tal | None = None
    beslut: list[Arbetsskadebeslut] = Field(default_factory=list)


class EgenArbetsskada(Arbetsskadearende):
    """Annuity to the injured person."""

    arsinkomstEfterSkada: Tal | None = None


class EfterlevandesArbetsskada(Arbetsskadearende):
    """Annuity to a survivor of the injured person."""

    avliden: Narstaende | None = None


class Yrkesskadebeslut(Forsakringsbeslut):
    """Annuity for occupational injury. `faktor` is the share that it was counted with."""

    faktor: Omfattning | None = None


class Yrkesskadearende(Arendegrund):
    """Annuity for occupational injury (yrkesskada, the older law). `orsaker` tell why it is paid."""

    arbetsgivare: list[KodText] = Field(default_factory=list)
    skadetillfalle: date | None = None
    orsaker: list[KodText] = Field(default_factory=list)
    beslut: list[Yrkesskadebeslut] = Field(default_factory=list)


class EfterlevandesYrkesskada(Yrkesskadearende):
    """Annuity to a survivor of the injured person."""

    avliden: Narstaende | None = None


class Efterlevandebeslut(Forsakringsbeslut):
    """Survivor's pension. `omfattningar` are the shares of a full one; `omfattning` is not used here."""

    omfattningar: list[Omfattning] = Field(default_factory=list)


class Efterlevandearende(Arendegrund):
    """Survivor's pension after one deceased."""

    avliden: Narstaende | None = None
    beslut: list[Efterlevandebeslut] = Field(default_factory=list)


class SjukOchAktivitetsersattningsarende(Arendegrund):
    """Sickness and activity compensation.

    `forsakringstider` are insured years as shares (36 of 40); the `...Gsa` ones are the insured time that the
    guaranteed level is counted on, in years, months and days.
    """

    forsakringstider: list[Omfattning] = Field(default_factory=list)
    forsakringstidGsaAr: list[int] = Field(default_factory=list)
    forsakringstidGsaManad: list[int] = Field(default_factory=list)
    forsakringstidGsaDag: list[int] = Field(default_factory=list)
    beslut: list[Forsakringsbeslut] = Field(default_factory=list)


class SteglosAvrakning(Meddelande):
    """Income from work counted off sickness compensation for one year, without steps: the incomes, the amount
    that may be earned freely (`fribelopp`), and what came of it."""

    id: Text
    ar: Ar | None = None
    arsinkomstISverige: list[Tal] = Field(default_factory=list)
    arsinkomstIAnnatLand: list[Tal] = Field(default_factory=list)
    fribelopp: list[Tal] = Field(default_factory=list)
    mellanskillnad: list[Tal] = Field(default_factory=list)
    tillagg: list[Tal] = Field(default_factory=list)
    avgift: list[Tal] = Field(default_factory=list)
    utbetalning: list[Tal] = Field(default_factory=list)
    aterkrav: list[Tal] = Field(default_factory=list)
