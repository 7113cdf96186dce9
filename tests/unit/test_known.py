"""Does an answer tell what has become of the payments that the asker has, and never more than it knows?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hub.adapter import Days
from hub.translate.known import compared
from hub.translate.signals_basis import Told
from messages.inkomster import Inkomstpost, Jamforelse, KandInkomstpost
from messages.koder import Atgard, Led, Utfall
from messages.uppgifter import Fel, Saknas
from tests.support.known import ASKED, items, known, sources, told

FAULT = Fel(led=Led.KALLA, kod="KALLA_TIDSGRANS", text="Svarade inte i tid.", atgard=Atgard.FORSOK_IGEN)


def outcome(
    before: Sequence[KandInkomstpost], now: Sequence[Inkomstpost], *parts: Told
) -> dict[str, list[Any]]:
    """What is not empty, as short as can be."""
    found = compared(before, now, sources(*parts, of=now))
    short: dict[str, list[Any]] = {
        "nya": found.nya,
        "andrade": [(one.inkomstpostId, one.kandId, *one.falt) for one in found.andrade],
        "borta": found.borta,
        "ejAvgjorda": [one.kandId for one in found.ejAvgjorda],
        "oforandrade": [(one.inkomstpostId, one.kandId) for one in found.oforandrade],
    }
    return {name: value for name, value in short.items() if value}


# ---------------------------------------------------------------- which are the same payment

SAME: dict[str, dict[str, Any]] = {
    "the scale of a number": {"belopp": {"netto": "1300.00"}},
    "a note": {"anmarkning": "Förmånen står inte i tabellen."},
    "the kind of income": {"inkomstslag": {"kod": "BOSTADSBIDRAG", "text": "Bostadsbidrag"}},
    "the id of the element": {"uppgiftId": "u77"},
    "the record of the log": {"loggpostId": "45099169-125c-4401-b822-6a96eba2074d"},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_is_no_difference(change: dict[str, Any]) -> None:
    assert outcome(known(change), items({})) == {"oforandrade": [("i1", "k1")]}
    assert outcome(known({}), items(change)) == {"oforandrade": [("i1", "k1")]}


def test_a_period_without_days_is_none() -> None:
    assert outcome(known({"avser": {}}), items({"avser": None})) == {"oforandrade": [("i1", "k1")]}


DIFFERING: dict[str, dict[str, Any]] = {
    "belopp.netto": {"belopp": {"netto": "1301"}},
    "belopp.brutto": {"belopp": {"netto": "1300", "brutto": "1300"}},
    "belopp.skatt": {"belopp": {"netto": "1300", "skatt": "0"}},
    "belopp.avdrag": {"belopp": {"netto": "1300", "avdrag": "10"}},
    "tillstand": {"tillstand": "PLANERAD"},
    "dagar": {"dagar": "2.5"},
    "delforman": {"delforman": {"kod": "SB", "text": "Särskilt bidrag"}},
    "beloppstyp": {"beloppstyp": {"kod": "B", "text": "Bidrag"}},
    "avser": {"avser": {"from": "2026-09-01", "tom": "2026-09-30"}},
}


@pytest.mark.parametrize("field", DIFFERING)
def test_one_difference_is_named(field: str) -> None:
    assert outcome(known(DIFFERING[field]), items({})) == {"andrade": [("i1", "k1", field)]}
    assert outcome(known({}), items(DIFFERING[field])) == {"andrade": [("i1", "k1", field)]}


OTHER: dict[str, dict[str, Any]] = {
    "another source": {"kalla": "PM"},
    "another benefit": {"forman": {"kod": "BAB", "text": "Barnbidrag"}},
    "another day and period": {"utbetalningsdag": "2026-09-25", "avser": {"from": "2026-09-01"}},
}


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_another_payment_is_new_and_the_known_one_gone(change: dict[str, Any]) -> None:
    parts = (told(), told(kalla="PM"))
    assert outcome(known({}), items(change), *parts) == {"nya": ["i1"], "borta": ["k1"]}


def test_a_planned_payment_gets_its_day() -> None:
    planned = known({"utbetalningsdag": None, "tillstand": "PLANERAD"})
    assert outcome(planned, items({})) == {"andrade": [("i1", "k1", "utbetalningsdag", "tillstand")]}


def test_without_a_day_another_period_is_another_payment() -> None:
    before = known({"utbetalningsdag": None})
    later = items({"utbetalningsdag": None, "avser": {"from": "2026-11-01", "tom": "2026-11-15"}})
    found = compared(before, later, sources())
    assert (found.nya, [one.kandId for one in found.ejAvgjorda]) == (["i1"], ["k1"])


def test_what_was_planned_may_be_moved() -> None:
    planned = known({"tillstand": "PLANERAD"})
    moved = items({"utbetalningsdag": "2026-10-27"})
    assert outcome(planned, moved) == {"andrade": [("i1", "k1", "utbetalningsdag", "tillstand")]}


def test_what_was_made_is_not_made_again_on_another_day() -> None:
    """October's payment, and a supplement for October in November, when only November is asked about."""
    november = Days(date(2026, 11, 1), date(2026, 11, 30))
    supplement = items({"utbetalningsdag": "2026-11-20", "belopp": {"netto": "200"}})
    found = compared(known({}), supplement, sources(told(period=november)))
    assert (found.nya, [one.kandId for one in found.ejAvgjorda]) == (["i1"], ["k1"])


