"""Are the test persons lawful, different, and the same for everyone?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.simulators.personas import MAN, ROWS, WOMAN, number_of, world
from messages.values import Personidentitet

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
        "skyddad",
        "startare",
        "okand",
        "samordnad",
        "mangfald",
        "foralder",
        "pensionar",
    }
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_coordination_number_and_protection_are_where_they_should_be() -> None:
    personas = world(TODAY).personas
    assert [key for key, it in personas.items() if it.number.is_coordination_number] == ["samordnad"]
    assert [key for key, it in personas.items() if it.protected] == ["skyddad"]


def test_found_by_twelve_digits_and_by_ten() -> None:
    here = world(TODAY)
    for persona in here.personas.values():
        assert here.find(persona.number.value) is persona
        assert here.find(persona.number.value[2:]) is persona


def test_a_number_outside_the_world_is_nobody() -> None:
    stranger = number_of(date(1984, 1, 3), MAN)
    assert world(TODAY).find(stranger.value) is None
    assert isinstance(stranger, Personidentitet)
