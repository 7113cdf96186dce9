"""Migrationsverket keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import time

import pytest

from adapters.migrationsverket.elements import TABLE
from adapters.migrationsverket.mapping import to_section
from hub.adapter import SourceMalformed
from hub.elements import Protects, compile_table, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages.uppehallstillstand import Uppehallstillstand
from tests.support.miv import SAMPLES, SCHEMA, payload, section_of, source

COMPILED = compile_table(TABLE)
NAMES = sorted(folder.name for folder in SAMPLES.iterdir())


def test_every_kind_of_sample_is_there() -> None:
    wanted = {
        "ordinary",
        "nothing-found",
        "failing",
        "malformed",
        "hostile",
        "empty",
        "utf-16",
        "dates-offset",
    }
    assert wanted <= set(NAMES)


def test_every_element_of_the_schemas_is_in_the_table_and_the_other_way() -> None:
    paths = set(schema_paths(SCHEMA, "findByPersonnummerResponse"))
    assert len(paths) == 23
    assert uncovered(COMPILED, paths) == []
    assert unfounded(COMPILED, paths) == []


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    filled = {row.place for row in TABLE.rows if row.place and row.place[0] != ":" and row.place[-1] != "]"}
    filled = {place.removesuffix(".kod").removesuffix(".text") for place in filled}
    assert {*filled, "arenden[].id"} == {leaf.path for leaf in leaves(Uppehallstillstand)}


def test_everything_handed_out_names_the_agreement_and_tells_nobodys_whereabouts() -> None:
    assert {row.law for row in TABLE.rows if row.place and row.place[0] != ":"} == {"agreement"}
    assert {row.protects for row in TABLE.rows} == {Protects.NOTHING}


def test_ten_thousand_cases_are_read_in_bounded_time() -> None:
    content = source("permanent")
    start, end = content.index(b"      <svar>"), content.index(b"    </svarCollection>")
    content = content[:start] + content[start:end] * 10_000 + content[end:]
    started = time.perf_counter()
    assert len(section_of(content).arenden) == 10_000
    assert time.perf_counter() - started < 15


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<okand>" + b"x" * 500 + b"</okand>"
    content = source("ordinary").replace(b"</svarCollection>", odd * 17_000 + b"</svarCollection>")
    read = to_section(payload(content))
    assert [row.plats for row in read.deviations] == ["response/svarCollection/okand"]


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
