"""Is a JSON payload read by its table: every form of place, and everything odd named and never lost?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from pydantic import Field

from hub.adapter import SourceMalformed
from hub.elements import AGREEMENT, Also, Alternative, Odd, Row, Table, Unreadable, compile_table, read_json
from hub.elements import convert as to
from messages.base import Meddelande, Sektion
from messages.values import Text


class Forman(Sektion):
    namn: ClassVar[str] = "forman"
    namnrymd: ClassVar[str] = "urn:test:forman:1"


class Vem(Sektion):
    namn: ClassVar[str] = "vem"
    namnrymd: ClassVar[str] = "urn:test:vem:1"


def amount(given: Mapping[str, Any]) -> Decimal | None:
    if given.get("valuta", "SEK") != "SEK":
        raise Odd(None, "VALUTA", "Beloppet är inte i kronor.")
    if not isinstance(given.get("summa"), Decimal | int):
        raise Unreadable
    return Decimal(given["summa"])


def flag(given: Mapping[str, Any]) -> str | None:
    return "true" if given.get("skyddad") is True else None


KINDS = (Alternative("hyror", "", "HYRA", "hyror"), Alternative("bidrag", "", "BIDRAG", "bidragen"))
LAW = AGREEMENT
TABLE = compile_table(
    Table(
        format="test/json",
        section=Forman,
        root=None,
        namespaces={},
        choices={"slag": KINDS},
        rows=(
            Row("rot", ".", reason="-", record=True),
            Row("annat", "annat", reason="läses som något annat", opaque=True),
            Row("status", "status", ":status", to.text, required=True),
            Row("lista", "lista", reason="-"),
            Row("arende", "lista/<slag>", "<slag>[]", law=LAW, mark="slag", numbered=True),
            Row("dag", "lista/<slag>/dag", "<slag>[].ansokt", to.day, LAW),
            Row("antal", "lista/<slag>/antal", "<slag>[].antal", to.integer, LAW),
            Row("belopp", "lista/<slag>/belopp", "<slag>[].brutto", amount, LAW, of=("summa", "valuta")),
            Row("andra", "lista/<slag>/andra", "<slag>[].andra[]", amount, LAW, of=("summa", "valuta")),
            Row("rader", "lista/<slag>/rader", "<slag>[].rader[]", to.text, LAW),
            Row("grund", "lista/<slag>/grund", "<slag>[].grund", law=LAW),
            Row("delat", "lista/<slag>/grund/delat", "<slag>[].grund.delat", to.text, LAW),
            Row(
                "barn",
                "lista/<slag>/grund/barn",
                "<slag>[].grund.barn[]",
                lambda given: given.get("foddes"),
                LAW,
                of=("foddes",),
                beside=("namn",),
                reason="namn på andra behövs inte",
            ),
            Row("vem", "lista/vem", reason="-", record=True, section=Vem),
            Row("namn", "lista/vem/namn", "namn", to.text, LAW),
            Row(
                "hem",
                "lista/vem/hem",
                "hem",
                lambda given: given.get("ort"),
                LAW,
                of=("ort", "skyddad"),
                also=(Also(":skyddad", flag),),
            ),
        ),
    )
)


def read(document: Any) -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    reading = read_json(TABLE, content)
    return reading.records[0].section, {(row.kod, row.plats): row.text for row in reading.deviations.told()}


def test_every_form_of_place() -> None:
    rent = {
        "dag": "2026-11-01",
        "antal": 3,
        "belopp": {"summa": 1250, "valuta": "SEK"},
        "andra": [{"summa": 1}, {"summa": 2}],
        "rader": ["a", "b"],
        "grund": {"delat": True, "barn": [{"foddes": "2019", "namn": "x"}]},
    }
    section, odd = read({"status": "OK", "lista": {"hyror": [rent, {}], "bidrag": []}})
    assert section == {
        "hyror": [
            {
                "slag": "HYRA",
                "id": "u1",
                "ansokt": to.day("2026-11-01"),
                "antal": 3,
                "brutto": Decimal(1250),
                "andra": [Decimal(1), Decimal(2)],
                "rader": ["a", "b"],
                "grund": {"delat": "true", "barn": ["2019"]},
            },
            {"slag": "HYRA", "id": "u2"},
        ],
        "bidragen": [],
    }
    assert odd == {}


def test_another_section_is_a_record_of_its_own_and_does_not_disturb_the_numbering() -> None:
    document = {
        "status": "OK",
        "lista": {
            "hyror": [{}],
            "vem": [{"namn": "Ek", "hem": {"ort": "Timrå", "skyddad": True}}, {"namn": "Al"}],
            "bidrag": [{}],
        },
    }
    reading = read_json(TABLE, json.dumps(document).encode())
    assert [record.model for record in reading.records] == [Forman, Vem, Vem]
    assert [record.section.get("namn") for record in reading.records] == [None, "Ek", "Al"]
    assert reading.records[1].outcome == {"skyddad": "true"}
    assert reading.outcome == {"status": "OK"}
    first = reading.records[0].section
    assert (first["hyror"][0]["id"], first["bidragen"][0]["id"]) == ("u1", "u2")


def test_numbers_keep_their_scale() -> None:
    content = b'{"status":"OK","lista":{"hyror":[{"belopp":{"summa":1250.50}},{"belopp":{"summa":1.0E7}}]}}'
    section, odd = read(content)
    assert [format(row["brutto"], "f") for row in section["hyror"]] == ["1250.50", "10000000"]
    assert odd == {}


@pytest.mark.parametrize(
    ("rent", "code", "place", "kept"),
    [
        ({"okand": {"dag": "x"}}, "OKANT_ELEMENT", "lista/hyror/okand", {}),
        ({"dag": "igår"}, "OLASBART_VARDE", "lista/hyror/dag", {}),
        ({"dag": {"ar": 2026}}, "OLASBART_VARDE", "lista/hyror/dag", {}),
        ({"antal": 10**40}, "OLASBART_VARDE", "lista/hyror/antal", {}),
        ({"dag": ["2026-11-01"]}, "ANNAN_FORM", "lista/hyror/dag", {"ansokt": to.day("2026-11-01")}),
        ({"rader": "a"}, "ANNAN_FORM", "lista/hyror/rader", {"rader": ["a"]}),
        ({"rader": [["a"]]}, "OLASBART_VARDE", "lista/hyror/rader", {}),
        ({"belopp": 12}, "OLASBART_VARDE", "lista/hyror/belopp", {}),
        ({"belopp": {"summa": 1, "valuta": "EUR"}}, "VALUTA", "lista/hyror/belopp", {}),
        ({"belopp": {"summa": 1, "x": 2}}, "OKANT_ELEMENT", "lista/hyror/belopp/x", {"brutto": Decimal(1)}),
        ({"grund": "x"}, "OLASBART_VARDE", "lista/hyror/grund", {}),
        ({"antal": [1, 2]}, "UPPREPAT_ELEMENT", "lista/hyror/antal", {"antal": 1}),
    ],
)
def test_what_is_odd_is_named_and_costs_nothing_else(
    rent: dict[str, Any], code: str, place: str, kept: dict[str, Any]
) -> None:
    section, odd = read(
        {"status": "OK", "lista": {"hyror": [{**rent, "dag": rent.get("dag", "2026-11-02")}]}}
    )
    (row,) = section["hyror"]
    expected = (
        {"slag": "HYRA", "id": "u1"} | ({} if "dag" in rent else {"ansokt": to.day("2026-11-02")}) | kept
    )
    assert (row, list(odd)) == (expected, [(code, place)])


def test_an_object_where_a_list_should_be_is_read_and_told() -> None:
    section, odd = read({"status": "OK", "lista": {"hyror": {"antal": 1}}})
    assert section["hyror"] == [{"slag": "HYRA", "id": "u1", "antal": 1}]
    assert list(odd) == [("ANNAN_FORM", "lista/hyror")]


def test_what_comes_alone_into_a_list_is_told_only_where_it_should_not() -> None:
    alone = compile_table(
        replace(TABLE.table, rows=tuple(replace(row, single=row.id == "arende") for row in TABLE.table.rows))
    )
    for rents, odd in (({"antal": 1}, []), ([{"antal": 1}], [("ANNAN_FORM", "lista/hyror")])):
        reading = read_json(alone, json.dumps({"status": "OK", "lista": {"hyror": rents}}).encode())
        assert [row["antal"] for row in reading.records[0].section["hyror"]] == [1]
        assert [(row.kod, row.plats) for row in reading.deviations.told()] == odd


class Post(Meddelande):
    id: Text
    antal: int | None = None


class Poster(Sektion):
    namn: ClassVar[str] = "poster"
    namnrymd: ClassVar[str] = "urn:test:poster:1"
    poster: list[Post] = Field(default_factory=list)


POSTS = compile_table(
    Table(
        format="test/poster",
        section=Poster,
        root=None,
        namespaces={},
        rows=(
            Row("rot", ".", reason="-", record=True),
            Row("poster", "poster", "poster[]", law=LAW, numbered=True),
            Row("antal", "poster/antal", "poster[].antal", to.integer, LAW),
        ),
    )
)


def test_a_long_list_is_read_as_a_short_one() -> None:
    """Item by item, each made what it is to be: nothing else differs."""
    items = [{"antal": 1}, None, {"antal": "x"}, "lös", {"antal": 2, "ny": {"a": 1}}]
    short = read_json(POSTS, json.dumps({"poster": items}).encode())
    long = read_json(POSTS, json.dumps({"poster": items * 500}).encode())
    assert {(row.kod, row.plats) for row in short.deviations.told()} == {
        (row.kod, row.plats) for row in long.deviations.told()
    }
    sections = [Poster.model_validate(reading.records[0].section) for reading in (short, long)]
    assert [post.antal for post in sections[1].poster] == [post.antal for post in sections[0].poster] * 500
    assert [post.id for post in sections[1].poster] == [f"u{number}" for number in range(1, 1501)]


@pytest.mark.parametrize("broken", [b'{"antal":\xff}', b'{"antal":1e999999999999999999999}', b'{"antal":}'])
def test_a_long_list_with_something_unreadable_in_it_is_no_document(broken: bytes) -> None:
    with pytest.raises(SourceMalformed):
        read_json(POSTS, b'{"poster":[' + b'{"antal":1},' * 2000 + broken + b"]}")


def test_null_says_nothing_and_what_must_come_is_missed() -> None:
    section, odd = read({"status": None, "lista": None})
    assert section == {}
    assert list(odd) == [("SAKNAT_ELEMENT", "status")]


def test_a_key_that_stands_twice_is_told_and_nothing_of_a_list_is_lost() -> None:
    content = b'{"status":"OK","status":"NEJ","lista":{"hyror":[{"antal":1}],"hyror":[{"antal":2}]}}'
    reading = read_json(TABLE, content)
    assert reading.outcome == {"status": "OK"}
    assert [row["antal"] for row in reading.records[0].section["hyror"]] == [1, 2]
    assert {(row.kod, row.plats) for row in reading.deviations.told()} == {
        ("UPPREPAT_ELEMENT", "status"),
        ("UPPREPAT_ELEMENT", "hyror"),
    }


@pytest.mark.parametrize("space", [b" ", b"\t", b"\n", b"\r", b"  "])
def test_space_before_a_colon_hides_no_key_that_stands_twice(space: bytes) -> None:
    reading = read_json(TABLE, b'{"status"' + space + b':"OK","status":"FEL"}')
    assert reading.outcome == {"status": "OK"}
    assert [row.kod for row in reading.deviations.told()] == ["UPPREPAT_ELEMENT"]


def test_a_key_pattern_inside_a_text_is_no_key() -> None:
    section, odd = read(
        {"status": 'a":b":', "lista": {"hyror": [{"rader": ['"x":']}]}, "annat": {"a": [{"b": 1}]}}
    )
    assert section["hyror"][0]["rader"] == ['"x":']
    assert odd == {}


def test_other_encodings_are_read_past() -> None:
    document = {"status": "åäö", "lista": {"hyror": [{"rader": ["é"]}]}}
    text = json.dumps(document, ensure_ascii=False)
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-32"):
        assert read(text.encode(encoding)) == read(document)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"a":NaN}',
        b'{"a":1e999999999999999999999}',
        b'{"a":"\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe\x00",
        b" " * 12_000_001,
        b"<svar/>",
    ],
    ids=lambda content: str(content[:12]),
)
def test_what_is_no_such_document_is_refused(content: bytes) -> None:
    with pytest.raises(SourceMalformed):
        read_json(TABLE, content)
