"""LEFI asked straight, over real HTTP: is the question right, and is no failure ever an answer?"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.forsakringskassan import adapter
from adapters.forsakringskassan.groups import CARRIES, SOURCES
from adapters.forsakringskassan.question import to_payload
from hub.adapter import (
    Ask,
    Fetched,
    Payload,
    Permit,
    Request,
    Response,
    SourceAsk,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
    Transport,
)
from hub.stores.transport import Credentials, make_transport
from messages.koder import Led
from tests.support.hostile import (
    Behaviour,
    Loopback,
    answer,
    bomb,
    dripping,
    huge,
    raw,
    resetting,
    silent,
    stalling,
    zipped,
)
from tests.support.plain import NO_CERTIFICATES
from tests.support.ssbtek import STUDENT, ask, source_ask
from tests.support.tls import Authority
from tests.support.transport import OnePermit

NUMBER = STUDENT.number.value
DOCUMENT = json.dumps({"utlamnare": [{"utlamnare": {"kod": "FK", "namn": "Försäkringskassan"}}]}).encode()
SWEDISH = '{"ort":"Örnsköldsvik"}'
FAULT = json.dumps({"meddelande": f"Anna Ek, {NUMBER}, saknas", "timestamp": "2026-11-21T09:00:00Z"}).encode()
SETTINGS = {"version": "v9", "aktorsid": "026-52"}
GROUPS = {
    "FK": frozenset(group for group in CARRIES if not group.startswith("pension.")),
    "PM": frozenset(group for group in CARRIES if group.startswith("pension.")),
}


@dataclass(frozen=True)
class Impatient:
    """The way out with the times and the size of a test, as a route's manifest would set them."""

    transport: Transport

    async def send(self, request: Request, permit: Permit) -> Response:
        short = replace(request, read_timeout_s=0.3, max_bytes=min(request.max_bytes, 300_000))
        return await self.transport.send(short, permit)


@dataclass(frozen=True)
class Caller:
    """Asks a server that behaves as told, through the real transport."""

    transport: Transport

    async def fetch(self, behaviour: Behaviour, *sources: str, **settings: str) -> Fetched:
        async with Loopback(behaviour) as server:
            asked = lefi_ask(*sources, url=server.url("/lefi/v9"), **settings)
            return await adapter.fetch(asked, OnePermit(), Impatient(self.transport))

    async def failed(self, behaviour: Behaviour) -> SourceError:
        with pytest.raises(SourceError) as raised:
            await self.fetch(behaviour)
        return raised.value

    async def ping(self, behaviour: Behaviour) -> None:
        async with Loopback(behaviour) as server:
            settings = {**SETTINGS, "url": server.url("/lefi/v9")}
            await adapter.ping(settings, OnePermit(), Impatient(self.transport))


def lefi_ask(*sources: str, **settings: str) -> Ask:
    """A question to the sources (both unless told), each with its own question as the plan makes it."""
    asked = ask(
        sources=tuple(
            replace(source_ask(source), groups=GROUPS.get(source, frozenset()), question=None)
            for source in sources or SOURCES
        ),
        settings={**SETTINGS, **settings},
    )
    return replace(asked, sources=tuple(_with_question(asked, one) for one in asked.sources))


def _with_question(asked: Ask, one: SourceAsk) -> SourceAsk:
    return replace(one, question=to_payload(asked, one, "lefi/v9")) if one.source in SOURCES else one


def answers(body: bytes = DOCUMENT, status: int = 200, content_type: str = "application/json") -> Behaviour:
    return answer(body, status, Content_Type=content_type)


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    transport = make_transport("aiohttp", NO_CERTIFICATES, plain_http=True)
    yield Caller(transport)
    await transport.aclose()


# ------------------------------------------------------------ what goes out


async def test_one_question_goes_out_and_each_source_gets_the_document(caller: Caller) -> None:
    async with Loopback(answers()) as server:
        asked = lefi_ask(url=server.url("/lefi/v9/"))
        fetched = await adapter.fetch(asked, OnePermit(), caller.transport)
        [seen] = server.seen
    assert fetched == {"FK": Payload("lefi/v9-fk", DOCUMENT), "PM": Payload("lefi/v9-pm", DOCUMENT)}
    assert (seen.method, seen.target) == ("POST", "/lefi/v9/formansinformation")
    assert seen.headers["x-aktorsid"] == "026-52"
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["accept"] == "application/json"
    question = asked.sources[0].question
    assert question is not None
    assert seen.body == question.content
    assert json.loads(seen.body)["personnummer"] == NUMBER
    assert NUMBER not in seen.target + repr(seen.headers)


