"""W3C Trace Context and correlation: taken in, handed on, returned; never carrying a personal number."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from messages.values import holds_personal_number

_TRACEPARENT = re.compile(r"00-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})")


class Traced:
    """Middleware: a request is a span of its caller's trace, and every answer, a problem too, tells it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = traceparent(Headers(scope=scope).get("traceparent"))
        scope.setdefault("state", {})["traceparent"] = trace

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["traceparent"] = trace
            await send(message)

        await self._app(scope, receive, told)


def of(request: Request) -> str:
    """The traceparent that goes on to the sources."""
    trace: str = request.state.traceparent
    return trace


def traceparent(given: str | None) -> str:
    """A traceparent of our own span, within the caller's trace when it sent a usable one."""
    match = _TRACEPARENT.fullmatch((given or "").strip())
    usable = (
        match is not None
        and set(match["trace"]) != {"0"}
        and set(match["parent"]) != {"0"}
        and not holds_personal_number(f"00-{match['trace']}")
    )
    if match is not None and usable:
        return _drawn(lambda: f"00-{match['trace']}-{_hex(8)}-{match['flags']}")
    return _drawn(lambda: f"00-{_hex(16)}-{_hex(8)}-01")


def correlation() -> str:
    """A UUID for one question, the same in its log records and in the calls that go out for it."""
    return _drawn(lambda: str(uuid.uuid4()))


def _drawn(draw: Callable[[], str]) -> str:
    # Random hex can by chance read as a personal number (one UUID in 600): then the log would strike it out,
    # and what was sent could no longer be paired with its record. So it is drawn again.
    while holds_personal_number(drawn := draw()):
        continue
    return drawn


def _hex(octets: int) -> str:
    while set(drawn := secrets.token_hex(octets)) == {"0"}:
        continue
    return drawn
