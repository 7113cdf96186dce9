"""httpx errors that loopback cannot produce at will, as the errors of the port."""

from __future__ import annotations

import httpx
import pytest
import respx

from hub.adapter import SourceError
from hub.stores.transport import make_transport
from tests.support.plain import NO_CERTIFICATES
from tests.support.transport import OnePermit, call

URL = "https://ws.example.test/tjanst"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectTimeout("x"), "NATVERK_ANSLUTNING"),
        (httpx.ConnectError("x"), "NATVERK_ANSLUTNING"),
        (httpx.ReadTimeout("x"), "KALLA_TIDSGRANS"),
        (httpx.WriteTimeout("x"), "KALLA_TIDSGRANS"),
        (httpx.ReadError("x"), "NATVERK_AVBROTT"),
        (httpx.WriteError("x"), "NATVERK_AVBROTT"),
        (httpx.CloseError("x"), "NATVERK_AVBROTT"),
        (httpx.RemoteProtocolError("illegal status line"), "SVAR_EJ_LASBART"),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), "NATVERK_AVBROTT"),
        (httpx.LocalProtocolError("x"), "NYTTONAV_ANROP"),
    ],
)
async def test_each_error_has_its_code(error: Exception, code: str) -> None:
    with respx.mock(using="httpcore") as network:
        network.post(URL).mock(side_effect=error)
        transport = make_transport("httpx", NO_CERTIFICATES)
        with pytest.raises(SourceError) as caught:
            await transport.send(call(URL), OnePermit())
        await transport.aclose()
    assert caught.value.code == code


async def test_a_mocked_answer_comes_through() -> None:
    with respx.mock(using="httpcore") as network:
        route = network.post(URL).mock(return_value=httpx.Response(200, content=b"<svar/>"))
        transport = make_transport("httpx", NO_CERTIFICATES)
        response = await transport.send(call(URL), OnePermit())
        await transport.aclose()
    assert (response.status, response.body) == (200, b"<svar/>")
    assert route.call_count == 1
