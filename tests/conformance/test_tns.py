"""Transportstyrelsen keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import time

import pytest

from adapters.transportstyrelsen.elements import TABLE
from adapters.transportstyrelsen.mapping import to_section
from hub.adapter import SourceMalformed
from hub.elements import Protects, compile_table, keep_groups, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages.fordonsinnehav import Fordonsinnehav
from tests.support.tns import SAMPLES, SCHEMA, payload, source, vehicles

COMPILED = compile_table(TABLE)
NAMES = sorted(folder.name for folder in SAMPLES.iterdir())


def test_every_kind_of_sample_is_there() -> None:
    wanted = {"ordinary", "nothing-found", "failing", "malformed", "hostile", "empty", "utf-16"}
    assert wanted <= set(NAMES)


def test_every_element_of_the_schemas_is_in_the_table_and_the_other_way() -> None:
    paths = set(schema_paths(SCHEMA, "HamtaUppgifterResponse"))
    assert len(paths) == 11
    assert uncovered(COMPILED, paths) == []
    assert unfounded(COMPILED, paths) == []


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    filled = {row.place for row in TABLE.rows if row.place and row.place[0] != ":" and row.place[-1] != "]"}
    assert {*filled, "fordon[].id"} == {leaf.path for leaf in leaves(Fordonsinnehav)}


def test_only_the_registration_number_tells_where_somebody_is_and_it_can_be_withheld_alone() -> None:
    telling = {row.place for row in TABLE.rows if row.protects is Protects.WHEREABOUTS}
    assert telling == {"fordon[].registreringsnummer"}
    kept, withheld = keep_groups(vehicles(source("one-vehicle")), {"fordonsinnehav.fordon"})
    assert withheld == ("fordonsinnehav.registreringsnummer",)
    assert kept.fordon[0].registreringsnummer is None
    assert kept.fordon[0].fabrikat == "VOLVO"


def test_everything_handed_out_names_the_agreement() -> None:
    assert {row.law for row in TABLE.rows if row.place and row.place[0] != ":"} == {"agreement"}


def test_ten_thousand_vehicles_are_read_in_bounded_time() -> None:
    content = source("one-vehicle")
    start, end = content.index(b"<frdn:fordon>"), content.index(b"</tns:fordonsinnehav>")
    content = content[:start] + content[start:end] * 10_000 + content[end:]
    started = time.perf_counter()
    assert len(vehicles(content).fordon) == 10_000
    assert time.perf_counter() - started < 10


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<frdn:okand>" + b"x" * 500 + b"</frdn:okand>"
    content = source("ordinary").replace(b"</tns:fordonsinnehav>", odd * 17_000 + b"</tns:fordonsinnehav>")
    read = to_section(payload(content))
    assert [row.plats for row in read.deviations] == ["fordonsinnehav/okand"]


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
