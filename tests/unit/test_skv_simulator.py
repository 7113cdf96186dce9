"""Skatteverket inside the SSBTEK simulator: version 10 without a question, version 11 with one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from adapters.skatteverket.mapping import to_section
from adapters.skatteverket.question import to_payload
from adapters.skatteverket.simulated import KNOWN
from adapters.skatteverket.simulator import PARTS, SkvPart
from adapters.skatteverket.writing import Answer, write
from hub.adapter import Found, NoRecord, Payload, SourceError, SourceRefused, SourceUnavailable
from hub.simulators.parts import Part
from messages.beskattning import Beskattning
from tests.support.skv import SCHEMAS, SOMEBODY, TODAY
from tests.support.ssbtek import WORLD, Bench, ask, simulated, source_ask

GROUPS = frozenset(Beskattning.grupper)
NOV = (date(2026, 9, 1), date(2026, 11, 30))
BOTH = pytest.mark.parametrize("version", ["10", "11"])


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with simulated(*PARTS) as served:
        yield served


async def fetched(
    bench: Bench, key: str, version: str, groups: frozenset[str] = GROUPS, *, questioned: bool = True
) -> Payload | SourceError:
    source = replace(source_ask("SKV", *NOV), groups=groups, question=None)
    given = ask(version=version, persona=WORLD.personas[key], sources=(source,))
    if questioned:
        source = replace(source, question=to_payload(given, source, "skv/ssbtek-11"))
    return (await bench.fetch(replace(given, sources=(source,)), path=f"/ssbtek/{version}"))["SKV"]


async def section(
    bench: Bench, key: str, version: str, groups: frozenset[str] = GROUPS, *, questioned: bool = True
) -> Beskattning:
    came = await fetched(bench, key, version, groups, questioned=questioned)
    assert isinstance(came, Payload)
    assert came.format == "skv/beskattningsuppgifter"
    read = to_section(came)
    assert isinstance(read, Found)
    assert read.person == WORLD.personas[key].number
    assert isinstance(read.sections[0], Beskattning)
    return read.sections[0]


@BOTH
@pytest.mark.parametrize("questioned", [True, False])
async def test_version_10_needs_no_question_and_11_does(bench: Bench, version: str, questioned: bool) -> None:
    came = await fetched(bench, "anstalld", version, questioned=questioned)
    if version == "11" and not questioned:
        assert isinstance(came, SourceRefused)
        assert came.code == "FRAGA_SAKNAS"
    else:
        assert isinstance(came, Payload)


async def test_both_versions_tell_the_same_of_capital_and_refund(bench: Bench) -> None:
    for key in KNOWN:
        ten, eleven = await section(bench, key, "10"), await section(bench, key, "11")
        assert ten.individuppgifter == []
        assert ten == eleven.model_copy(update={"individuppgifter": []}), key


async def test_monthly_returns_come_in_version_11_where_they_are_asked_for(bench: Bench) -> None:
    assert (await section(bench, "anstalld", "11")).individuppgifter
    without = GROUPS - {"beskattning.individuppgifter"}
    assert (await section(bench, "anstalld", "11", without)).individuppgifter == []


async def test_capital_and_refund_come_only_where_they_are_asked_for(bench: Bench) -> None:
    told = await section(bench, "anstalld", "11", frozenset({"beskattning.skattekonto"}))
    assert (told.kapitaluppgifter, len(told.skattekontoutbetalningar)) == ([], 1)
    told = await section(bench, "anstalld", "11", frozenset({"beskattning.kapital"}))
    assert (len(told.kapitaluppgifter), told.skattekontoutbetalningar) == (1, [])


@BOTH
async def test_somebody_unknown_is_not_found(bench: Bench, version: str) -> None:
    came = await fetched(bench, "okand", version)
    assert isinstance(came, Payload)
    assert isinstance(to_section(came), NoRecord)


@BOTH
async def test_its_own_fault_in_the_answers_place_is_unavailable(version: str) -> None:
    part: Part = SkvPart(fault="9071042")
    async with simulated(part) as bench:
        came = await fetched(bench, "anstalld", version)
    assert isinstance(came, Payload)
    with pytest.raises(SourceUnavailable) as raised:
        to_section(came)
    assert raised.value.code == "SKV_9071042"


@pytest.mark.parametrize("key", sorted(set(KNOWN) - {"regelbrytare"}))
def test_what_is_written_is_valid_by_the_schema(key: str) -> None:
    known = KNOWN[key](TODAY)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "svar.xsd"))
    schema.assertValid(
        etree.fromstring(write(Answer(SOMEBODY, "Robin", "Ek", known.status, known.capital, known.payouts)))
    )


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)])
def test_any_day_has_months_that_have_been_reported(today: date) -> None:
    for known in (KNOWN[key](today) for key in ("anstalld", "foralder2", "mangfald")):
        assert known.returns
        assert all(one.month < today.replace(day=1) for one in known.returns)


def test_everyone_known_is_of_the_world() -> None:
    assert set(KNOWN) <= set(WORLD.personas)
    assert [part.source for part in PARTS] == ["SKV"]
