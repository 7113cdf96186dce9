"""Addresses and bodies may hold personal numbers: no log line and no error of a transport ever shows them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from hub.adapter import SourceError
from hub.stores.transport import HttpTransport, TransportKind, make_transport
from tests.support.hostile import Behaviour, Loopback, answer, huge, raw, resetting, silent
from tests.support.plain import NO_CERTIFICATES
from tests.support.transport import OnePermit, call

SECRET = "KANSLIGT-4711"


@pytest.fixture(params=["aiohttp", "httpx"])
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[HttpTransport]:
    kind: TransportKind = request.param
    made = make_transport(kind, NO_CERTIFICATES)
    yield made
    await made.aclose()


def told(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{r.name} {r.getMessage()} {r.__dict__}" for r in caplog.records)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(answer(b"<svar>" + SECRET.encode()), id="good"),
        pytest.param(answer(status=302, Location=f"/{SECRET}"), id="redirect"),
        pytest.param(answer(Set_Cookie=f"{SECRET} (;=1, x"), id="a cookie nobody can read"),
        pytest.param(answer(Set_Cookie=f"a={SECRET}; Domain=other.test"), id="a foreign cookie"),
        pytest.param(silent, id="silent"),
        pytest.param(resetting(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), id="resets"),
        pytest.param(raw(f"{SECRET}\r\n\r\n".encode()), id="nonsense"),
        pytest.param(raw(f"HTTP/1.1 200 OK\r\n{SECRET}\r\n\r\n".encode()), id="bad header"),
        pytest.param(answer(b"x", Content_Encoding=SECRET), id="strange coding"),
        pytest.param(huge(2_000_000, announced=False), id="huge"),
    ],
)
async def test_nothing_is_told_even_at_debug(
    transport: HttpTransport, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    error: SourceError | None = None
    async with Loopback(behaviour) as server:
        request = call(
            server.url(f"/person/{SECRET}?id={SECRET}"), body=SECRET.encode(), read_s=0.2, max_bytes=10_000
        )
        try:
            await transport.send(request, OnePermit())
        except SourceError as caught:
            error = caught
        await transport.aclose()
    assert server.seen
    assert SECRET in server.seen[0].target
    assert SECRET not in told(caplog)
    if error is not None:
        assert SECRET not in "".join(traceback.format_exception(error)) + repr(error) + error.text
        assert error.__cause__ is None
        assert error.__context__ is None


@pytest.mark.parametrize(
    "url", [f"http://127.0.0.1:1/{SECRET}", f"https://{SECRET.lower()}.invalid/", f"http://a b/{SECRET}"]
)
async def test_a_call_that_never_got_away_tells_nothing(
    transport: HttpTransport, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    request = call(url, body=SECRET.encode())
    with pytest.raises(SourceError) as caught:
        await transport.send(request, OnePermit())
    shown = told(caplog) + "".join(traceback.format_exception(caught.value)) + repr(request)
    assert SECRET.lower() not in shown.lower()
    assert caught.value.__context__ is None
