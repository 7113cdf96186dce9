"""LEFI's group codes with their texts, and which lists of the answer each brings, as the service knows them.

Which list belongs to which code is inferred where the published interface only lets the two match by sense.
"""

from __future__ import annotations

from collections.abc import Mapping

FK, PM = "FK", "PM"
DELIVERERS: Mapping[str, str] = {FK: "Försäkringskassan", PM: "Pensionsmyndigheten"}

FK_BENEFITS: Mapping[str, str] = {
    "FK:ABB": "Barnbidrag",
    "FK:AP": "Allmän pension",
    "FK:AS": "Aktivitetsstöd",
    "FK:BOB": "Bostadsbidrag",
    "FK:BST": "Förmånsgrupp BST",
    "FK:BTI": "Bostadstillägg",
    "FK:DPE": "Dagpenning till totalförsvarspliktiga",
    "FK:EJO": "Arbetsskadelivränta",
    "FK:ET": "Förmånsgrupp ET",
    "FK:FP": "Föräldrapenning",
    "FK:FSJP": "Förebyggande sjukpenning",
    "FK:GP": "Graviditetspenning",
    "FK:HE": "Handikappersättning",
    "FK:MABB": "Mottagare av barnbidrag",
    "FK:MEK": "Merkostnadsersättning",
    "FK:NP": "Närståendepenning",
    "FK:OMV": "Omvårdnadsbidrag",
    "FK:PJOB": "Dagar i jobb- och utvecklingsgarantin",
    "FK:PROG": "Programersättning",
    "FK:RBE": "Rehabiliteringsersättning",
    "FK:SA": "Sjukersättning och aktivitetsersättning",
    "FK:SBP": "Smittbärarersättning",
    "FK:SJP": "Sjukpenning",
    "FK:TFP": "Tillfällig föräldrapenning",
    "FK:US": "Underhållsstöd",
    "FK:VB": "Vårdbidrag",
    "FK:YL": "Yrkesskadelivränta",
}
PM_BENEFITS: Mapping[str, str] = {
    "PM:AP": "Allmän pension",
    "PM:BTI": "Bostadstillägg och äldreförsörjningsstöd",
    "PM:EF": "Efterlevandeförmåner",
}
OTHER: Mapping[str, str] = {
    "FK:GEPI": "Generell personinformation",
    "FK:PANV": "Programanvisningar",
    "FK:SGI": "Sjukpenninggrundande inkomst",
    "FK:SKUP": "Skatteuppgifter",
    "FK:STAV": "Studiemedelsaviseringar",
    "PM:LINT": "Levnadsintyg",
    "PM:PBH": "Pensionsbehållning",
    "PM:PU": "Pensionsunderlag",
}
TEXTS: Mapping[str, str] = {**FK_BENEFITS, **PM_BENEFITS, **OTHER}

CASES, CLAIMS, DECISIONS = "formansinformation", "ansprak", "beslut"
COMING, PAID, INFORMATION = "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation"
KINDS: Mapping[str, frozenset[str]] = {
    CASES: frozenset(FK_BENEFITS),
    CLAIMS: frozenset(PM_BENEFITS),
    DECISIONS: frozenset(PM_BENEFITS),
    COMING: frozenset({*FK_BENEFITS, *PM_BENEFITS}),
    PAID: frozenset({*FK_BENEFITS, *PM_BENEFITS}),
    INFORMATION: frozenset(OTHER),
}
"""The lists of the question, and the codes that may stand in each."""

FK_PAID, FK_COMING = "utbetalningsuppgift", "preliminarautbetalningar"
LISTS: Mapping[str, str] = {
    "generellPersoninformation": "FK:GEPI",
    "aktivitetsstodsarende": "FK:AS",
    "allmanpensionsarende": "FK:AP",
    "arbetsskadeefterlevandearende": "FK:EJO",
    "arbetsskadeegenlivrantearende": "FK:EJO",
    "barnbidragsarende": "FK:ABB",
    "bostadsbidragsarende": "FK:BOB",
    "bostadstillaggsarende": "FK:BTI",
    "mottagareavbarnbidrag": "FK:MABB",
    "foraldrapenningarende": "FK:FP",
    "forebyggandeSjukpenningsarende": "FK:FSJP",
    "handikappersattningsarende": "FK:HE",
    "graviditetspenningsarende": "FK:GP",
    "merkostnadsersattningsarende": "FK:MEK",
    "narstaendepenningarende": "FK:NP",
    "omvardnadsbidragsarende": "FK:OMV",
    "programanvisning": "FK:PANV",
    "programersattningsarende": "FK:PROG",
    "programjobdagar": "FK:PJOB",
    "rehabersattningsarende": "FK:RBE",
    "sjukOchAktivitetsersattningsarende": "FK:SA",
    "sjukOchAktivitetsersattningSteglosAvrakningHistorik": "FK:SA",
    "sjukOchAktivitetsersattningSteglosAvrakningNulage": "FK:SA",
    "sjukpenningarende": "FK:SJP",
    "sjukpenninggrundandeInkomstuppgift": "FK:SGI",
    "skatteuppgift": "FK:SKUP",
    "smittbararersattningsarende": "FK:SBP",
    "studiemedelsavisering": "FK:STAV",
    "tillfalligForaldrapenningarende": "FK:TFP",
    "totalforsvarspliktsarende": "FK:DPE",
    "underhallsskuld": "FK:US",
    "underhallsstodskrav": "FK:US",
    "underhallsstodsmottag": "FK:US",
    "vardbidragsarende": "FK:VB",
    "yrkesskadeefterlevandearende": "FK:YL",
    "yrkesskadeegenlivrantearende": "FK:YL",
}
"""Försäkringskassan's lists by the code that asks for them; payments have codes of their benefits."""

UNASKED: Mapping[str, str] = {
    "efterlevandepensionsarende": "FK:AP",
    "intjanandebehallning": "FK:AP",
    "intjanandeuppgift": "FK:AP",
    "levnadsintygsuppgift": "FK:AP",
}
"""Lists that no published code asks for. They come with allmän pension when they hold something (our reading:
pensions were Försäkringskassan's once, and these are of the same registers)."""


def deliverer(code: str) -> str:
    """Whose a group code is: FK or PM."""
    return code[:2]
