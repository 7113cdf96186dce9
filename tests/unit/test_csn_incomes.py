"""CSN's payments as income items: each once, none twice, nothing added up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from adapters.csn.incomes import NO_AMOUNT, NO_DATE, NO_STATE, incomes
from messages.delar import KodText
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.studiestod import Studiebelopp, Studiestod, Studiestodsarende, Studieutbetalning, Utbetaldtid
from tests.support.csn import answer_of, found, source
from tests.support.elements import Bokning
from tests.support.incomes import as_items


def items(content: bytes) -> list[Inkomstpost]:
    return as_items("CSN", incomes(found(content).sections[0]))


def test_a_payment_is_told_as_the_calculation_wants_it() -> None:
    item = items(source("ordinary"))[0]
    assert item.model_dump(mode="json", exclude_none=True) == {
        "id": "i1",
        "kalla": "CSN",
        "uppgiftId": "u4",
        "forman": {"kod": "STUDIEMEDEL", "text": "Studiemedel"},
        "delforman": {"kod": "GRUND", "text": "Studiemedel"},
        "beloppstyp": {"kod": "BIDRAG", "text": "Grundbidrag"},
        "belopp": {"netto": "3968.00"},
        "utbetalningsdag": "2026-08-27",
        "avser": {"from": "2026-08-24", "tom": "2026-09-20"},
        "tillstand": "UTBETALD",
    }


def test_paid_and_planned_are_told_apart_and_a_plan_without_date_is_noted() -> None:
    told = items(answer_of("student"))
    planned = [item for item in told if item.tillstand is Tillstand.PLANERAD]
    undated = [item for item in planned if item.utbetalningsdag is None]
    assert planned
    assert undated
    assert all(item.anmarkning == NO_DATE and item.avser is not None for item in undated)


def one(*payments: Studieutbetalning, stod: str = "STUDIEMEDEL") -> list[Inkomstpost]:
    case = Studiestodsarende(id="u1", stod=KodText(kod=stod, text=stod.title()), utbetalningar=list(payments))
    return as_items("CSN", incomes(Studiestod(arenden=[case])))


PAID = KodText(kod="UTBETALD", text="Utbetald")
ROW = Studiebelopp(beloppstyp=KodText(kod="B", text="Bidrag"), totalbelopp=Decimal(100))


def test_two_equal_payments_are_two_items() -> None:
    payment = Studieutbetalning(
        id="u2", utbetalningsdag=date(2026, 9, 25), status=PAID, totalbelopp=Decimal(100)
    )
    assert len(one(payment, payment.model_copy(update={"id": "u3"}))) == 2


def test_the_amount_is_the_payments_own_never_a_sum() -> None:
    payment = Studieutbetalning(
        id="u2", status=PAID, totalbelopp=Decimal(150), tider=[Utbetaldtid(beloppsrader=[ROW, ROW])]
    )
    (item,) = one(payment)
    assert (item.belopp.netto, item.beloppstyp) == (Decimal("150.00"), None)


def test_the_type_of_amount_is_carried_for_a_single_row() -> None:
    (item,) = one(Studieutbetalning(id="u2", status=PAID, tider=[Utbetaldtid(beloppsrader=[ROW])]))
    assert item.beloppstyp == ROW.beloppstyp


def test_a_payment_without_readable_amount_is_not_lost() -> None:
    (item,) = one(Studieutbetalning(id="u2", utbetalningsdag=date(2026, 9, 25), status=PAID))
    assert item.belopp.netto is None
    assert item.anmarkning == NO_AMOUNT


@pytest.mark.parametrize("status", [None, KodText(kod="Stoppad", text="Okänd kod")])
def test_a_payment_of_unknown_state_is_never_counted_as_paid(status: KodText | None) -> None:
    (item,) = one(Studieutbetalning(id="u2", status=status, totalbelopp=Decimal(1)))
    assert item.tillstand is Tillstand.PRELIMINAR
    assert item.anmarkning == NO_STATE


def test_amounts_of_any_size_are_written_out() -> None:
    (item,) = one(Studieutbetalning(id="u2", status=PAID, totalbelopp=Decimal(10**15 - 1)))
    assert str(item.belopp.netto) == "999999999999999.00"


def test_every_payment_has_its_item() -> None:
    section = found(answer_of("mangfald")).sections[0]
    assert isinstance(section, Studiestod)
    payments = [payment.id for case in section.arenden for payment in case.utbetalningar]
    assert [payment.element for payment in incomes(section)] == payments


def test_another_section_is_refused() -> None:
    with pytest.raises(TypeError):
        incomes(Bokning())
