"""Is every value that Försäkringskassan may send in the section, left out with a reason, or named as odd?"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from adapters.forsakringskassan.mapping import to_section
from adapters.forsakringskassan.shapes import words
from hub.adapter import Found, SourceError
from hub.elements.step import Step
from messages.narstaende import Narstaende
from tests.support.fk import TABLE, answer, found, payload, state
from tests.support.lefi_types import CASES, TYPES, drawn, leaves, plain

LISTS = sorted(TYPES[CASES]["properties"])
FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
SOME = settings(FEW, max_examples=40)


def step_of(path: str) -> Step:
    """What reads the value at a path: its own step, or the object that is read as one value."""
    return TABLE.steps.get(path) or TABLE.steps[path.rpartition("/")[0]]


def expected(document: Any) -> Counter[tuple[str, Any]]:
    """What should stand in the sections: place and value, of all that the table gives a place."""
    wanted: Counter[tuple[str, Any]] = Counter()
    for path, value in leaves(document):
        step = step_of(path)
        key = path.rpartition("/")[2]
        if step.path == path:
            if not step.places:
                assert step.row.reason, f"{path} is nowhere, and nothing says why"
                continue
            # Codes in free text are their own text.
            beyond = ".kod" if step.convert is words else ""
            shown = plain(int(value) if key == "artal" else value)
            wanted[(f"{step.section.namn}.{step.places[0].removesuffix('[]')}{beyond}", shown)] += 1
        elif key in step.row.beside:
            assert step.row.reason
        elif (said := _in_shape(key, value)) is not None:
            place, shown = said
            wanted[(f"{step.section.namn}.{step.places[0].removesuffix('[]')}.{place}", shown)] += 1
    return wanted


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


def told(part: BaseModel, path: str) -> Iterator[tuple[str, Any]]:
    """What stands in a section: place and value."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        here = f"{path}.{info.alias or name}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Narstaende):
                yield f"{here}.fodelsear", plain(each.fodelsear)
            elif isinstance(each, BaseModel):
                yield from told(each, here)
            elif each is not None and name != "id":
                yield here, plain(each)


def placed(read: Found) -> Counter[tuple[str, Any]]:
    said = Counter(pair for part in read.sections for pair in told(part, part.namn))
    return Counter({(re.sub(r"\[\]", "", place), value): count for (place, value), count in said.items()})


def bare(wanted: Counter[tuple[str, Any]]) -> Counter[tuple[str, Any]]:
    """Places without brackets, and without the dot that an amount leaves."""
    return Counter(
        {
            (place.replace("[]", "").removesuffix("."), value): count
            for (place, value), count in wanted.items()
        }
    )


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
    lists = asked_about(data.draw(drawn(CASES, frozenset({name}))))
    read = found(answer(**lists))
    assert [row for row in read.deviations if row.kod != "OKAND_KOD"] == []
    missing = bare(expected({"formansinformation": lists})) - placed(read)
    assert missing == Counter()


BENT: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1.5,
        10**30,
        "",
        "nonsens",
        "2026-13-45",
        [],
        [None],
        {},
        {"ny": 1},
        [[]],
        [{"ny": [1]}],
    ]
)


def nodes(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document, as the keys that lead there."""
    if path:
        yield path
    if isinstance(document, dict | list):
        inner = document.items() if isinstance(document, dict) else enumerate(document)
        for key, value in inner:
            yield from nodes(value, (*path, key))


@SOME
@given(data=st.data())
def test_what_is_bent_costs_no_other_list_anything(data: st.DataObject) -> None:
    keys = data.draw(st.frozensets(st.sampled_from(LISTS), min_size=2, max_size=4))
    lists = asked_about(data.draw(drawn(CASES, keys)))
    right = to_section(payload(answer(**lists)))
    place = data.draw(st.sampled_from(list(nodes(lists))))
    bent = json.loads(json.dumps(lists, default=str))
    inner = bent
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = data.draw(BENT)
    with contextlib.suppress(SourceError):
        read = to_section(payload(answer(**bent)))
        if isinstance(read, Found) and isinstance(right, Found):
            _elsewhere_alike(read, right, place[0])


def _elsewhere_alike(read: Found, right: Found, bent: str) -> None:
    """Every list but the bent one says what it said. Ids are counted through all of them."""
    step = TABLE.steps[f"formansinformation/{bent}"]
    own = step.places[0].removesuffix("[]") if step.places else None
    before, after = (_without(part, own) for part in (right, read))
    if bent == "generellPersoninformation":
        before, after = before[:1], after[:1]
    assert after == before


def _without(read: Found, own: str | None) -> list[Any]:
    return [
        [pair for pair in told(part, "") if own is None or not pair[0].startswith(f".{own}.")]
        for part in read.sections
    ]


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
