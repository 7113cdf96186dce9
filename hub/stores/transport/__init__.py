"""The way out, behind the port `hub.adapter.Transport`.

Two implementations keep the same promises (tests/contract/test_transport_*.py): one call per permit, bounded
in time and size, over TLS 1.2 or later with the municipality's client certificate; no redirects, cookies,
proxies, retries, and no address in any log or error.
"""

from __future__ import annotations

from typing import Literal, Protocol

from hub.adapter import Transport
from hub.stores.transport.credentials import ClientCertificate, Credentials, CredentialsError

__all__ = [
    "ClientCertificate",
    "Credentials",
    "CredentialsError",
    "HttpTransport",
    "TransportKind",
    "make_transport",
]

TransportKind = Literal["aiohttp", "httpx"]


class HttpTransport(Transport, Protocol):
    """A transport that holds connections, to be closed once when the hub stops."""

    async def aclose(self) -> None: ...


def make_transport(
    kind: TransportKind, credentials: Credentials, *, plain_http: bool = False
) -> HttpTransport:
    """The named implementation; its library is loaded only then. Does no I/O."""
    if kind == "aiohttp":
        from hub.stores.transport.over_aiohttp import AiohttpTransport  # noqa: PLC0415 - see docstring

        return AiohttpTransport(credentials, plain_http=plain_http)
    from hub.stores.transport.over_httpx import HttpxTransport  # noqa: PLC0415 - see docstring

    return HttpxTransport(credentials, plain_http=plain_http)
