"""What lasting benefits have of their own: work injury, survivors, sickness and activity compensation."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import (
    WHEREABOUTS,
    amount,
    coded,
    part,
    relative,
    share,
    value,
    wrapping,
)
from adapters.forsakringskassan.cases import FK, lists
from adapters.forsakringskassan.law import FORMAN, OMFATTNING
from adapters.forsakringskassan.pension_shapes import number
from hub.elements import Alternative
from hub.elements import convert as to

INJURY, INJURIES = f"{FK}/<arbetsskada>/grunduppgifter", "<arbetsskada>[]"
GROUND, GROUNDS = f"{FK}/<arbetsskada>/beslut/underlag", "<arbetsskada>[].beslut[].underlag"
OWN, SURVIVORS = f"{FK}/arbetsskadeegenlivrantearende", f"{FK}/arbetsskadeefterlevandearende"
OLD = f"{FK}/<yrkesskada>/grunduppgifter"
SURVIVOR = f"{FK}/efterlevandepensionsarende"
ILLNESS = f"{FK}/sjukOchAktivitetsersattningsarende/grunduppgifter"

CHOICES: Mapping[str, tuple[Alternative, ...]] = {
    "arbetsskada": lists("arbetsskadelivranta", "arbetsskadeEfterlevande"),
    "yrkesskada": lists("yrkesskadelivranta", "yrkesskadeEfterlevande"),
}

INJURY_ROWS = (
    wrapping(INJURY),
    value(f"{INJURY}/uppdaterades", f"{INJURIES}.uppdaterat", shapes.day),
    # A place of work, though of the day of the injury.
    coded(f"{INJURY}/arbetsgivare", f"{INJURIES}.arbetsgivare", codes.EMPLOYER, protects=WHEREABOUTS),
    value(f"{INJURY}/skadetillfalle", f"{INJURIES}.skadetillfalle", shapes.day),
    amount(f"{INJURY}/arsinkomstInnanSkada", f"{INJURIES}.arsinkomstForeSkada"),
    coded(f"{OWN}/grunduppgifter/orsak", "arbetsskadelivranta[].orsak", codes.CAUSE_WORK_INJURY, FORMAN),
    amount(f"{OWN}/grunduppgifter/arsinkomstEfterSkada", "arbetsskadelivranta[].arsinkomstEfterSkada"),
    coded(
        f"{SURVIVORS}/grunduppgifter/orsak",
        "arbetsskadeEfterlevande[].orsak",
        codes.CAUSE_WORK_INJURY_SURVIVOR,
        FORMAN,
    ),
    relative(f"{SURVIVORS}/grunduppgifter/avliden", "arbetsskadeEfterlevande[].avliden", "AVLIDEN"),
    coded(
        f"{FK}/<arbetsskada>/beslut/ersattning",
        "<arbetsskada>[].beslut[].ersattning",
        codes.COMPENSATION_WORK_INJURY,
        FORMAN,
    ),
    part(GROUND, GROUNDS),
    value(f"{GROUND}/faktor", f"{GROUNDS}.faktor", number),
    share(f"{GROUND}/samordningsandel", f"{GROUNDS}.samordningsandel"),
    amount(f"{GROUND}/bruttoforhojning", f"{GROUNDS}.bruttoforhojning"),
    amount(f"{GROUND}/pensionsgrundandeInkomst", f"{GROUNDS}.pensionsgrundandeInkomst"),
)

OLD_INJURY_ROWS = (
    wrapping(OLD),
    coded(f"{OLD}/arbetsgivare", "<yrkesskada>[].arbetsgivare[]", codes.EMPLOYER, protects=WHEREABOUTS),
    value(f"{OLD}/skadetillfalle", "<yrkesskada>[].skadetillfalle", shapes.day),
    coded(f"{OLD}/orsak", "<yrkesskada>[].orsaker[]", codes.CAUSE_OCCUPATIONAL_INJURY, FORMAN),
    relative(
        f"{FK}/yrkesskadeefterlevandearende/grunduppgifter/avliden",
        "yrkesskadeEfterlevande[].avliden",
        "AVLIDEN",
    ),
    coded(
        f"{FK}/<yrkesskada>/beslut/ersattning",
        "<yrkesskada>[].beslut[].ersattning",
        codes.COMPENSATION_OCCUPATIONAL_INJURY,
        FORMAN,
    ),
    wrapping(f"{FK}/<yrkesskada>/beslut/underlag"),
    share(f"{FK}/<yrkesskada>/beslut/underlag/faktor", "<yrkesskada>[].beslut[].faktor"),
)

ILLNESS_ROWS = (
    wrapping(ILLNESS),
    share(f"{ILLNESS}/forsakringstid", "sjukOchAktivitetsersattning[].forsakringstider[]"),
    *(
        value(f"{ILLNESS}/{name}", f"sjukOchAktivitetsersattning[].{name}[]", to.integer)
        for name in ("forsakringstidGsaAr", "forsakringstidGsaManad", "forsakringstidGsaDag")
    ),
)

ROWS = (
    *INJURY_ROWS,
    *OLD_INJURY_ROWS,
    *ILLNESS_ROWS,
    wrapping(f"{SURVIVOR}/grunduppgifter"),
    relative(f"{SURVIVOR}/grunduppgifter/avliden", "efterlevandepension[].avliden", "AVLIDEN"),
    share(f"{SURVIVOR}/beslut/omfattning", "efterlevandepension[].beslut[].omfattningar[]", OMFATTNING),
)
