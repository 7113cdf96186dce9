"""Every rule that a system in use goes by, and every kind that the calculation asks for: what becomes of it.

To the left the rule's own words, then the source and its payments, and what the caseworker gets:
amount | payment day | state | kind | note. Three rules are of signals and not of items (an income gone since
last month, study grant in June and not in September, the three months that are compared): here only that
no item stands for what was not paid.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.akassor import incomes as so_incomes
from adapters.csn import incomes as csn_incomes
from adapters.forsakringskassan import incomes as fk_incomes
from hub.agreements.kinds import KINDS
from hub.elements import load_codes
from hub.model.kinds import OFF_THE_LIST
from messages.base import Sektion
from messages.beskattning import Beskattning, Individuppgiftsvarde
from messages.forsakringsuppgifter import Utbetalningsdetalj
from messages.inkomster import Inkomstpost
from tests.support.incomes import items_of, part_of
from tests.support.payments import (
    account,
    amount,
    code,
    csn,
    fk,
    fund,
    insurance,
    pension,
    pm,
    skv,
    so,
    studies,
    time,
)

Row = tuple[str, str, Sektion | None, list[str]]
STUDENT = "STUDIEMEDEL Studiemedel"
HELP = "STUDIEHJALP Studiehjälp"
ROWS = [
    Utbetalningsdetalj(forman=code("ABB Barnbidrag"), brutto=Decimal(1250)),
    Utbetalningsdetalj(forman=code("ABB Barnbidrag"), brutto=Decimal(150)),
]
SUPPLEMENT = (
    "Utbetalningen är ett tillägg till studiebidraget, eller en del av studiehjälpen som CSN inte namnger; "
    "bedöm om och hur den ska räknas."
)
HOUSING = "Bostadstillägg har inget eget inkomstslag i beräkningen; bedöm hur det ska räknas."
COST = "Handikappersättning och merkostnadsersättning räknas inte som inkomst."


def shown(item: Inkomstpost) -> str:
    """The item as the table writes it."""
    cells = (
        item.belopp.netto,
        item.utbetalningsdag,
        item.tillstand.value,
        item.inkomstslag and item.inkomstslag.kod,
        item.anmarkning,
    )
    return " | ".join("" if cell is None else str(cell) for cell in cells).rstrip(" |")


def told(source: str, section: Sektion | None) -> list[Inkomstpost]:
    return items_of(part_of(source, *([section] if section else [])))


RULES: list[Row] = [
    (
        "Which month: the payment date decides, not the period covered",
        "FK",
        insurance(fk("SJP Sjukpenning", "1126", "2026-11-02", period=time("2026-10-05/2026-10-09"))),
        ["1126.00 | 2026-11-02 | UTBETALD | DAGERSATTNING_FK"],
    ),
    (
        "Which month: a planned CSN payment without date goes by its weeks",
        "CSN",
        studies(STUDENT, csn("3968", None, "2026-12-14/2027-01-10", state="Planerad")),
        [f"3968.00 |  | PLANERAD | STUDIEMEDEL | {csn_incomes.NO_DATE}"],
    ),
    (
        "FK amount: nettobelopp.summa of the payment, never a sum of its detail rows",
        "FK",
        insurance(fk("ABB Barnbidrag", "1300.5", "2026-11-20", detaljer=ROWS)),
        [f"1300.50 | 2026-11-20 | UTBETALD | BARNBIDRAG | {fk_incomes.SEVERAL_ROWS}"],
    ),
    (
        "FK amount: where it is lacking, nothing is put in its place",
        "FK",
        insurance(fk("ABB Barnbidrag", None, "2026-11-20", brutto=Decimal(1250))),
        [f" | 2026-11-20 | UTBETALD | BARNBIDRAG | {fk_incomes.NO_AMOUNT}"],
    ),
    (
        "PM amount: integer nettobelopp",
        "PM",
        pension(pm("PM:AP PM:IP", "9482", "2026-11-19")),
        ["9482.00 | 2026-11-19 | UTBETALD | PENSION_MED_MERA"],
    ),
    (
        "a-kassa amount: NettoEfterSkatt (and NettoEfterAvdrag kept beside it)",
        "SO",
        fund(so("14210", "2026-10-23", left="12210")),
        [f"14210.00 | 2026-10-23 | UTBETALD | A_KASSA_ALFA | {so_incomes.DEDUCTED}"],
    ),
    (
        "CSN amount: totbelopp of the payment",
        "CSN",
        studies(STUDENT, csn("3968", "2026-08-27", "2026-08-24/2026-09-20")),
        ["3968.00 | 2026-08-27 | UTBETALD | STUDIEMEDEL"],
    ),
    (
        "SKV: payout from the tax account, date = booking day",
        "SKV",
        account(skv("4312", "2026-09-08")),
        ["4312.00 | 2026-09-08 | UTBETALD | SKATTEATERBARING"],
    ),
    (
        "State: paid, planned, or preliminary",
        "CSN",
        studies(
            STUDENT,
            csn("1", "2026-11-20"),
            csn("2", "2026-11-25", state="Planerad"),
            csn("3", "2026-11-25", state=""),
        ),
        [
            "1.00 | 2026-11-20 | UTBETALD | STUDIEMEDEL",
            "2.00 | 2026-11-25 | PLANERAD | STUDIEMEDEL",
            f"3.00 | 2026-11-25 | PRELIMINAR | STUDIEMEDEL | {csn_incomes.NO_STATE}",
        ],
    ),
    (
        "State: an a-kassa's payment is made or planned by the day of the answer",
        "SO",
        fund(so("1", "2026-11-21"), so("2", "2026-11-22")),
        ["1.00 | 2026-11-21 | UTBETALD | A_KASSA_ALFA", "2.00 | 2026-11-22 | PLANERAD | A_KASSA_ALFA"],
    ),
    (
        "State: never the same payment twice",
        "FK",
        insurance(
            fk("ABB Barnbidrag", "1250", "2026-11-20"),
            coming=(fk("ABB Barnbidrag", "1250", "2026-11-20"), fk("ABB Barnbidrag", "1250", "2026-12-18")),
        ),
        ["1250.00 | 2026-11-20 | UTBETALD | BARNBIDRAG", "1250.00 | 2026-12-18 | PRELIMINAR | BARNBIDRAG"],
    ),
    (
        "Two incomes of the same kind: both kept",
        "PM",
        pension(pm("PM:AP PM:IP", "9482", "2026-11-19"), pm("PM:AP PM:IP", "9482", "2026-11-19")),
        ["9482.00 | 2026-11-19 | UTBETALD | PENSION_MED_MERA"] * 2,
    ),
    ("A source that failed: no conclusions at all from its absence", "FK", None, []),
    (
        "Income gone since last month: a signal, and no item of the month that has none",
        "FK",
        insurance(fk("BOB Bostadsbidrag", "1300", "2026-10-27")),
        ["1300.00 | 2026-10-27 | UTBETALD | BOSTADSBIDRAG"],
    ),
    (
        "Study grant: paid in June but not in September",
        "CSN",
        studies(HELP, csn("1250", "2026-06-28"), csn("1250", "2026-10-28"), form="GRUND Studiebidrag"),
        [
            "1250.00 | 2026-06-28 | UTBETALD | STUDIEBIDRAG",
            "1250.00 | 2026-10-28 | UTBETALD | STUDIEBIDRAG",
        ],
    ),
    (
        "Not incomes: handikappersättning",
        "FK",
        insurance(fk("HE Handikappersättning", "1974", "2026-11-20")),
        [f"1974.00 | 2026-11-20 | UTBETALD | EJ_INKOMST | {COST}"],
    ),
    (
        "Not incomes: merkostnadsersättning",
        "FK",
        insurance(fk("MEK Merkostnadsersättning", "1480", "2026-11-20")),
        [f"1480.00 | 2026-11-20 | UTBETALD | EJ_INKOMST | {COST}"],
    ),
    (
        "Not incomes: återbetalningar that only net out",
        "FK",
        insurance(
            fk("BOB Bostadsbidrag", "0.00", "2026-11-20", brutto=amount("1300"), avdrag=amount("1300"))
        ),
        [f"0.00 | 2026-11-20 | UTBETALD | BOSTADSBIDRAG | {fk_incomes.ALL_DEDUCTED}"],
    ),
    (
        "What is off the list is handed on with a note, never guessed: bostadstillägg",
        "PM",
        pension(pm("PM:BTI PM:BTP", "4210", "2026-11-19")),
        [f"4210.00 | 2026-11-19 | UTBETALD |  | {HOUSING}"],
    ),
    (
        "What is off the list is handed on with a note, never guessed: a loan",
        "CSN",
        studies("HEMUTRUSTNINGSLAN Hemutrustningslån", csn("18000", "2026-10-15")),
        ["18000.00 | 2026-10-15 | UTBETALD |  | Hemutrustningslån är ett lån."],
    ),
    (
        "What is off the list is handed on with a note, never guessed: a supplement of studiehjälp",
        "CSN",
        studies(HELP, csn("855", "2026-10-28"), form="TILL Extra tillägg"),
        [f"855.00 | 2026-10-28 | UTBETALD |  | {SUPPLEMENT}"],
    ),
    (
        "What is off the list is handed on with a note, never guessed: studiehjälp of no told form",
        "CSN",
        studies(HELP, csn("1250", "2026-10-28")),
        [f"1250.00 | 2026-10-28 | UTBETALD |  | {SUPPLEMENT}"],
    ),
    (
        "What is off the list is handed on with a note, never guessed: a benefit of tomorrow",
        "FK",
        insurance(fk("NY Sjukpenningtillägg", "700", "2026-11-20")),
        [f"700.00 | 2026-11-20 | UTBETALD |  | {OFF_THE_LIST.note}"],
    ),
]


@pytest.mark.parametrize(("rule", "source", "section", "becomes"), RULES, ids=[row[0] for row in RULES])
def test_every_rule_has_its_item(rule: str, source: str, section: Sektion | None, becomes: list[str]) -> None:
    assert [shown(item) for item in told(source, section)] == becomes, rule


DAY = "2026-11-20"
ASKED_FOR: list[tuple[str, str, str, Sektion]] = [
    ("Dagersättning FK", "DAGERSATTNING_FK", "FK", insurance(fk("FP Föräldrapenning", "1", DAY))),
    ("Bostadsbidrag", "BOSTADSBIDRAG", "FK", insurance(fk("BOB Bostadsbidrag", "1", DAY))),
    (
        "Pension/sjuk- och aktivitetsersättning/livränta/vårdbidrag",
        "PENSION_MED_MERA",
        "FK",
        insurance(fk("SA Sjukersättning", "1", DAY)),
    ),
    ("Barnbidrag", "BARNBIDRAG", "FK", insurance(fk("ABB Barnbidrag", "1", DAY))),
    ("Underhållsstöd", "UNDERHALLSSTOD", "FK", insurance(fk("US Underhållsstöd", "1", DAY))),
    ("Studiemedel", "STUDIEMEDEL", "CSN", studies(STUDENT, csn("1", DAY), form="GRUND Studiemedel")),
    (
        "Studiebidrag (gymnasiet)",
        "STUDIEBIDRAG",
        "CSN",
        studies(HELP, csn("1", DAY), form="GRUND Studiebidrag"),
    ),
    ("A-kassa/ALFA", "A_KASSA_ALFA", "SO", fund(so("1", DAY))),
    ("Elstöd", "ELSTOD", "FK", insurance(fk("? Elstöd", "1", DAY))),
    ("Skatteåterbäring", "SKATTEATERBARING", "SKV", account(skv("1", DAY))),
    ("Äldreförsörjningsstöd", "ALDREFORSORJNINGSSTOD", "PM", pension(pm("PM:BTI PM:AFS", "1", DAY))),
    (
        "Aktivitetsstöd/etableringsersättning",
        "AKTIVITETSSTOD_ETABLERINGSERSATTNING",
        "FK",
        insurance(fk("PROG Etableringsersättning", "1", DAY)),
    ),
    (
        "Omställningsstudiestöd",
        "OMSTALLNINGSSTUDIESTOD",
        "CSN",
        studies("OMSTALLNINGSSTUDIESTOD Omställningsstudiestöd", csn("1", DAY)),
    ),
]
"""The kinds that the calculation asks for, in its order; Lön has its own test."""


@pytest.mark.parametrize(("label", "kind", "source", "section"), ASKED_FOR)
def test_every_kind_that_the_calculation_asks_for_has_its_payment(
    label: str, kind: str, source: str, section: Sektion
) -> None:
    (item,) = told(source, section)
    assert item.inkomstslag is not None
    assert (item.inkomstslag.kod, item.inkomstslag.text) == (kind, label)
    assert item.anmarkning is None


@pytest.mark.parametrize(
    ("support", "form", "kind"),
    [
        (STUDENT, "GRUND Grundstöd", "STUDIEMEDEL"),
        (STUDENT, "9 Nytt", "STUDIEMEDEL"),
        (HELP, "GRUND Grundstöd", "STUDIEBIDRAG"),
        (HELP, "9 Studiebidrag", "STUDIEBIDRAG"),
        ("OMSTALLNINGSSTUDIESTOD Omställningsstudiestöd", "GRUND Grundstöd", "OMSTALLNINGSSTUDIESTOD"),
    ],
)
def test_the_kind_of_study_support_hangs_on_no_text_that_is_not_published(
    support: str, form: str, kind: str
) -> None:
    (item,) = told("CSN", studies(support, csn("1", DAY), form=form))
    assert (item.inkomstslag and item.inkomstslag.kod, item.anmarkning) == (kind, None)


def test_the_list_of_kinds_is_the_calculations_and_nothing_else() -> None:
    asked = [kind for _, kind, _, _ in ASKED_FOR]
    assert [*asked, "LON", "EJ_INKOMST"] == list(load_codes(KINDS).texts)


def test_wages_of_monthly_returns_are_values_and_no_item() -> None:
    """Skatteverket has not published the shape of the returns: no one can say which value is the wage."""
    value = Individuppgiftsvarde(kod="Individuppgift/KontantErsattningUlagAG", text="24500")
    returns = Beskattning(individuppgifter=[value])
    assert told("SKV", returns) == []
    assert returns.individuppgifter == [value]
