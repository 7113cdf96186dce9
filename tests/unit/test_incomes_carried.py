"""What an item carries besides the amount, and what stays in the section that it came from."""

from __future__ import annotations

from decimal import Decimal

from messages.base import Sektion
from messages.forsakringsuppgifter import Utbetalningsdetalj
from messages.inkomster import Inkomstpost
from tests.support.incomes import items_of, part_of
from tests.support.payments import PM_PAYS, code, csn, fk, fund, insurance, pension, pm, so, studies, time

DAY = "2026-11-20"
BENEFIT = code("ABB Barnbidrag")
ROWS = [
    Utbetalningsdetalj(forman=BENEFIT, brutto=Decimal(1250)),
    Utbetalningsdetalj(forman=BENEFIT, brutto=Decimal(150)),
]


def told(source: str, section: Sektion) -> list[Inkomstpost]:
    return items_of(part_of(source, section))


def test_one_detail_row_is_carried_and_half_days_are_kept() -> None:
    row = Utbetalningsdetalj(
        forman=code("SJP Sjukpenning"), beloppstyp=code("INF Utmätning"), dagar=Decimal("10.5")
    )
    (one,) = told("FK", insurance(fk("SJP Sjukpenning", "1", DAY, detaljer=[row])))
    assert (one.delforman, one.beloppstyp, str(one.dagar)) == (row.forman, row.beloppstyp, "10.5")


def test_of_several_detail_rows_none_is_carried_and_all_are_kept() -> None:
    section = insurance(fk("ABB Barnbidrag", "1400", DAY, detaljer=ROWS))
    (item,) = told("FK", section)
    assert (item.delforman, item.beloppstyp, item.dagar) == (None, None, None)
    (payment,) = [each for each in section.utbetalningar if each.id == item.uppgiftId]
    assert payment.detaljer == ROWS


def test_what_the_a_kassa_deducted_is_kept_in_the_section() -> None:
    section = fund(so("14210", DAY, left="12210"))
    (item,) = told("SO", section)
    assert item.belopp.netto == 14210
    assert section.akassor[0].utbetalningar[0].nettoEfterAvdrag == 12210


def test_a_planned_payment_without_date_says_which_weeks_it_is_for() -> None:
    (item,) = told(
        "CSN",
        studies("STUDIEMEDEL Studiemedel", csn("3968", None, "2026-12-14/2027-01-10", state="Planerad")),
    )
    assert item.avser == time("2026-12-14/2027-01-10")


def test_one_payment_that_two_authorities_tell_of_is_one_income() -> None:
    theirs = insurance(fk("AP Allmän pension", "9482", "2026-11-19", foretag=PM_PAYS))
    own = pension(pm("PM:AP PM:IP", "9482", "2026-11-19"))
    (item,) = items_of(part_of("FK", theirs), part_of("PM", own))
    assert (item.kalla, str(item.belopp.netto)) == ("PM", "9482.00")
    (alone,) = items_of(part_of("FK", theirs), part_of("PM"))
    assert (alone.kalla, alone.utbetalare) == ("FK", "PM")
