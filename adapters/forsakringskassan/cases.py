"""Försäkringskassan's cases: the lists of `formansinformation`, and what many of them have alike.

A list is a benefit, and stands in the section in a list of its own. A row names a choice of lists (`<forman>`
is every one of them), so that what looks the same is written once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import amount, coded, items, period, share, value
from adapters.forsakringskassan.law import ANSOKAN, FORMAN, OMFATTNING
from adapters.forsakringskassan.pension_shapes import number, truth
from hub.elements import Alternative

FK = "formansinformation"

LISTS: Mapping[str, str] = {
    "aktivitetsstodsarende": "aktivitetsstod",
    "allmanpensionsarende": "allmanPension",
    "arbetsskadeegenlivrantearende": "arbetsskadelivranta",
    "arbetsskadeefterlevandearende": "arbetsskadeEfterlevande",
    "barnbidragsarende": "barnbidrag",
    "mottagareavbarnbidrag": "barnbidragsmottagare",
    "bostadsbidragsarende": "bostadsbidrag",
    "bostadstillaggsarende": "bostadstillagg",
    "efterlevandepensionsarende": "efterlevandepension",
    "foraldrapenningarende": "foraldrapenning",
    "forebyggandeSjukpenningsarende": "forebyggandeSjukpenning",
    "graviditetspenningsarende": "graviditetspenning",
    "handikappersattningsarende": "handikappersattning",
    "merkostnadsersattningsarende": "merkostnadsersattning",
    "narstaendepenningarende": "narstaendepenning",
    "omvardnadsbidragsarende": "omvardnadsbidrag",
    "programersattningsarende": "programersattning",
    "rehabersattningsarende": "rehabiliteringsersattning",
    "sjukOchAktivitetsersattningsarende": "sjukOchAktivitetsersattning",
    "sjukpenningarende": "sjukpenning",
    "smittbararersattningsarende": "smittbararpenning",
    "tillfalligForaldrapenningarende": "tillfalligForaldrapenning",
    "totalforsvarspliktsarende": "totalforsvarsplikt",
    "underhallsstodsmottag": "underhallsstod",
    "underhallsstodskrav": "underhallsstodskrav",
    "vardbidragsarende": "vardbidrag",
    "yrkesskadeegenlivrantearende": "yrkesskadelivranta",
    "yrkesskadeefterlevandearende": "yrkesskadeEfterlevande",
}
"""Försäkringskassan's list of cases to ours."""

NOT_STARTED = frozenset({"allmanPension", "barnbidrag", "barnbidragsmottagare", "efterlevandepension"})
"""Of these it is not told when the claim came in, nor whether it is open; nor of programersattning."""

ONE_DECISION = frozenset({"merkostnadsersattning", "omvardnadsbidrag"})
"""These come with a decision where the others have a list of them."""

SICKNESS = frozenset({"forebyggandeSjukpenning", "rehabiliteringsersattning", "sjukpenning"})
"""Told of in the same words."""

PERIODICAL = frozenset(
    {
        "aktivitetsstod",
        "allmanPension",
        "arbetsskadeEfterlevande",
        "arbetsskadelivranta",
        "barnbidrag",
        "barnbidragsmottagare",
        "bostadsbidrag",
        "bostadstillagg",
        "efterlevandepension",
        "handikappersattning",
        "merkostnadsersattning",
        "omvardnadsbidrag",
        "programersattning",
        "sjukOchAktivitetsersattning",
        "underhallsstod",
        "underhallsstodskrav",
        "vardbidrag",
        "yrkesskadeEfterlevande",
        "yrkesskadelivranta",
    }
)
"""So much money for each month, year or the like; the rest is paid by the day."""

BY_DAY = frozenset(
    {
        "foraldrapenning",
        "graviditetspenning",
        "narstaendepenning",
        "smittbararpenning",
        "tillfalligForaldrapenning",
        "totalforsvarsplikt",
        *SICKNESS,
    }
)


def lists(*places: str) -> tuple[Alternative, ...]:
    """A choice of our lists; what is marked with it gets the benefit's code and text."""
    return tuple(
        Alternative(name, "", codes.BENEFIT_KIND.known[_code(place)], place)
        for name, place in LISTS.items()
        if place in places
    )


def _code(place: str) -> str:
    """sjukOchAktivitetsersattning is SJUK_OCH_AKTIVITETSERSATTNING."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", place).upper()


CHOICES: Mapping[str, tuple[Alternative, ...]] = {
    "forman": lists(*LISTS.values()),
    "flera": lists(*set(LISTS.values()) - ONE_DECISION),
    "ett": lists(*ONE_DECISION),
    "startad": lists(*set(LISTS.values()) - NOT_STARTED - {"programersattning"}),
    "avslagen": lists(*set(LISTS.values()) - NOT_STARTED - {"programersattning"} - SICKNESS),
    "periodisk": lists(*PERIODICAL),
    "raknad": lists("aktivitetsstod", *BY_DAY),
    "andel": lists(
        "allmanPension", "handikappersattning", "sjukOchAktivitetsersattning", "vardbidrag", *BY_DAY
    ),
    "karens": lists("aktivitetsstod", "narstaendepenning", *SICKNESS),
    "samordnad": lists(
        "allmanPension",
        "arbetsskadeEfterlevande",
        "arbetsskadelivranta",
        "efterlevandepension",
        "sjukOchAktivitetsersattning",
        "underhallsstod",
        "underhallsstodskrav",
    ),
}

CASE, DECISION = f"{FK}/<forman>", f"{FK}/<forman>/beslut"

ROWS = (
    items(CASE, "<forman>", ANSOKAN, numbered=True, mark="forman"),
    value(f"{FK}/<startad>/startades", "<startad>[].ansokt", shapes.day, ANSOKAN),
    value(f"{FK}/<startad>/aktivt", "<startad>[].aktivt", truth),
    value(f"{FK}/<avslagen>/avslaget", "<avslagen>[].avslaget", truth),
    items(f"{FK}/<flera>/beslut", "<flera>[].beslut", FORMAN, numbered=True),
    items(f"{FK}/<ett>/beslut", "<ett>[].beslut", FORMAN, numbered=True, single=True),
    value(f"{DECISION}/fattades", "<forman>[].beslut[].fattat", shapes.day),
    value(f"{DECISION}/definitivt", "<forman>[].beslut[].definitivt", truth),
    coded(f"{DECISION}/forman", "<forman>[].beslut[].forman", codes.BENEFIT, FORMAN),
    period(f"{DECISION}/period", "<forman>[].beslut[].period", OMFATTNING),
    coded(
        f"{FK}/<periodisk>/beslut/delforman", "<periodisk>[].beslut[].delforman", codes.SUB_BENEFIT, FORMAN
    ),
    coded(f"{FK}/<periodisk>/beslut/periodicitet", "<periodisk>[].beslut[].periodicitet", codes.PERIODICITY),
    amount(f"{FK}/<periodisk>/beslut/beslutatBruttobelopp", "<periodisk>[].beslut[].beslutatBrutto"),
    amount(f"{FK}/<samordnad>/beslut/samordnatBruttobelopp", "<samordnad>[].beslut[].samordnatBrutto"),
    share(f"{FK}/<andel>/beslut/omfattning", "<andel>[].beslut[].omfattning", OMFATTNING),
    value(f"{FK}/<raknad>/beslut/dagar", "<raknad>[].beslut[].dagar", number, OMFATTNING),
    value(f"{FK}/<karens>/beslut/karens", "<karens>[].beslut[].karens", truth),
)
