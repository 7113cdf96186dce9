"""Odd payments of each of the five sources: none vanishes, none is netted, none is told better than it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hub.adapter import Days
from hub.model.incomes import LATER, OUTSIDE
from hub.translate.incomes import DAY_TO_COME
from messages.base import Sektion
from messages.delar import Period
from messages.forsakringsuppgifter import Utbetalningsdetalj
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from tests.support.incomes import items_of, part_of
from tests.support.payments import (
    account,
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
)

Paid = tuple[str | None, str | None]
"""Amount and payment day."""
STUDY = "STUDIEMEDEL Studiemedel"

SECTIONS: dict[str, Callable[..., Sektion]] = {
    "FK": lambda *paid: insurance(*(fk("ABB Barnbidrag", *each) for each in paid)),
    "PM": lambda *paid: pension(*(pm("PM:AP PM:IP", *each) for each in paid)),
    "CSN": lambda *paid: studies(STUDY, *(csn(*each) for each in paid)),
    "SO": lambda *paid: fund(*(so(*each) for each in paid)),
    "SKV": lambda *paid: account(*(skv(*each) for each in paid)),
}
SOURCES = sorted(SECTIONS)
DAY = "2026-11-20"
every_source = pytest.mark.parametrize("source", SOURCES)


def told(source: str, *paid: Paid) -> list[Inkomstpost]:
    return items_of(part_of(source, SECTIONS[source](*paid)))


def nets(items: list[Inkomstpost]) -> list[str | None]:
    return [None if item.belopp.netto is None else str(item.belopp.netto) for item in items]


@every_source
def test_a_negative_amount_is_told_as_it_came_with_a_remark(source: str) -> None:
    (item,) = told(source, ("-1250", DAY))
    assert nets([item]) == ["-1250.00"]
    assert "Beloppet är negativt." in (item.anmarkning or "")


@every_source
def test_a_correction_never_swallows_what_it_corrects(source: str) -> None:
    """A recovery and the payment of the same day are both told; to net them is the caseworker's."""
    items = told(source, ("1250", DAY), ("-1250", DAY), ("900", DAY))
    assert nets(items) == ["1250.00", "-1250.00", "900.00"]
    assert ["negativt" in (item.anmarkning or "") for item in items] == [False, True, False]


@every_source
def test_a_payment_of_zero_is_a_payment(source: str) -> None:
    assert nets(told(source, ("0", DAY))) == ["0.00"]


def test_a_tax_account_without_any_payout_has_no_item() -> None:
    """Skatteverket writes 0 and no booking day where nothing was paid out."""
    assert told("SKV", ("0", None)) == []


def test_what_skatteverkets_zero_may_mean_is_said() -> None:
    (item,) = told("SKV", ("0", DAY))
    assert item.anmarkning == "Skatteverket skriver 0 också när ett belopp saknas eller är negativt."


@every_source
@pytest.mark.parametrize("count", [2, 3])
def test_equal_payments_are_as_many_incomes(source: str, count: int) -> None:
    items = told(source, *[("1250", DAY)] * count)
    assert nets(items) == ["1250.00"] * count
    assert [item.id for item in items] == [f"i{place}" for place in range(1, count + 1)]


@every_source
@pytest.mark.parametrize("day", ["1999-12-30", "2025-01-02", "2031-01-15", "9999-12-31"])
def test_a_payment_of_any_day_is_handed_on_with_its_day(source: str, day: str) -> None:
    """Outside the period asked about and of years to come: what the source told is not thrown away."""
    (item,) = told(source, ("1250", day))
    assert str(item.utbetalningsdag) == day


@every_source
def test_nothing_is_made_on_a_day_to_come_whatever_it_is_called(source: str) -> None:
    (item,) = told(source, ("1250", "2031-01-15"))
    assert item.tillstand is Tillstand.PLANERAD
    says_made = source != "SO"  # the a-kassor tell no state at all
    assert (DAY_TO_COME in (item.anmarkning or "")) is says_made


@every_source
def test_a_payment_without_day_is_told_and_says_so(source: str) -> None:
    (item,) = told(source, ("1250", None))
    assert item.utbetalningsdag is None
    assert nets([item]) == ["1250.00"]
    assert "dag" in (item.anmarkning or "")


@pytest.mark.parametrize("source", ["SKV", "SO"])
def test_where_the_day_tells_the_state_a_payment_without_day_is_not_made(source: str) -> None:
    (item,) = told(source, ("1250", None))
    assert item.tillstand is Tillstand.PRELIMINAR


@every_source
def test_a_payment_without_amount_is_told_and_nothing_is_put_in_its_place(source: str) -> None:
    (item,) = told(source, (None, DAY))
    assert nets([item]) == [None]
    assert "saknas i svaret" in (item.anmarkning or "")


@every_source
def test_neither_day_nor_amount_is_still_a_payment(source: str) -> None:
    """But for the tax account, where it is how Skatteverket writes that there is none."""
    items = told(source, (None, None))
    assert len(items) == (0 if source == "SKV" else 1)


@every_source
@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("1250", "1250.00"),
        ("1250.5", "1250.50"),
        ("1250.500", "1250.50"),
        ("0.125", "0.125"),
        ("1250.005", "1250.005"),
        ("-0.001", "-0.001"),
        ("999999999999999", "999999999999999.00"),
    ],
)
def test_amounts_have_two_decimals_and_nothing_is_rounded(source: str, given: str, written: str) -> None:
    assert nets(told(source, (given, DAY))) == [written]


@every_source
def test_a_person_without_any_income_has_no_items(source: str) -> None:
    assert told(source) == []


