"""Is coverage of a JSON format counted right: every path of keys in its schema, and what the table covers?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from hub.conformance.listed import list_of
from hub.elements import AGREEMENT, CodeList, Row, Table, compile_table
from hub.elements import convert as to
from hub.elements.coverage import carried, covering, json_paths, uncovered, unfounded
from messages.base import Sektion
from messages.values import Text


class Lager(Sektion):
    namn: ClassVar[str] = "lager"
    namnrymd: ClassVar[str] = "urn:test:lager:1"

    hylla: Text | None = None
    farg: Text | None = None


CODES = CodeList("test-farg", "Färger", open=False, texts={"R": "Röd"}, known={}, explanations={})
ROWS = (
    Row("rot", ".", reason="-", record=True),
    Row("status", "status", ":status", to.text, reason="utfallet"),
    Row("hylla", "rum/hylla", "hylla", to.text, AGREEMENT),
    Row("rum", "rum", reason="samlar"),
    Row(
        "farg",
        "rum/farg",
        "farg",
        lambda given: given.get("id"),
        AGREEMENT,
        of=("id",),
        beside=("namn",),
        reason="namnet behövs inte",
    ),
    Row("annat", "annat", reason="läses som något annat", opaque=True),
)
TABLE = compile_table(Table("test/lager", Lager, None, {}, ROWS))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Mapping[str, Any]], Path]:
    def write(schema: Mapping[str, Any]) -> Path:
        path = tmp_path / "x.schema.json"
        path.write_text(json.dumps(schema))
        return path

    return write


def properties(**each: Any) -> dict[str, Any]:
    return {"type": "object", "properties": each}


def test_every_path_of_keys(written: Callable[[Mapping[str, Any]], Path]) -> None:
    schema = {
        "$ref": "#/$defs/Svar",
        "$defs": {
            "Svar": properties(
                a={"type": "array", "items": {"type": "array", "items": {"$ref": "#/$defs/Del"}}},
                b={"allOf": [{"$ref": "#/$defs/Del"}, properties(y={"enum": [1, True, None, "x"]})]},
                c={"oneOf": [properties(d={}), properties(e={"const": "E"})]},
                f=True,
            ),
            "Del": properties(x={"type": "string"}, y={"enum": ["y"]}),
            "Onamnd": properties(z={}),
        },
    }
    assert json_paths(written(schema)) == {
        "a": (),
        "a/x": (),
        "a/y": ("y",),
        "b": (),
        "b/x": (),
        "b/y": ("y", "1", "true", "null", "x"),
        "c": (),
        "c/d": (),
        "c/e": ("E",),
        "f": (),
    }


def test_a_type_within_itself_is_entered_once(written: Callable[[Mapping[str, Any]], Path]) -> None:
    part = properties(namn={}, barn={"type": "array", "items": {"$ref": "#/$defs/Del"}})
    schema = {**properties(a={"$ref": "#/$defs/Del"}, b={"$ref": "#/$defs/Del"}), "$defs": {"Del": part}}
    assert set(json_paths(written(schema))) == {"a", "a/namn", "a/barn", "b", "b/namn", "b/barn"}


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"$ref": "annan.json"}, r"x\.schema\.json refers to annan\.json, which it does not hold"),
        ({"$ref": "#/$defs/Saknas"}, "refers to #/"),
    ],
)
def test_a_schema_holds_all_that_it_refers_to(
    schema: Mapping[str, Any], said: str, written: Callable[[Mapping[str, Any]], Path]
) -> None:
    with pytest.raises(ValueError, match=said):
        json_paths(written(schema))


def test_what_is_no_schema_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.schema.json").write_text("{")
    with pytest.raises(ValueError, match="is no JSON"):
        json_paths(tmp_path / "x.schema.json")


@pytest.mark.parametrize(
    ("path", "row", "goes_into_the_section"),
    [
        ("rum", "rum", False),
        ("rum/hylla", "hylla", True),
        ("rum/hylla/x", None, False),
        ("rum/farg", "farg", True),
        ("rum/farg/id", "farg", True),
        ("rum/farg/id/x", None, False),
        ("rum/farg/namn", "farg", False),
        ("rum/farg/namn/x", "farg", False),
        ("rum/farg/ton", None, False),
        ("annat/x/y", "annat", False),
        ("status", "status", False),
        ("nytt", None, False),
    ],
)
def test_what_covers_a_path(path: str, row: str | None, goes_into_the_section: bool) -> None:
    step = covering(TABLE, path)
    assert (step.row.id if step else None) == row
    assert carried(TABLE, path) is goes_into_the_section


def test_table_and_schema_against_each_other() -> None:
    paths = {"status", "rum", "rum/hylla", "rum/farg", "rum/farg/id", "rum/farg/ton", "annat", "annat/x"}
    assert uncovered(TABLE, paths) == ["rum/farg/ton"]
    assert unfounded(TABLE, paths) == ["rum/farg/namn"]


def made(codes: CodeList) -> Callable[[Mapping[str, Any]], Any]:
    def read(given: Mapping[str, Any]) -> Any:
        return codes.read(given["id"])

    return read


class Named:
    codes = CODES

    def __call__(self, given: Mapping[str, Any]) -> Any:
        return given


def given(_codes: CodeList, _given: Mapping[str, Any]) -> None:
    return None


@pytest.mark.parametrize(
    "convert",
    [CODES.read, made(CODES), Named(), partial(given, CODES), partial(made(CODES))],
    ids=["bound", "made", "named", "given", "both"],
)
def test_the_list_that_a_converter_has_with_it_is_found(convert: Callable[[Any], Any]) -> None:
    assert list_of(Row("x", "x", "x", convert, AGREEMENT)) is CODES


def test_a_converter_without_a_list_has_none() -> None:
    assert list_of(Row("x", "x", "x", to.text, AGREEMENT)) is None
    assert list_of(Row("x", "x", reason="-")) is None
