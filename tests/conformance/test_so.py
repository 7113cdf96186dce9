"""The a-kassor's folder keeps its promises: samples, coverage, a table in step with its section, bounds."""

from __future__ import annotations

import re
import time

import pytest
from lxml import etree

from adapters.akassor.elements import TABLE
from adapters.akassor.mapping import NAMED, to_section
from adapters.akassor.writing import Fund
from hub.adapter import SourceMalformed
from hub.elements import AGREEMENT, Protects, compile_table, leaves
from hub.elements.coverage import schema_paths, uncovered, unfounded
from messages import json_codec, xml_codec
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.uppgifter import Uppgiftssvar
from tests.support.csn import reply_with
from tests.support.so import SAMPLES, SCHEMA, answer, found, message, payload, section, source

COMPILED = compile_table(TABLE)
NAMES = sorted(folder.name for folder in SAMPLES.iterdir())


def test_every_kind_of_sample_is_there() -> None:
    kinds = {"ordinary", "nothing-found", "failing", "malformed", "hostile-entities", "empty"}
    strayings = {"utf-16", "latin-1", "dates-with-offset", "decision-nil", "days-fraction", "status-in-words"}
    assert kinds | strayings <= set(NAMES)


def test_every_element_of_the_schema_is_in_the_table_and_the_other_way() -> None:
    paths = set(schema_paths(SCHEMA, "GetUnemploymentBenefitPaymentResponse"))
    assert len(paths) == 28
    assert uncovered(COMPILED, paths) == []
    assert unfounded(COMPILED, paths) == []


def test_every_place_of_the_table_is_in_the_section_and_the_other_way() -> None:
    every = [
        place for row in TABLE.rows for place in (row.place, *(also.place for also in row.also)) if place
    ]
    filled = {place for place in every if not place.startswith(":") and not place.endswith("[]")}
    filled |= {f"{row.place}.id" for row in TABLE.rows if row.numbered}
    assert filled == {leaf.path for leaf in leaves(Arbetsloshetsersattning)}


def test_every_row_that_hands_out_names_the_law_or_the_agreement() -> None:
    for row in TABLE.rows:
        if row.place is not None and not row.place.startswith(":"):
            assert row.law == AGREEMENT or re.match(r"2008:975 4 §, \w", row.law or ""), row.id


def test_only_free_text_may_tell_where_somebody_is() -> None:
    telling = {row.place for row in TABLE.rows if row.protects is Protects.WHEREABOUTS}
    assert telling == {"akassor[].status"}


@pytest.mark.parametrize(
    "name", ["ordinary", "nothing-found", "decision-nil", "echo-with-processors", "utf-16"]
)
def test_ordinary_samples_are_valid_by_the_schema(name: str) -> None:
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(source(name)))


@pytest.mark.parametrize("name", [name for name in NAMES if "uppgifter" in message(name)])
def test_what_is_found_survives_both_formats(name: str) -> None:
    reply = reply_with(found(source(name)).sections[0])
    catalogue = {Arbetsloshetsersattning.namn: Arbetsloshetsersattning}
    from_json = json_codec.decode(Uppgiftssvar, json_codec.encode(reply), catalogue)
    from_xml = xml_codec.decode(Uppgiftssvar, xml_codec.encode(reply), catalogue)
    assert from_json == from_xml == reply


def test_reading_is_pure() -> None:
    content = source("failing-one-of-three")
    assert to_section(payload(content)) == to_section(payload(content))


def test_ten_thousand_payments_are_read_in_bounded_time() -> None:
    content = source("ordinary")
    start, end = content.index(b"<Utbetalningar>"), content.index(b"<Avstangningar>")
    content = content[:start] + content[start:end] * 5_000 + content[end:]
    started = time.perf_counter()
    assert len(section(content).akassor[0].utbetalningar) == 10_000
    assert time.perf_counter() - started < 10


def test_ten_thousand_silent_funds_are_told_in_few_words() -> None:
    answering = Fund("Exempelkassan", "1", extra=(("Avstangningar", ""),))
    read = found(answer(answering, *[Fund("Tysta kassan", "9")] * 10_000))
    assert len(read.missing) == NAMED + 1
    assert read.missing[-1].text.startswith("Ytterligare 9970 a-kassor")


def test_nine_megabytes_of_odd_elements_stay_bounded() -> None:
    odd = b"<Okand>" + b"x" * 500 + b"</Okand>"
    read = found(source("ordinary").replace(b"<Utbetalningar>", odd * 17_000 + b"<Utbetalningar>", 1))
    assert [row.plats for row in read.deviations] == [
        "ArbetsloshetsersattningLista/Arbetsloshetsersattning/Okand"
    ]
    assert len(str(read.deviations)) < 1_000


def test_beyond_twelve_million_bytes_it_is_malformed() -> None:
    with pytest.raises(SourceMalformed):
        to_section(payload(b" " * 12_000_001))
