"""Försäkringskassan's payments as income items: each once, none added up, made or preliminary by its list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adapters.forsakringskassan.incomes import (
    ALL_DEDUCTED,
    NEGATIVE,
    NO_AMOUNT,
    NO_DATE,
    SEVERAL_ROWS,
    incomes,
)
from messages.delar import KodText
from messages.forsakringsuppgifter import Forsakringsutbetalning, Utbetalningsdetalj
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.socialforsakring import Socialforsakring
from tests.support.elements import Bokning
from tests.support.fk import section, source
from tests.support.incomes import as_items

ABB = KodText(kod="ABB", text="Barnbidrag")
SJP = KodText(kod="SJP", text="Sjukpenning")
PAID = Forsakringsutbetalning(
    id="u1", formansfamilj=ABB, utbetalningsdag=date(2026, 11, 20), netto=Decimal("1250.0")
)


def told(payment: Forsakringsutbetalning) -> Inkomstpost:
    (item,) = items(Socialforsakring(utbetalningar=[payment]))
    return item


def items(told: Socialforsakring) -> list[Inkomstpost]:
    return as_items("FK", incomes(told))


def rows(*benefits: KodText | None) -> list[Utbetalningsdetalj]:
    return [Utbetalningsdetalj(forman=benefit, brutto=Decimal("625.00")) for benefit in benefits]


def test_a_payment_is_told_as_the_calculation_wants_it() -> None:
    sick = items(section(source("ordinary")))[2]
    assert sick.model_dump(mode="json", exclude_none=True) == {
        "id": "i3",
        "kalla": "FK",
        "uppgiftId": "u10",
        "forman": {"kod": "SJP", "text": "Sjukpenning"},
        "delforman": {"kod": "SJP", "text": "Sjukpenning"},
        "belopp": {"brutto": "1608.00", "skatt": "482.00", "avdrag": "0.00", "netto": "1126.00"},
        "utbetalningsdag": "2026-10-27",
        "avser": {"from": "2026-10-05", "tom": "2026-10-09"},
        "tillstand": "UTBETALD",
        "dagar": "5",
    }


def test_the_list_tells_whether_a_payment_is_made() -> None:
    states = [item.tillstand for item in items(section(source("ordinary")))]
    assert states == [Tillstand.UTBETALD] * 3 + [Tillstand.PRELIMINAR]


def test_two_equal_payments_are_two_and_one_in_both_lists_is_one() -> None:
    read = items(section(source("payments-equal")))
    assert [(item.tillstand, item.utbetalningsdag) for item in read] == [
        (Tillstand.UTBETALD, date(2026, 11, 20)),
        (Tillstand.UTBETALD, date(2026, 11, 20)),
        (Tillstand.PRELIMINAR, date(2026, 12, 18)),
    ]


@pytest.mark.parametrize("change", [{"netto": Decimal(1)}, {"utbetalningsdag": date(2026, 11, 27)}])
def test_a_preliminary_payment_of_another_day_or_amount_is_one_more(change: dict[str, object]) -> None:
    other = PAID.model_copy(update={"id": "u2", **change})
    assert len(items(Socialforsakring(utbetalningar=[PAID], preliminaraUtbetalningar=[other]))) == 2


def test_without_a_day_nobody_knows_whether_it_is_the_same() -> None:
    undated = PAID.model_copy(update={"utbetalningsdag": None})
    both = Socialforsakring(utbetalningar=[undated], preliminaraUtbetalningar=[undated])
    assert len(items(both)) == 2


def test_the_net_is_never_a_sum() -> None:
    without = told(PAID.model_copy(update={"netto": None, "detaljer": rows(ABB, ABB)}))
    assert without.belopp.netto is None
    assert without.anmarkning == f"{NO_AMOUNT} {SEVERAL_ROWS}"
    assert told(PAID.model_copy(update={"detaljer": rows(ABB)})).belopp.netto == 1250


def test_what_a_single_row_says_is_carried_and_of_several_nothing() -> None:
    row = Utbetalningsdetalj(
        forman=SJP, beloppstyp=KodText(kod="INF", text="Utmätning"), dagar=Decimal("10.5")
    )
    one = told(PAID.model_copy(update={"detaljer": [row]}))
    assert (one.delforman, one.beloppstyp, one.dagar) == (SJP, row.beloppstyp, Decimal("10.5"))
    two = told(PAID.model_copy(update={"detaljer": [row, row]}))
    assert (two.delforman, two.beloppstyp, two.dagar) == (None, None, None)


@pytest.mark.parametrize(
    ("family", "details", "benefit"),
    [
        (ABB, rows(SJP), ABB),
        (None, rows(SJP, SJP), SJP),
        (None, rows(SJP, None), SJP),
        (None, rows(SJP, ABB), KodText(kod="FLERA", text="Flera förmåner från Försäkringskassan")),
        (None, rows(None), KodText(kod="OKAND", text="Förmån från Försäkringskassan")),
    ],
)
def test_the_benefit_is_the_family_or_the_only_one_named(
    family: KodText | None, details: list[Utbetalningsdetalj], benefit: KodText
) -> None:
    assert told(PAID.model_copy(update={"formansfamilj": family, "detaljer": details})).forman == benefit


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        ({}, None),
        ({"utbetalningsdag": None}, NO_DATE),
        ({"netto": None}, NO_AMOUNT),
        ({"netto": Decimal("-1.5")}, NEGATIVE),
        ({"detaljer": rows(ABB, ABB)}, SEVERAL_ROWS),
        ({"netto": Decimal("0.0"), "skatt": Decimal(300), "avdrag": Decimal(950)}, ALL_DEDUCTED),
        ({"netto": Decimal(0), "skatt": Decimal(300)}, ALL_DEDUCTED),
        ({"netto": Decimal(0)}, None),
        ({"netto": Decimal(0), "avdrag": Decimal(0)}, None),
    ],
)
def test_what_a_caseworker_should_know_is_remarked(change: dict[str, object], remark: str | None) -> None:
    assert told(PAID.model_copy(update=change)).anmarkning == remark


@pytest.mark.parametrize(("given", "written"), [("3968", "3968.00"), ("0.125", "0.125"), ("-7.5", "-7.50")])
def test_amounts_have_two_decimals_and_nothing_is_rounded(given: str, written: str) -> None:
    assert str(told(PAID.model_copy(update={"netto": Decimal(given)})).belopp.netto) == written


@pytest.mark.parametrize(
    ("authority", "payer"),
    [
        (KodText(kod="1003", text="Pensionsmyndigheten"), "PM"),
        (KodText(kod="1001", text="Försäkringskassan"), None),
        (KodText(kod="1004", text="Okänd kod"), None),
        (None, None),
    ],
)
def test_another_authority_that_pays_is_named(authority: KodText | None, payer: str | None) -> None:
    assert told(PAID.model_copy(update={"foretag": authority})).utbetalare == payer


def test_another_section_is_refused() -> None:
    with pytest.raises(TypeError):
        incomes(Bokning())
