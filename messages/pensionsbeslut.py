"""Decisions in the section pension: what was granted or refused, for how long, and from what it was reckoned.

Each benefit is reckoned in its own way, so `underlag` has one part for each; a decision fills the parts that
its benefit uses.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from messages.base import Meddelande
from messages.delar import KodText, Period
from messages.narstaende import Narstaende
from messages.values import Tal, Text

# ---------------------------------------------------------------- what an amount was reckoned from


class Efterlevandeunderlag(Meddelande):
    """Barnpension and omställningspension: a share (`procent`) of what the deceased had earned."""

    efterlevandepensionsunderlag: Tal | None = None
    procent: Tal | None = None


class Garantipensionsunderlag(Meddelande):
    """Garantipension for those born in 1938 and later, by fortieths of a full time of insurance.

    `ylAvdrag` is what livränta for an old work injury takes away.
    """

    antal40delar: Tal | None = None
    garantitillaggForGarantipension: Tal | None = None
    ylAvdrag: Tal | None = None
    inkomstpensionForGarantipension: Tal | None = None
    tillaggspensionForGarantipension: Tal | None = None


class GarantipensionEfterlevandeunderlag(Meddelande):
    """Garantipension on top of a survivor's pension."""

    antal40delar: Tal | None = None


class Garantipension1937underlag(Meddelande):
    """Garantipension for those born in 1937 and earlier."""

    summaBerakningsunderlag: Tal | None = None
    antal40delar: Tal | None = None
    antal30delar: Tal | None = None
    pensionstillskott: Tal | None = None
    uttagsprocentFp: Tal | None = None


class Inkomstpensionsunderlag(Meddelande):
    """Inkomstpension: what livränta for an old work injury takes away."""

    ylAvdrag: Tal | None = None


class Pensionslivranteunderlag(Meddelande):
    """Survivors' livränta after a work injury. `arbetsgivarkod` is the source's own, without a list."""

    livrantefaktor: Tal | None = None
    arbetsgivarkod: Text | None = None
    skadedag: date | None = None
    arsinkomstInnanSkada: Tal | None = None


class Samordningsunderlag(Meddelande):
    """What the benefit was before it was reduced on account of others, and which those are."""

    beloppForeSamordning: Tal | None = None
    samordningstyper: list[KodText] = Field(default_factory=list)


class Tillaggspensionsunderlag(Meddelande):
    """Tilläggspension, by pension points and years with them."""

    sjoskattear: Tal | None = None
    uttagsprocent: Tal | None = None
    ylAvdrag: Tal | None = None
    garantitillagg: Tal | None = None
    folkpensionstillagg: Tal | None = None
    medelpoang: Tal | None = None
    arMedPensionspoang: Tal | None = None
    erforderligaAr: Tal | None = None


class Ankepensionsunderlag(Meddelande):
    """Änkepension, by fifteenths and pension points. `taljare` and `namnare` are a share, as told."""

    antal15delar: Tal | None = None
    medelpoang: Tal | None = None
    taljare: Tal | None = None
    namnare: Tal | None = None


class Ersattningsunderlag(Meddelande):
    """What a granted amount was reckoned from, one part for each kind of benefit."""

    barnpension: Efterlevandeunderlag | None = None
    garantipension: Garantipensionsunderlag | None = None
    garantipensionEfterlevande: GarantipensionEfterlevandeunderlag | None = None
    garantipension1937: Garantipension1937underlag | None = None
    inkomstpension: Inkomstpensionsunderlag | None = None
    livranta: Pensionslivranteunderlag | None = None
    omstallningspension: Efterlevandeunderlag | None = None
    samordning: Samordningsunderlag | None = None
    tillaggspension: Tillaggspensionsunderlag | None = None
    ankepension: Ankepensionsunderlag | None = None


class BeslutadPensionsersattning(Meddelande):
    """An amount granted for a time, so much each `beloppsfrekvens`; without `period.tom` for the time being.

    `omfattning` is the extent as told; Pensionsmyndigheten does not say in which measure.
    """

    ersattningstyp: KodText | None = None
    period: Period | None = None
    belopp: Tal | None = None
    beloppsfrekvens: KodText | None = None
    omfattning: Tal | None = None
    underlag: Ersattningsunderlag | None = None


# ---------------------------------------------------------------- what belongs to the decision as a whole


class Avliden(Meddelande):
    """Who the survivor's benefit is after, and the day of death."""

    person: Narstaende | None = None
    dodsfallsdag: date | None = None


class AllmanPensionstillagg(Meddelande):
    """Allmän pension: the marital status used, and whether a pension from abroad was reckoned with."""

    samordningMedPensionFranAnnatLand: bool | None = None
    anvantCivilstand: KodText | None = None


class Bostadsstodstillagg(Meddelande):
    """Bostadstillägg and äldreförsörjningsstöd: the cost of housing used, and with whom it was applied for.

    `bostadskostnadNettoBostadstillagg` and `bostadskostnadNettoAldreforsorjningsstod` are the cost that each
    of the two was reckoned from.
    """

    bostadskostnadBrutto: Tal | None = None
    bostadskostnadNettoBostadstillagg: Tal | None = None
    bostadskostnadNettoAldreforsorjningsstod: Tal | None = None
    medsokande: Narstaende | None = None


class Efterlevandetillagg(Meddelande):
    """Survivors' benefits: after whom, and who else has a right to them."""

    avlidna: list[Avliden] = Field(default_factory=list)
    ovrigaBerattigade: list[Narstaende] = Field(default_factory=list)


class Beslutstillagg(Meddelande):
    """What one group of benefits adds to a decision; the one that the decision concerns is filled."""

    allmanPension: AllmanPensionstillagg | None = None
    bostadsOchInkomststod: Bostadsstodstillagg | None = None
    efterlevandeformaner: Efterlevandetillagg | None = None


class Pensionsbeslut(Meddelande):
    """One decision. `utfall` is whether it was granted or refused, `status` whether it is final.

    `beslutsId` is Pensionsmyndigheten's own.
    """

    id: Text
    beslutsId: Text | None = None
    beslutsdag: date | None = None
    formansgrupp: KodText | None = None
    utfall: KodText | None = None
    status: KodText | None = None
    ersattningar: list[BeslutadPensionsersattning] = Field(default_factory=list)
    tillagg: Beslutstillagg | None = None