@pytest.mark.parametrize("source", SOURCES)
async def test_one_alone_is_asked_for_its_own_codes(caller: Caller, source: str) -> None:
    async with Loopback(answers()) as server:
        fetched = await adapter.fetch(lefi_ask(source, url=server.url()), OnePermit(), caller.transport)
        [seen] = server.seen
    assert fetched == {source: Payload(f"lefi/v9-{source.lower()}", DOCUMENT)}
    other = {"FK": b'"PM:', "PM": b'"FK:'}[source]
    assert other not in seen.body


async def test_ping_asks_about_nobody(caller: Caller) -> None:
    async with Loopback(answers(b'{"formansinformation":[]}')) as server:
        settings = {**SETTINGS, "url": server.url("/lefi/v9")}
        await adapter.ping(settings, OnePermit(), caller.transport)
        [seen] = server.seen
    assert (seen.method, seen.target) == ("GET", "/lefi/v9/tillgangliga-informationstyper")
    assert (seen.headers["x-aktorsid"], seen.body) == ("026-52", b"")


@pytest.mark.parametrize(
    "settings",
    [
        {"url": ""},
        {"url": "https://127.0.0.1:9/lefi"},
        {"url": "https://127.0.0.1:9/lefi", "credentials": ""},
        {"aktorsid": ""},
        {"aktorsid": "026-52\r\nX-Annat: ja"},
        {"version": "v8"},
        {"version": ""},
    ],
    ids=["address", "certificate", "empty certificate", "actor", "actor with a line break", "v8", "version"],
)
async def test_nothing_is_sent_on_a_half_set_up_way(caller: Caller, settings: dict[str, str]) -> None:
    async with Loopback(answers()) as server:
        asked = lefi_ask(**{"url": server.url(), **settings})
        for talk in (
            adapter.fetch(asked, OnePermit(), caller.transport),
            adapter.ping(asked.settings, OnePermit(), caller.transport),
        ):
            with pytest.raises(SourceUnavailable) as raised:
                await talk
            assert (raised.value.code, raised.value.led) == ("NYTTONAV_INSTALLNING", Led.NYTTONAV)
    assert server.seen == []


async def test_a_source_that_cannot_be_asked_does_not_cost_the_other(caller: Caller) -> None:
    async with Loopback(answers()) as server:
        asked = lefi_ask("CSN", "FK", "PM", url=server.url())
        csn, fk, pm = asked.sources
        asked = replace(asked, sources=(csn, replace(fk, question=None), pm))
        fetched = await adapter.fetch(asked, OnePermit(), caller.transport)
        lone = replace(asked, sources=asked.sources[:2])
        nobody = await adapter.fetch(lone, OnePermit(), caller.transport)
        [_] = server.seen
    assert fetched["PM"] == Payload("lefi/v9-pm", DOCUMENT)
    for came in (fetched, nobody):
        assert {source: getattr(part, "code", "") for source, part in came.items() if source != "PM"} == {
            "CSN": "VAG_SAKNAR_KALLAN",
            "FK": "FRAGA_SAKNAS",
        }


async def test_a_source_whose_question_was_not_the_one_put_was_not_asked(caller: Caller) -> None:
    async with Loopback(answers()) as server:
        fk, _ = lefi_ask(url=server.url()).sources
        pm = lefi_ask("PM").sources[0]
        asked = lefi_ask(url=server.url())
        fetched = await adapter.fetch(replace(asked, sources=(fk, pm)), OnePermit(), caller.transport)
    assert isinstance(fetched["FK"], Payload)
    assert isinstance(fetched["PM"], SourceRefused)
    assert fetched["PM"].code == "FRAGA_SAKNAS"


