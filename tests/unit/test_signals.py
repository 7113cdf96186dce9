"""Does each signal come when it should, and never from what a source did not say?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapter import Days
from hub.elements import load_codes
from hub.translate.signals import SIGNALS, Asked, signals
from hub.translate.signals_basis import Told, sources_of
from messages.base import Sektion
from messages.delar import KodText
from messages.inkomster import Belopp, Inkomstpost
from messages.koder import Atgard, Led, Tillstand, Utfall
from messages.uppgifter import Fel, Kallsvar, Saknas, Signal

TODAY = date(2026, 11, 21)
PERIOD = Days(date(2026, 8, 1), date(2026, 10, 31))
AUG, SEP, OCT = "2026-08-25", "2026-09-25", "2026-10-25"
NAMES = {"FK": "Försäkringskassan"}
FAULT = Fel(led=Led.KALLA, kod="KALLA_TIDSGRANS", text="Svarade inte i tid.", atgard=Atgard.FORSOK_IGEN)
FAILED = (Utfall.EJ_TILLGANGLIG, Utfall.EJ_STALLD, Utfall.NEKAD)
FROM_ABSENCE = {"BORTFALLEN", "NY", "ANDRAD", "BESLUTAD_EJ_UTBETALD", "STUDIEBIDRAG_SEPTEMBER"}

Row = tuple[str | None, str | None] | tuple[str | None, str | None, str]


def item(place: int, row: Row, code: str = "BOB") -> Inkomstpost:
    day, amount, *state = row
    return Inkomstpost(
        id=f"i{place}",
        kalla="FK",
        uppgiftId=f"u{place}",
        forman=KodText(kod=code, text="Bostadsbidrag"),
        belopp=Belopp(netto=None if amount is None else Decimal(amount)),
        utbetalningsdag=date.fromisoformat(day) if day else None,
        tillstand=Tillstand(state[0]) if state else Tillstand.UTBETALD,
    )


def told(
    outcome: Utfall = Utfall.BESVARAD,
    until: date | None = PERIOD.last,
    missing: Sequence[str] = (),
    sections: Sequence[Sektion] = (),
    groups: Sequence[str] = (),
    period: Days = PERIOD,
) -> Told:
    part = Kallsvar(
        kalla="FK",
        utfall=outcome,
        fragad=outcome is not Utfall.EJ_STALLD,
        fullstandigTom=until,
        saknas=[Saknas(grupp=group, kod="X", text="Kom inte.") for group in missing],
        uppgifter={one.namn: one for one in sections},
        fel=FAULT if outcome in FAILED else None,
    )
    every = [name for one in sections for name in one.grupper]
    handed = groups or every
    return Told(part, handed, period, set(every).difference(handed))


def seen(
    rows: Sequence[Row], part: Told | None = None, code: str = "BOB", period: Days = PERIOD, **asked: Any
) -> list[Signal]:
    items = [item(place, row, code) for place, row in enumerate(rows, start=1)]
    return signals(sources_of([part or told()], items, NAMES), Asked(period, TODAY, **asked))


def codes(found: Sequence[Signal]) -> list[str]:
    return [signal.kod for signal in found]


PAYMENTS: dict[str, tuple[list[Row], list[str]]] = {
    "the same in all months": ([(AUG, "1300"), (SEP, "1300"), (OCT, "1300")], []),
    "nothing in M": ([(AUG, "1300"), (SEP, "1300")], ["BORTFALLEN"]),
    "only in M-2": ([(AUG, "1300")], ["BORTFALLEN"]),
    "preliminary in M": ([(AUG, "1300"), (SEP, "1300"), (OCT, "1300", "PRELIMINAR")], []),
    "planned without date, may be in M": (
        [(AUG, "1300"), (SEP, "1300"), (None, "1300", "PLANERAD")],
        ["PLANERAD_UTAN_DATUM"],
    ),
    "paid without date, may be in M": ([(AUG, "1300"), (SEP, "1300"), (None, "1300")], []),
    "first in M": ([(OCT, "1300")], ["NY"]),
    "first in M-1": ([(SEP, "1300"), (OCT, "1300")], ["NY"]),
    "in M, not in M-1, but in M-2": ([(AUG, "1300"), (OCT, "1300")], []),
    "20 per cent more is not more than 20": ([(AUG, "1000"), (SEP, "1000"), (OCT, "1200")], []),
    "more than 20 per cent": ([(AUG, "1000"), (SEP, "1000"), (OCT, "1201")], ["ANDRAD"]),
    "down and up again": ([(AUG, "1000"), (SEP, "100"), (OCT, "1000")], ["ANDRAD", "ANDRAD"]),
    "two equal payments are two": ([(AUG, "500"), (SEP, "500"), (OCT, "500"), (OCT, "500")], ["ANDRAD"]),
    "a correction is in the net": ([(AUG, "1000"), (SEP, "1000"), (OCT, "1500"), (OCT, "-500")], []),
    "nothing to something": ([(AUG, "0"), (SEP, "0"), (OCT, "100")], ["ANDRAD"]),
    "zero all the time": ([(AUG, "0"), (SEP, "0"), (OCT, "0")], []),
    "a recovery is no income that ended": ([(SEP, "-500")], []),
    "without amounts nothing is compared": ([(AUG, None), (SEP, "100"), (OCT, None)], []),
}


@pytest.mark.parametrize("case", PAYMENTS)
def test_payments(case: str) -> None:
    rows, expected = PAYMENTS[case]
    assert codes(seen(rows)) == expected


ENDED: list[Row] = [(AUG, "1300"), (SEP, "1300")]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (told(until=date(2026, 10, 30)), []),
        (told(until=None), []),
        (told(period=Days(PERIOD.first, date(2026, 10, 15))), []),
        (told(Utfall.DELVIS_BESVARAD, missing=["pension.beslut"]), ["KAN_INTE_AVGORAS", "BORTFALLEN"]),
        (told(Utfall.DELVIS_BESVARAD, missing=["socialforsakring.utbetalningar"]), ["KAN_INTE_AVGORAS"]),
        (told(Utfall.DELVIS_BESVARAD, missing=["socialforsakring"]), ["KAN_INTE_AVGORAS"]),
        (told(Utfall.EJ_TILLGANGLIG), ["KAN_INTE_AVGORAS"]),
        (told(Utfall.EJ_STALLD), ["KAN_INTE_AVGORAS"]),
    ],
)
def test_what_has_ended_is_told_only_of_a_source_that_told_all(part: Told, expected: list[str]) -> None:
    assert codes(seen(ENDED, part)) == expected


def test_a_payment_of_unknown_benefit_may_be_any() -> None:
    items = [item(1, (AUG, "1300")), item(2, (SEP, "1300")), item(3, (OCT, "1300"), code="FLERA")]
    assert codes(signals(sources_of([told()], items, NAMES), Asked(PERIOD, TODAY))) == []


def test_the_text_shows_what_was_compared() -> None:
    (found,) = seen([(AUG, "1000"), (SEP, "1000"), (OCT, "1000"), (OCT, "2968.50"), (OCT, None)])
    assert found.text == (
        "Bostadsbidrag (Försäkringskassan) har ändrats (+297 %). Netto i september 2026: 1 000 kr. Netto i "
        "oktober 2026: 1 000 kr + 2 968,50 kr = 3 968,50 kr. Utbetalningar utan belopp är inte medräknade."
    )
    assert found.underlag == ["i2", "i3", "i4"]


def test_what_is_new_says_when_it_was_paid_before_the_time_asked_about() -> None:
    (found,) = seen([("2026-06-28", "1250"), (OCT, "1250")])
    assert found.text == (
        f"Bostadsbidrag (Försäkringskassan): en utbetalning, {OCT}, har ingen tidigare motsvarighet i den "
        "tid som källan har tillfrågats om (från 2026-08-01). Före den tiden betalades senast ut 2026-06-28. "
        "Om fler kommer framgår inte."
    )


@pytest.mark.parametrize(
    ("rows", "made", "end"),
    [
        ([(OCT, "1")], f"en utbetalning, {OCT}, har", "Om fler kommer framgår inte."),
        (
            [("2026-10-02", "1"), (OCT, "1")],
            f"2 utbetalningar, 2026-10-02 och {OCT}, har",
            "Om fler kommer framgår inte.",
        ),
        ([(SEP, "1"), (OCT, "1")], f"en utbetalning, {SEP}, har", f"Utbetalt igen {OCT}."),
        (
            [(SEP, "1"), (OCT, "1", "PRELIMINAR")],
            f"en utbetalning, {SEP}, har",
            "Fler är planerade eller preliminära.",
        ),
        (
            [(OCT, "1"), ("2026-10-30", "1", "PLANERAD")],
            f"en utbetalning, {OCT}, har",
            "Fler är planerade eller preliminära.",
        ),
        (
            [(OCT, "1"), ("2026-10-30", "-1", "PLANERAD")],
            f"en utbetalning, {OCT}, har",
            "Om fler kommer framgår inte.",
        ),
        (
            [(SEP, "1"), (OCT, "1"), ("2026-11-25", "1", "PLANERAD")],
            f"en utbetalning, {SEP}, har",
            f"Utbetalt igen {OCT}. Fler är planerade eller preliminära.",
        ),
    ],
)
def test_one_payment_without_counterpart_is_told_as_that_and_as_nothing_lasting(
    rows: list[Row], made: str, end: str
) -> None:
    (found,) = [one for one in seen(rows) if one.kod == "NY"]
    assert made in found.text
    assert found.text.endswith(end)
    assert "börjat" not in found.text


@pytest.mark.parametrize("rows", [[(SEP, "1075")], [(OCT, "1075")], [(SEP, "1075"), (OCT, "300")]])
def test_what_is_paid_once_neither_begins_nor_changes_nor_ends(rows: list[Row]) -> None:
    assert codes(seen(rows)) != []
    assert codes(seen(rows, code="SKATTEATERBARING")) == []


def test_the_share_is_chosen() -> None:
    rows: list[Row] = [(AUG, "1000"), (SEP, "1000"), (OCT, "1100")]
    assert codes(seen(rows, change_share=Decimal("0.05"))) == ["ANDRAD"]


def test_every_code_is_in_the_list() -> None:
    assert len(load_codes("svar-signal").texts) == len(SIGNALS)


# ---------------------------------------------------------------- whatever comes

days = st.one_of(st.none(), st.dates(date(2026, 5, 1), date(2027, 1, 31)).map(date.isoformat))
amounts = st.one_of(st.none(), st.sampled_from(["0", "-1", "1300", "0.000001", "999999999999999999"]))
rows = st.lists(st.tuples(days, amounts, st.sampled_from([one.value for one in Tillstand])), max_size=12)


@given(rows, st.sampled_from(FAILED))
def test_nothing_follows_from_a_source_that_failed(given_rows: list[Row], outcome: Utfall) -> None:
    assert not FROM_ABSENCE & set(codes(seen(given_rows, told(outcome))))


@given(
    rows,
    st.sampled_from(list(Utfall)),
    st.dates(),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["BOB", "FLERA", "OKAND"]),
)
def test_any_items_on_any_days_are_read(
    given_rows: list[Row], outcome: Utfall, end: date, until: date | None, code: str
) -> None:
    period = Days(min(end, date(2026, 8, 1)), end)
    found = seen(given_rows, told(outcome, until, period=period), code, period)
    known = load_codes("svar-signal").texts
    ids = {f"i{place}" for place in range(1, len(given_rows) + 1)}
    assert all(signal.kod in known and set(signal.underlag) <= ids for signal in found)
