"""Skatteverket keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.skatteverket.elements import FAULT_TABLE, TABLE
from adapters.skatteverket.mapping import to_section
from hub.elements import AGREEMENT, Protects, Removed, Table, compile_table, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages import json_codec, xml_codec
from messages.beskattning import Beskattning
from tests.support.skv import SAMPLES, SCHEMAS, SOMEBODY, found, message, message_of, payload, section, source

NAMES = sorted(folder.name for folder in SAMPLES.iterdir())
READABLE = [name for name in NAMES if "uppgifter" in message(name)]


def test_every_kind_of_sample_is_there() -> None:
    wanted = {
        "ordinary",
        "nothing-found",
        "failing",
        "malformed",
        "hostile-entities",
        "empty",
        "amounts-zero",
    }
    assert wanted | {"amount-negative", "monthly-returns", "status-unknown"} <= set(NAMES)


@pytest.mark.parametrize(
    ("table", "schema", "root"),
    [
        (TABLE, "svar.xsd", "SvarBeskattningsuppgifterEnligtSFS2008-975"),
        (FAULT_TABLE, "tjanst.xsd", "Exception"),
    ],
    ids=["answer", "fault"],
)
def test_every_element_of_the_schemas_is_in_the_table_and_the_other_way(
    table: Table, schema: str, root: str
) -> None:
    compiled = compile_table(table)
    paths = set(schema_paths(SCHEMAS / schema, root))
    assert len(paths) >= 3
    assert uncovered(compiled, paths) == []
    assert unfounded(compiled, paths) == []


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    filled = {
        place
        for row in TABLE.rows
        for place in (row.place, *(also.place for also in row.also))
        if place is not None and not place.startswith(":") and not place.endswith("[]")
    }
    filled |= {f"{row.place}.id" for row in TABLE.rows if row.numbered}
    assert filled == {leaf.path for leaf in leaves(Beskattning)}


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in TABLE.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == AGREEMENT or re.match(r"2008:975 6 §, \w", row.law or ""), row.id


def test_an_employers_name_is_withheld_of_protected_persons() -> None:
    (row,) = (row for row in TABLE.rows if row.place == "individuppgifter")
    assert (row.protects, row.removed) == (Protects.WHEREABOUTS, Removed.DROP)


@pytest.mark.parametrize("name", READABLE)
def test_what_is_found_survives_both_formats(name: str) -> None:
    read = section(source(name))
    assert json_codec.decode(Beskattning, json_codec.encode(read), {}) == read
    assert xml_codec.decode(Beskattning, xml_codec.encode(read), {}) == read


@pytest.mark.parametrize("name", NAMES)
def test_no_deviation_and_no_failure_tells_a_number(name: str) -> None:
    told = message(name)
    for sentence in (*told.get("fel", {}).values(), *map(str, told.get("avvikelser", ()))):
        assert SOMEBODY[2:] not in sentence


def test_reading_is_pure() -> None:
    content = source("monthly-returns")
    assert to_section(payload(content)) == to_section(payload(content))


def _many(element: bytes, count: int) -> bytes:
    return source("ordinary").replace(b"</svar:Personuppgift>", element * count + b"</svar:Personuppgift>")


def test_ten_thousand_payouts_are_read_in_bounded_time() -> None:
    payout = re.search(rb"<svar:Skattekontouppgift>.*</svar:Skattekontouppgift>", source("ordinary"), re.S)
    assert payout is not None
    started = time.perf_counter()
    assert len(section(_many(payout[0], 10_000)).skattekontoutbetalningar) == 10_001
    assert time.perf_counter() - started < 10


def test_nine_megabytes_of_undescribed_elements_stay_bounded() -> None:
    started = time.perf_counter()
    read = found(_many(b"<svar:Ny>" + b"x" * 500 + b"</svar:Ny>", 17_000))
    assert time.perf_counter() - started < 15
    assert read.sections[0] == section(source("ordinary"))
    assert [row.kod for row in read.deviations] == ["OKANT_ELEMENT", "FLER_OTOLKADE"]


def test_nine_megabytes_of_returns_stay_bounded() -> None:
    returns = section(_many(b"<svar:Individuppgift>" + b"x" * 2_000 + b"</svar:Individuppgift>", 4_400))
    assert len(returns.individuppgifter) == 4_400
    assert {len(value.text) for value in returns.individuppgifter} == {1_000}


@given(
    place=st.integers(min_value=0, max_value=9_000),
    junk=st.one_of(st.binary(max_size=12), st.text("<>&'\"/= 0123456789åJ", max_size=12).map(str.encode)),
)
def test_no_damage_makes_anything_but_an_answer_or_one_of_the_three_errors(place: int, junk: bytes) -> None:
    whole = source("monthly-returns")
    at = place % len(whole)
    told = message_of(whole[:at] + junk + whole[at + len(junk) :])
    for sentence in (told.get("fel", {}).get("text", ""), *(str(row) for row in told.get("avvikelser", ()))):
        assert SOMEBODY[2:] not in sentence
