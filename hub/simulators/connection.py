"""The TCP connection under an ASGI request, so that a simulator can break it.

ASGI has no word for a reset. `Breakable` is uvicorn's own HTTP protocol with one thing added: each
request's scope carries the connection it came by.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

EXTENSION = "nyttonav.connection"


class Connection:
    """One accepted connection."""

    def __init__(self, protocol: HttpToolsProtocol) -> None:
        self._protocol = protocol

    def reset(self) -> None:
        """Send RST: what the other side sees as `connection reset by peer`."""
        transport = self._transport()
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def close(self) -> None:
        """Send what is written, then FIN, wherever in the answer that may be."""
        self._transport().close()

    def _transport(self) -> asyncio.Transport:
        transport = self._protocol.transport
        assert isinstance(transport, asyncio.Transport)
        return transport


class Breakable(HttpToolsProtocol):
    """Uvicorn's HTTP/1.1 protocol that hands out its connection in `scope["extensions"]`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner: ASGIApp = self.app
        connection = Connection(self)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[EXTENSION] = connection
            await inner(scope, receive, send)

        self.app = app
