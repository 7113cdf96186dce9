"""CSN keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import re
import time

import pytest

from adapters.csn.elements import TABLE
from adapters.csn.mapping import to_section
from hub.adapter import SourceMalformed
from hub.elements import compile_table, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages import json_codec, xml_codec
from messages.studiestod import Studiestod
from messages.uppgifter import Uppgiftssvar
from tests.support.csn import SAMPLES, SCHEMA, found, message, message_of, payload, reply_with, source

COMPILED = compile_table(TABLE)
NAMES = sorted(folder.name for folder in SAMPLES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_becomes_its_message(name: str) -> None:
    assert message_of(source(name)) == message(name), "if it is meant: python -m tests.support.csn"


def test_every_kind_of_sample_is_there() -> None:
    assert {"ordinary", "nothing-found", "protected", "malformed", "hostile-entities", "version-3.0"} <= set(
        NAMES
    )


def test_every_element_of_the_schemas_is_in_the_table_and_the_other_way() -> None:
    paths = set(schema_paths(SCHEMA, "CSNSvar"))
    assert len(paths) > 200
    assert uncovered(COMPILED, paths) == []
    assert unfounded(COMPILED, paths) == []


def test_what_the_table_lacks_is_found() -> None:
    assert uncovered(COMPILED, ["Personer/Ny", "@x", "GemensamtFragaEkbistand/vad"]) == ["@x", "Personer/Ny"]


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    filled = {
        place
        for row in TABLE.rows
        for place in (row.place, *(also.place for also in row.also))
        if place is not None and not place.startswith(":") and not place.endswith("[]")
    }
    filled |= {f"{(row.place or '')}.{row.mark}" for row in TABLE.rows if row.mark}
    filled |= {f"{row.place}.id" for row in TABLE.rows if row.numbered}
    places = {leaf.path for leaf in leaves(Studiestod)}
    assert {place for place in filled if not _known(place, places)} == set()
    assert {place for place in places if not any(_known(each, {place}) for each in filled)} == set()


def _known(place: str, places: set[str]) -> bool:
    return place in places or place.rpartition(".")[0] in places


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in TABLE.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == "agreement" or re.match(r"2008:975 2 §, \w", row.law or ""), row.id


@pytest.mark.parametrize("name", [name for name in NAMES if "uppgifter" in message(name)])
def test_what_is_found_survives_both_formats(name: str) -> None:
    reply = reply_with(found(source(name)).section)
    catalogue = {Studiestod.namn: Studiestod}
    from_json = json_codec.decode(Uppgiftssvar, json_codec.encode(reply), catalogue)
    from_xml = xml_codec.decode(Uppgiftssvar, xml_codec.encode(reply), catalogue)
    assert from_json == from_xml == reply


def test_reading_is_pure() -> None:
    content = source("all-five-forms")
    assert to_section(payload(content)) == to_section(payload(content))


def _with_payments(count: int) -> bytes:
    content = source("ordinary")
    start, end = (
        content.index(b"<studiemedel:Utbetalning>"),
        content.index(b"</studiemedel:UtbetalningsPlan>"),
    )
    return content[:start] + content[start:end] * (count // 5) + content[end:]


def test_ten_thousand_payments_are_read_in_bounded_time() -> None:
    content = _with_payments(10_000)
    started = time.perf_counter()
    section = found(content).section
    elapsed = time.perf_counter() - started
    assert isinstance(section, Studiestod)
    assert len(section.arenden[0].utbetalningar) == 10_000
    assert elapsed < 15


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<csn:okand>" + b"x" * 500 + b"</csn:okand>"
    content = source("ordinary").replace(b"</kf:Personer>", odd * 17_000 + b"</kf:Personer>")
    assert len(content) > 8_500_000
    read = found(content)
    assert [row.plats for row in read.deviations] == ["Personer/okand"]
    assert len(str(read.deviations)) < 1_000


def test_one_text_of_nine_megabytes_is_cut_and_told() -> None:
    content = source("ordinary").replace(b">Grundbidrag<", b">" + b"x" * 9_000_000 + b"<", 1)
    assert "FOR_LANG_TEXT" in {row.kod for row in found(content).deviations}


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
