"""Is a raw JSON payload left with what may be handed out and nothing else, and untouched where all may?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from hub.adapter import Payload, SourceMalformed
from hub.elements import (
    AGREEMENT,
    NOBODY_PROTECTED,
    Protects,
    Removed,
    Row,
    Table,
    compile_table,
    mask,
    read_json,
)
from hub.elements import convert as to
from hub.simulators.personas import world
from messages.base import Elementgrupp, Meddelande, Sektion
from messages.narstaende import Narstaende
from messages.values import Personidentitet, Text


class Rad(Meddelande):
    vad: Text | None = None
    antal: Annotated[int, Field(ge=0)] | None = None


class Hyra(Sektion):
    namn: ClassVar[str] = "hyra"
    namnrymd: ClassVar[str] = "urn:test:hyra:1"
    grupper: ClassVar[Mapping[str, Elementgrupp]] = {
        "hyra.rader": Elementgrupp("Rader", ("rader",)),
        "hyra.ort": Elementgrupp("Ort", ("ort",)),
        "hyra.boende": Elementgrupp("Boende", ("boende",)),
    }
    rader: list[Rad] = Field(default_factory=list)
    ort: Text | None = None
    boende: list[Narstaende] = Field(default_factory=list)


def _relative(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"relation": {"kod": "BOENDE", "text": "Boende"}, "personidentitet": given.get("nummer")}


DROP = Removed.DROP
TABLE = compile_table(
    Table(
        format="test/hyra",
        section=Hyra,
        root=None,
        namespaces={},
        rows=(
            Row("rot", ".", reason="-", record=True),
            Row("status", "status", ":status", to.text, reason="utfallet"),
            Row("andra", "andras", reason="läses av en annan tabell", opaque=True),
            Row("rader", "rader", "rader[]", law=AGREEMENT, removed=DROP),
            Row("vad", "rader/vad", "rader[].vad", to.text, AGREEMENT, removed=DROP),
            Row("antal", "rader/antal", "rader[].antal", to.integer, AGREEMENT, removed=DROP),
            Row("ort", "ort", "ort", to.text, AGREEMENT, removed=Removed.EMPTY),
            Row(
                "boende",
                "boende",
                "boende[]",
                _relative,
                AGREEMENT,
                Protects.RELATIVE,
                DROP,
                of=("nummer", "skyddad"),
                stays=("skyddad",),
                beside=("namn",),
                reason="namn behövs inte",
            ),
            Row("telefon", "telefon", reason="behövs inte", removed=DROP, opaque=True),
        ),
    )
)
GROUPS = frozenset(Hyra.grupper)


def masked(document: Any, keep: frozenset[str], persons: frozenset[Personidentitet] = frozenset()) -> Any:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return json.loads(
        mask(Payload("test/hyra", content), keep, TABLE, persons, hidden=NOBODY_PROTECTED).content
    )


def test_nothing_to_remove_gives_the_same_bytes() -> None:
    content = b'{ "status": "OK",\n "rader": [ {"vad": "hyra", "antal": 1} ], "andras": {"x": [1.50]} }'
    payload = Payload("test/hyra", content)
    assert mask(payload, GROUPS, TABLE, hidden=NOBODY_PROTECTED) is payload


def test_each_group_alone() -> None:
    whole = {"status": "OK", "rader": [{"vad": "hyra"}], "ort": "Timrå", "andras": [1]}
    assert masked(whole, frozenset({"hyra.rader"})) == whole | {"ort": None}
    assert masked(whole, frozenset({"hyra.ort"})) == {"status": "OK", "ort": "Timrå", "andras": [1]}
    assert masked(whole, frozenset()) == {"status": "OK", "ort": None, "andras": [1]}


def test_what_no_row_names_never_stays_wherever_it_stands() -> None:
    given = {"status": "OK", "ny": 1, "rader": [{"vad": "x", "ny": {"a": 1}}, "lös"], "telefon": "070"}
    assert masked(given, GROUPS) == {"status": "OK", "rader": [{"vad": "x"}]}


def test_a_key_that_stands_twice_leaves_nothing_behind() -> None:
    """It is masked as it is read: the first stands, and of two lists both."""
    assert masked(b'{"status":"OK","ny":1,"status":"NEJ"}', GROUPS) == {"status": "OK"}
    twice = b'{"rader":[{"vad":"a"}],"rader":[{"vad":"b","ny":1}]}'
    assert masked(twice, GROUPS) == {"rader": [{"vad": "a"}, {"vad": "b"}]}
    assert masked(twice, frozenset()) == {}


def test_what_hides_behind_a_key_that_stands_twice_never_stays() -> None:
    hidden = b'{"rader" :[{"vad" :"a","okant" :"hemligt"}],"rader":[{"vad":"b"}]}'
    assert masked(hidden, GROUPS) == {"rader": [{"vad": "a"}, {"vad": "b"}]}
    spaced = Payload("test/hyra", b'{"status" : "a", "andras" : {"x": 1e400}}')
    assert mask(spaced, GROUPS, TABLE, hidden=NOBODY_PROTECTED) is spaced


def test_a_flag_stays_when_the_relative_it_stands_with_goes() -> None:
    given = {"boende": [{"nummer": "x", "skyddad": True, "namn": "A"}, {"nummer": "y"}]}
    assert masked(given, GROUPS) == {"boende": [{"skyddad": True}]}
    assert masked(given, GROUPS - {"hyra.boende"}) == {}


def test_numbers_are_written_as_they_came() -> None:
    content = b'{"ny":1,"andras":{"a":1250.50,"b":12345678901234567890123}}'
    written = mask(Payload("test/hyra", content), GROUPS, TABLE, hidden=NOBODY_PROTECTED).content
    assert written == b'{"andras":{"a":1250.50,"b":12345678901234567890123}}'


def test_a_relative_stays_only_when_of_the_case_and_never_with_a_name() -> None:
    one, two = (persona.number for persona in list(world(date(2026, 11, 21)).personas.values())[:2])
    given = {"boende": [{"nummer": one.value, "namn": "A"}, {"nummer": two.value, "extra": {"x": 1}}]}
    assert masked(given, GROUPS, frozenset({one})) == {"boende": [{"nummer": one.value}]}
    assert masked(given, GROUPS) == {"boende": []}


def test_a_list_that_came_empty_stays() -> None:
    assert masked({"rader": [], "boende": []}, GROUPS) == {"rader": [], "boende": []}
    assert masked({"rader": [], "boende": []}, frozenset({"hyra.boende"})) == {"boende": []}


def test_what_cannot_be_read_cannot_be_masked() -> None:
    with pytest.raises(SourceMalformed):
        mask(Payload("test/hyra", b'{"status":'), GROUPS, TABLE, hidden=NOBODY_PROTECTED)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["vad", "antal", "nummer", "namn", "okand"]), inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(
    st.sampled_from(["status", "rader", "ort", "boende", "telefon", "okand"]), VALUES, max_size=6
)


@given(DOCUMENTS, st.frozensets(st.sampled_from(sorted(GROUPS))))
def test_whatever_comes_what_was_not_kept_is_gone_and_masking_twice_changes_nothing(
    document: dict[str, Any], keep: frozenset[str]
) -> None:
    left = masked(document, keep)
    assert masked(left, keep) == left
    section = read_json(TABLE, json.dumps(left).encode()).records[0].section
    for group in GROUPS - keep:
        assert not section.get(group.partition(".")[2])
    assert "okand" not in json.dumps(left) or "okand" in json.dumps(list(_texts(document)))
    assert "telefon" not in left


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []
