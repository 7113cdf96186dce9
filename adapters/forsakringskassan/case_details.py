"""What benefits for days have of their own: sickness, parenthood, programmes and activities."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import amount, coded, items, relative, share, value, wrapping
from adapters.forsakringskassan.cases import FK, SICKNESS, lists
from adapters.forsakringskassan.law import FORMAN, OMFATTNING
from hub.elements import Alternative
from hub.elements import convert as to

ACTIVITY = f"{FK}/aktivitetsstodsarende"
SICK, SICK_DAY = f"{FK}/<sjuk>/beslut", f"{FK}/<sjuk>/beslut/ersattningsdagar"
PARENT = f"{FK}/foraldrapenningarende"
PAID_DAY, CLAIMED_DAY = f"{PARENT}/beslut/ersattningsdagar", f"{PARENT}/anspraksdagar"
SICK_CHILD = f"{FK}/tillfalligForaldrapenningarende"
JUDGED_DAY = f"{SICK_CHILD}/beslut/bedomdadagar"
PROGRAMME = f"{FK}/programersattningsarende/beslut"
PROGRAMME_DAY = f"{PROGRAMME}/ersattningsdagar"

CHOICES: Mapping[str, tuple[Alternative, ...]] = {"sjuk": lists(*SICKNESS)}

SICKNESS_ROWS = (
    value(f"{SICK}/beslutsutfall", "<sjuk>[].beslut[].beslutsutfall", shapes.words),
    value(f"{SICK}/beslutstyp", "<sjuk>[].beslut[].beslutstyp", shapes.words),
    value(f"{SICK}/ersattning", "<sjuk>[].beslut[].ersattning", shapes.words, FORMAN),
    value(f"{SICK}/ersattningsniva", "<sjuk>[].beslut[].ersattningsniva", shapes.words, FORMAN),
    items(SICK_DAY, "<sjuk>[].beslut[].ersattningsdagar", OMFATTNING),
    value(f"{SICK_DAY}/ersattningsdatum", "<sjuk>[].beslut[].ersattningsdagar[].dag", shapes.day, OMFATTNING),
    amount(f"{SICK_DAY}/ersattningsbelopp", "<sjuk>[].beslut[].ersattningsdagar[].belopp"),
    amount(f"{SICK_DAY}/karensavdragsbelopp", "<sjuk>[].beslut[].ersattningsdagar[].karensavdrag"),
)

PARENTAL_ROWS = (
    wrapping(f"{PARENT}/grunduppgifter"),
    relative(f"{PARENT}/grunduppgifter/barn", "foraldrapenning[].barn", "BARN"),
    coded(
        f"{PARENT}/beslut/ersattning",
        "foraldrapenning[].beslut[].ersattning",
        codes.COMPENSATION_PARENTAL,
        FORMAN,
    ),
    items(PAID_DAY, "foraldrapenning[].beslut[].ersattningsdagar", OMFATTNING),
    value(f"{PAID_DAY}/dag", "foraldrapenning[].beslut[].ersattningsdagar[].dag", shapes.day, OMFATTNING),
    coded(
        f"{PAID_DAY}/niva",
        "foraldrapenning[].beslut[].ersattningsdagar[].niva",
        codes.PARENTAL_LEVEL,
        FORMAN,
    ),
    amount(f"{PAID_DAY}/bruttobelopp", "foraldrapenning[].beslut[].ersattningsdagar[].brutto"),
    items(CLAIMED_DAY, "foraldrapenning[].anspraksdagar"),
    value(f"{CLAIMED_DAY}/dag", "foraldrapenning[].anspraksdagar[].dag", shapes.day),
    coded(f"{CLAIMED_DAY}/niva", "foraldrapenning[].anspraksdagar[].niva", codes.PARENTAL_LEVEL),
    share(f"{CLAIMED_DAY}/omfattning", "foraldrapenning[].anspraksdagar[].omfattning"),
)

SICK_CHILD_ROWS = (
    wrapping(f"{SICK_CHILD}/grunduppgifter"),
    relative(f"{SICK_CHILD}/grunduppgifter/barn", "tillfalligForaldrapenning[].barn", "BARN"),
    coded(
        f"{SICK_CHILD}/beslut/ersattning",
        "tillfalligForaldrapenning[].beslut[].ersattning",
        codes.COMPENSATION_TEMPORARY_PARENTAL,
        FORMAN,
    ),
    items(JUDGED_DAY, "tillfalligForaldrapenning[].beslut[].bedomdaDagar", OMFATTNING),
    value(
        f"{JUDGED_DAY}/dag",
        "tillfalligForaldrapenning[].beslut[].bedomdaDagar[].dag",
        shapes.day,
        OMFATTNING,
    ),
    amount(f"{JUDGED_DAY}/bedomtBelopp", "tillfalligForaldrapenning[].beslut[].bedomdaDagar[].belopp"),
    coded(
        f"{JUDGED_DAY}/inkomsttyp",
        "tillfalligForaldrapenning[].beslut[].bedomdaDagar[].inkomsttyp",
        codes.INCOME_KIND,
    ),
    coded(
        f"{JUDGED_DAY}/berakningssatt",
        "tillfalligForaldrapenning[].beslut[].bedomdaDagar[].berakningssatt",
        codes.CALCULATION,
    ),
)

PROGRAMME_ROWS = (
    coded(
        f"{PROGRAMME}/ersattning",
        "programersattning[].beslut[].ersattning",
        codes.COMPENSATION_PROGRAMME,
        FORMAN,
    ),
    # A list of texts, where other benefits have a number of days.
    value(f"{PROGRAMME}/dagar", "programersattning[].beslut[].angivnaDagar[]", to.text, OMFATTNING),
    items(PROGRAMME_DAY, "programersattning[].beslut[].ersattningsdagar", OMFATTNING),
    value(
        f"{PROGRAMME_DAY}/dag", "programersattning[].beslut[].ersattningsdagar[].dag", shapes.day, OMFATTNING
    ),
    coded(
        f"{PROGRAMME_DAY}/ersattning",
        "programersattning[].beslut[].ersattningsdagar[].ersattning",
        codes.COMPENSATION_PROGRAMME,
        FORMAN,
    ),
    amount(f"{PROGRAMME_DAY}/belopp", "programersattning[].beslut[].ersattningsdagar[].belopp"),
)

ROWS = (
    wrapping(f"{ACTIVITY}/grunduppgifter"),
    coded(f"{ACTIVITY}/grunduppgifter/atgardstyp", "aktivitetsstod[].atgardstyp", codes.MEASURE, FORMAN),
    coded(
        f"{ACTIVITY}/beslut/ersattning",
        "aktivitetsstod[].beslut[].ersattning",
        codes.COMPENSATION_ACTIVITY,
        FORMAN,
    ),
    *(
        coded(f"{FK}/{name}/beslut/ersattning", f"{place}[].beslut[].ersattning", listed, FORMAN)
        for name, place, listed in (
            ("graviditetspenningsarende", "graviditetspenning", codes.COMPENSATION_PREGNANCY),
            ("narstaendepenningarende", "narstaendepenning", codes.COMPENSATION_CLOSE_RELATIVE),
        )
    ),
    *SICKNESS_ROWS,
    *PARENTAL_ROWS,
    *SICK_CHILD_ROWS,
    *PROGRAMME_ROWS,
)