async def test_over_tls_the_service_knows_the_board_by_its_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    transport = make_transport(
        "aiohttp", Credentials({"an": authority.client("an")}, ca=authority.ca_file), plain_http=True
    )
    try:
        async with Loopback(answers(), tls=authority.server()) as server:
            url = server.url()
            assert url.startswith("https:")
            asked = lefi_ask(url=url, credentials="an")
            fetched = await adapter.fetch(asked, OnePermit(), transport)
            assert all(isinstance(part, Payload) for part in fetched.values())
            await adapter.ping(asked.settings, OnePermit(), transport)
            assert [seen.client for seen in server.seen] == ["an", "an"]
            with pytest.raises(SourceUnavailable) as raised:
                await adapter.fetch(lefi_ask(url=url, credentials="okand"), OnePermit(), transport)
            assert raised.value.led is Led.NYTTONAV
    finally:
        await transport.aclose()


# ------------------------------------------------------------ what comes back


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json;charset=UTF-8",
        "Application/JSON ; charset=utf-8",
        "text/json",
        "application/vnd.fk.lefi+json",
        "application/json; charset=okand-42",
        "application/json; charset=ISO-8859-1",
    ],
)
async def test_a_document_in_utf_8_is_handed_on_untouched(caller: Caller, content_type: str) -> None:
    body = b"\n " + SWEDISH.encode() + b"\r\n"
    fetched = await caller.fetch(answers(body, content_type=content_type), "FK")
    assert fetched == {"FK": Payload("lefi/v9-fk", body)}


async def test_without_a_content_type_and_packed_it_is_still_a_document(caller: Caller) -> None:
    assert await caller.fetch(answer(DOCUMENT), "PM") == {"PM": Payload("lefi/v9-pm", DOCUMENT)}
    assert await caller.fetch(zipped(DOCUMENT), "PM") == {"PM": Payload("lefi/v9-pm", DOCUMENT)}


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("iso-8859-1", "application/json; charset=ISO-8859-1"),
        ("windows-1252", 'application/json; charset="windows-1252"'),
        ("utf-16", "application/json"),
        ("utf-16-le", "application/json"),
        ("utf-8-sig", "application/json"),
    ],
)
async def test_other_encodings_become_utf_8(caller: Caller, encoding: str, content_type: str) -> None:
    body = SWEDISH.encode(encoding)
    fetched = await caller.fetch(answers(body, content_type=content_type), "FK")
    assert fetched == {"FK": Payload("lefi/v9-fk", SWEDISH.encode())}


@pytest.mark.parametrize(
    "inside", [b'{"a":' * 10_000 + b"1" + b"}" * 10_000, b'{"a":1,"a":2}', b"{fel}", b'{"a":{}']
)
async def test_what_is_wrong_inside_is_for_the_mapping_to_find(caller: Caller, inside: bytes) -> None:
    fetched = await caller.fetch(answers(inside), "FK")
    assert fetched == {"FK": Payload("lefi/v9-fk", inside)}


DOWN, NO, BAD = SourceUnavailable, SourceRefused, SourceMalformed


