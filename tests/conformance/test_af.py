"""Arbetsförmedlingen keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import re
import time

import pytest

from adapters.arbetsformedlingen.elements import TABLE
from adapters.arbetsformedlingen.mapping import to_section
from hub.adapter import SourceMalformed
from hub.elements import Protects, compile_table, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages.arbetssokande import Arbetssokande
from tests.support.af import SAMPLES, SCHEMA, found, payload, section, source

COMPILED = compile_table(TABLE)
WIDENED = SCHEMA.with_name("andra-stavningen.xsd")
NAMES = sorted(folder.name for folder in SAMPLES.iterdir())


def test_every_kind_of_sample_is_there() -> None:
    wanted = {"ordinary", "nothing-found", "protected", "failing", "malformed", "hostile-entities", "empty"}
    wanted |= {"required-missing", "report-other-spelling", "report-502", "dates-with-offset", "utf-16"}
    assert wanted <= set(NAMES)


def test_every_element_of_the_schema_is_in_the_table_and_the_other_way() -> None:
    own, read = (set(schema_paths(path, "SvarMeddelande")) for path in (SCHEMA, WIDENED))
    assert {path for path in read - own if "/AktivitetsRapportDatum" not in path} == set()
    paths = read
    assert len(paths) == 43
    assert uncovered(COMPILED, paths) == []
    assert unfounded(COMPILED, paths) == []


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    filled = {row.place for row in TABLE.rows if row.place and row.place[0] != ":" and row.place[-1] != "]"}
    assert {*filled, "beslut[].id"} == {leaf.path for leaf in leaves(Arbetssokande)}


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in TABLE.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == "agreement" or re.match(r"2008:975 5 §, \w", row.law or ""), row.id


def test_nothing_in_the_answer_tells_where_somebody_is() -> None:
    assert {row.protects for row in TABLE.rows} == {Protects.NOTHING}


def test_ten_thousand_decisions_are_read_in_bounded_time() -> None:
    content = source("ordinary")
    start, end = content.index(b"<api:Beslut>"), content.index(b"</api:EkonomiskaBeslut>")
    content = content[:start] + content[start:end] * 10_000 + content[end:]
    started = time.perf_counter()
    assert len(section(content).beslut) == 10_000
    assert time.perf_counter() - started < 10


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<api:okand>" + b"x" * 500 + b"</api:okand>"
    read = found(source("ordinary").replace(b"</api:Svar>", odd * 17_000 + b"</api:Svar>"))
    assert [row.plats for row in read.deviations] == ["Svar/okand"]


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
