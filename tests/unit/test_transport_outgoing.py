"""What may leave, and with which headers. The contract tests hold the same on the wire."""

from __future__ import annotations

import pytest

from hub.adapter import SourceUnavailable
from hub.stores.transport.outgoing import depart
from tests.support.transport import OnePermit, call


@pytest.mark.parametrize(
    "url",
    [
        "https://ws.example.test/tjanst/v11?wsdl",
        "https://ws.example.test:8443/",
        "HTTPS://WS.EXAMPLE.TEST/",
        "https://[2001:db8::1]:443/a",
        "https://127.0.0.1/",
        "https://ssbtek_prod.example.test/",
        "http://localhost:8000/",
        "http://127.0.0.9/",
        "http://[::1]:80/",
    ],
)
def test_addresses_that_may_be_called(url: str) -> None:
    _, left = depart(call(url), OnePermit(seconds=5), plain_http=False)
    assert 4 < left <= 5


@pytest.mark.parametrize("url", ["http://example.test/", "http://10.0.0.1/", "http://localhost.test/"])
def test_without_tls_only_loopback_or_by_express_leave(url: str) -> None:
    with pytest.raises(SourceUnavailable, match="saknar kryptering"):
        depart(call(url), OnePermit(), plain_http=False)
    depart(call(url), OnePermit(), plain_http=True)
    with pytest.raises(SourceUnavailable, match="kräver en https-adress"):
        depart(call(url, credentials="board"), OnePermit(), plain_http=True)


def test_framing_belongs_to_the_transport() -> None:
    given = {"Content-Length": "1", "transfer-encoding": "chunked", "Host": "other", "Accept-Encoding": "br"}
    headers, _ = depart(
        call("https://a.test/", headers={**given, "Accept": "x/y"}), OnePermit(), plain_http=False
    )
    assert set(headers) == {"Accept-Encoding", "User-Agent", "Accept", "traceparent", "X-Correlation-ID"}
    assert headers["Accept-Encoding"] == "gzip"


def test_a_call_that_concerns_nobody_carries_no_trace() -> None:
    permit = OnePermit(correlation="", traceparent="")
    headers, _ = depart(call("https://a.test/", headers={}), permit, plain_http=False)
    assert set(headers) == {"Accept-Encoding", "User-Agent"}


def test_a_permit_is_used_even_when_the_call_is_refused() -> None:
    permit = OnePermit()
    with pytest.raises(SourceUnavailable):
        depart(call("gopher://a.test/"), permit, plain_http=False)
    assert permit.used


def test_a_method_cannot_carry_a_second_request() -> None:
    with pytest.raises(SourceUnavailable, match="metoden"):
        depart(call("https://a.test/", method="GET / HTTP/1.1\r\nX:"), OnePermit(), plain_http=False)
