"""The hub as an HTTP server in this process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
import uvloop
from fastapi import FastAPI

from hub import main, tls
from hub.api.hub import Hub
from hub.audit import StartRefused
from hub.model.document import FaultyDocuments
from hub.problems import LogUnavailable
from hub.settings import Settings

_BACKLOG = 2048


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises StartRefused when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP: asyncio turns Nagle's algorithm off only where the socket says so.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Two sockets may be bound to one port as long as neither listens: the second of two hubs that start
        # at once would find out when all else is open.
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise StartRefused(
            f"Cannot listen on {host}:{port} ({error.strerror}). Stop what listens there, or choose another "
            "port (--port 0 takes a free one)."
        ) from None
    return listener


def serve(settings: Settings) -> None:
    """Run until stopped. Raises StartRefused."""
    listener = bound(settings.host, settings.port)
    run(_until_stopped(settings, listener))


def run(main: Coroutine[Any, Any, None]) -> None:
    """As asyncio.run, on the faster loop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


async def _until_stopped(settings: Settings, listener: socket.socket) -> None:
    stopped = asked_to_stop()
    async with serving(settings, listener) as hub, reading_anew(hub):
        host, port = listener.getsockname()[:2]
        scheme = "http" if settings.tls_certificate is None else "https"
        sys.stdout.write(f"Nyttonav serves on {scheme}://{host}:{port}/nyttonav/v1 (Ctrl-C stops)\n")
        sys.stdout.flush()
        await stopped.wait()


def asked_to_stop() -> asyncio.Event:
    """An event that is set when the process is asked to stop (SIGINT, SIGTERM). Main thread only."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    return stop


@asynccontextmanager
async def reading_anew(hub: Hub) -> AsyncIterator[None]:
    """Within the context the contracts are read anew when the process is told to (SIGHUP). Main thread only.

    What cannot be used is told by health, and changes nothing.
    """
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    async def renew() -> None:
        while True:
            await asked.wait()
            asked.clear()
            with contextlib.suppress(FaultyDocuments, LogUnavailable):
                await hub.renewal.renew()

    renewing = asyncio.create_task(renew())
    loop.add_signal_handler(signal.SIGHUP, asked.set)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        renewing.cancel()


class _Server(uvicorn.Server):
    """uvicorn, which leaves signals to us: it would raise them again before the log is closed."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def serving(settings: Settings, listener: socket.socket) -> AsyncIterator[Hub]:
    """The hub answering on `listener` for as long as the context lasts.

    At the end questions that are under way are answered first, at most 30 seconds. Raises StartRefused.
    """
    context = tls.context(settings)
    async with main.running(settings) as hub:
        server = _Server(_config(main.build(hub), context))
        answering = asyncio.create_task(server.serve([listener]))
        try:
            await _up(server, answering)
            yield hub
        finally:
            server.should_exit = True
            await answering


async def _up(server: _Server, answering: asyncio.Task[None]) -> None:
    """Wait until the server answers; raises what ended it when it ends instead."""
    ready = asyncio.create_task(server.ready.wait())
    await asyncio.wait({ready, answering}, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if answering.done():
        await answering


def _config(app: FastAPI, context: ssl.SSLContext | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=tls.WithCertificate,
        ssl_context_factory=None if context is None else lambda _config, _default: context,
        # Where a request comes from is who is connected: whose word about a certificate counts goes by that,
        # and what stands in X-Forwarded-For anybody can write.
        proxy_headers=False,
        ws="none",
        lifespan="off",
        log_config=None,
        # An access log would hold paths, and a hostile caller can put a personal number in a path.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=30,
    )
