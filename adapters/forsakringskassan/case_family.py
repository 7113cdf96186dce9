"""What benefits for families and homes have of their own: children, maintenance, housing and care."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import (
    WHEREABOUTS,
    address,
    amount,
    coded,
    items,
    part,
    period,
    relative,
    share,
    value,
    wrapping,
)
from adapters.forsakringskassan.cases import FK, ONE_DECISION, lists
from adapters.forsakringskassan.law import FORMAN, OMFATTNING
from adapters.forsakringskassan.pension_shapes import truth
from hub.elements import Alternative
from hub.elements import convert as to

CHILD, CHILDS = f"{FK}/barnbidragsarende", "barnbidrag[].beslut[].underlag"
RECEIVER, RECEIVERS = f"{FK}/mottagareavbarnbidrag", "barnbidragsmottagare[].beslut[].underlag"
PLACED, PLACES = f"{RECEIVER}/beslut/underlag/institutionsplacering", f"{RECEIVERS}.institutionsplaceringar"
SUPPORT = f"{FK}/<underhall>"
HOME, HOMES = f"{FK}/bostadsbidragsarende/beslut/underlag", "bostadsbidrag[].beslut[].underlag"
SUPPLEMENT, SUPPLEMENTS = f"{FK}/bostadstillaggsarende/beslut/underlag", "bostadstillagg[].beslut[].underlag"
CARE, CARES = f"{FK}/<omvardnad>/beslut", "<omvardnad>[].beslut[]"
OLD_CARE, OLD_CARES = f"{FK}/vardbidragsarende/beslut", "vardbidrag[].beslut[]"

CHOICES: Mapping[str, tuple[Alternative, ...]] = {
    "underhall": lists("underhallsstod", "underhallsstodskrav"),
    "bostad": lists("bostadsbidrag", "bostadstillagg"),
    "omvardnad": lists(*ONE_DECISION),
}

CHILD_ROWS = (
    wrapping(f"{CHILD}/grunduppgifter"),
    relative(f"{CHILD}/grunduppgifter/barn", "barnbidrag[].barn", "BARN"),
    part(f"{CHILD}/beslut/underlag", CHILDS),
    value(f"{CHILD}/beslut/underlag/skolgang", f"{CHILDS}.skolgang", truth),
    value(f"{CHILD}/beslut/underlag/myndighetsplacering", f"{CHILDS}.myndighetsplacering", truth),
    wrapping(f"{SUPPORT}/grunduppgifter"),
    relative(f"{SUPPORT}/grunduppgifter/barn", "<underhall>[].barn", "BARN"),
    coded(
        f"{SUPPORT}/beslut/ersattning",
        "<underhall>[].beslut[].ersattning",
        codes.COMPENSATION_MAINTENANCE,
        FORMAN,
    ),
)

RECEIVER_ROWS = (
    wrapping(f"{RECEIVER}/grunduppgifter"),
    relative(f"{RECEIVER}/grunduppgifter/personuppgift", "barnbidragsmottagare[].personuppgift", "MOTTAGARE"),
    part(f"{RECEIVER}/beslut/underlag", RECEIVERS),
    value(f"{RECEIVER}/beslut/underlag/skolgang", f"{RECEIVERS}.skolgang", truth),
    value(f"{RECEIVER}/beslut/underlag/tvaBidragsmottagare", f"{RECEIVERS}.tvaBidragsmottagare", truth),
    value(f"{RECEIVER}/beslut/underlag/utbetalningsdatum", f"{RECEIVERS}.utbetalningsdag", shapes.day),
    # An authority or a family home, when the child is placed.
    value(
        f"{RECEIVER}/beslut/underlag/utbetalningsmottagare",
        f"{RECEIVERS}.utbetalningsmottagare",
        to.text,
        protects=WHEREABOUTS,
    ),
    items(PLACED, PLACES),
    coded(f"{PLACED}/institution", f"{PLACES}[].institution", codes.INSTITUTION),
    value(f"{PLACED}/namn", f"{PLACES}[].namn", to.text, protects=WHEREABOUTS),
    part(f"{PLACED}/adress", f"{PLACES}[].adress", protects=WHEREABOUTS),
    *address(f"{PLACED}/adress", f"{PLACES}[].adress"),
)

HOUSING_ROWS = (
    relative(f"{FK}/<bostad>/medsokande", "<bostad>[].medsokande[]", "MEDSOKANDE"),
    part(HOME, HOMES),
    amount(f"{HOME}/totalBostadskostnad", f"{HOMES}.totalBostadskostnad"),
    amount(f"{HOME}/reduceradBostadskostnad", f"{HOMES}.reduceradBostadskostnad"),
    amount(f"{HOME}/inkomster", f"{HOMES}.inkomster[]"),
    *(
        relative(f"{HOME}/{theirs}", f"{HOMES}.{ours}[]", "BARN")
        for theirs, ours in (
            ("hemmavarandeBarn", "hemmavarandeBarn"),
            ("tidvisboendeBarn", "tidvisBoendeBarn"),
            ("vaxelvisboendeBarn", "vaxelvisBoendeBarn"),
        )
    ),
    part(SUPPLEMENT, SUPPLEMENTS),
    *(
        amount(f"{SUPPLEMENT}/{theirs}", f"{SUPPLEMENTS}.{ours}")
        for theirs, ours in (
            ("arsbruttokostnad", "arskostnadBrutto"),
            ("bostadstillaggsnettokostnad", "bostadstillaggskostnadNetto"),
            ("forsorjningsstodsarsnettokostnad", "forsorjningsstodsarskostnadNetto"),
        )
    ),
)

CARE_ROWS = (
    coded(f"{CARE}/beslutstatus", f"{CARES}.beslutsstatus", codes.DECISION_STATUS),
    *(
        row
        for name, place, outcomes, paying in (
            (
                "merkostnadsersattningsarende",
                "merkostnadsersattning",
                codes.OUTCOME_ADDITIONAL_COST,
                codes.PAYING_ADDITIONAL_COST,
            ),
            (
                "omvardnadsbidragsarende",
                "omvardnadsbidrag",
                codes.OUTCOME_CHILD_CARE,
                codes.PAYING_CHILD_CARE,
            ),
        )
        for row in (
            coded(f"{FK}/{name}/beslut/beslutsutfall", f"{place}[].beslut[].beslutsutfall", outcomes),
            coded(
                f"{FK}/{name}/beslut/periodbeslut/utbetalningstyp",
                f"{place}[].beslut[].periodbeslut[].utbetalningstyp",
                paying,
            ),
        )
    ),
    value(f"{CARE}/upphorandeManadFrom", f"{CARES}.upphorFranManad[]", to.text, OMFATTNING),
    items(f"{CARE}/periodbeslut", f"{CARES}.periodbeslut", OMFATTNING),
    period(f"{CARE}/periodbeslut/period", f"{CARES}.periodbeslut[].period", OMFATTNING),
    share(f"{CARE}/periodbeslut/omfattning", f"{CARES}.periodbeslut[].omfattning", OMFATTNING),
    share(f"{CARE}/periodbeslut/andel", f"{CARES}.periodbeslut[].andel", OMFATTNING),
    wrapping(f"{CARE}/underlag"),
    relative(f"{CARE}/underlag/Barn", f"{CARES}.barn[]", "BARN"),
    coded(f"{OLD_CARE}/ersattning", f"{OLD_CARES}.ersattning", codes.COMPENSATION_CARE_ALLOWANCE, FORMAN),
    part(f"{OLD_CARE}/underlag", f"{OLD_CARES}.underlag"),
    relative(f"{OLD_CARE}/underlag/barn", f"{OLD_CARES}.underlag.barn[]", "BARN"),
    value(f"{OLD_CARE}/underlag/delat", f"{OLD_CARES}.underlag.delat", truth),
)

ROWS = (*CHILD_ROWS, *RECEIVER_ROWS, *HOUSING_ROWS, *CARE_ROWS)
