"""socialforsakring/1: social insurance from Försäkringskassan, one list for each benefit.

A benefit is a list of its own because agreements speak of benefits: each can be asked for, allowed and
withheld by itself. What the cases have in common, dates, decisions and amounts, looks the same in all of them
(`forsakringsarende`); `forman` on the case repeats which benefit it is, for those who read several lists as
one. Payments stand in lists of their own, whichever the benefit: they are the incomes.

Amounts are SEK and days are numbers, both in the scale that the source wrote them. Other persons are told of
by relation and year of birth. Ids (`u1`, `u2`, ...) are unique within the section and the same each time the
same answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from messages.base import Elementgrupp, Sektion
from messages.forsakringsarende import Forsakringsarende
from messages.forsakringsdetaljer import (
    Aktivitetsstodsarende,
    Foraldrapenningsarende,
    Programersattningsarende,
    Sjukpenningsarende,
    TillfalligForaldrapenningsarende,
)
from messages.forsakringsfamilj import (
    Barnbidragsarende,
    Bostadsbidragsarende,
    Bostadstillaggsarende,
    Mottagararende,
    Omvardnadsarende,
    Underhallsarende,
    Vardbidragsarende,
)
from messages.forsakringspension import (
    Efterlevandearende,
    EfterlevandesArbetsskada,
    EfterlevandesYrkesskada,
    EgenArbetsskada,
    SjukOchAktivitetsersattningsarende,
    SteglosAvrakning,
    Yrkesskadearende,
)
from messages.forsakringsuppgifter import (
    Forsakringsutbetalning,
    Levnadsintygsuppgift,
    Programanvisning,
    Programdagar,
    SjukpenninggrundandeInkomst,
    Skatteuppgift,
    Studiemedelsavisering,
    Underhallsskuld,
)
from messages.intjanande import Intjanandear, Intjanandebehallning

_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "aktivitetsstod": ("Aktivitetsstöd", ()),
    "allmanPension": ("Allmän pension", ()),
    "arbetsskada": (
        "Livränta vid arbetsskada, egen och efterlevandes",
        ("arbetsskadelivranta", "arbetsskadeEfterlevande"),
    ),
    "barnbidrag": ("Barnbidrag", ()),
    "barnbidragsmottagare": ("Mottagare av barnbidrag, med placering", ()),
    "bostadsbidrag": ("Bostadsbidrag", ()),
    "bostadstillagg": ("Bostadstillägg", ()),
    "efterlevandepension": ("Efterlevandepension", ()),
    "foraldrapenning": ("Föräldrapenning", ()),
    "forebyggandeSjukpenning": ("Förebyggande sjukpenning", ()),
    "graviditetspenning": ("Graviditetspenning", ()),
    "handikappersattning": ("Handikappersättning", ()),
    "merkostnadsersattning": ("Merkostnadsersättning", ()),
    "narstaendepenning": ("Närståendepenning", ()),
    "omvardnadsbidrag": ("Omvårdnadsbidrag", ()),
    "program": ("Ersättning vid arbetsmarknadspolitiska program", ("programersattning",)),
    "programanvisningar": ("Anvisningar till arbetsmarknadspolitiska program", ()),
    "programdagar": ("Förbrukade dagar i jobb- och utvecklingsgarantin", ()),
    "rehabiliteringsersattning": ("Rehabiliteringsersättning", ()),
    "sjukOchAktivitetsersattning": (
        "Sjukersättning och aktivitetsersättning, med steglös avräkning",
        ("sjukOchAktivitetsersattning", "steglosAvrakning", "steglosAvrakningHistorik"),
    ),
    "sjukpenning": ("Sjukpenning", ()),
    "sjukpenninggrundandeInkomst": ("Sjukpenninggrundande inkomst (SGI)", ()),
    "skatteuppgifter": ("Skatteredovisningsnummer", ()),
    "smittbararpenning": ("Smittbärarpenning", ()),
    "studiemedelsaviseringar": ("Aviseringar från CSN om studiemedel", ()),
    "tillfalligForaldrapenning": ("Tillfällig föräldrapenning", ()),
    "totalforsvarsplikt": ("Dagpenning till totalförsvarspliktiga", ()),
    "underhallsstod": (
        "Underhållsstöd: mottaget, krav och skuld",
        ("underhallsstod", "underhallsstodskrav", "underhallsskulder"),
    ),
    "vardbidrag": ("Vårdbidrag", ()),
    "yrkesskada": (
        "Livränta vid yrkesskada, egen och efterlevandes",
        ("yrkesskadelivranta", "yrkesskadeEfterlevande"),
    ),
    "intjanande": (
        "Intjänande till allmän pension: behållningar och år för år",
        ("intjanandebehallningar", "intjanandear"),
    ),
    "levnadsintyg": ("Levnadsintyg", ()),
    "utbetalningar": ("Gjorda utbetalningar, alla förmåner", ()),
    "preliminaraUtbetalningar": ("Beslutade utbetalningar som inte är gjorda, alla förmåner", ()),
}
"""Per group its text, and its lists where they are not the one of the same name."""


class Socialforsakring(Sektion):
    """Social insurance, version 1.

    `steglosAvrakning` is as it stands now, `steglosAvrakningHistorik` what stood there before. A payment in
    `preliminaraUtbetalningar` is decided and not made.
    """

    namn: ClassVar[str] = "socialforsakring"
    namnrymd: ClassVar[str] = "urn:nyttonav:socialforsakring:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        f"socialforsakring.{name}": Elementgrupp(text, lists or (name,))
        for name, (text, lists) in _GROUPS.items()
    }

    aktivitetsstod: list[Aktivitetsstodsarende] = Field(default_factory=list)
    allmanPension: list[Forsakringsarende] = Field(default_factory=list)
    arbetsskadelivranta: list[EgenArbetsskada] = Field(default_factory=list)
    arbetsskadeEfterlevande: list[EfterlevandesArbetsskada] = Field(default_factory=list)
    barnbidrag: list[Barnbidragsarende] = Field(default_factory=list)
    barnbidragsmottagare: list[Mottagararende] = Field(default_factory=list)
    bostadsbidrag: list[Bostadsbidragsarende] = Field(default_factory=list)
    bostadstillagg: list[Bostadstillaggsarende] = Field(default_factory=list)
    efterlevandepension: list[Efterlevandearende] = Field(default_factory=list)
    foraldrapenning: list[Foraldrapenningsarende] = Field(default_factory=list)
    forebyggandeSjukpenning: list[Sjukpenningsarende] = Field(default_factory=list)
    graviditetspenning: list[Forsakringsarende] = Field(default_factory=list)
    handikappersattning: list[Forsakringsarende] = Field(default_factory=list)
    merkostnadsersattning: list[Omvardnadsarende] = Field(default_factory=list)
    narstaendepenning: list[Forsakringsarende] = Field(default_factory=list)
    omvardnadsbidrag: list[Omvardnadsarende] = Field(default_factory=list)
    programersattning: list[Programersattningsarende] = Field(default_factory=list)
    programanvisningar: list[Programanvisning] = Field(default_factory=list)
    programdagar: list[Programdagar] = Field(default_factory=list)
    rehabiliteringsersattning: list[Sjukpenningsarende] = Field(default_factory=list)
    sjukOchAktivitetsersattning: list[SjukOchAktivitetsersattningsarende] = Field(default_factory=list)
    steglosAvrakning: list[SteglosAvrakning] = Field(default_factory=list)
    steglosAvrakningHistorik: list[SteglosAvrakning] = Field(default_factory=list)
    sjukpenning: list[Sjukpenningsarende] = Field(default_factory=list)
    sjukpenninggrundandeInkomst: list[SjukpenninggrundandeInkomst] = Field(default_factory=list)
    skatteuppgifter: list[Skatteuppgift] = Field(default_factory=list)
    smittbararpenning: list[Forsakringsarende] = Field(default_factory=list)
    studiemedelsaviseringar: list[Studiemedelsavisering] = Field(default_factory=list)
    tillfalligForaldrapenning: list[TillfalligForaldrapenningsarende] = Field(default_factory=list)
    totalforsvarsplikt: list[Forsakringsarende] = Field(default_factory=list)
    underhallsstod: list[Underhallsarende] = Field(default_factory=list)
    underhallsstodskrav: list[Underhallsarende] = Field(default_factory=list)
    underhallsskulder: list[Underhallsskuld] = Field(default_factory=list)
    vardbidrag: list[Vardbidragsarende] = Field(default_factory=list)
    yrkesskadelivranta: list[Yrkesskadearende] = Field(default_factory=list)
    yrkesskadeEfterlevande: list[EfterlevandesYrkesskada] = Field(default_factory=list)
    intjanandebehallningar: list[Intjanandebehallning] = Field(default_factory=list)
    intjanandear: list[Intjanandear] = Field(default_factory=list)
    levnadsintyg: list[Levnadsintygsuppgift] = Field(default_factory=list)
    utbetalningar: list[Forsakringsutbetalning] = Field(default_factory=list)
    preliminaraUtbetalningar: list[Forsakringsutbetalning] = Field(default_factory=list)
