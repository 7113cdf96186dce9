"""Are the test persons lawful, different, and the same for everyone?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.simulators.personas import MAN, ROWS, WOMAN, number_of, world
from messages.koder import Skydd
from messages.values import Personidentitet
from tests.support.world import NOT_FOUND, documented, knowledge, table

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("born", "birth_number", "published"),
    [
        (date(2003, 6, 6), WOMAN, "200306062381"),
        (date(2008, 2, 12), MAN, "200802122390"),
        (date(2006, 7, 9), WOMAN, "200607092384"),
        (date(1984, 1, 3), MAN, "198401032399"),
    ],
)
def test_the_rule_gives_published_members(born: date, birth_number: str, published: str) -> None:
    assert number_of(born, birth_number).value == published


@given(DAYS)
def test_every_number_belongs_to_the_series_in_any_year(today: date) -> None:
    for persona in world(today).personas.values():
        assert persona.number.value[8:11] in {WOMAN, MAN}


@given(DAYS)
def test_no_two_persons_share_a_number(today: date) -> None:
    numbers = [persona.number for persona in world(today).personas.values()]
    assert len(set(numbers)) == len(numbers)


def test_a_day_later_in_the_year_does_not_change_who_they_are() -> None:
    assert world(date(2026, 1, 1)).personas == world(date(2026, 12, 31)).personas


def test_the_keys_that_others_build_on() -> None:
    assert {row.key for row in ROWS} >= {
        "student",
        "gymnasist",
        "omstallare",
        "startare",
        "foralder",
        "foralder2",
        "barn1",
        "barn2",
        "arbetslos",
        "programdeltagare",
        "pensionar",
        "sjuk",
        "nyanland",
        "bilagare",
        "anstalld",
        "skyddad",
        "folkbokford",
        "samordnad",
        "okand",
        "mangfald",
        "regelbrytare",
    }
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_no_two_rows_share_a_day_so_that_no_number_ever_moves_to_another_person() -> None:
    assert len({(row.month, row.day) for row in ROWS}) == len(ROWS)


def test_coordination_number_and_protection_are_where_they_should_be() -> None:
    personas = world(TODAY).personas
    assert [key for key, it in personas.items() if it.number.is_coordination_number] == ["samordnad"]
    protected = {key: it.protection for key, it in personas.items() if it.protected}
    assert protected == {
        "barn2": Skydd.SEKRETESSMARKERING,
        "skyddad": Skydd.SEKRETESSMARKERING,
        "folkbokford": Skydd.SKYDDAD_FOLKBOKFORING,
    }


@given(DAYS)
def test_every_person_is_born_on_the_day_of_the_number_and_before_today(today: date) -> None:
    for row, persona in zip(ROWS, world(today).personas.values(), strict=True):
        assert persona.born == date(today.year - row.age, row.month, row.day)
        assert persona.born < today
        assert persona.woman is (row.birth_number == WOMAN)


@given(DAYS)
def test_two_adults_have_three_children_of_whom_one_is_17(today: date) -> None:
    here = world(today)
    for parent in ("foralder", "foralder2"):
        assert [child.key for child in here.children(parent)] == ["gymnasist", "barn1", "barn2"]
    youth = here.personas["gymnasist"]
    assert today.year - youth.born.year == 17
    for child in here.children("foralder"):
        adults = [here.personas[key] for key in child.parents]
        assert all(child.born.year - adult.born.year >= 18 for adult in adults)
    assert here.children("student") == ()


async def test_the_table_says_what_every_agency_tells_of_everyone() -> None:
    known = await knowledge()
    assert documented() == table(known), "if it is meant: python -m tests.support.world"
    assert set(known["okand"].values()) == {NOT_FOUND}


def test_found_by_twelve_digits_and_by_ten() -> None:
    here = world(TODAY)
    for persona in here.personas.values():
        assert here.find(persona.number.value) is persona
        assert here.find(persona.number.value[2:]) is persona


def test_a_number_outside_the_world_is_nobody() -> None:
    stranger = number_of(date(1984, 1, 3), MAN)
    assert world(TODAY).find(stranger.value) is None
    assert isinstance(stranger, Personidentitet)