@pytest.mark.parametrize(
    ("behaviour", "kind", "code", "led"),
    [
        pytest.param(answers(FAULT, 400), NO, "LEFI_400", Led.KALLA, id="400"),
        pytest.param(answers(b"<html>", 400, "text/html"), NO, "LEFI_400", Led.KALLA, id="400 as a page"),
        pytest.param(answers(FAULT, 403), NO, "KALLA_BEHORIGHET", Led.KALLA, id="403"),
        pytest.param(answers(FAULT, 401), NO, "KALLA_BEHORIGHET", Led.KALLA, id="401"),
        pytest.param(answers(FAULT, 404), NO, "KALLA_NEKADE", Led.KALLA, id="404"),
        pytest.param(answers(FAULT, 500), DOWN, "KALLA_DRIFTSTORNING", Led.KALLA, id="500"),
        pytest.param(answers(b"<html>", 502, "text/html"), DOWN, "KALLA_DRIFTSTORNING", Led.KALLA, id="502"),
        pytest.param(answers(b"", 503), DOWN, "KALLA_DRIFTSTORNING", Led.KALLA, id="503"),
        pytest.param(answers(FAULT, 504), DOWN, "KALLA_DRIFTSTORNING", Led.KALLA, id="504"),
        pytest.param(answers(FAULT, 429), DOWN, "KALLA_DRIFTSTORNING", Led.KALLA, id="429"),
        pytest.param(answers(b"", 204), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="204"),
        pytest.param(answers(DOCUMENT, 201), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="201"),
        pytest.param(answers(DOCUMENT, 302), BAD, "KALLA_HANVISNING", Led.KALLA, id="302"),
        pytest.param(answers(b""), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="nothing"),
        pytest.param(answers(b" \r\n"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="blank"),
        pytest.param(answers(b"[]"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="a list"),
        pytest.param(answers(b"null"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="null"),
        pytest.param(answers(b'"x"'), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="a text"),
        pytest.param(answers(DOCUMENT[:-1]), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="half"),
        pytest.param(answers(DOCUMENT, 200, "text/html"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="as html"),
        pytest.param(answers(b"<html/>"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="a page as json"),
        pytest.param(answers(b"{\xff\xfe\x80}"), BAD, "SVAR_EJ_LASBART", Led.KALLA, id="no text"),
        pytest.param(silent, DOWN, "KALLA_TIDSGRANS", Led.KALLA, id="silent"),
        pytest.param(stalling(b"HTTP/1.1 200 OK\r\n"), DOWN, "KALLA_TIDSGRANS", Led.KALLA, id="stalling"),
        pytest.param(resetting(), DOWN, "NATVERK_AVBROTT", Led.NATVERK, id="reset"),
        pytest.param(
            raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a'),
            DOWN,
            "NATVERK_AVBROTT",
            Led.NATVERK,
            id="broken off",
        ),
        pytest.param(huge(2_000_000, announced=True), BAD, "SVAR_FOR_STORT", Led.KALLA, id="huge"),
        pytest.param(huge(2_000_000, announced=False), BAD, "SVAR_FOR_STORT", Led.KALLA, id="huge in chunks"),
        pytest.param(bomb(50_000_000), BAD, "SVAR_FOR_STORT", Led.KALLA, id="bomb"),
    ],
)
async def test_whatever_comes_is_the_document_or_one_of_the_three_errors(
    caller: Caller,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    behaviour: Behaviour,
    kind: type[SourceError],
    code: str,
    led: Led,
) -> None:
    with caplog.at_level(logging.DEBUG):
        error = await caller.failed(behaviour)
    assert (type(error), error.code, error.led) == (kind, code, led)
    told = "".join((str(error), repr(error), error.text, caplog.text, *capfd.readouterr()))
    assert "Anna" not in told
    assert NUMBER not in told
    if led is Led.KALLA:
        with pytest.raises(kind):
            await caller.ping(behaviour)


async def test_an_answer_that_drips_ends_with_the_permit(caller: Caller) -> None:
    async with Loopback(dripping(0.01)) as server:
        asked = lefi_ask(url=server.url())
        with pytest.raises(SourceUnavailable) as raised:
            await adapter.fetch(asked, OnePermit(seconds=0.5), caller.transport)
    assert raised.value.code == "KALLA_TIDSGRANS"


@pytest.mark.parametrize(("given", "seconds"), [("30", 30.0), ("imorgon", None), ("-1", None)])
async def test_when_to_ask_again_is_told_where_lefi_tells_it(
    caller: Caller, given: str, seconds: float | None
) -> None:
    behaviour = answer(b"", 503, Content_Type="application/json", Retry_After=given)
    assert (await caller.failed(behaviour)).retry_after_s == seconds


async def test_nobody_there_is_the_networks_fault(caller: Caller) -> None:
    async with Loopback(answers()) as server:
        url = server.url()
    with pytest.raises(SourceUnavailable) as raised:
        await adapter.fetch(lefi_ask(url=url), OnePermit(), caller.transport)
    assert raised.value.led is Led.NATVERK


async def test_a_permit_is_good_for_the_one_call(caller: Caller) -> None:
    permit: Any = OnePermit()
    async with Loopback(answers()) as server:
        await adapter.fetch(lefi_ask(url=server.url()), permit, caller.transport)
        with pytest.raises(RuntimeError):
            await adapter.fetch(lefi_ask(url=server.url()), permit, caller.transport)
        assert len(server.seen) == 1
