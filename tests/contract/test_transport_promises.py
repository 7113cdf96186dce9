"""Every transport keeps the same promises: one call per permit, exactly what was asked, nothing besides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.adapter import SourceUnavailable
from hub.stores.transport import HttpTransport, TransportKind, make_transport
from messages.koder import Led
from tests.support.hostile import Loopback, Seen, answer, in_turn, raw
from tests.support.plain import NO_CERTIFICATES
from tests.support.transport import TRACEPARENT, OnePermit, call


@pytest.fixture(params=["aiohttp", "httpx"])
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[HttpTransport]:
    kind: TransportKind = request.param
    made = make_transport(kind, NO_CERTIFICATES)
    yield made
    await made.aclose()


async def test_the_answer_comes_back_whole(transport: HttpTransport) -> None:
    async with Loopback(answer(b"<svar>1</svar>", 500, X_Ett="1", x_ETT="2")) as server:
        response = await transport.send(call(server.url(), body=b"<fraga/>"), OnePermit())
    assert (response.status, response.body) == (500, b"<svar>1</svar>")
    assert response.headers["x-ett"] == "1, 2"
    assert [(s.method, s.target, s.body) for s in server.seen] == [("POST", "/tjanst", b"<fraga/>")]


async def test_the_address_goes_out_as_it_stands(transport: HttpTransport) -> None:
    path = "/a%2Fb/c%20d?x=%C3%A5&y=1+2"
    async with Loopback(answer()) as server:
        await transport.send(call(server.url(path)), OnePermit())
    assert server.seen[0].target == path


async def test_trace_and_correlation_follow_and_cannot_be_replaced(transport: HttpTransport) -> None:
    forged = {"Traceparent": "00-1-1-00", "x-correlation-id": "another", "SOAPAction": '"urn:x"'}
    permit = OnePermit()
    async with Loopback(answer()) as server:
        await transport.send(call(server.url(), headers=forged), permit)
    sent = server.seen[0].headers
    assert sent["traceparent"] == TRACEPARENT
    assert sent["x-correlation-id"] == permit.correlation
    assert sent["soapaction"] == '"urn:x"'
    assert sent["user-agent"] == "Nyttonav"


async def test_only_these_headers_leave(transport: HttpTransport) -> None:
    async with Loopback(answer()) as server:
        await transport.send(call(server.url()), OnePermit())
        await transport.send(call(server.url(), method="GET", body=b"", headers={}), OnePermit())
    common = {"host", "accept-encoding", "user-agent", "traceparent", "x-correlation-id"}
    assert set(server.seen[0].headers) == common | {"content-type", "content-length"}
    assert set(server.seen[1].headers) == common


async def test_a_used_permit_sends_nothing(transport: HttpTransport) -> None:
    permit = OnePermit()
    async with Loopback(answer()) as server:
        await transport.send(call(server.url()), permit)
        with pytest.raises(RuntimeError):
            await transport.send(call(server.url()), permit)
    assert len(server.seen) == 1


async def test_a_permit_after_its_deadline_is_used_up_and_sends_nothing(transport: HttpTransport) -> None:
    permit = OnePermit(seconds=0.0)
    async with Loopback(answer()) as server:
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(call(server.url()), permit)
    assert (caught.value.code, caught.value.led) == ("NYTTONAV_TIDSGRANS", Led.NYTTONAV)
    assert permit.used
    assert server.connections == 0


async def test_redirects_are_answers_not_orders(transport: HttpTransport) -> None:
    async with Loopback(answer()) as other, Loopback(answer(status=307, Location=other.url())) as server:
        response = await transport.send(call(server.url()), OnePermit())
    assert response.status == 307
    assert not other.seen


async def test_cookies_are_not_kept(transport: HttpTransport) -> None:
    async with Loopback(answer(Set_Cookie="session=abc; Path=/")) as server:
        await transport.send(call(server.url()), OnePermit())
        await transport.send(call(server.url()), OnePermit())
    assert all("cookie" not in seen.headers for seen in server.seen)


async def test_proxies_and_logins_in_the_environment_are_ignored(
    transport: HttpTransport, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login anna password hemligt\n")
    async with Loopback(answer()) as proxy, Loopback(answer()) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("NETRC", str(netrc))
        await transport.send(call(server.url()), OnePermit())
    assert not proxy.seen
    assert "authorization" not in server.seen[0].headers


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_broken_connection_is_not_tried_again(transport: HttpTransport, method: str) -> None:
    """Even a kept connection that breaks, and even a GET: what may have arrived is not sent twice."""
    async with Loopback(in_turn(answer(), raw(b""), answer())) as server:
        await transport.send(call(server.url(), method=method, body=b""), OnePermit())
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(call(server.url(), method=method, body=b""), OnePermit())
    assert caught.value.code == "NATVERK_AVBROTT"
    assert [seen.connection for seen in server.seen] == [1, 1]


async def test_connections_are_kept_and_shared(transport: HttpTransport) -> None:
    async with Loopback(answer()) as server:
        for _ in range(5):
            await transport.send(call(server.url()), OnePermit())
        assert server.connections == 1
        await asyncio.gather(*(transport.send(call(server.url()), OnePermit()) for _ in range(20)))
    assert len(server.seen) == 25


async def test_a_connection_the_server_has_closed_is_not_reused(transport: HttpTransport) -> None:
    closing = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    async with Loopback(closing) as server:
        for _ in range(3):
            response = await transport.send(call(server.url()), OnePermit())
            assert response.body == b"ok"
            await asyncio.sleep(0.05)
    assert [seen.connection for seen in server.seen] == [1, 2, 3]


async def test_after_closing_nothing_leaves(transport: HttpTransport) -> None:
    async with Loopback(answer()) as server:
        await transport.send(call(server.url()), OnePermit())
        await transport.aclose()
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(call(server.url()), OnePermit())
    assert caught.value.code == "NYTTONAV_STANGER"
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/a",
        "127.0.0.1:80/a",
        "http://",
        "http://127.0.0.1:99999/",
        "http://anna:hemligt@127.0.0.1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/å",
        "http://127.0.0.1/\r\nX: 1",
        "http://example.test/",
        "https://a..b/",
        "https://" + "a" * 64 + ".test/",
    ],
)
async def test_an_address_that_cannot_be_used_is_a_fault_of_ours(transport: HttpTransport, url: str) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        await transport.send(call(url), OnePermit())
    assert (caught.value.code, caught.value.led) == ("NYTTONAV_ANROP", Led.NYTTONAV)


@pytest.mark.parametrize("headers", [{"X-A": "1\r\nX-B: 2"}, {"X A": "1"}, {"X-A": "\x00"}, {"X-A": "å"}])
async def test_headers_cannot_be_smuggled(transport: HttpTransport, headers: dict[str, str]) -> None:
    async with Loopback(answer()) as server:
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(call(server.url(), headers=headers), OnePermit())
    assert caught.value.code == "NYTTONAV_ANROP"
    assert server.connections == 0


async def test_cancelling_a_call_ends_it(transport: HttpTransport) -> None:
    arrived = asyncio.Event()

    async def holding(_: Seen, _writer: asyncio.StreamWriter) -> bool:
        arrived.set()
        return await asyncio.Future()

    async with Loopback(in_turn(holding, answer(b"good"))) as server:
        under_way = asyncio.create_task(transport.send(call(server.url()), OnePermit()))
        await arrived.wait()
        under_way.cancel()
        with pytest.raises(asyncio.CancelledError):
            await under_way
        response = await transport.send(call(server.url()), OnePermit())
    assert response.body == b"good"
    assert server.connections == 2
