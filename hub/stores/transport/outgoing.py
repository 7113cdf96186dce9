"""What every implementation does alike before a call leaves: use the permit, and refuse what must not go."""

from __future__ import annotations

import ipaddress
import re
import time
from urllib.parse import SplitResult, urlsplit

from hub.adapter import Permit, Request
from hub.stores.transport import faults
from hub.stores.transport.body import ACCEPTED

_URL = re.compile(r"https?://[\x21-\x7e]+", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"(?!.{254})[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.ASCII)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_VALUE = re.compile(r"[\x20-\x7e\t]*", re.ASCII)
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "user-agent"}
    | {"traceparent", "x-correlation-id"}
)
_COMMON = {"Accept-Encoding": ACCEPTED, "User-Agent": "Nyttonav"}


def depart(request: Request, permit: Permit, *, plain_http: bool) -> tuple[dict[str, str], float]:
    """Uses up the permit; gives the headers to send and the seconds left to the deadline.

    Raises RuntimeError when the permit was used before, SourceUnavailable (led NYTTONAV) when the deadline
    has passed or the request cannot be sent as it is. Then nothing has left.
    """
    permit.use()
    left = permit.deadline - time.monotonic()
    if left <= 0:
        raise faults.deadline_passed()
    _check_address(request, plain_http=plain_http)
    headers = {
        **_COMMON,
        **{name: value for name, value in request.headers.items() if name.lower() not in _OURS},
    }
    # Calls that concern nobody (is the source up?) carry neither.
    if permit.traceparent:
        headers["traceparent"] = permit.traceparent
    if permit.correlation:
        headers["X-Correlation-ID"] = permit.correlation
    if not all(_TOKEN.fullmatch(name) and _VALUE.fullmatch(value) for name, value in headers.items()):
        raise faults.bad_request("ett huvudfält har otillåtna tecken")
    if not _TOKEN.fullmatch(request.method):
        raise faults.bad_request("metoden har otillåtna tecken")
    return headers, left


def _check_address(request: Request, *, plain_http: bool) -> None:
    parts = _split(request.url)
    if parts is None:
        raise faults.bad_request("adressen är inte en giltig http- eller https-adress")
    if parts.scheme == "https":
        return
    if request.credentials is not None:
        raise faults.no_certificate(request.credentials, "kräver en https-adress")
    if not plain_http and not _loopback(parts.hostname or ""):
        raise faults.bad_request("adressen saknar kryptering (https)")


def _split(url: str) -> SplitResult | None:
    """None where the address is not one to send to: http or https, a host, no login, no fragment."""
    if not _URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, because a bad port raises only when it is read
    except ValueError:
        return None
    host = parts.hostname or ""
    if "@" in parts.netloc or parts.fragment or not (":" in host or _NAME.fullmatch(host)):
        return None
    return parts


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
