"""The section studiestod: its groups, and what each hands out."""

from __future__ import annotations

import pytest

from adapters.csn.incomes import incomes
from hub.elements import groups_of, keep_groups, leaves
from messages.studiestod import Studiestod
from messages.values import Personidentitet
from tests.support.csn import found, source


def section(sample: str) -> Studiestod:
    read = found(source(sample)).sections[0]
    assert isinstance(read, Studiestod)
    return read


def test_every_place_is_handed_out_with_some_group() -> None:
    assert [place.path for place in leaves(Studiestod) if not place.whole] == []


def test_the_names_of_the_groups_are_the_sections() -> None:
    assert groups_of(Studiestod) == {
        "studiestod.arenden",
        "studiestod.ansokningar",
        "studiestod.beviljade",
        "studiestod.utbetalningar",
        "studiestod.medlantagare",
    }


def test_payments_alone_tell_which_support_and_read_as_incomes() -> None:
    whole = section("ordinary")
    kept, withheld = keep_groups(whole, {"studiestod.utbetalningar"})
    case = kept.arenden[0]
    assert (case.stod, case.stodform) == (whole.arenden[0].stod, whole.arenden[0].stodform)
    assert (case.status, case.ansokningar, case.beviljade, kept.stodtyper) == (None, [], [], None)
    assert withheld == ("studiestod.ansokningar", "studiestod.arenden", "studiestod.beviljade")
    assert list(incomes(kept)) == list(incomes(whole))


def test_without_payments_there_are_no_incomes() -> None:
    kept, withheld = keep_groups(section("ordinary"), {"studiestod.arenden"})
    assert "studiestod.utbetalningar" in withheld
    assert list(incomes(kept)) == []


@pytest.mark.parametrize("persons", [frozenset(), frozenset({Personidentitet("198401032399")})])
def test_a_co_borrower_outside_the_case_is_a_year_of_birth(persons: frozenset[Personidentitet]) -> None:
    kept, _ = keep_groups(section("co-borrower"), groups_of(Studiestod), persons)
    assert "200607092384" not in kept.model_dump_json()
    them = kept.arenden[0].medlantagare
    assert them is not None
    assert them.fodelsear == 2006


def test_all_groups_hand_out_all() -> None:
    whole = section("all-five-forms")
    assert keep_groups(whole, groups_of(Studiestod)) == (whole, ())
