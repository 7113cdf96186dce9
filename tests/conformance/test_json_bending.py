"""Does the kit bend JSON as it says: the one place it names, and nothing else?"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.conformance.json_bending import DISPLACED, NONSENSE, JsonBending
from hub.conformance.json_parts import Form, parts_of

DOCUMENT: dict[str, Any] = {
    "a": 'x, }]"{',
    "b": {"c": [1, 2.50], "d": [], "e": {}},
    "f": [{"g": None}, {"g": "å", "h": True}],
}
TEXT = json.dumps(DOCUMENT, ensure_ascii=False, indent=1)


def bending() -> JsonBending:
    bent = JsonBending.of(TEXT.encode())
    assert bent is not None
    return bent


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_found_where_it_stands(document: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    found = [(part.form, json.loads(text[part.start : part.end])) for part in parts_of(text)]

    def every(value: Any) -> list[tuple[Form, Any]]:
        if isinstance(value, dict):
            return [(Form.OBJECT, value), *(row for each in value.values() for row in every(each))]
        if isinstance(value, list):
            return [(Form.LIST, value), *(row for each in value for row in every(each))]
        return [(Form.VALUE, value)]

    assert found == every(document)


def test_paths_are_as_tables_write_them() -> None:
    paths = dict.fromkeys((part.path, part.form.value) for part in parts_of(TEXT))
    assert list(paths) == [
        ("", "object"),
        ("a", "value"),
        ("b", "object"),
        ("b/c", "list"),
        ("b/c", "value"),
        ("b/d", "list"),
        ("b/e", "object"),
        ("f", "list"),
        ("f", "object"),
        ("f/g", "value"),
        ("f/h", "value"),
    ]


def test_one_value_is_replaced_at_each_path_in_turn() -> None:
    bent = {what: content for what, _, content in bending().nonsense()}
    assert len(bent) == (len(NONSENSE) + 1) * 4
    assert json.loads(bent["with true at f/h"]) == DOCUMENT
    assert json.loads(bent["with [] at f/g"]) == DOCUMENT | {"f": [{"g": []}, DOCUMENT["f"][1]]}


def test_thinned_it_keeps_the_first_of_each_path_and_nothing_that_only_repeats() -> None:
    assert json.loads(bending().thinned()) == DOCUMENT | {"b": {"c": [1], "d": [], "e": {}}}
    repeated = json.dumps({"a": [{"b": [1, 2]}, {"b": [3]}, {"b": 4}, {"b": [5], "c": 6}, {}]})
    thin = JsonBending.of(repeated.encode())
    assert thin is not None
    assert json.loads(thin.thinned()) == {"a": [{"b": [1]}, {"b": [5], "c": 6}]}


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), st.sampled_from([None, 1]))
def test_thinned_it_says_something_at_every_path_where_it_did(document: Any, indent: int | None) -> None:
    bent = JsonBending.of(json.dumps(document, indent=indent).encode())
    assert bent is not None
    thin = JsonBending.of(bent.thinned())
    assert thin is not None
    assert {(it.path, it.form) for it in thin.parts} == {(it.path, it.form) for it in bent.parts}
    assert thin.thinned() == bent.thinned()


def test_a_key_alone_in_its_object() -> None:
    alone = bending().alone("f/h")
    assert alone is not None
    assert [json.loads(each)["f"] for each in alone] == [[{"g": None}, {"h": True}], [{"g": None}, {}]]
    assert bending().alone("f/x") is None


def test_what_stands_for_an_object_or_a_list() -> None:
    bent = {what: json.loads(content) for what, _, content in bending().displaced()}
    assert len(bent) == len(DISPLACED[Form.OBJECT]) * 3 + len(DISPLACED[Form.LIST]) * 3
    assert bent["with true for the object b"] == DOCUMENT | {"b": True}
    assert bent['with "nonsens" for the list f'] == DOCUMENT | {"f": "nonsens"}
    assert bent["with -1 for the object f"] == DOCUMENT | {"f": [-1, DOCUMENT["f"][1]]}


def test_what_is_gone_leaves_right_json() -> None:
    bent = {what: json.loads(content) for what, content in bending().gone()}
    assert bent["with a gone"] == {key: DOCUMENT[key] for key in ("b", "f")}
    assert bent["with f gone"] == DOCUMENT | {"f": [DOCUMENT["f"][1]]}
    assert bent["with f/h gone"] == DOCUMENT | {"f": [{"g": None}, {"g": "å"}]}
    assert bent["with null at b"] == DOCUMENT | {"b": None}
    assert bent["with {} at the root"] == {}


def test_a_key_twice_is_two_members() -> None:
    twice = {what: content for what, _, content in bending().doubled()}
    assert json.loads(twice["with b twice"], object_pairs_hook=lambda pairs: [key for key, _ in pairs]) == [
        "a",
        "b",
        "b",
        "f",
    ]
    assert all(json.loads(content) == DOCUMENT for content in twice.values())
    assert len(twice) == 8


def test_an_unknown_key_in_every_object() -> None:
    added = [json.loads(content) for _, _, content in bending().added()]
    assert [path for _, path, _ in bending().added()] == [
        "okantKit",
        "b/okantKit",
        "b/e/okantKit",
        "f/okantKit",
    ]
    assert all(str(each).count("okantKit") == 1 for each in added)


def test_written_otherwise_it_is_the_same() -> None:
    for what, content in bending().alike():
        assert json.loads(content) == DOCUMENT, what


def test_what_is_broken_is_no_object() -> None:
    for what, content in bending().broken():
        try:
            # Python's own reader takes NaN and control characters that JSON has not.
            document = json.loads(content, parse_constant=lambda _: 1 / 0)
        except (ValueError, RecursionError, ZeroDivisionError):
            continue
        assert not isinstance(document, dict) or "levels" in what, what


def test_a_number_that_stands_apart_is_not_said() -> None:
    said = bending().values_apart(frozenset({"b"}))
    assert said.splitlines() == [json.dumps(DOCUMENT["a"]), "null", '"å"', "true"]
