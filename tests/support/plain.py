"""HTTP to loopback without TLS, whose certificates alone take longer to read than a look-up takes."""

from __future__ import annotations

import httpx

from hub.stores.transport import Credentials

NO_CERTIFICATES = Credentials({})
"""For transports that speak plain HTTP or to nobody: the machine's CAs are read once, not in each test."""


def plain_client(base_url: str) -> httpx.Client:
    return httpx.Client(base_url=base_url, trust_env=False, verify=False, timeout=50)


def plain_async_client(base_url: str = "") -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, trust_env=False, verify=False, timeout=50)
