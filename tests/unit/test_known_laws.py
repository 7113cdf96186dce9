"""Does the comparison with known income items keep its laws, whatever is known and whatever is answered?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.translate.known import compared
from hub.translate.signals_basis import Source, Told
from messages.delar import KodText, Period
from messages.inkomster import Belopp, Inkomstpost, Jamforelse, KandInkomstpost
from messages.koder import Tillstand, Utfall
from tests.support.known import NAMES, items, known, sources, told

FEW_DAYS = st.sampled_from([None, date(2026, 8, 25), date(2026, 10, 25), date(2026, 10, 26)])
PERIODS = st.builds(
    lambda first, last: Period.model_validate({"from": first, "tom": last}), FEW_DAYS, FEW_DAYS
)
CONTENTS = st.fixed_dictionaries(
    {
        "kalla": st.sampled_from(["FK", "PM", "CSN"]),
        "forman": st.sampled_from([KodText(kod="A", text="A"), KodText(kod="A", text="B")]),
        "delforman": st.sampled_from([None, KodText(kod="D", text="D")]),
        "belopp": st.builds(
            Belopp,
            netto=st.sampled_from([None, *map(Decimal, ("1", "1.0", "2", "4", "7", "-3"))]),
            brutto=st.sampled_from([None, Decimal("3")]),
        ),
        "utbetalningsdag": FEW_DAYS,
        "avser": st.none() | PERIODS,
        "tillstand": st.sampled_from(Tillstand),
        "dagar": st.sampled_from([None, Decimal("2.5")]),
        "utbetalare": st.sampled_from([None, None, "PM"]),
    }
)
LISTS = st.lists(CONTENTS, max_size=12)
OUTCOMES = st.fixed_dictionaries(
    {"FK": st.sampled_from(Utfall), "PM": st.sampled_from(Utfall)}, optional={"CSN": st.sampled_from(Utfall)}
)


def answered(
    contents: Sequence[dict[str, Any]], outcomes: dict[str, Utfall]
) -> tuple[list[Inkomstpost], Sequence[Source]]:
    """The items of the sources that have told anything, and the sources."""
    telling = {Utfall.BESVARAD, Utfall.DELVIS_BESVARAD}
    made = items(*({"inkomstslag": None} | it for it in contents if outcomes.get(it["kalla"]) in telling))
    return made, sources(*(part_of(source, it) for source, it in outcomes.items()), of=made)


def part_of(source: str, outcome: Utfall = Utfall.BESVARAD) -> Told:
    """CSN's parts of benefits are benefits of their own, and nobody else's are."""
    return replace(told(outcome, kalla=source), by_part=source == "CSN")


def said(coded: KodText | None) -> tuple[str, str] | None:
    return (coded.kod, coded.text) if coded else None


def content_of(item: Inkomstpost | KandInkomstpost) -> str:
    return repr(item.model_copy(update={"id": ""}).model_dump())


@given(LISTS, LISTS, OUTCOMES)
def test_every_item_stands_in_one_list(
    before: list[dict[str, Any]], now: list[dict[str, Any]], outcomes: dict[str, Utfall]
) -> None:
    had, (have, of) = known(*before), answered(now, outcomes)
    found = compared(had, have, of)
    pairs = [*found.andrade, *found.oforandrade]
    assert Counter(chain(found.nya, (it.inkomstpostId for it in pairs))) == Counter(it.id for it in have)
    left = chain(found.borta, (it.kandId for it in found.ejAvgjorda), (it.kandId for it in pairs))
    assert Counter(left) == Counter(it.id for it in had)
    assert all(one.falt for one in found.andrade)
    of_all = {it.id: it for it in chain[Inkomstpost | KandInkomstpost](had, have)}
    for pair in pairs:
        one, other = of_all[pair.inkomstpostId], of_all[pair.kandId]
        assert (one.kalla, said(one.forman)) == (other.kalla, said(other.forman))
        assert one.kalla != "CSN" or said(one.delforman) == said(other.delforman)


@given(LISTS)
def test_an_answer_sent_back_is_unchanged(contents: list[dict[str, Any]]) -> None:
    have = items(*contents)
    had = [KandInkomstpost.model_validate(one.model_dump(by_alias=True)) for one in have]
    found = compared(had, have, sources(*map(part_of, NAMES), of=have))
    assert len(found.oforandrade) == len(have)
    assert found == Jamforelse(oforandrade=found.oforandrade)


@given(LISTS, LISTS, OUTCOMES, st.randoms(use_true_random=False))
def test_the_order_in_which_items_are_sent_decides_nothing(
    before: list[dict[str, Any]], now: list[dict[str, Any]], outcomes: dict[str, Utfall], chance: Any
) -> None:
    def told_of(first: Sequence[dict[str, Any]], then: Sequence[dict[str, Any]]) -> Counter[Any]:
        had, (have, of) = known(*first), answered(then, outcomes)
        found = compared(had, have, of)
        says = {it.id: content_of(it) for it in chain[Inkomstpost | KandInkomstpost](had, have)}
        return Counter(
            chain(
                (("ny", says[it]) for it in found.nya),
                (("borta", says[it]) for it in found.borta),
                (("ej", says[it.kandId]) for it in found.ejAvgjorda),
                ((says[it.inkomstpostId], says[it.kandId], *it.falt) for it in found.andrade),
                ((says[it.inkomstpostId], says[it.kandId]) for it in found.oforandrade),
            )
        )

    def mixed(contents: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return chance.sample(contents, len(contents))  # type: ignore[no-any-return]

    assert told_of(mixed(before), mixed(now)) == told_of(before, now)


@given(LISTS, OUTCOMES)
def test_nothing_is_gone_from_a_source_that_did_not_answer(
    before: list[dict[str, Any]], outcomes: dict[str, Utfall]
) -> None:
    had = known(*before)
    gone = set(compared(had, [], answered([], outcomes)[1]).borta)
    silent = {Utfall.EJ_TILLGANGLIG, Utfall.EJ_STALLD, Utfall.NEKAD, None}
    assert not [one.id for one in had if one.id in gone and outcomes.get(one.kalla) in silent]
