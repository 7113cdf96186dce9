"""Pensionsmyndigheten's payments as income items: each once, none added up, in the state that it was told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan import pension_incomes as incomes
from messages.delar import KodText
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from tests.support import lefi_pm as pm
from tests.support.elements import Bokning
from tests.support.incomes import as_items
from tests.support.lefi_pm import answer, kod, payment, row


def items(**lists: Any) -> list[Inkomstpost]:
    return as_items("PM", incomes.incomes(pm.section(answer(**lists))))


def one(**changes: Any) -> Inkomstpost:
    (item,) = items(utbetalningar=[payment(**changes)])
    return item


def test_a_payment_of_one_row_is_told_as_the_calculation_wants_it() -> None:
    assert one().model_dump(mode="json", exclude_none=True) == {
        "id": "i1",
        "kalla": "PM",
        "uppgiftId": "u1",
        "forman": {"kod": "PM:AP", "text": "Förmånsgrupp"},
        "delforman": {"kod": "PM:AP38", "text": "Förmån"},
        "beloppstyp": {"kod": "PM:IP", "text": "Beloppstyp"},
        "belopp": {"brutto": "11840.00", "avdrag": "2358.00", "netto": "9482.00"},
        "utbetalningsdag": "2026-10-19",
        "avser": {"from": "2026-10-01", "tom": "2026-10-31"},
        "tillstand": "UTBETALD",
    }


def test_the_amount_is_the_payments_net_and_never_a_sum() -> None:
    deductions = [
        {"belopp": 2000, "avdragstyp": kod("PM:PS")},
        {"belopp": 300, "avdragstyp": kod("PM:UTMATNING")},
    ]
    item = one(utbetalningsrader=[row(amount=1), row(amount=2)], avdrag=deductions)
    assert (item.belopp.netto, item.belopp.avdrag) == (Decimal("9482.00"), None)
    assert (item.delforman, item.beloppstyp) == (None, None)
    assert item.anmarkning == f"{incomes.SEVERAL_ROWS} {incomes.SEVERAL_DEDUCTIONS}"


@pytest.mark.parametrize(
    ("rows", "benefit"),
    [
        ([row("PM:AP"), row("PM:AP", kind="PM:GARP")], "PM:AP"),
        ([row("PM:AP"), row("PM:BTI", kind="PM:BTP")], "FLERA"),
        ([row("PM:AP"), {"belopp": 100}], "OKAND"),
        ([], "OKAND"),
    ],
)
def test_the_benefit_is_that_of_every_row_or_none_of_them(rows: list[Any], benefit: str) -> None:
    item = one(utbetalningsrader=rows)
    assert item.forman.kod == benefit
    assert item.forman.text


def test_preliminary_payments_come_after_those_made_and_as_preliminary() -> None:
    told = items(
        utbetalningar=[payment()], preliminaraUtbetalningar=[payment(utbetalningsdatum="2026-11-19")]
    )
    assert [(item.id, item.tillstand) for item in told] == [
        ("i1", Tillstand.UTBETALD),
        ("i2", Tillstand.PRELIMINAR),
    ]


def test_a_payment_that_stands_in_both_lists_is_told_once_as_made() -> None:
    (item,) = items(utbetalningar=[payment()], preliminaraUtbetalningar=[payment()])
    assert item.tillstand is Tillstand.UTBETALD


@pytest.mark.parametrize(
    "changes", [{"nettobelopp": 9481}, {"utbetalningsdatum": "2026-10-20"}, {"avdrag": []}]
)
def test_payments_that_differ_in_anything_are_two(changes: dict[str, Any]) -> None:
    assert len(items(utbetalningar=[payment()], preliminaraUtbetalningar=[payment(**changes)])) == 2


def test_two_equal_payments_are_two_incomes() -> None:
    assert len(items(utbetalningar=[payment(), payment()])) == 2
    both = items(utbetalningar=[payment()], preliminaraUtbetalningar=[payment(), payment()])
    assert [item.tillstand for item in both] == [Tillstand.UTBETALD, Tillstand.PRELIMINAR]


def test_without_a_day_nothing_says_that_two_payments_are_the_same() -> None:
    dayless = payment(utbetalningsdatum=None)
    assert len(items(utbetalningar=[dayless], preliminaraUtbetalningar=[dayless])) == 2


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"utbetalningsdatum": None}, incomes.NO_DATE),
        ({"nettobelopp": None}, incomes.NO_AMOUNT),
        ({"nettobelopp": -200}, incomes.NEGATIVE),
        ({"nettobelopp": 0}, incomes.ALL_DEDUCTED),
        ({"nettobelopp": 0, "avdrag": []}, None),
        ({"avdrag": []}, None),
    ],
)
def test_what_a_caseworker_must_look_at_is_remarked(changes: dict[str, Any], remark: str | None) -> None:
    assert one(**changes).anmarkning == remark


def test_a_lacking_amount_is_not_zero() -> None:
    assert one(nettobelopp=None).belopp.netto is None
    assert one(nettobelopp=0).belopp.netto == Decimal("0.00")


@given(
    made=st.lists(st.integers(1, 3), max_size=4),
    coming=st.lists(st.integers(1, 3), max_size=4),
)
def test_no_payment_vanishes_and_none_is_told_twice(made: list[int], coming: list[int]) -> None:
    told = items(
        # Something must be there to be read at all.
        beslut=[pm.decision()],
        utbetalningar=[payment(nettobelopp=each) for each in made],
        preliminaraUtbetalningar=[payment(nettobelopp=each) for each in coming],
    )
    for amount in (1, 2, 3):
        here = [item for item in told if item.belopp.netto == amount]
        assert len(here) == max(made.count(amount), coming.count(amount))
        assert sum(item.tillstand is Tillstand.UTBETALD for item in here) == made.count(amount)


def test_another_section_has_no_pension_payments() -> None:
    with pytest.raises(TypeError, match="pension"):
        incomes.incomes(Bokning())


def test_what_a_whole_payment_may_concern_has_a_text_in_swedish() -> None:
    assert one(utbetalningsrader=[]).forman == KodText(kod="OKAND", text="Förmån från Pensionsmyndigheten")
