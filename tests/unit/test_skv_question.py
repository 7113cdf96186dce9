"""Is Skatteverket asked for what was granted, nothing else, and no more than a client asked for itself?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain, combinations

import pytest

from adapters.skatteverket.question import to_payload, wanted
from hub.adapter import Days, Payload, SourceRefused
from hub.own_format import WrongQuestion
from messages.beskattning import Beskattning
from messages.koder import Led
from messages.wire.ssbtek import VERSIONS, Beskattningsfraga, read_tax_block, write_tax_block
from tests.support.ssbtek import ask, source_ask

GROUPS = {
    "beskattning.individuppgifter": "individuppgifter",
    "beskattning.skattekonto": "skattekonto",
    "beskattning.kapital": "skatteuppgifter",
}
OTHERS = sorted(set(Beskattning.grupper) - set(GROUPS))
EVERY_CHOICE = list(
    chain.from_iterable(combinations([*GROUPS, *OTHERS], size) for size in range(len(GROUPS) + 3))
)


def question(first: date, last: date, *groups: str) -> Beskattningsfraga:
    source = replace(source_ask("SKV"), period=Days(first, last), groups=frozenset(groups), question=None)
    made = to_payload(ask(sources=(source,)), source, "skv/ssbtek-11")
    assert made.format == "skv/ssbtek-11"
    return read_tax_block(made.content)


@pytest.mark.parametrize("groups", EVERY_CHOICE, ids=len)
def test_what_is_asked_for_follows_from_the_granted_groups(groups: tuple[str, ...]) -> None:
    asked = question(date(2026, 9, 1), date(2026, 11, 30), *groups)
    assert {name: getattr(asked, name) for name in GROUPS.values()} == {
        name: group in groups for group, name in GROUPS.items()
    }
    assert (asked.foretagsinformation, asked.beskattningsbilagor) == (False, False)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2026, 9, 1), date(2026, 11, 30), (2026,)),
        (date(2025, 12, 31), date(2026, 1, 1), (2025, 2026)),
        (date(2024, 3, 1), date(2026, 2, 28), (2024, 2025, 2026)),
    ],
)
def test_the_years_are_those_the_period_touches(first: date, last: date, years: tuple[int, ...]) -> None:
    assert question(first, last, "beskattning.kapital").ar == years


def test_another_format_is_refused() -> None:
    source = source_ask("SKV")
    with pytest.raises(ValueError, match="skv/ssbtek-11"):
        to_payload(ask(sources=(source,)), source, "skv/ssbtek-12")


def test_the_same_question_is_made_each_time() -> None:
    source = source_ask("SKV")
    made = to_payload(ask(), source, "skv/ssbtek-11")
    assert isinstance(made, Payload)
    assert made == to_payload(ask(), source, "skv/ssbtek-11")


# ------------------------------------------------------------ a client's own

NOV = Days(date(2026, 9, 1), date(2026, 11, 30))
NOTHING = Beskattningsfraga((2026,), False, False, False, False, False)


def block(*chosen: str, years: tuple[int, ...] = (2026,)) -> bytes:
    return write_tax_block(VERSIONS["11"], replace(NOTHING, ar=years, **dict.fromkeys(chosen, True)))


@pytest.mark.parametrize("groups", EVERY_CHOICE, ids=len)
def test_a_question_of_ours_is_read_back_as_what_it_covers(groups: tuple[str, ...]) -> None:
    source = replace(source_ask("SKV"), groups=frozenset(groups), period=NOV)
    back = wanted(to_payload(ask(sources=(source,)), source, "skv/ssbtek-11").content, "skv/ssbtek-11")
    assert back.groups == {"SKV": (frozenset(groups) & set(GROUPS)) | {"beskattning.identitet"}}
    assert (back.person, back.days(NOV), back.not_carried) == (None, NOV, ())


def test_what_no_group_carries_is_told_and_costs_the_rest_nothing() -> None:
    told = wanted(block("foretagsinformation", "skattekonto", "beskattningsbilagor"), "skv/ssbtek-11")
    assert told.groups == {"SKV": {"beskattning.skattekonto", "beskattning.identitet"}}
    assert told.not_carried == ("foretagsinformation", "beskattningsbilagor")


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [
        ((2026,), date(2026, 9, 1), date(2026, 11, 30)),
        ((2025, 2026), date(2025, 12, 31), date(2026, 11, 30)),
        ((2026, 2025, 2025), date(2025, 12, 31), date(2026, 11, 30)),
        ((2024,), date(2024, 12, 31), date(2024, 12, 31)),
        ((2024, 2026), date(2024, 12, 31), date(2026, 11, 30)),
        ((2027,), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_the_period_reaches_just_into_the_years_named(
    years: tuple[int, ...], first: date, last: date
) -> None:
    """Skatteverket is asked by year, whatever the period of the call; the hub asks by days."""
    assert wanted(block("skatteuppgifter", years=years), "skv/ssbtek-11").days(NOV) == Days(first, last)


def test_a_period_over_a_new_year_is_drawn_in_to_the_year_named() -> None:
    around = Days(date(2025, 11, 1), date(2026, 2, 28))
    for year, days in (
        (2025, Days(date(2025, 11, 1), date(2025, 12, 31))),
        (2026, Days(date(2026, 1, 1), date(2026, 2, 28))),
    ):
        assert wanted(block("skattekonto", years=(year,)), "skv/ssbtek-11").days(around) == days


def within(client: bytes, first: date, last: date) -> Beskattningsfraga:
    """What is asked, with everything granted, within a client's own question."""
    source = replace(
        source_ask("SKV"),
        period=Days(first, last),
        groups=frozenset(GROUPS),
        client=Payload("skv/ssbtek-11", client),
    )
    return read_tax_block(to_payload(ask(sources=(source,)), source, "skv/ssbtek-11").content)


def test_no_year_and_no_choice_that_the_client_left_out_is_asked_for() -> None:
    asked = within(block("skattekonto", years=(2024, 2026)), date(2024, 12, 31), date(2026, 2, 1))
    assert asked == replace(NOTHING, ar=(2024, 2026), skattekonto=True)


def test_of_a_period_without_any_of_the_years_nothing_is_asked() -> None:
    with pytest.raises(SourceRefused) as refused:
        within(block("skattekonto", years=(2024, 2026)), date(2025, 1, 1), date(2025, 12, 31))
    assert (refused.value.code, refused.value.led) == ("INGET_ATT_FRAGA_OM", Led.NYTTONAV)


@pytest.mark.parametrize(
    "content", [b"", b"<fraga/>", block()[:-1], block(years=(0,)), block(years=(10_000,))]
)
def test_what_is_no_question_costs_this_part_only(content: bytes) -> None:
    with pytest.raises(WrongQuestion) as refused:
        wanted(content, "skv/ssbtek-11")
    assert refused.value.led is Led.KLIENT


def test_nobody_reads_another_format() -> None:
    with pytest.raises(ValueError, match="skv/ssbtek-11"):
        wanted(block(), "skv/ssbtek-12")
