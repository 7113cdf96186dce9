"""A source asked straight over real HTTP, by a simulator that goes wrong in every way SOAP can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from adapters.arbetsformedlingen import adapter
from adapters.arbetsformedlingen.mapping import to_section
from adapters.arbetsformedlingen.simulator import PARTS, build
from hub.adapter import (
    Found,
    Payload,
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    Transport,
)
from hub.simulators.faults import Fault, FaultKind, Switches
from hub.simulators.server import Tls, serve
from hub.stores.transport import Credentials, make_transport
from messages.koder import Led
from messages.wire.soap import envelope
from tests.support.af import ask
from tests.support.plain import NO_CERTIFICATES, plain_async_client
from tests.support.ssbtek import WORLD
from tests.support.tls import Authority
from tests.support.transport import OnePermit

PERSONA = WORLD.personas["arbetslos"]
READ_S = 1.0


@dataclass(frozen=True)
class Impatient:
    """The way out with a short time to read, as a route's manifest would set it."""

    transport: Transport

    async def send(self, request: Request, permit: Permit) -> Response:
        return await self.transport.send(replace(request, read_timeout_s=READ_S), permit)


@dataclass(frozen=True)
class Straight:
    """The service being served, its switches, and calls to it through the real transport."""

    base_url: str
    switches: Switches
    transport: Transport

    async def fetch(self, **settings: str) -> Payload | SourceError:
        given = ask(PERSONA, settings={"url": f"{self.base_url}/af", "version": "1", **settings})
        try:
            return (await adapter.fetch(given, OnePermit(), Impatient(self.transport)))["AF"]
        except SourceError as error:
            return error

    async def failed(self) -> SourceError:
        error = await self.fetch()
        assert isinstance(error, SourceError)
        return error

    async def ping(self) -> None:
        await adapter.ping({"url": self.base_url}, OnePermit(), self.transport)


@asynccontextmanager
async def served(credentials: Credentials | None = None, tls: Tls | None = None) -> AsyncIterator[Straight]:
    switches = Switches()
    transport = make_transport("aiohttp", credentials or NO_CERTIFICATES, plain_http=True)
    try:
        async with serve(build(WORLD, PARTS, switches), tls=tls) as base_url:
            yield Straight(base_url, switches, transport)
    finally:
        await transport.aclose()


@pytest.fixture
async def straight() -> AsyncIterator[Straight]:
    async with served() as one:
        yield one


async def test_the_answer_comes_through_and_a_ping_needs_nobody(straight: Straight) -> None:
    got = await straight.fetch()
    assert isinstance(got, Payload)
    read = to_section(got)
    assert isinstance(read, Found)
    assert read.person == PERSONA.number
    await straight.ping()


