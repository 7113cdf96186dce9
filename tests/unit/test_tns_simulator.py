"""Transportstyrelsen simulated: the same facts inside SSBTEK 10 and 11 and straight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from adapters.transportstyrelsen import adapter
from adapters.transportstyrelsen.mapping import to_section
from adapters.transportstyrelsen.names import QUESTION_FORMAT
from adapters.transportstyrelsen.question import to_payload
from adapters.transportstyrelsen.simulated import KNOWN, answer_of
from adapters.transportstyrelsen.simulator import PARTS, TnsPart, build
from adapters.transportstyrelsen.writing import Answer, build_answer
from hub.adapter import (
    Ask,
    Found,
    NoRecord,
    Payload,
    SourceError,
    SourceRefused,
    SourceUnavailable,
    Transport,
)
from hub.simulators.server import serve
from hub.stores.transport import make_transport
from messages.values import Personidentitet
from tests.support.plain import NO_CERTIFICATES
from tests.support.ssbtek import WORLD, ask, simulated
from tests.support.tns import SCHEMA, TODAY
from tests.support.transport import OnePermit

KEYS = (*sorted(KNOWN), "okand", "student")


def asked(given: Ask, **settings: str) -> Ask:
    """With the service's own question in it, and the settings of the straight route."""
    one = given.sources[0]
    question = to_payload(given, one, QUESTION_FORMAT)
    return replace(given, sources=(replace(one, question=question),), settings=settings)


async def straight(keys: Iterable[str]) -> dict[str, Payload | SourceError]:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            return {key: await _one(key, base_url, transport) for key in keys}
    finally:
        await transport.aclose()


async def _one(key: str, base_url: str, transport: Transport) -> Payload | SourceError:
    given = asked(ask("TNS", persona=WORLD.personas[key]), url=f"{base_url}/tns", version="1")
    return (await adapter.fetch(given, OnePermit(), transport))["TNS"]


def read(came: Payload | SourceError) -> Found | NoRecord:
    assert isinstance(came, Payload), came
    return to_section(came)


async def test_three_ways_tell_the_same_facts_of_everybody() -> None:
    told = {key: read(came) for key, came in (await straight(KEYS)).items()}
    async with simulated(*PARTS) as bench:
        for key in KEYS:
            for version in ("10", "11"):
                came = await bench.fetch(ask("TNS", version=version, persona=WORLD.personas[key]))
                assert read(came["TNS"]) == told[key], (key, version)
    assert isinstance(told["okand"], NoRecord)
    assert isinstance(told["student"], NoRecord)


@pytest.mark.parametrize("key", sorted(set(KNOWN) - {"regelbrytare"}))
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_what_is_written_is_valid_and_nothing_in_it_is_odd(key: str, today: date) -> None:
    answer = build_answer(answer_of(key, today))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(answer)
    told = to_section(Payload("tns/hamtauppgifter", etree.tostring(answer)))
    assert isinstance(told, Found)
    assert told.deviations == ()


def test_the_rule_breaker_breaks_rules() -> None:
    answer = build_answer(answer_of("regelbrytare", TODAY))
    assert not etree.XMLSchema(etree.parse(SCHEMA)).validate(answer)
    told = to_section(Payload("tns/hamtauppgifter", etree.tostring(answer)))
    assert isinstance(told, Found)
    assert {row.kod for row in told.deviations} == {"SAKNAT_ELEMENT", "OKANT_ELEMENT"}


async def test_a_fault_in_its_answer_is_no_empty_holding() -> None:
    down = TnsPart(Answer(result="FEL", faults=((1001, "Stängt"),)))
    async with simulated(down) as bench:
        came = await bench.fetch(ask("TNS"))
    with pytest.raises(SourceUnavailable):
        read(came["TNS"])


async def test_somebody_born_in_the_1800s_is_refused_by_the_service_itself() -> None:
    given = ask("TNS", person=Personidentitet("189506299818"))
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            with pytest.raises(SourceRefused):
                await adapter.fetch(asked(given, url=base_url), OnePermit(), transport)
            await adapter.ping({"url": base_url}, OnePermit(), transport)
    finally:
        await transport.aclose()