@pytest.mark.parametrize("text", ["Bostadsbidrag ", "BOSTADSBIDRAG"])
def test_spaces_and_case_are_no_difference(text: str) -> None:
    assert outcome(known({"forman": {"kod": "BOB", "text": text}}), items({})) == {
        "oforandrade": [("i1", "k1")]
    }


def test_a_benefit_that_goes_by_other_words_is_the_same_payment() -> None:
    before = known({"forman": {"kod": "BOB", "text": "Bidrag till bostad"}})
    assert outcome(before, items({})) == {"andrade": [("i1", "k1", "forman")]}


def test_a_payment_that_no_longer_names_its_benefit_is_not_gone() -> None:
    mixed = items({"forman": {"kod": "FLERA", "text": "Flera förmåner"}})
    found = compared(known({}), mixed, sources(of=mixed))
    assert (found.nya, found.borta) == (["i1"], [])
    assert found.ejAvgjorda[0].text.endswith("utan att säga av vilken förmån (i1).")


def test_two_equal_payments_are_two() -> None:
    assert outcome(known({}), items({}, {})) == {"nya": ["i2"], "oforandrade": [("i1", "k1")]}
    assert outcome(known({}, {}), items({})) == {"borta": ["k2"], "oforandrade": [("i1", "k1")]}
    both = outcome(known({}, {}), items({}, {}))
    assert both == {"oforandrade": [("i1", "k1"), ("i2", "k2")]}


def net(*amounts: str | None) -> list[dict[str, Any]]:
    return [{"belopp": {"netto": amount}} for amount in amounts]


def test_the_nearest_amount_is_the_same_payment() -> None:
    found = outcome(known(*net("100", "900", "500")), items(*net("520", "910")))
    assert found == {
        "andrade": [("i1", "k3", "belopp.netto"), ("i2", "k2", "belopp.netto")],
        "borta": ["k1"],
    }


def test_the_nearest_of_all_pairs_goes_first() -> None:
    """200 is nearer to 190 than 100 is, whichever was sent first; 100 then takes what is left."""
    found = outcome(known(*net("100", "200")), items(*net("190", "400")))
    assert found == {"andrade": [("i1", "k2", "belopp.netto"), ("i2", "k1", "belopp.netto")]}


def test_what_has_no_amount_is_paired_last() -> None:
    found = outcome(known(*net(None, "700")), items(*net("600", "650")))
    assert found == {"andrade": [("i1", "k1", "belopp.netto"), ("i2", "k2", "belopp.netto")]}


def test_of_the_same_amount_the_same_kind_of_benefit_goes_first() -> None:
    kinds = [{"delforman": {"kod": kod, "text": kod}} for kod in ("A", "B")]
    before = known(*(kind | {"tillstand": "PLANERAD"} for kind in kinds))
    found = outcome(before, items(*reversed(kinds)))
    assert found == {"andrade": [("i1", "k2", "tillstand"), ("i2", "k1", "tillstand")]}


@pytest.mark.parametrize(
    ("by_part", "expected"),
    [
        (True, {"nya": ["i1"], "borta": ["k1"]}),
        (False, {"andrade": [("i1", "k1", "delforman", "belopp.netto")]}),
    ],
)
def test_a_part_that_is_a_benefit_of_its_own_is_another_payment(
    by_part: bool, expected: dict[str, Any]
) -> None:
    grant = {"delforman": {"kod": "GRUND", "text": "Studiebidrag"}, "belopp": {"netto": "1250"}}
    supplement = {"delforman": {"kod": "TILL", "text": "Extra tillägg"}, "belopp": {"netto": "855"}}
    assert outcome(known(grant), items(supplement), replace(told(), by_part=by_part)) == expected


# ---------------------------------------------------------------- what is not there

