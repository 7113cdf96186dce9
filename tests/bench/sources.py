"""Seven agencies for the transports to call: a process of its own, TLS with client certificates, keep-alive.

Run as a module with the folder of the certificates: prints the ports as one line of JSON, then serves until
its standard input ends. Each port answers with its own size, 2 to 8 KB; the server does as little as it can,
so that the client is what is measured.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from functools import partial
from pathlib import Path
from typing import cast

import uvloop

from tests.bench.frame import on_core

SIZES = tuple(kilobytes * 1024 for kilobytes in (2, 3, 4, 5, 6, 7, 8))


class Agency(asyncio.Protocol):
    """Answers each request with the same bytes as soon as it is whole."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._come = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._come += data
        while (head := self._come.find(b"\r\n\r\n")) >= 0:
            marker = self._come.lower().find(b"content-length:", 0, head)
            length = int(self._come[marker + 15 : self._come.find(b"\r\n", marker)]) if marker >= 0 else 0
            if len(self._come) < head + 4 + length:
                return
            self._come = self._come[head + 4 + length :]
            self._transport.write(self._answer)


def answer(size: int) -> bytes:
    body = (b"<svar>" + b"<rad>1</rad>" * size)[:size]
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + body


async def serve(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    context.load_verify_locations(cafile=folder / "ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(partial(Agency, answer(size)), "127.0.0.1", 0, ssl=context) for size in SIZES
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    for server in servers:
        server.close()


if __name__ == "__main__":
    with on_core(1):
        uvloop.run(serve(Path(sys.argv[1])))
