"""The simulated a-kassor: the same facts inside SSBTEK 10 and 11 and straight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree

from adapters.akassor import adapter
from adapters.akassor.mapping import to_section
from adapters.akassor.names import QUESTION
from adapters.akassor.question import to_payload
from adapters.akassor.simulated import KNOWN, funds_of
from adapters.akassor.simulator import PARTS, build
from adapters.akassor.writing import Answer, write
from hub.adapter import Ask, Days, Found, NoRecord, Payload, SourceError, SourceRefused, Transport
from hub.simulators.server import serve
from hub.stores.transport import make_transport
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.uppgifter import Avvikelse
from tests.support.plain import NO_CERTIFICATES
from tests.support.so import ECHO, SCHEMA, TODAY, UNEMPLOYED, found
from tests.support.ssbtek import WORLD, ask, simulated
from tests.support.transport import OnePermit

KEYS = (*sorted(KNOWN), "okand", "programdeltagare", "samordnad")
QUARTER = Days(date(2026, 9, 1), date(2026, 11, 30))


def about(key: str, version: str = "11", period: Days = QUARTER) -> Ask:
    given = ask("SO", version=version, persona=WORLD.personas[key])
    return replace(given, sources=(replace(given.sources[0], period=period),))


async def straight(asks: Iterable[Ask]) -> list[Payload | SourceError]:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            return [await _one(given, base_url, transport) for given in asks]
    finally:
        await transport.aclose()


async def _one(given: Ask, base_url: str, transport: Transport) -> Payload | SourceError:
    part = given.sources[0]
    asked = replace(part, question=to_payload(given, part, QUESTION))
    settings = {"url": f"{base_url}/int014", "version": "1"}
    whole = replace(given, sources=(asked,), settings=settings)
    return (await adapter.fetch(whole, OnePermit(), transport))["SO"]


def read(came: Payload | SourceError) -> Found | NoRecord:
    assert isinstance(came, Payload), came
    return to_section(came)


async def test_three_ways_tell_the_same_facts_of_everybody() -> None:
    told = dict(zip(KEYS, map(read, await straight(map(about, KEYS))), strict=True))
    async with simulated(*PARTS) as bench:
        for key in KEYS:
            for version in ("10", "11"):
                came = await bench.fetch(about(key, version))
                assert read(came["SO"]) == told[key], (key, version)
    for key in ("okand", "programdeltagare", "samordnad"):
        assert told[key] == NoRecord(WORLD.personas[key].number)


async def test_only_payments_of_the_time_asked_about_are_told() -> None:
    (came,) = await straight([about("arbetslos", period=Days(date(2026, 10, 1), date(2026, 10, 31)))])
    section = read(came).sections[0]  # type: ignore[union-attr]
    assert isinstance(section, Arbetsloshetsersattning)
    (fund,) = section.akassor
    assert [payment.utbetalningsdag for payment in fund.utbetalningar] == [date(2026, 10, 25)]
    assert fund.avstangningar == []
    assert len(fund.ansokningar) == 1


async def test_a_question_out_of_form_is_refused_and_a_ping_is_not() -> None:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    given = about("arbetslos")
    part = replace(given.sources[0], question=Payload(QUESTION, b"<Fraga/>"))
    try:
        async with serve(build(WORLD, PARTS)) as base_url:
            whole = replace(given, sources=(part,), settings={"url": base_url})
            with pytest.raises(SourceRefused):
                await adapter.fetch(whole, OnePermit(), transport)
            await adapter.ping({"url": base_url}, OnePermit(), transport)
    finally:
        await transport.aclose()


@pytest.mark.parametrize("key", sorted(set(KNOWN) - {"regelbrytare"}))
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2026, 12, 31)])
def test_what_is_written_is_valid_and_nothing_in_it_is_odd(key: str, today: date) -> None:
    written = write(Answer(UNEMPLOYED, funds_of(key, today), ECHO))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(written))
    assert found(written).deviations == ()


def test_the_rule_breaker_breaks_rules() -> None:
    written = write(Answer(UNEMPLOYED, funds_of("regelbrytare", TODAY), ECHO))
    assert not etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.fromstring(written))
    deviations: tuple[Avvikelse, ...] = found(written).deviations
    assert {row.kod for row in deviations} == {"OKANT_ELEMENT", "SAKNAT_ELEMENT", "OLASBART_VARDE"}


@pytest.mark.parametrize("count", range(0, 800, 9))
def test_on_any_day_the_unemployed_has_payments_made_one_coming_and_a_suspension(count: int) -> None:
    today = TODAY + timedelta(days=count)
    (fund,) = funds_of("arbetslos", today)
    coming = [payment for payment in fund.payments if str(payment.day) > str(today)]
    assert len(coming) == 1
    assert len(fund.payments) == 6
    assert len(fund.suspensions) == 1