@pytest.mark.parametrize(
    ("fault", "kind", "code", "led"),
    [
        (Fault(FaultKind.LANGSAM, sekunder=5), SourceUnavailable, "KALLA_TIDSGRANS", Led.KALLA),
        (Fault(FaultKind.TYST), SourceUnavailable, "KALLA_TIDSGRANS", Led.KALLA),
        (Fault(FaultKind.AVBRUTEN), SourceUnavailable, "NATVERK_AVBROTT", Led.NATVERK),
        (Fault(FaultKind.HALV), SourceUnavailable, "NATVERK_AVBROTT", Led.NATVERK),
        (Fault(FaultKind.HTTP_STATUS, status=503), SourceUnavailable, "KALLA_DRIFTSTORNING", Led.KALLA),
        (Fault(FaultKind.HTTP_STATUS, status=403), SourceRefused, "KALLA_BEHORIGHET", Led.KALLA),
        (Fault(FaultKind.HTTP_STATUS, status=302), SourceMalformed, "KALLA_HANVISNING", Led.KALLA),
        (Fault(FaultKind.HTML), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
        (Fault(FaultKind.TOM), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
        (Fault(FaultKind.JATTE), SourceMalformed, "SVAR_FOR_STORT", Led.KALLA),
        (Fault(FaultKind.SOAP_FEL), SourceUnavailable, "KALLA_FEL", Led.KALLA),
        (Fault(FaultKind.DELFEL, felkod="ERR-17"), SourceUnavailable, "KALLA_FEL", Led.KALLA),
        (Fault(FaultKind.DEL_SAKNAS), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
        (Fault(FaultKind.TRASIG_DEL), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
        (Fault(FaultKind.DOCTYPE), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
        (Fault(FaultKind.DJUP), SourceMalformed, "SVAR_EJ_LASBART", Led.KALLA),
    ],
    ids=lambda given: str(getattr(given, "fel", "")),
)
async def test_everything_that_can_go_wrong_is_one_of_the_three_errors(
    straight: Straight, fault: Fault, kind: type[SourceError], code: str, led: Led
) -> None:
    straight.switches.set(fault)
    error = await straight.failed()
    assert (type(error), error.code, error.led) == (kind, code, led)
    assert PERSONA.number.value not in str(error)
    straight.switches.clear()
    assert isinstance(await straight.fetch(), Payload)


async def test_the_services_own_code_is_told(straight: Straight) -> None:
    straight.switches.set(Fault(FaultKind.DELFEL, felkod="ERR-17"))
    assert "ERR-17" in (await straight.failed()).text


async def test_data_about_somebody_else_say_so_themselves(straight: Straight) -> None:
    straight.switches.set(Fault(FaultKind.ANNAN_PERSON))
    got = await straight.fetch()
    assert isinstance(got, Payload)
    assert to_section(got).person != PERSONA.number


async def test_another_namespace_is_read_and_told(straight: Straight) -> None:
    straight.switches.set(Fault(FaultKind.FEL_NAMNRYMD))
    got = await straight.fetch()
    assert isinstance(got, Payload)
    assert {odd.kod for odd in to_section(got).deviations} == {"FEL_NAMNRYMD"}


async def test_a_fault_strikes_the_person_it_is_set_for_and_as_often_as_said(straight: Straight) -> None:
    straight.switches.set(Fault(FaultKind.SOAP_FEL, persona="student"))
    assert isinstance(await straight.fetch(), Payload)
    straight.switches.set(Fault(FaultKind.SOAP_FEL, persona="arbetslos", kalla="AF", antal=1))
    assert isinstance(await straight.fetch(), SourceUnavailable)
    assert isinstance(await straight.fetch(), Payload)


async def test_a_ping_to_a_service_that_is_down_fails(straight: Straight) -> None:
    straight.switches.set(Fault(FaultKind.HTTP_STATUS, status=503))
    with pytest.raises(SourceUnavailable):
        await straight.ping()
    straight.switches.clear()
    straight.switches.set(Fault(FaultKind.HTML))
    with pytest.raises(SourceMalformed):
        await straight.ping()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a/>",
        envelope(b""),
        envelope(b"<a/>"),
        envelope(
            b'<F:FragaMeddelande xmlns:F="http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v1"/>'
        ),
        envelope(
            b'<F:FragaMeddelande xmlns:F="http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2"/>'
        ),
    ],
)
async def test_a_question_that_breaks_the_schema_is_a_client_fault(straight: Straight, body: bytes) -> None:
    async with plain_async_client() as client:
        answer = await client.post(straight.base_url, content=body)
        asked = (await client.get(f"{straight.base_url}/_sim/fragor")).json()
    assert answer.status_code == 500
    assert b"<faultcode>soap:Client</faultcode>" in answer.content
    assert [one["kropp"] for one in asked] == [body.decode()]


async def test_over_tls_the_service_takes_the_municipalitys_certificate_and_no_other(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    issued = authority.ca.issue_cert("127.0.0.1")
    server = tmp_path / "server.pem"
    issued.private_key_and_cert_chain_pem.write_to_path(server)
    known = Credentials({"sundsvall": authority.client("sundsvall")}, ca=authority.ca_file)
    async with served(known, Tls(server, server, authority.ca_file)) as one:
        assert isinstance(await one.fetch(credentials="sundsvall"), Payload)
        for settings, code in (
            ({}, "NYTTONAV_INSTALLNING"),
            ({"credentials": "okand"}, "NYTTONAV_CERTIFIKAT"),
        ):
            error = await one.fetch(**settings)
            assert isinstance(error, SourceUnavailable)
            assert (error.code, error.led) == (code, Led.NYTTONAV)
