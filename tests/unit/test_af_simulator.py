"""Arbetsförmedlingen simulated: the same facts inside SSBTEK 10 and 11 and straight, valid by its schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from adapters.arbetsformedlingen import adapter
from adapters.arbetsformedlingen.mapping import to_section
from adapters.arbetsformedlingen.simulated import KNOWN, known_of
from adapters.arbetsformedlingen.simulator import PARTS, AfPart, build
from adapters.arbetsformedlingen.writing import Answer, write
from hub.adapter import Found, NoRecord, Payload, SourceError, SourceUnavailable, Transport
from hub.simulators.server import serve
from hub.stores.transport import make_transport
from tests.support.af import LAW, SCHEMA, TODAY, WORLD, ask, payload
from tests.support.plain import NO_CERTIFICATES
from tests.support.ssbtek import ask as ssbtek_ask
from tests.support.ssbtek import simulated
from tests.support.transport import OnePermit

KEYS = (*sorted(KNOWN), "okand", "student")
ORDERLY = sorted(set(KNOWN) - {"regelbrytare"})


async def straight(keys: Iterable[str]) -> dict[str, Payload | SourceError]:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            return {key: await _one(key, base_url, transport) for key in keys}
    finally:
        await transport.aclose()


async def _one(key: str, base_url: str, transport: Transport) -> Payload | SourceError:
    given = ask(WORLD.personas[key], settings={"url": base_url, "version": "1"})
    return (await adapter.fetch(given, OnePermit(), transport))["AF"]


def read(came: Payload | SourceError) -> Found | NoRecord:
    assert isinstance(came, Payload), came
    return to_section(came)


async def test_three_ways_tell_the_same_of_everybody() -> None:
    told = {key: read(came) for key, came in (await straight(KEYS)).items()}
    async with simulated(*PARTS) as bench:
        for key in KEYS:
            for version in ("10", "11"):
                came = await bench.fetch(ssbtek_ask("AF", version=version, persona=WORLD.personas[key]))
                assert read(came["AF"]) == told[key], (key, version)
    assert isinstance(told["okand"], NoRecord)
    assert isinstance(told["student"], NoRecord)
    assert (told["skyddad"].flag, told["folkbokford"].flag, told["arbetslos"].flag) == (
        "true",
        "true",
        "false",
    )


@pytest.mark.parametrize("key", ORDERLY)
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_what_is_known_is_written_by_the_schema_and_read_without_a_word(key: str, today: date) -> None:
    given = Answer(
        WORLD.personas[key].number.value, "A", "B", False, known_of(key, today), "x", LAW, ("0", "OK")
    )
    question = etree.fromstring(ask(WORLD.personas[key]).sources[0].question.content)  # type: ignore[union-attr]
    answer = write(replace(given, echo=question[-1]))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(answer)
    told = to_section(payload(etree.tostring(answer)))
    assert isinstance(told, Found)
    assert told.deviations == ()


async def test_the_rule_breaker_breaks_every_rule_and_nothing_readable_is_lost() -> None:
    (came,) = (await straight(["regelbrytare"])).values()
    told = read(came)
    assert isinstance(told, Found)
    odd = {row.kod for row in told.deviations}
    assert odd == {"SAKNAT_ELEMENT", "ANNAN_STAVNING", "OKAND_KOD", "ORIMLIGT_VARDE"}
    assert {row.plats for row in told.deviations if row.kod == "SAKNAT_ELEMENT"} == {
        "Fraga",
        "Svar/LagParagraf",
        "Svar/ArbetssokandeInfo/AktivetetsRapportDatum",
    }


async def test_a_status_other_than_0_inside_ssbtek_is_no_empty_answer() -> None:
    async with simulated(AfPart(("9", "Tekniskt fel"))) as bench:
        came = await bench.fetch(ssbtek_ask("AF", persona=WORLD.personas["okand"]))
    with pytest.raises(SourceUnavailable):
        read(came["AF"])
