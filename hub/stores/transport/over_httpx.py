"""The second transport, over httpx: slower, and there to keep the port honest.

Only httpx's transport layer is used. Its client is what follows redirects, keeps cookies, reads proxies and
netrc from the environment and logs every address at INFO; none of that exists below it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

import httpx

from hub.adapter import Permit, Request, Response, SourceError
from hub.stores.transport import faults
from hub.stores.transport.body import Gathered
from hub.stores.transport.credentials import Credentials
from hub.stores.transport.outgoing import depart

_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=15.0)
_HTTPCORE_LOGS = ("connection", "http11", "http2", "proxy", "socks")


class HttpxTransport:
    """One connection pool per credential, made at its first call and kept."""

    def __init__(self, credentials: Credentials, *, plain_http: bool = False) -> None:
        """`plain_http` lets calls beyond loopback go without TLS: for closed test networks only."""
        self._credentials = credentials
        self._plain_http = plain_http
        self._pools: dict[str | None, httpx.AsyncHTTPTransport] = {}
        self._closed = False
        _silence_httpcore()

    async def send(self, request: Request, permit: Permit) -> Response:
        headers, left = depart(request, permit, plain_http=self._plain_http)
        pool = self._pool(request.credentials)
        try:
            async with asyncio.timeout(left):
                return await _exchange(pool, request, headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            fault = _fault(error)
        raise fault  # outside the handler: the library's error, which holds the address, is not its context

    async def aclose(self) -> None:
        """Closes every connection. Calls under way end as broken off; later ones are refused."""
        self._closed = True
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()

    def _pool(self, name: str | None) -> httpx.AsyncHTTPTransport:
        if self._closed:
            raise faults.closing()
        pool = self._pools.get(name)
        if pool is None:
            pool = self._pools[name] = httpx.AsyncHTTPTransport(
                verify=self._credentials.context(name), trust_env=False, limits=_LIMITS, retries=0
            )
        return pool


def _silence_httpcore() -> None:
    """httpcore's debug log holds whole response headers: it is shut even where all else logs at DEBUG."""
    for name in _HTTPCORE_LOGS:
        logging.getLogger(f"httpcore.{name}").setLevel(logging.WARNING)


async def _exchange(pool: httpx.AsyncHTTPTransport, request: Request, headers: dict[str, str]) -> Response:
    read = request.read_timeout_s
    outgoing = httpx.Request(
        request.method,
        request.url,
        headers=headers,
        content=request.body or None,
        extensions={
            "timeout": {"connect": request.connect_timeout_s, "read": read, "write": read, "pool": None}
        },
    )
    answer = await pool.handle_async_request(outgoing)
    stream = answer.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    try:
        received = {name.lower(): value for name, value in answer.headers.items()}
        body = Gathered(request.max_bytes, received)
        async for chunk in stream:
            body.feed(chunk)
        return Response(answer.status_code, received, body.whole())
    finally:
        await stream.aclose()


# The first row whose kind fits. Subclasses stand before their bases.
_FAULTS: tuple[tuple[type[Exception], Callable[[], SourceError]], ...] = (
    (httpx.ConnectTimeout, partial(faults.unreached, slow=True)),
    (httpx.TimeoutException, faults.too_slow),
    (TimeoutError, faults.too_slow),
    (httpx.ConnectError, faults.unreached),
    (httpx.RemoteProtocolError, partial(faults.unreadable, "det följer inte HTTP")),
    (httpx.LocalProtocolError, partial(faults.bad_request, "det följer inte HTTP")),
    (httpx.InvalidURL, partial(faults.bad_request, "adressen är inte giltig")),
    (ValueError, partial(faults.bad_request, "adressen är inte giltig")),
)


def _fault(error: Exception) -> SourceError:
    if faults.is_tls(error):
        return faults.untrusted()
    if _ended(error):
        return faults.broken_off()
    return next((make() for kind, make in _FAULTS if isinstance(error, kind)), faults.broken_off())


def _ended(error: Exception) -> bool:
    """httpx tells a connection that ended too soon from nonsense by its words alone."""
    words = str(error)
    return isinstance(error, httpx.RemoteProtocolError) and (
        "disconnected" in words or "closed connection" in words
    )
