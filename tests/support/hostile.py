"""Servers on loopback that behave as told: well, slowly, wrongly or with ill will. Real bytes on sockets."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Seen:
    """One request as it came: header names in lower case, `client` the common name in its certificate."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    connection: int
    client: str | None


Behaviour = Callable[[Seen, asyncio.StreamWriter], Awaitable[bool]]
"""Answers one request. True keeps the connection for the next."""


class Loopback:
    """A server on 127.0.0.1, on a free port, for the length of an `async with`."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.behaviour = behaviour
        self.seen: list[Seen] = []
        self.connections = 0
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0, ssl=self._tls)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str = "/tjanst", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._converse(reader, writer, self.connections)
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass  # the other side has left: for it to see to, and for the test to judge
        except asyncio.CancelledError:
            return  # the server stops; a task left cancelled would be logged by the streams
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        again = True
        while again:
            seen = await _request(reader, writer, number)
            self.seen.append(seen)
            again = await self.behaviour(seen, writer)
        # What was written goes out before the connection ends.
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = dict(_field(line) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, target, headers, body, number, _common_name(writer))


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _common_name(writer: asyncio.StreamWriter) -> str | None:
    certificate = writer.get_extra_info("peercert")
    if not certificate:
        return None
    return next((v for row in certificate["subject"] for k, v in row if k == "commonName"), None)


def answer(body: bytes = b"<svar/>", status: int = 200, **headers: str) -> Behaviour:
    """A good answer. Header names take _ for -."""
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    whole = "\r\n".join([*lines, "", ""]).encode() + body

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(whole)
        await writer.drain()
        return True

    return behave


def zipped(body: bytes) -> Behaviour:
    return answer(gzip.compress(body), Content_Encoding="gzip")


def raw(content: bytes, *, keep: bool = False) -> Behaviour:
    """These bytes as they are, then the end of the connection."""

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(content)
        await writer.drain()
        return keep

    return behave


async def silent(_: Seen, writer: asyncio.StreamWriter) -> bool:
    """Takes the question and never says a word."""
    await asyncio.Event().wait()
    return False


def dripping(pause_s: float) -> Behaviour:
    """One byte at a time: no single wait is long, the whole never ends."""

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(pause_s)

    return behave


def stalling(content: bytes) -> Behaviour:
    """These bytes, then silence."""

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(content)
        await writer.drain()
        await asyncio.Event().wait()
        return False

    return behave


def resetting(content: bytes = b"") -> Behaviour:
    """These bytes, then a TCP reset."""

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(content)
        await writer.drain()
        await asyncio.sleep(0.02)
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False

    return behave


def huge(size: int, *, announced: bool) -> Behaviour:
    """`size` bytes, with their length told or in chunks. Stops when nobody takes them any more."""

    async def behave(_: Seen, writer: asyncio.StreamWriter) -> bool:
        length = f"Content-Length: {size}" if announced else "Transfer-Encoding: chunked"
        writer.write(f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode())
        block = b"<a/>" * 4096
        for _sent in range(0, size, len(block)):
            writer.write(block if announced else b"%x\r\n%b\r\n" % (len(block), block))
            await writer.drain()
        if not announced:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    return behave


def bomb(size: int) -> Behaviour:
    """`size` zero bytes, packed a thousand times smaller."""
    return zipped(bytes(size))


async def endless_headers(_: Seen, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"y" * 2000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request meets the first behaviour, and so on; the last stays."""
    left = list(behaviours)

    async def behave(seen: Seen, writer: asyncio.StreamWriter) -> bool:
        chosen = left.pop(0) if len(left) > 1 else left[0]
        return await chosen(seen, writer)

    return behave


class Doorkeeper:
    """Answers the first bytes of each call on 127.0.0.1 and lets nobody in.

    With `tls` it shakes hands over blocking sockets, which tell the other side why they refuse, as real
    servers do and asyncio's do not. Without, it says in plain HTTP that it wanted plain HTTP.
    """

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self.let_in = 0
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def url(self) -> str:
        return f"https://127.0.0.1:{self._listener.getsockname()[1]}/tjanst"

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            caller.settimeout(5)
            if self._tls is None:
                inside = caller
            else:
                inside = self._tls.wrap_socket(caller, server_side=True, do_handshake_on_connect=False)
            with inside:
                self._meet(inside)

    def _meet(self, inside: socket.socket) -> None:
        try:
            if isinstance(inside, ssl.SSLSocket):
                inside.do_handshake()
                self.let_in += 1 if inside.recv(65536) else 0
            else:
                inside.recv(65536)
                inside.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        except OSError:
            # Unread bytes would turn the parting words into a reset: read, below TLS, until the other leaves.
            inside.shutdown(socket.SHUT_WR)
            while socket.socket.recv(inside, 65536):
                pass
