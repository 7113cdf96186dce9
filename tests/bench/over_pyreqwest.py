"""pyreqwest behind the port, as far as it goes: measured, not shipped (hub/decisions/0002-transport.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import ConnectError, ConnectTimeoutError, PyreqwestError, RequestTimeoutError

from hub.adapter import Permit, Request, Response, SourceError
from hub.stores.transport import ClientCertificate, faults
from hub.stores.transport.body import Gathered
from hub.stores.transport.outgoing import depart


class PyreqwestTransport:
    """Connect and read timeouts belong to its client, so each pair of times needs one."""

    def __init__(self, certificates: Mapping[str, ClientCertificate], ca: Path | None = None) -> None:
        self._certificates = certificates
        self._ca = ca
        self._clients: dict[tuple[str | None, float, float], Client] = {}

    async def send(self, request: Request, permit: Permit) -> Response:
        headers, left = depart(request, permit, plain_http=False)
        client = self._client(request)
        try:
            async with asyncio.timeout(left):
                return await _exchange(client, request, headers)
        except (PyreqwestError, OSError) as error:
            fault = _fault(error)
        raise fault

    async def aclose(self) -> None:
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.close()

    def _client(self, request: Request) -> Client:
        key = (request.credentials, request.connect_timeout_s, request.read_timeout_s)
        if key not in self._clients:
            self._clients[key] = self._made(*key)
        return self._clients[key]

    def _made(self, name: str | None, connect_s: float, read_s: float) -> Client:
        builder = (
            ClientBuilder()
            .follow_redirects(False)
            .no_proxy()
            .referer(False)
            .gzip(False)
            .brotli(False)
            .zstd(False)
            .deflate(False)
            .user_agent("Nyttonav")
            .min_tls_version("TLSv1.2")
            .connect_timeout(timedelta(seconds=connect_s))
            .read_timeout(timedelta(seconds=read_s))
        )
        mine = self._certificates[name] if name is not None else None
        ca = mine.ca if mine is not None else self._ca
        if mine is not None and mine.certificate is not None and mine.key is not None:
            builder = builder.identity_pem(mine.key.read_bytes() + mine.certificate.read_bytes())
        if ca is not None:
            builder = builder.add_root_certificate_pem(ca.read_bytes())
        return builder.build()


async def _exchange(client: Client, request: Request, headers: dict[str, str]) -> Response:
    builder = client.request(request.method, request.url).headers(headers)
    if request.body:
        builder = builder.body_bytes(request.body)
    async with builder.build_streamed() as answer:
        received: dict[str, str] = {}
        for name, value in answer.headers.items():
            received[name] = f"{received[name]}, {value}" if name in received else value
        body = Gathered(request.max_bytes, received)
        while (chunk := await answer.body_reader.read_chunk()) is not None:
            body.feed(bytes(chunk))
        return Response(answer.status, received, body.whole())


def _fault(error: Exception) -> SourceError:
    match error:
        case ConnectTimeoutError():
            return faults.unreached(slow=True)
        case RequestTimeoutError() | TimeoutError():
            return faults.too_slow()
        case ConnectError():
            return faults.unreached()
        case _:
            return faults.broken_off()
