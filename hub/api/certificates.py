"""The client certificate that a caller has shown: to TLS in this process, or to a proxy that is believed.

Nothing of a certificate goes any further than its fingerprint: its subject may hold a name or a number.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import unquote_to_bytes

from cryptography import x509
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.problems import CertificateRefused

SHOWN = "client_certificate"
"""Key in the request's state: the DER that TLS has verified, or the `Carried` of a proxy we believe."""
Network = IPv4Network | IPv6Network

_LONGEST = 16_384
_PEM = re.compile(rb"\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")
_BINARY = re.compile(rb":([A-Za-z0-9+/=]*):")


@dataclass(frozen=True, slots=True)
class Carried:
    """The header's values as they came, unread: only who asks by certificate has them read."""

    values: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """SHA-256 of the DER in lower-case hex, and the moments between which it counts itself valid."""

    fingerprint: str
    first: datetime
    last: datetime

    @property
    def as_printed(self) -> str:
        """The fingerprint in pairs, which nobody takes for a personal number."""
        return ":".join(re.findall("..", self.fingerprint.upper()))


@dataclass(frozen=True, slots=True)
class Proxies:
    """Whose word about certificates is taken, and the header they give it in."""

    header: str
    networks: tuple[Network, ...]

    @classmethod
    def of(cls, header: str | None, networks: tuple[Network, ...]) -> Self | None:
        """None where no header is named: then nobody's word is taken."""
        return None if header is None else cls(header, networks)

    def settled(self, scope: Scope) -> Scope:
        """The request with the header gone, and what it said set down where it came from one of these.

        From them the header alone speaks: a certificate in their own TLS is theirs, not the caller's. From
        anybody else the header says nothing.
        """
        name = self.header.lower().encode("ascii")
        state = dict(scope.get("state") or {})
        if self._among(scope.get("client")):
            state.pop(SHOWN, None)
            given = tuple(value for key, value in scope["headers"] if key == name and value.strip())
            if given:
                state[SHOWN] = Carried(given)
        headers = [pair for pair in scope["headers"] if pair[0] != name]
        return {**scope, "headers": headers, "state": state}

    def _among(self, client: tuple[str, int] | None) -> bool:
        """Whether the other end of the connection is one of them; whoever has no address is not."""
        try:
            address = ip_address(client[0] if client else "")
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self.networks)


class BehindProxies:
    """Middleware: what a proxy says of its caller's certificate counts, what anybody else says does not."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(self._proxies.settled(scope) if scope["type"] == "http" else scope, receive, send)


def presented(scope: Scope) -> bytes | Carried | None:
    """What the caller has shown, unread: TLS' DER or a proxy's word; None where it has shown nothing."""
    found: bytes | Carried | None = (scope.get("state") or {}).get(SHOWN)
    return found


def valid(found: bytes | Carried, now: datetime) -> Certificate:
    """What has been presented, read. Raises CertificateRefused, also where it is not valid now.

    That TLS has found it valid is not enough: a connection lives longer than that, and so does a session.
    """
    certificate = _read(_der(found) if isinstance(found, Carried) else found)
    if now < certificate.first:
        raise CertificateRefused(
            "Klientcertifikatet gäller inte än. Vänta tills det gäller, eller se över klockan hos utfärdaren."
        )
    if now > certificate.last:
        raise CertificateRefused(
            "Klientcertifikatet har gått ut. Byt det, och be förvaltaren av navet att ta upp det nya."
        )
    return certificate


def _der(carried: Carried) -> bytes:
    """What a proxy sends: URL-encoded PEM (nginx), or a byte sequence in base64 (RFC 9440).

    Which it is the value says itself: one begins with a dash, the other with a colon.
    """
    if len(carried.values) > 1:
        raise _unreadable("Proxyn skickar flera klientcertifikat.")
    (value,) = carried.values
    if len(value) > _LONGEST:
        raise _unreadable("Klientcertifikatet från proxyn är för stort.")
    found = _BINARY.fullmatch(value.strip()) or _PEM.fullmatch(unquote_to_bytes(value))
    if found is None:
        raise _unreadable("Klientcertifikatet från proxyn kan inte läsas.")
    try:
        return base64.b64decode(b"".join(found[1].split()), validate=True)
    except binascii.Error:
        raise _unreadable("Klientcertifikatet från proxyn kan inte läsas.") from None


def _read(der: bytes) -> Certificate:
    try:
        parsed = x509.load_der_x509_certificate(der)
        first, last = parsed.not_valid_before_utc, parsed.not_valid_after_utc
    except (ValueError, x509.InvalidVersion):
        raise _unreadable("Klientcertifikatet kan inte läsas.") from None
    return Certificate(sha256(der).hexdigest(), first, last)


def _unreadable(what: str) -> CertificateRefused:
    return CertificateRefused(
        f"{what} Be förvaltaren av navet att låta proxyn skicka ett, URL-kodad PEM eller enligt RFC 9440."
    )
