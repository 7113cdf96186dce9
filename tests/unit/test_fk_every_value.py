"""Is every value that Försäkringskassan may send in the section, left out with a reason, or named as odd?"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forsakringskassan.mapping import to_section
from adapters.forsakringskassan.shapes import words
from hub.adapter import Found, SourceError
from hub.elements.step import Step
from tests.support.fk import TABLE, answer, found, payload, state
from tests.support.lefi_types import CASES, TYPES, drawn, plain
from tests.support.lefi_values import BENT, FEW, SOME, elsewhere, expected, nodes, placed, with_value

LISTS = sorted(TYPES[CASES]["properties"])


def standing(step: Step, path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Where below its step's place a value stands, and as what."""
    key = path.rpartition("/")[2]
    if step.path == path:
        # Codes in free text are their own text.
        yield ".kod" if step.convert is words else "", plain(int(value) if key == "artal" else value)
    elif (said := _in_shape(key, value)) is not None:
        place, shown = said
        yield f".{place}" if place else "", shown


def _in_shape(key: str, value: Any) -> tuple[str, Any] | None:
    """Where in the value that an object becomes one of its keys stands; None where that is nowhere."""
    if key in ("valuta", "skyddad"):
        return None
    if key in ("id", "kod"):
        return "kod", str(value)
    if key == "foddes":
        return "fodelsear", plain(int(value[:4]))
    known = {"summa": "", "beskrivning": "text", "namn": "text", "fran": "from", "till": "tom"}
    return known.get(key, key), plain(value)


def asked_about(lists: dict[str, Any]) -> dict[str, Any]:
    """At most one row of general information, and some row at least."""
    general = lists.get("generellPersoninformation", [])[:1]
    for row in general:
        row.pop("personnummer", None)
    return {**lists, "generellPersoninformation": general, "underhallsskuld": [{}]}


@pytest.mark.parametrize("name", LISTS)
@FEW
@given(data=st.data())
def test_every_value_is_in_the_section_or_left_out_with_a_reason(name: str, data: st.DataObject) -> None:
    whole = data.draw(st.booleans())
    lists = asked_about(data.draw(drawn(CASES, frozenset({name}), whole=whole)))
    read = found(answer(**lists))
    assert [row for row in read.deviations if row.kod != "OKAND_KOD"] == []
    missing = expected(TABLE, {"formansinformation": lists}, standing) - placed(read)
    assert missing == Counter()


@SOME
@given(data=st.data())
def test_what_is_bent_costs_no_other_list_anything(data: st.DataObject) -> None:
    keys = data.draw(st.frozensets(st.sampled_from(LISTS), min_size=2, max_size=4))
    lists = asked_about(data.draw(drawn(CASES, keys)))
    right = to_section(payload(answer(**lists)))
    place = data.draw(st.sampled_from(list(nodes(lists))))
    bent = with_value(lists, place, data.draw(BENT))
    with contextlib.suppress(SourceError):
        read = to_section(payload(answer(**bent)))
        if isinstance(read, Found) and isinstance(right, Found):
            _elsewhere_alike(read, right, place[0])


def _elsewhere_alike(read: Found, right: Found, bent: str) -> None:
    """Every list but the bent one says what it said. Ids are counted through all of them."""
    step = TABLE.steps[f"formansinformation/{bent}"]
    own = {place.removesuffix("[]") for place in step.places[:1]}
    before, after = (elsewhere(part, own) for part in (right, read))
    if bent == "generellPersoninformation":
        before, after = before[:1], after[:1]
    assert after == before


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_an_answer_or_an_error(content: bytes) -> None:
    with contextlib.suppress(SourceError):
        to_section(payload(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*LISTS, "utlamnare", "formansinformation", "beslut", "x"]), inner)
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_json_is_an_answer_or_an_error(cases: Any, deviations: Any) -> None:
    document = {"utlamnare": [state()], "avvikelser": deviations, "formansinformation": cases}
    with contextlib.suppress(SourceError):
        to_section(payload(document))
