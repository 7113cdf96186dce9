"""Is each benefit, and each part of what is told of a person, handed out and withheld by itself?"""

from __future__ import annotations

from datetime import date

import pytest

from hub.elements import groups_of, keep_groups, leaves
from messages import json_codec
from messages.base import Sektion
from messages.forsakringsarende import Arendegrund
from messages.person import Person
from messages.shape import shape_of
from messages.socialforsakring import Socialforsakring
from messages.values import Personidentitet
from tests.support.messages import EXAMPLES

PAYMENTS = "socialforsakring.utbetalningar"
CHILD = Personidentitet("202508242381")


def example(model: type[Sektion], name: str = "section") -> Sektion:
    return json_codec.decode(model, (EXAMPLES / model.namn / f"1/examples/{name}.json").read_bytes(), {})


def lists_of(section: Sektion) -> set[str]:
    """The names, on the wire, of what a section holds anything in."""
    told = section.model_dump(mode="json", exclude_none=True)
    return {name for name, value in told.items() if value != []}


@pytest.mark.parametrize("model", [Socialforsakring, Person])
def test_every_place_belongs_to_exactly_one_group(model: type[Sektion]) -> None:
    assert {place.path: len(place.whole) for place in leaves(model)} == dict.fromkeys(
        (place.path for place in leaves(model)), 1
    )


@pytest.mark.parametrize("name", ["section", "open-and-rejected", "programmes-and-lasting-benefits"])
def test_one_group_hands_out_its_own_lists_and_no_other(name: str) -> None:
    section = example(Socialforsakring, name)
    seen: set[str] = set()
    for group in groups_of(Socialforsakring):
        kept, _ = keep_groups(section, {group})
        assert lists_of(kept) == lists_of(section) & set(Socialforsakring.grupper[group].platser)
        seen |= lists_of(kept)
    assert seen == lists_of(section)


def test_payments_come_whichever_benefits_are_withheld() -> None:
    section = example(Socialforsakring)
    assert isinstance(section, Socialforsakring)
    kept, withheld = keep_groups(section, {PAYMENTS})
    assert kept.utbetalningar == section.utbetalningar
    assert {"socialforsakring.foraldrapenning", "socialforsakring.barnbidrag"} <= set(withheld)
    assert PAYMENTS not in withheld


def test_a_child_is_named_by_number_only_when_of_the_case() -> None:
    section = example(Socialforsakring)
    every = groups_of(Socialforsakring)
    others, _ = keep_groups(section, every)
    own, _ = keep_groups(section, every, {CHILD})
    assert CHILD.value not in json_codec.encode(others).decode()
    assert own == section


def test_an_open_case_and_a_rejected_one_need_no_decision() -> None:
    section = example(Socialforsakring, "open-and-rejected")
    assert isinstance(section, Socialforsakring)
    (waiting,), (rejected,) = section.bostadsbidrag, section.sjukOchAktivitetsersattning
    assert (waiting.ansokt, waiting.aktivt, waiting.avslaget) == (date(2026, 10, 30), True, False)
    assert (rejected.aktivt, rejected.avslaget, rejected.beslut) == (False, True, [])


def test_every_case_has_the_common_core_and_decisions() -> None:
    core = [member.name for member in shape_of(Arendegrund).members]
    cases = [
        member.value
        for member in shape_of(Socialforsakring).members
        if isinstance(member.value, type) and issubclass(member.value, Arendegrund)
    ]
    assert len(cases) == 28
    for case in cases:
        names = [member.name for member in shape_of(case).members]
        assert names[: len(core)] == core
        assert "beslut" in names