PERIODLESS = {"utbetalningsdag": None, "avser": None}
UNDECIDED: dict[str, tuple[dict[str, Any], list[Told], str]] = {
    "failed": ({}, [told(Utfall.EJ_TILLGANGLIG, fel=FAULT)], "Försäkringskassan kunde inte läsas. Det är"),
    "not asked": ({}, [told(Utfall.EJ_STALLD, fel=FAULT)], "Försäkringskassan frågades inte"),
    "not allowed": ({}, [told(Utfall.NEKAD, None, fel=FAULT)], "Försäkringskassan fick inte frågas"),
    "refused": ({}, [told(Utfall.NEKAD, fel=FAULT)], "Försäkringskassan lämnade inte ut"),
    "no part": ({"kalla": "SKV"}, [told()], "SKV frågades inte"),
    "before the period": (
        {"utbetalningsdag": "2026-08-31"},
        [told()],
        "Utbetalningen ligger utanför den tid som Försäkringskassan frågades om.",
    ),
    "after the period": ({"utbetalningsdag": "2026-12-01"}, [told()], "Utbetalningen ligger utanför"),
    "after what is complete": (
        {"utbetalningsdag": "2026-11-22"},
        [told()],
        "Försäkringskassan har fullständiga uppgifter bara till och med 2026-11-21",
    ),
    "complete not known": ({}, [told(fullstandigTom=None)], "Försäkringskassan säger inte till och med"),
    "payments missing": (
        {},
        [
            told(
                Utfall.DELVIS_BESVARAD,
                saknas=[Saknas(grupp="socialforsakring.utbetalningar", kod="X", text="Kom inte.")],
            )
        ],
        "Alla utbetalningar från Försäkringskassan är inte med",
    ),
    "payments withheld": (
        {},
        [replace(told(), untold={"socialforsakring.utbetalningar"})],
        "Alla utbetalningar från",
    ),
    "payments not asked for of a source that has nothing else": (
        {},
        [replace(told(Utfall.INGA_UPPGIFTER), untold={"socialforsakring.utbetalningar"})],
        "Alla utbetalningar från",
    ),
    "neither day nor period": (PERIODLESS, [told()], "Utbetalningen har ingen dag"),
    "half a period": (
        {"utbetalningsdag": None, "avser": {"from": "2026-10-01"}},
        [told()],
        "Utbetalningen har ingen dag",
    ),
    "a period that ends before it begins": (
        {"utbetalningsdag": None, "avser": {"from": "2026-10-02", "tom": "2026-10-01"}},
        [told()],
        "Utbetalningen har ingen dag",
    ),
    "no time, and failed": (PERIODLESS, [told(Utfall.EJ_TILLGANGLIG, fel=FAULT)], "Försäkringskassan kunde"),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_what_cannot_be_decided_says_why(case: str) -> None:
    change, parts, text = UNDECIDED[case]
    found = compared(known(change), [], sources(*parts))
    (why,) = found.ejAvgjorda
    assert why.kandId == "k1"
    assert why.text.startswith(text)
    assert found == Jamforelse(ejAvgjorda=[why])


@pytest.mark.parametrize("utfall", [Utfall.BESVARAD, Utfall.INGA_UPPGIFTER])
def test_a_source_that_has_told_all_makes_it_gone(utfall: Utfall) -> None:
    assert outcome(known({}), [], told(utfall)) == {"borta": ["k1"]}


def test_a_portion_that_failed_leaves_all_undecided_and_says_which() -> None:
    early, late = Days(ASKED.first, date(2026, 10, 15)), Days(date(2026, 10, 16), ASKED.last)
    parts = (told(period=early), told(Utfall.EJ_TILLGANGLIG, late, fel=FAULT))
    found = compared(known({}, {"utbetalningsdag": "2026-09-25"}), [], sources(*parts))
    late_one, early_one = (one.text for one in found.ejAvgjorda)
    assert late_one.startswith("Försäkringskassan kunde inte läsas.")
    assert early_one.startswith("Alla utbetalningar från Försäkringskassan är inte med i svaret")


def test_a_payment_that_its_payer_now_tells_of_is_not_gone() -> None:
    """Two sources tell of one payment: once the payer has answered, only its item stands in the answer."""
    by_other = known({"utbetalare": "PM"})
    now = items({"kalla": "PM"})
    found = compared(by_other, now, sources(told(), told(kalla="PM"), of=now))
    (why,) = found.ejAvgjorda
    said = "Utbetalningen görs av Pensionsmyndigheten, som nu själv redovisar en samma dag (i1)."
    assert why.text == said
    assert (found.nya, found.borta) == (["i1"], [])
    other_amount = items({"kalla": "PM", "belopp": {"netto": "1"}})
    of_another = compared(by_other, other_amount, sources(told(), told(kalla="PM"), of=other_amount))
    assert [one.text for one in of_another.ejAvgjorda] == [said]
