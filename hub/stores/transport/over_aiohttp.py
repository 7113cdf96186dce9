"""The default transport, over aiohttp. Why: hub/decisions/0002-transport.md."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

import aiohttp
from yarl import URL

from hub.adapter import Permit, Request, Response, SourceError
from hub.stores.transport import faults
from hub.stores.transport.body import Gathered
from hub.stores.transport.credentials import Credentials
from hub.stores.transport.outgoing import depart

_KEEP_ALIVE_S = 15.0
_OWN_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class AiohttpTransport:
    """One session per credential, made at its first call and kept; each keeps its connections alive."""

    def __init__(self, credentials: Credentials, *, plain_http: bool = False) -> None:
        """`plain_http` lets calls beyond loopback go without TLS: for closed test networks only."""
        self._credentials = credentials
        self._plain_http = plain_http
        self._sessions: dict[str | None, aiohttp.ClientSession] = {}
        self._closed = False

    async def send(self, request: Request, permit: Permit) -> Response:
        headers, left = depart(request, permit, plain_http=self._plain_http)
        session = self._session(request.credentials)
        try:
            async with asyncio.timeout(left):
                return await _exchange(session, request, headers)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            fault = _fault(error)
        raise fault  # outside the handler: the library's error, which holds the address, is not its context

    async def aclose(self) -> None:
        """Closes every connection. Calls under way end as broken off; later ones are refused."""
        self._closed = True
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    def _session(self, name: str | None) -> aiohttp.ClientSession:
        if self._closed:
            raise faults.closing()
        session = self._sessions.get(name)
        if session is None:
            session = self._sessions[name] = _session(self._credentials, name)
        return session


class _NoCookies(aiohttp.DummyCookieJar):
    """Neither keeps nor parses cookies: the parser logs names it dislikes."""

    def update_cookies_from_headers(self, _headers: Iterable[str], _response_url: URL) -> None:
        return


def _session(credentials: Credentials, name: str | None) -> aiohttp.ClientSession:
    # No ceiling on connections here: how much a source is asked at once belongs to its agreement.
    connector = aiohttp.TCPConnector(ssl=credentials.context(name), limit=0, keepalive_timeout=_KEEP_ALIVE_S)
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=_NoCookies(),
        auto_decompress=False,
        trust_env=False,
        skip_auto_headers=_OWN_HEADERS,
    )
    # aiohttp sends an idempotent request once more when a kept connection breaks, and has no public switch
    # for it. A retry needs a new Permit. tests/contract/test_transport_promises.py holds this.
    session._retry_connection = False
    return session


async def _exchange(session: aiohttp.ClientSession, request: Request, headers: dict[str, str]) -> Response:
    timeout = aiohttp.ClientTimeout(
        total=None,
        connect=request.connect_timeout_s,
        sock_read=request.read_timeout_s,
        ceil_threshold=float("inf"),  # no rounding up to whole seconds
    )
    answer = await session.request(
        request.method,
        URL(request.url, encoded=True),
        headers=headers,
        data=request.body or None,
        timeout=timeout,
        allow_redirects=False,
    )
    try:
        received = _lower(answer)
        body = Gathered(request.max_bytes, received)
        async for chunk in answer.content.iter_any():
            body.feed(chunk)
        whole = Response(answer.status, received, body.whole())
    except BaseException:
        answer.close()  # the rest of the answer is not waited for
        raise
    answer.release()
    return whole


def _lower(answer: aiohttp.ClientResponse) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in answer.headers.items():
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


# The first row whose kind fits. Subclasses stand before their bases.
_FAULTS: tuple[tuple[type[Exception], Callable[[], SourceError]], ...] = (
    (aiohttp.ConnectionTimeoutError, partial(faults.unreached, slow=True)),
    (TimeoutError, faults.too_slow),
    (aiohttp.ClientConnectorError, faults.unreached),
    (aiohttp.ClientResponseError, partial(faults.unreadable, "det följer inte HTTP")),
    (ValueError, partial(faults.bad_request, "adressen är inte giltig")),
)


def _fault(error: Exception) -> SourceError:
    if faults.is_tls(error):
        return faults.untrusted()
    return next((make() for kind, make in _FAULTS if isinstance(error, kind)), faults.broken_off())
