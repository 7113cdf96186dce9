"""A simulator as a real HTTP server on loopback, in a thread of its own, with TLS where wanted."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import uvicorn
from starlette.types import ASGIApp

from hub.simulators.connection import Breakable

_START_S, _STOP_S = 10.0, 5.0


@dataclass(frozen=True, slots=True)
class Tls:
    """Certificate and key (PEM files); with `client_ca` a client certificate from that CA is required."""

    certificate: Path
    key: Path
    client_ca: Path | None = None


class _Server(uvicorn.Server):
    """uvicorn wakes ten times a second to see whether to stop; these are many, stand idle, and are told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stop: Callable[[], object] = lambda: None

    def stop(self) -> None:
        """From any thread. Where it has not started yet, or has ended, there is nobody to tell."""
        self.should_exit = True
        with suppress(RuntimeError):
            self._stop()

    async def main_loop(self) -> None:
        told, loop = asyncio.Event(), asyncio.get_running_loop()
        self._stop = partial(loop.call_soon_threadsafe, told.set)
        # Each second the date of its answers is set.
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(told.wait(), 1.0)


@contextmanager
def running(app: ASGIApp, *, port: int = 0, tls: Tls | None = None) -> Iterator[str]:
    """Serve `app` while the block lasts; gives its base URL. Port 0 takes a free one.

    Raises OSError when the port is taken, RuntimeError when the server does not start or stop.
    """
    with _running(app, port, tls) as (_server, base_url):
        yield base_url


@contextmanager
def all_running(apps: Mapping[str, ASGIApp], *, tls: Tls | None = None) -> Iterator[Mapping[str, str]]:
    """Each as by `running`; gives name to base URL. All are told to stop before any is waited for."""
    with ExitStack() as stack:
        started = {name: stack.enter_context(_running(app, 0, tls)) for name, app in apps.items()}
        try:
            yield {name: base_url for name, (_server, base_url) in started.items()}
        finally:
            for server, _base_url in started.values():
                server.stop()


@contextmanager
def _running(app: ASGIApp, port: int, tls: Tls | None) -> Iterator[tuple[_Server, str]]:
    # Named TCP: asyncio turns Nagle's algorithm off only where the socket says so.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        server = _Server(_config(app, tls))
        thread = threading.Thread(target=server.run, args=([listener],), name="simulator", daemon=True)
        thread.start()
        try:
            _until_started(server, thread)
            scheme = "http" if tls is None else "https"
            yield server, f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stop()
            thread.join(_STOP_S)
            if thread.is_alive():
                raise RuntimeError("the simulator did not stop; look for an endpoint that blocks its thread")


@asynccontextmanager
async def serve(app: ASGIApp, *, port: int = 0, tls: Tls | None = None) -> AsyncIterator[str]:
    """`running`, for those who live in an event loop: it is not held up while the server starts and stops."""
    server = running(app, port=port, tls=tls)
    base_url = await asyncio.to_thread(server.__enter__)
    try:
        yield base_url
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)


def _config(app: ASGIApp, tls: Tls | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http=Breakable,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    if tls is not None:
        config.ssl_certfile = str(tls.certificate)
        config.ssl_keyfile = str(tls.key)
        if tls.client_ca is not None:
            config.ssl_ca_certs = str(tls.client_ca)
            config.ssl_cert_reqs = ssl.CERT_REQUIRED
    return config


def _until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    latest = monotonic() + _START_S
    while not server.started:
        if not thread.is_alive() or monotonic() > latest:
            raise RuntimeError("the simulator did not start; its log says why")
        sleep(0.005)
