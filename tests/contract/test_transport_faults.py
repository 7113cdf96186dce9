"""Whatever the other side does, the call ends in time and in size, with one of the agreed errors."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from hub.adapter import SourceError, SourceMalformed, SourceUnavailable
from hub.stores.transport import HttpTransport, TransportKind, make_transport
from messages.koder import Led
from tests.support.hostile import (
    Behaviour,
    Loopback,
    answer,
    bomb,
    dripping,
    endless_headers,
    huge,
    raw,
    resetting,
    silent,
    stalling,
    zipped,
)
from tests.support.plain import NO_CERTIFICATES
from tests.support.transport import OnePermit, call

HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(params=["aiohttp", "httpx"])
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[HttpTransport]:
    kind: TransportKind = request.param
    made = make_transport(kind, NO_CERTIFICATES)
    yield made
    await made.aclose()


async def fault(
    transport: HttpTransport, behaviour: Behaviour, **options: float
) -> tuple[SourceError, float]:
    """The error that the behaviour ends in, and after how many seconds."""
    permit = OnePermit(seconds=options.get("deadline_s", 5.0))
    async with Loopback(behaviour) as server:
        begun = time.monotonic()
        request = call(
            server.url(),
            read_s=options.get("read_s", 2.0),
            max_bytes=int(options.get("max_bytes", 1_000_000)),
        )
        with pytest.raises(SourceError) as caught:
            await transport.send(request, permit)
        return caught.value, time.monotonic() - begun


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(silent, id="silent"),
        pytest.param(stalling(HEAD), id="stalls in the headers"),
        pytest.param(stalling(HEAD + b"Content-Length: 10\r\n\r\nabc"), id="stalls in the body"),
    ],
)
async def test_a_silent_source_is_given_up_after_the_read_timeout(
    transport: HttpTransport, behaviour: Behaviour
) -> None:
    error, took = await fault(transport, behaviour, read_s=0.2)
    assert (error.code, error.led) == ("KALLA_TIDSGRANS", Led.KALLA)
    assert isinstance(error, SourceUnavailable)
    assert 0.15 < took < 1.0


@pytest.mark.parametrize(
    "behaviour", [pytest.param(silent, id="silent"), pytest.param(dripping(0.01), id="dripping")]
)
async def test_the_deadline_bounds_the_whole_call(transport: HttpTransport, behaviour: Behaviour) -> None:
    error, took = await fault(transport, behaviour, deadline_s=0.3, read_s=30.0)
    assert (error.code, error.led) == ("KALLA_TIDSGRANS", Led.KALLA)
    assert 0.2 < took < 1.0


async def test_a_connection_that_does_not_come_about_is_given_up(transport: HttpTransport) -> None:
    """A listener whose queue is full: the kernel leaves further calls waiting."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        begun = time.monotonic()
        request = call(f"http://127.0.0.1:{full.getsockname()[1]}/", connect_s=0.3)
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(request, OnePermit())
    assert (caught.value.code, caught.value.led) == ("NATVERK_ANSLUTNING", Led.NATVERK)
    assert 0.2 < time.monotonic() - begun < 1.0


async def test_nobody_listens(transport: HttpTransport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(SourceUnavailable) as caught:
            await transport.send(call(f"http://127.0.0.1:{free.getsockname()[1]}/"), OnePermit())
    assert (caught.value.code, caught.value.led) == ("NATVERK_ANSLUTNING", Led.NATVERK)


async def test_an_unknown_name(transport: HttpTransport) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        await transport.send(call("https://finns-inte.invalid/"), OnePermit())
    assert (caught.value.code, caught.value.led) == ("NATVERK_ANSLUTNING", Led.NATVERK)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(raw(b""), id="closes without a word"),
        pytest.param(raw(HEAD), id="closes in the headers"),
        pytest.param(raw(HEAD + b"Content-Length: 10\r\n\r\nabc"), id="half an answer"),
        pytest.param(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), id="half a chunk"),
        pytest.param(resetting(), id="resets"),
        pytest.param(resetting(HEAD + b"Content-Length: 10\r\n\r\nabc"), id="resets in the body"),
    ],
)
async def test_a_connection_that_breaks(transport: HttpTransport, behaviour: Behaviour) -> None:
    error, _ = await fault(transport, behaviour)
    assert (error.code, error.led) == ("NATVERK_AVBROTT", Led.NATVERK)
    assert isinstance(error, SourceUnavailable)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(raw(b"220 mail.example.test ESMTP\r\n\r\n"), id="another protocol"),
        pytest.param(raw(b"\x00\x01\x02" * 100 + b"\r\n\r\n"), id="noise"),
        pytest.param(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n"), id="a chunk of zz"),
        pytest.param(endless_headers, id="headers without end"),
        pytest.param(answer(b"x" * 100, Content_Encoding="gzip"), id="not gzip at all"),
        pytest.param(answer(gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"), id="half a gzip"),
        pytest.param(answer(gzip.compress(b"x") * 2, Content_Encoding="gzip"), id="two gzips"),
        pytest.param(answer(b"x", Content_Encoding="br"), id="a coding not asked for"),
    ],
)
async def test_an_answer_that_is_not_http(transport: HttpTransport, behaviour: Behaviour) -> None:
    error, _ = await fault(transport, behaviour)
    assert (error.code, error.led) == ("SVAR_EJ_LASBART", Led.KALLA)
    assert isinstance(error, SourceMalformed)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(huge(20_000_000, announced=True), id="20 MB announced"),
        pytest.param(huge(20_000_000, announced=False), id="20 MB in chunks"),
        pytest.param(bomb(20_000_000), id="20 MB packed in 20 KB"),
    ],
)
async def test_an_answer_too_large_is_cut(transport: HttpTransport, behaviour: Behaviour) -> None:
    tracemalloc.start()
    try:
        error, took = await fault(transport, behaviour, max_bytes=500_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.code == "SVAR_FOR_STORT"
    assert isinstance(error, SourceMalformed)
    assert took < 2.0
    assert peak < 6_000_000  # far from 20 MB: the rest was never taken


async def test_an_answer_at_the_ceiling_is_whole(transport: HttpTransport) -> None:
    for behaviour in (answer(b"x" * 5000), zipped(b"x" * 5000)):
        async with Loopback(behaviour) as server:
            response = await transport.send(call(server.url(), max_bytes=5000), OnePermit())
        assert response.body == b"x" * 5000


async def test_html_is_handed_over_for_the_adapter_to_judge(transport: HttpTransport) -> None:
    page = b"<html><body>Bad gateway</body></html>"
    async with Loopback(answer(page, 502, Content_Type="text/html")) as server:
        response = await transport.send(call(server.url()), OnePermit())
    assert (response.status, response.headers["content-type"], response.body) == (502, "text/html", page)


async def test_one_fault_does_not_spoil_the_next_call(transport: HttpTransport) -> None:
    async with Loopback(huge(2_000_000, announced=False)) as server:
        with pytest.raises(SourceMalformed):
            await transport.send(call(server.url(), max_bytes=1000), OnePermit())
        server.behaviour = answer(b"good")
        response = await transport.send(call(server.url()), OnePermit())
    assert response.body == b"good"
    assert server.connections == 2


async def test_the_longest_allowed_answer_passes_the_loopback_quickly(transport: HttpTransport) -> None:
    body = b"<rad>1</rad>" * 500_000
    async with Loopback(zipped(body)) as server:
        response = await transport.send(call(server.url(), max_bytes=12_000_000), OnePermit())
    assert response.body == body
