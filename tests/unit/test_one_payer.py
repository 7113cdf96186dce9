"""Is a payment that two authorities tell of one income, and only then?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hub.adapter import Days
from hub.translate.signals import Asked, signals
from hub.translate.signals_basis import Told, sources_of
from messages.base import Sektion
from messages.pension import Pension
from messages.socialforsakring import Socialforsakring
from messages.uppgifter import Kallsvar
from tests.support.incomes import NAMES, items_of, part_of

DAY = date(2026, 10, 19)
PENSION = {"kod": "AP", "text": "Allmän pension"}
AUTUMN = Days(date(2026, 9, 1), date(2026, 10, 31))


def by_insurance(*nets: str, day: date | None = DAY, payer: str = "1003", **lists: Any) -> Socialforsakring:
    """Payments as Försäkringskassan tells them; the payer 1003 is Pensionsmyndigheten."""
    payments = [
        {
            "id": f"u{place}",
            "foretag": {"kod": payer, "text": "Myndighet"},
            "formansfamilj": PENSION,
            "utbetalningsdag": day,
            "netto": Decimal(net),
            "detaljer": [{"forman": PENSION}],
        }
        for place, net in enumerate(nets, start=1)
    ]
    return Socialforsakring.model_validate({"utbetalningar": payments, **lists})


def by_pensions(*nets: str, day: date = DAY) -> Pension:
    payments = [
        {"id": f"u{place}", "utbetalningsdag": day, "netto": Decimal(net)}
        for place, net in enumerate(nets, start=1)
    ]
    return Pension.model_validate({"utbetalningar": payments})


def told(*parts: Kallsvar) -> list[tuple[str, str | None]]:
    return [(f"{item.kalla} {item.belopp.netto}", item.utbetalare) for item in items_of(*parts)]


def test_the_payers_own_word_stands_and_says_who_else_tells_it() -> None:
    (item,) = items_of(part_of("FK", by_insurance("12807")), part_of("PM", by_pensions("12807")))
    assert (item.id, item.kalla, item.belopp.netto) == ("i1", "PM", Decimal(12807))
    assert item.anmarkning is not None
    assert "Samma utbetalning redovisas också av Försäkringskassan." in item.anmarkning


def test_order_of_the_sources_makes_no_difference() -> None:
    both = part_of("FK", by_insurance("12807")), part_of("PM", by_pensions("12807"))
    assert told(*both) == told(*reversed(both)) == [("PM 12807.00", None)]


def test_where_the_payer_did_not_answer_the_others_word_is_all_there_is() -> None:
    (item,) = items_of(part_of("FK", by_insurance("12807")), part_of("PM"))
    assert (item.kalla, item.utbetalare) == ("FK", "PM")
    assert item.anmarkning is not None
    assert "Utbetalningen görs av Pensionsmyndigheten." in item.anmarkning


def test_another_day_or_another_amount_is_another_payment() -> None:
    insurance = part_of("FK", by_insurance("12807"))
    for other in (by_pensions("12806"), by_pensions("12807", day=date(2026, 10, 20))):
        assert len(told(insurance, part_of("PM", other))) == 2


def test_another_amount_on_the_same_day_may_be_the_same_and_is_said_to() -> None:
    """Pensionsmyndigheten writes whole kronor, Försäkringskassan ören."""
    (theirs, _) = items_of(part_of("FK", by_insurance("12806.60")), part_of("PM", by_pensions("12807")))
    assert theirs.anmarkning is not None
    assert "Räkna inte båda utan att ha kontrollerat." in theirs.anmarkning
    (alone, _) = items_of(
        part_of("FK", by_insurance("500")), part_of("PM", by_pensions("500", day=AUTUMN.last))
    )
    assert "Räkna inte båda" not in (alone.anmarkning or "")


def test_what_forsakringskassan_pays_itself_is_never_taken_for_the_others() -> None:
    own = part_of("FK", by_insurance("12807", payer="1001"))
    assert len(told(own, part_of("PM", by_pensions("12807")))) == 2


def test_two_equal_payments_told_by_both_are_two() -> None:
    both = part_of("FK", by_insurance("500", "500")), part_of("PM", by_pensions("500", "500"))
    assert told(*both) == [("PM 500.00", None), ("PM 500.00", None)]
    one_more = part_of("FK", by_insurance("500", "500")), part_of("PM", by_pensions("500"))
    assert told(*one_more) == [("FK 500.00", "PM"), ("PM 500.00", None)]


def test_without_a_day_nothing_is_known_to_be_the_same() -> None:
    assert len(told(part_of("FK", by_insurance("500", day=None)), part_of("PM", by_pensions("500")))) == 2


def test_a_decision_is_not_unpaid_because_the_payer_tells_of_the_payment() -> None:
    whole = {"from": date(2026, 1, 1), "tom": date(2027, 12, 31)}
    decision = {"id": "u8", "fattat": date(2026, 1, 1), "forman": PENSION, "period": whole}
    pension_case = {"id": "u7", "forman": PENSION, "beslut": [decision | {"beslutatBrutto": "18000"}]}

    def codes(*sections: tuple[str, Sektion]) -> set[str]:
        parts = [
            part_of(source, section).model_copy(update={"fullstandigTom": AUTUMN.last})
            for source, section in sections
        ]
        groups = ("socialforsakring.utbetalningar", "socialforsakring.preliminaraUtbetalningar")
        given = [Told(part, (*groups, "socialforsakring.allmanPension"), AUTUMN) for part in parts]
        items = items_of(*parts)
        found = signals(sources_of(given, items, NAMES), Asked(AUTUMN, date(2026, 11, 21)))
        return {signal.kod for signal in found if signal.kalla == "FK"}

    assert "BESLUTAD_EJ_UTBETALD" in codes(("FK", by_insurance(allmanPension=[pension_case])))
    paid = by_insurance("12807", allmanPension=[pension_case])
    assert "BESLUTAD_EJ_UTBETALD" not in codes(("FK", paid), ("PM", by_pensions("12807")))


AUTUMN_PAID = (date(2026, 9, 18), date(2026, 10, 16))


def test_nothing_is_concluded_of_what_stands_partly_with_its_payer() -> None:
    """Pensionsmyndigheten was asked about October only: the rest of the series is with Försäkringskassan."""
    months = [by_insurance("12000", day=day).utbetalningar[0] for day in AUTUMN_PAID]
    insurance = Socialforsakring(
        utbetalningar=[one.like({"id": f"u{place}"}) for place, one in enumerate(months, start=1)]
    )
    pensions = by_pensions("12000", day=AUTUMN_PAID[1])
    parts = [
        part_of(source, section).model_copy(update={"fullstandigTom": AUTUMN.last})
        for source, section in (("FK", insurance), ("PM", pensions))
    ]
    october = Days(date(2026, 10, 1), AUTUMN.last)
    given = [Told(parts[0], (), AUTUMN), Told(parts[1], (), october)]
    items = items_of(*parts)
    assert [(item.kalla, item.utbetalningsdag) for item in items] == [
        ("FK", AUTUMN_PAID[0]),
        ("PM", AUTUMN_PAID[1]),
    ]
    found = signals(sources_of(given, items, NAMES), Asked(AUTUMN, date(2026, 11, 21)))
    assert {signal.kod for signal in found} <= {"KAN_INTE_AVGORAS"}
