"""Migrationsverket simulated: the same facts inside SSBTEK 10 and 11 and straight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from adapters.migrationsverket import adapter
from adapters.migrationsverket.mapping import to_section
from adapters.migrationsverket.names import QUESTION_FORMAT
from adapters.migrationsverket.question import to_payload
from adapters.migrationsverket.simulated import KNOWN, answer_about
from adapters.migrationsverket.simulator import PARTS, build
from adapters.migrationsverket.writing import build_answer, build_detail
from hub.adapter import (
    Ask,
    Found,
    NoRecord,
    Payload,
    SourceError,
    SourceMalformed,
    SourceUnavailable,
    Transport,
)
from hub.simulators.personas import world
from hub.simulators.server import serve
from hub.stores.transport import make_transport
from messages.uppehallstillstand import Uppehallstillstand
from messages.wire.soap import Fault, envelope, write_fault
from tests.support.miv import SCHEMA, TODAY, source, written
from tests.support.plain import NO_CERTIFICATES, plain_async_client
from tests.support.ssbtek import WORLD, answering, ask, simulated
from tests.support.transport import OnePermit

KEYS = (*sorted(KNOWN), "okand", "student")
DAYS = [TODAY, date(2028, 2, 29), date(2027, 1, 1)]


def asked(key: str, url: str) -> Ask:
    """With the service's own question in it, and the settings of the straight route."""
    given = ask("MIV", persona=WORLD.personas[key], settings={"url": url, "version": "1"})
    one = given.sources[0]
    return replace(given, sources=(replace(one, question=to_payload(given, one, QUESTION_FORMAT)),))


def asked_bytes(key: str) -> bytes:
    question = asked(key, "").sources[0].question
    assert question is not None
    return question.content


async def straight(keys: Iterable[str]) -> dict[str, Payload | SourceError]:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            await adapter.ping({"url": base_url}, OnePermit(), transport)
            return {key: await _one(key, f"{base_url}/miv", transport) for key in keys}
    finally:
        await transport.aclose()


async def _one(key: str, url: str, transport: Transport) -> Payload | SourceError:
    return (await adapter.fetch(asked(key, url), OnePermit(), transport))["MIV"]


def read(came: Payload | SourceError) -> Found | NoRecord:
    assert isinstance(came, Payload), came
    return to_section(came)


def facts(told: Found | NoRecord) -> object:
    """Without how often something was odd: straight, one more element repeats the question's id."""
    odd = {(row.kod, row.plats) for row in told.deviations}
    return type(told), told.person, getattr(told, "section", None), getattr(told, "missing", ()), odd


async def test_three_ways_tell_the_same_facts_of_everybody() -> None:
    told = {key: read(came) for key, came in (await straight(KEYS)).items()}
    async with simulated(*PARTS) as bench:
        for key in KEYS:
            for version in ("10", "11"):
                came = await bench.fetch(ask("MIV", version=version, persona=WORLD.personas[key]))
                assert facts(read(came["MIV"])) == facts(told[key]), (key, version)
    for key, it in told.items():
        assert isinstance(it, Found) is (key in KNOWN)
        assert it.person == WORLD.personas[key].number


@pytest.mark.parametrize("key", sorted(set(KNOWN) - {"regelbrytare"}))
@pytest.mark.parametrize("today", DAYS)
def test_what_is_written_is_valid_and_nothing_in_it_is_odd(key: str, today: date) -> None:
    persona = world(today).personas[key]
    answer = build_answer(answer_about(persona, persona.number.value, today))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(answer)
    told = to_section(Payload("miv/findbypersonnummer", etree.tostring(answer)))
    assert isinstance(told, Found)
    assert told.deviations == ()


@pytest.mark.parametrize("today", DAYS)
def test_the_newcomers_permit_soon_ends_and_an_extension_is_applied_for(today: date) -> None:
    persona = world(today).personas["nyanland"]
    answer = build_answer(answer_about(persona, persona.number.value, today))
    told = to_section(Payload("miv/findbypersonnummer", etree.tostring(answer)))
    assert isinstance(told, Found)
    assert isinstance(told.sections[0], Uppehallstillstand)
    permit, extension = told.sections[0].arenden
    assert permit.giltighetstid is not None
    assert permit.giltighetstid.kod == "TIDBEGRANSAT"
    assert permit.period is not None
    assert permit.period.tom is not None
    assert 0 < (permit.period.tom - today).days < 90
    assert extension.beslut is None


def test_the_rule_breaker_breaks_rules() -> None:
    told = to_section(Payload("miv/findbypersonnummer", written("regelbrytare")))
    assert isinstance(told, Found)
    assert told.person == WORLD.personas["regelbrytare"].number
    assert {row.kod for row in told.deviations} == {
        "SAKNAT_ELEMENT",
        "FEL_NAMNRYMD",
        "OKAND_KOD",
        "TOMT_ELEMENT",
    }


@pytest.mark.parametrize("sample", ["ordinary", "elements-qualified"])
async def test_an_answer_to_another_question_is_discarded(sample: str) -> None:
    body = b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>%b</s:Body></s:Envelope>"
    other = source(sample).partition(b"?>")[2].replace(b"0b8f5c8e", b"11111111")
    with pytest.raises(SourceMalformed, match="FEL_KORRELATION"):
        await adapter.fetch(asked("student", "http://x"), OnePermit(), answering(body % other))


async def test_its_own_fault_is_a_failure_that_tells_its_code_and_not_its_words() -> None:
    detail = build_detail(Fault("Server", "Dawit Tesfaye saknas", "MIV-17"))
    assert etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.fromstring(detail))
    body = write_fault(Fault("Server", "Dawit Tesfaye saknas"), detail)
    with pytest.raises(SourceUnavailable) as failed:
        await adapter.fetch(asked("student", "http://x"), OnePermit(), answering(body, 500))
    assert "MIV-17" in failed.value.text
    assert "Dawit" not in str(failed.value)


async def test_the_simulated_service_can_be_told_to_fail_with_its_own_fault() -> None:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url, plain_async_client() as client:
            await client.post(f"{base_url}/_sim/fel", json={"fel": "DELFEL", "felkod": "MIV-9"})
            with pytest.raises(SourceUnavailable, match="MIV-9"):
                await _one("nyanland", base_url, transport)
            answer = await client.post(base_url, content=envelope(asked_bytes("nyanland")))
        assert b"SSBTEKSoapException" in answer.content
    finally:
        await transport.aclose()
