"""The a-kassor's payments as income items: each once, none added up, made or coming by the answer's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from adapters.akassor.incomes import ALL_DEDUCTED, DEDUCTED, NEGATIVE, NO_AMOUNT, NO_DATE, incomes
from messages.arbetsloshetsersattning import Akassa, Arbetsloshetsersattning, Ersattningsutbetalning
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from tests.support.elements import Bokning
from tests.support.incomes import MOMENT, as_items, items_of, part_of
from tests.support.so import answer_of, section, source


def one(payment: Ersattningsutbetalning) -> Inkomstpost:
    fund = Akassa(id="u1", utbetalningar=[payment])
    (item,) = as_items("SO", incomes(Arbetsloshetsersattning(akassor=[fund])))
    return item


def settled(told: Arbetsloshetsersattning, moment: datetime = MOMENT) -> list[Inkomstpost]:
    """As the hub hands them out of an answer that came at `moment`."""
    return items_of(part_of("SO", told, moment=moment))


def test_a_payment_is_told_as_the_calculation_wants_it() -> None:
    told = settled(section(source("ordinary")))
    assert told[1].model_dump(mode="json", exclude_none=True) == {
        "id": "i2",
        "kalla": "SO",
        "uppgiftId": "u3",
        "forman": {"kod": "ARBETSLOSHETSERSATTNING", "text": "Arbetslöshetsersättning"},
        "belopp": {"netto": "14210.00"},
        "utbetalningsdag": "2026-10-23",
        "avser": {"from": "2026-09-01", "tom": "2026-09-30"},
        "tillstand": "UTBETALD",
        "dagar": "17.5",
        "anmarkning": DEDUCTED,
        "inkomstslag": {"kod": "A_KASSA_ALFA", "text": "A-kassa/ALFA"},
    }


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), Tillstand.PLANERAD),
        # Midnight in Sweden is an hour earlier in UTC: the day of the answer is the Swedish one.
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), Tillstand.UTBETALD),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), Tillstand.UTBETALD),
    ],
)
def test_a_payment_is_coming_until_its_day_in_sweden(moment: datetime, state: Tillstand) -> None:
    coming = settled(section(source("payment-coming")), moment)[-1]
    assert coming.utbetalningsdag == date(2026, 11, 25)
    assert coming.tillstand is state


def test_a_payment_without_day_is_never_counted_as_paid() -> None:
    told = Arbetsloshetsersattning(akassor=[Akassa(id="u1", utbetalningar=[Ersattningsutbetalning(id="u2")])])
    (item,) = settled(told)
    assert item.tillstand is Tillstand.PRELIMINAR
    assert item.anmarkning == f"{NO_DATE} {NO_AMOUNT}"


def test_the_amount_is_after_tax_and_never_something_else_in_its_place() -> None:
    day = date(2026, 10, 23)
    lacking = one(Ersattningsutbetalning(id="u2", utbetalningsdag=day, nettoEfterAvdrag=Decimal(900)))
    assert lacking.belopp.netto is None
    assert lacking.anmarkning == NO_AMOUNT
    alone = one(Ersattningsutbetalning(id="u2", utbetalningsdag=day, nettoEfterSkatt=Decimal(900)))
    assert str(alone.belopp.netto) == "900.00"
    assert alone.anmarkning is None


@pytest.mark.parametrize(
    ("given", "written"),
    [("8000", "8000.00"), ("-900.5000", "-900.50"), ("0.125", "0.125"), ("999999999999", "999999999999.00")],
)
def test_amounts_are_written_with_ore_and_nothing_is_rounded(given: str, written: str) -> None:
    item = one(
        Ersattningsutbetalning(id="u2", utbetalningsdag=date(2026, 10, 23), nettoEfterSkatt=Decimal(given))
    )
    assert str(item.belopp.netto) == written
    assert item.anmarkning == (NEGATIVE if given.startswith("-") else None)


@pytest.mark.parametrize(
    ("after_tax", "left", "remark"),
    [
        ("900", "0", f"{DEDUCTED} {ALL_DEDUCTED}"),
        ("900", "0.00", f"{DEDUCTED} {ALL_DEDUCTED}"),
        ("900", "1", DEDUCTED),
        ("900", "900.00", None),
        ("0", "0", None),
    ],
)
def test_what_goes_to_deductions_is_remarked(after_tax: str, left: str, remark: str | None) -> None:
    payment = Ersattningsutbetalning(
        id="u2",
        utbetalningsdag=date(2026, 10, 23),
        nettoEfterSkatt=Decimal(after_tax),
        nettoEfterAvdrag=Decimal(left),
    )
    assert one(payment).anmarkning == remark


def test_every_payment_has_its_item_equal_ones_too() -> None:
    told = section(answer_of("mangfald"))
    payments = [payment.id for fund in told.akassor for payment in fund.utbetalningar]
    assert len(payments) == 17
    assert [payment.element for payment in incomes(told)] == payments


def test_another_section_is_refused() -> None:
    with pytest.raises(TypeError):
        incomes(Bokning())