def test_nobody_who_answers_and_nobody_with_an_income_give_no_items() -> None:
    assert items_of() == []
    assert items_of(*(part_of(source) for source in SOURCES)) == []


def test_items_are_numbered_through_all_sources_in_their_order() -> None:
    parts = [part_of(source, SECTIONS[source](("1", DAY), ("2", DAY))) for source in SOURCES]
    items = items_of(*parts)
    assert [item.kalla for item in items] == [source for source in SOURCES for _ in (1, 2)]
    assert [item.id for item in items] == [f"i{place}" for place in range(1, 11)]


@pytest.mark.parametrize("days", [("2026-11-20", "2026-11-27"), (None, None), (None, "2026-11-20")])
@pytest.mark.parametrize("source", ["FK", "PM"])
def test_only_the_same_day_makes_a_preliminary_payment_the_one_made(
    source: str, days: tuple[str | None, str | None]
) -> None:
    made, coming = days
    section: Sektion = (
        insurance(fk("ABB Barnbidrag", "1", made), coming=(fk("ABB Barnbidrag", "1", coming),))
        if source == "FK"
        else pension(pm("PM:AP", "1", made), coming=(pm("PM:AP", "1", coming),))
    )
    states = [item.tillstand for item in items_of(part_of(source, section))]
    assert states == [Tillstand.UTBETALD, Tillstand.PRELIMINAR]


@pytest.mark.parametrize("source", ["FK", "PM"])
def test_a_recovery_that_is_to_come_is_not_the_payment_that_was_made(source: str) -> None:
    section: Sektion = (
        insurance(fk("ABB Barnbidrag", "1", DAY), coming=(fk("ABB Barnbidrag", "-1", DAY),))
        if source == "FK"
        else pension(pm("PM:AP", "1", DAY), coming=(pm("PM:AP", "-1", DAY),))
    )
    assert nets(items_of(part_of(source, section))) == ["1.00", "-1.00"]


def test_a_payment_that_is_only_expected_is_not_made_though_it_stands_among_those_made() -> None:
    expected = fk("SJP Sjukpenning", "7000", "2026-11-20", typ=code("4 Presumtiv utbetalning"))
    (item,) = items_of(part_of("FK", insurance(expected)))
    assert item.tillstand is Tillstand.PRELIMINAR
    assert item.anmarkning is not None
    assert item.anmarkning.startswith("Försäkringskassan kallar utbetalningen presumtiv")


@pytest.mark.parametrize(
    ("family", "row"), [("ABB Barnbidrag", "MEK Merkostnadsersättning"), ("SA Sjukersättning", "BTI X")]
)
def test_a_kind_is_never_given_where_the_source_says_two_things(family: str, row: str) -> None:
    detail = Utbetalningsdetalj(forman=code(row))
    (item,) = items_of(part_of("FK", insurance(fk(family, "900", "2026-10-20", detaljer=[detail]))))
    assert item.inkomstslag is None or item.inkomstslag.kod == "EJ_INKOMST"
    assert item.anmarkning


POSTS = ("01a1ff85-31a5-7bc3-bd75-243ed9b4cf16", "01a1ff85-31a5-7bc3-bd75-243ed9b4cf17")
PORTIONS = (
    {"from": "2024-11-20", "tom": "2026-11-19"},
    {"from": "2026-11-20", "tom": "2026-11-30"},
)


def test_a_payment_that_two_portions_tell_is_one_and_made_if_either_says_so() -> None:
    made = fk("SJP Sjukpenning", "2500", "2026-11-20")
    early = insurance(coming=(made,))
    late = insurance(made, coming=(made.like({"id": "u9"}),))
    parts = [
        part_of("FK", section).like({"period": Period.model_validate(days), "loggpostId": POSTS[place - 1]})
        for place, (section, days) in enumerate(zip((early, late), PORTIONS, strict=True), start=1)
    ]
    for order in (parts, parts[::-1]):
        (item,) = items_of(*order)
        assert (item.tillstand, item.loggpostId) == (Tillstand.UTBETALD, POSTS[1])


def test_two_equal_payments_of_one_portion_stay_two_beside_another_portion_with_one() -> None:
    twice = [fk("SJP Sjukpenning", "2500", "2026-11-20"), fk("SJP Sjukpenning", "2500", "2026-11-20")]
    parts = [
        part_of("FK", section).like({"period": Period.model_validate(days)})
        for section, days in zip((insurance(twice[0]), insurance(*twice)), PORTIONS, strict=True)
    ]
    assert [item.belopp.netto for item in items_of(*parts)] == [2500, 2500]


@every_source
@pytest.mark.parametrize(
    ("day", "outside"), [("2026-08-31", True), ("2026-09-01", False), ("2026-11-30", False)]
)
def test_what_is_paid_outside_the_time_asked_about_says_so(source: str, day: str, outside: bool) -> None:
    section = SECTIONS[source](("1250", day))
    (item,) = items_of(part_of(source, section), period=Days(date(2026, 9, 1), date(2026, 11, 30)))
    assert (item.anmarkning or "").startswith(OUTSIDE) is outside


@pytest.mark.parametrize(
    ("weeks", "outside"),
    [
        ("2026-12-01/2026-12-28", True),
        ("2026-11-30/2026-12-27", False),
        ("2026-08-03/2026-08-30", False),
        ("", False),
    ],
)
def test_what_has_no_day_goes_by_its_weeks_unless_it_may_be_paid_late(weeks: str, outside: bool) -> None:
    section = studies(STUDY, csn("1250", None, weeks, state="Planerad"))
    (item,) = items_of(part_of("CSN", section), period=Days(date(2026, 9, 1), date(2026, 11, 30)))
    assert (item.anmarkning or "").startswith(LATER) is outside
