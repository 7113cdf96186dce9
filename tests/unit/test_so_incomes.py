"""The a-kassor's payments as income items: each once, none added up, made or coming by the answer's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from adapters.akassor.incomes import DEDUCTED, NEGATIVE, NO_AMOUNT, NO_DATE, incomes
from adapters.akassor.mapping import SECTIONS
from hub.model.kinds import Kinds
from hub.translate.incomes import numbered
from messages.arbetsloshetsersattning import Akassa, Arbetsloshetsersattning, Ersattningsutbetalning
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand, Utfall
from messages.uppgifter import Kallsvar
from tests.support.elements import Bokning
from tests.support.so import answer_of, section, source


def one(payment: Ersattningsutbetalning) -> Inkomstpost:
    fund = Akassa(id="u1", utbetalningar=[payment])
    (item,) = incomes(Arbetsloshetsersattning(akassor=[fund]), "SO")
    return item


def settled(told: Arbetsloshetsersattning, moment: datetime) -> list[Inkomstpost]:
    """As the hub hands them out of an answer that came at `moment`."""
    part = Kallsvar(
        kalla="SO", utfall=Utfall.BESVARAD, fragad=True, hamtad=moment, uppgifter={told.namn: told}
    )
    return numbered([part], {kind.name: kind for kind in SECTIONS}, Kinds())


def test_a_payment_is_told_as_the_calculation_wants_it() -> None:
    told = settled(section(source("ordinary")), datetime(2026, 11, 21, 9, tzinfo=UTC))
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
    (item,) = settled(told, datetime(2026, 11, 21, 9, tzinfo=UTC))
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


def test_every_payment_has_its_item_equal_ones_too() -> None:
    told = section(answer_of("mangfald"))
    payments = [payment.id for fund in told.akassor for payment in fund.utbetalningar]
    assert len(payments) == 17
    assert [item.uppgiftId for item in incomes(told, "SO")] == payments


def test_another_section_is_refused() -> None:
    with pytest.raises(TypeError):
        incomes(Bokning(), "SO")
