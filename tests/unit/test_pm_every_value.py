"""Is every value that Pensionsmyndigheten may send in the section, left out with a reason, or named?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.forsakringskassan.pension import PENSION
from adapters.forsakringskassan.pension_mapping import to_section
from hub.adapter import Found
from hub.elements import compile_table
from hub.elements.step import Kind, Step
from tests.support.lefi_pm import LISTS, answer, decision, found, payload
from tests.support.lefi_types import ANSWER, TYPES, drawn, leaves, plain
from tests.support.lefi_values import (
    BENT,
    FEW,
    elsewhere,
    expected,
    nodes,
    placed,
    step_of,
    value_at,
    with_value,
)
from tests.support.ssbtek import WORLD

TABLE = compile_table(PENSION)
VALUES = {Kind.PLAIN, Kind.SHAPE, Kind.VALUE, Kind.VALUES}
OWN = {
    name: {
        place.partition(".")[0].removesuffix("[]")
        for path, step in TABLE.steps.items()
        if path.partition("/")[0] == name
        for place in step.places
    }
    for name in LISTS
}
"""The section's lists that each list of the answer fills."""


def standing(step: Step, path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Where below its step's place a value stands, and as what."""
    key = path.rpartition("/")[2]
    if key in ("kod", "beskrivning"):
        yield {"kod": ".kod", "beskrivning": ".text"}[key], str(value)
    elif key == "medsokande" or step.path != path:
        yield ".personidentitet", value
        yield ".fodelsear", plain(int(value[:4]))
    elif key in ("artal", "faststallelsear", "fodelsedatum"):
        yield "", plain(int(value[:4]))
    elif key == "gallerFrom":
        yield "", f"{value}-01-01"[:10]
    elif key == "kontohandelsetidpunkt":
        yield "", str(datetime.fromisoformat(value).astimezone(UTC))
    elif key == "arbetsgivarkod":
        yield "", str(value)
    else:
        yield "", plain(value)


def test_the_lists_are_those_of_the_type() -> None:
    assert set(TYPES[ANSWER]["properties"]) - set(LISTS) == {"utlamnare", "avvikelser", "formansinformation"}


def turned(document: Any) -> Any:
    """The same document with the keys of every object in the other order, which means nothing in JSON."""
    if isinstance(document, dict):
        return {key: turned(value) for key, value in reversed(document.items())}
    return [turned(each) for each in document] if isinstance(document, list) else document


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "in part"])
@pytest.mark.parametrize("name", LISTS)
@settings(FEW, max_examples=3)
@given(data=st.data())
def test_every_value_is_in_the_section_or_left_out_with_a_reason(
    name: str, whole: bool, data: st.DataObject
) -> None:
    lists = data.draw(drawn(ANSWER, frozenset({name}), whole=whole))
    if data.draw(st.booleans()):
        lists = turned(lists)
    read = to_section(payload(answer(**lists)))
    wanted = expected(TABLE, lists, standing)
    assert read.deviations == ()
    assert wanted - (placed(read) if isinstance(read, Found) else Counter()) == Counter()


NUMBER = WORLD.personas["pensionar"].number


@pytest.mark.parametrize("day", ["1896-01-31", "nonsens", "", None])
@pytest.mark.parametrize("order", [lambda lists: lists, turned], ids=["as written", "turned"])
def test_a_birthday_goes_before_the_number_in_any_order(day: str | None, order: Callable[[Any], Any]) -> None:
    dead = order({"person": NUMBER.value, "fodelsedatum": day})
    survivors = {"efterlevandeformaner": {"avlidna": [dead]}}
    said = placed(found(answer(beslut=[decision(tillagg=survivors)])))
    year = 1896 if day == "1896-01-31" else NUMBER.birth_year
    assert said["pension.beslut.tillagg.efterlevandeformaner.avlidna.person.fodelsear", plain(year)] == 1


def test_every_value_of_the_type_is_drawn() -> None:
    drawn_once: set[str] = set()

    @settings(FEW, max_examples=1)
    @given(drawn(ANSWER, frozenset(LISTS), whole=True))
    def gather(lists: dict[str, Any]) -> None:
        drawn_once.update(step_of(TABLE, path).path for path, _ in leaves(lists))

    gather()
    carried = {
        path for path, step in TABLE.steps.items() if path.partition("/")[0] in LISTS and step.kind in VALUES
    }
    assert carried == drawn_once


@settings(FEW, max_examples=10)
@given(data=st.data())
def test_a_bent_value_is_in_the_section_or_named(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(LISTS))
    lists = data.draw(drawn(ANSWER, frozenset({name}), whole=True))
    place = data.draw(st.sampled_from([at for at in nodes(lists) if not holds_more(value_at(lists, at))]))
    value = data.draw(st.sampled_from([True, -1, 1.5, 10**30, "nonsens", "2026-13-45"]))
    right, read = (found(answer(**each)) for each in (lists, with_value(lists, place, value)))
    step = step_of(TABLE, "/".join(key for key in place if isinstance(key, str)))
    assert {row.plats for row in read.deviations} <= {step.path}
    if not read.deviations and step.places and value != value_at(lists, place):
        gained = {str(shown).lower() for _, shown in placed(read) - placed(right)}
        assert str(value).lower() in gained


def holds_more(value: Any) -> bool:
    return isinstance(value, dict | list)


@settings(FEW, max_examples=10)
@given(data=st.data())
def test_what_is_bent_costs_no_other_list_anything(data: st.DataObject) -> None:
    keys = data.draw(st.frozensets(st.sampled_from(LISTS), min_size=2, max_size=3))
    lists = data.draw(drawn(ANSWER, keys, whole=True))
    place = data.draw(st.sampled_from(list(nodes(lists))))
    bent = with_value(lists, place, data.draw(BENT))
    right, read = found(answer(**lists)), found(answer(**bent))
    assert elsewhere(read, OWN[place[0]]) == elsewhere(right, OWN[place[0]])
