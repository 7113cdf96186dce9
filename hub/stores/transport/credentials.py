"""Client certificates by name, and the TLS contexts made of them.

A municipality's settings name a certificate; the files belong to the installation. Nothing is read before
`check` or the first call that needs it.
"""

from __future__ import annotations

import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from hub.stores.transport import faults

EXPIRY_NOTICE = timedelta(days=30)
"""How long before its last day a certificate is warned about: agencies take weeks to register a new one."""


class CredentialsError(Exception):
    """A certificate, key or CA bundle that cannot be used. The text names it, the file and the remedy."""


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """PEM files: the certificate with its chain, its key, and the CAs that the other side is judged by.

    `key` None: the key lies in the certificate's file. `ca` None: the machine's own CA bundle. `certificate`
    None: none is shown, only the CAs are the credential's own; one of the two must be there.
    """

    certificate: Path | None
    key: Path | None = None
    ca: Path | None = None
    key_password: str | None = field(default=None, repr=False)


class Credentials:
    """Name to client certificate. `ca` judges servers of calls that name no certificate."""

    def __init__(self, certificates: Mapping[str, ClientCertificate], ca: Path | None = None) -> None:
        self._certificates = dict(certificates)
        self._ca = ca
        self._contexts: dict[str | None, ssl.SSLContext] = {}

    def context(self, name: str | None) -> ssl.SSLContext:
        """TLS 1.2 or later, host names verified. Raises SourceUnavailable (led NYTTONAV) where that fails."""
        if name not in self._contexts:
            if name is not None and name not in self._certificates:
                raise faults.no_certificate(name, "finns inte i navets inställningar")
            unusable = False
            try:
                self._contexts[name] = self._made(name)
            except CredentialsError:
                unusable = True
            if unusable:
                raise faults.no_certificate(name or "(inget)", "kan inte läsas")
        return self._contexts[name]

    def check(self, now: datetime) -> tuple[str, ...]:
        """Reads everything. Warnings as sentences; CredentialsError with all faults, one per line."""
        broken: list[str] = []
        warnings: list[str] = []
        for name in (None, *self._certificates):
            try:
                self._contexts[name] = self._made(name)
                mine = self._certificates[name] if name is not None else None
                if name is not None and mine is not None and mine.certificate is not None:
                    warnings += _warnings(name, mine.certificate, mine.key or mine.certificate, now)
            except CredentialsError as error:
                broken.append(str(error))
        if broken:
            raise CredentialsError("\n".join(broken))
        return tuple(warnings)

    def _made(self, name: str | None) -> ssl.SSLContext:
        # Not ssl.create_default_context: it takes a key log file from the environment.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        mine = self._certificates[name] if name is not None else None
        ca = mine.ca if mine is not None else self._ca
        label = f"certificate {name!r}" if name is not None else "calls without certificate"
        try:
            if ca is None:
                context.load_default_certs()
            else:
                context.load_verify_locations(cafile=ca)
        except (OSError, ssl.SSLError) as error:
            raise CredentialsError(f"{label}: the CA bundle {_cannot(ca, error)}") from None
        if mine is not None and mine.certificate is not None:
            _load(context, label, mine.certificate, mine.key or mine.certificate, mine.key_password)
        elif mine is not None and (mine.ca is None or mine.key is not None):
            raise CredentialsError(f"{label}: names no certificate file. Add it, or name a CA bundle alone.")
        return context


def _load(context: ssl.SSLContext, label: str, certificate: Path, key: Path, password: str | None) -> None:
    for what, path in (("certificate file", certificate), ("key file", key)):
        try:
            path.read_bytes()
        except OSError as error:
            raise CredentialsError(f"{label}: the {what} {_cannot(path, error)}") from None
    try:
        # A password is always given: without one OpenSSL would ask for it at the terminal.
        context.load_cert_chain(certificate, key, password or "")
    except (OSError, ssl.SSLError, ValueError):
        raise CredentialsError(
            f"{label}: {certificate} and {key} cannot be used together. Both must be PEM, the key "
            "must belong to the first certificate in the file, and an encrypted key needs its password."
        ) from None


def _cannot(path: Path | None, error: OSError) -> str:
    why = "is not PEM with certificates" if isinstance(error, ssl.SSLError) else (error.strerror or "failed")
    return f"{path} cannot be read ({why}). Check the path and that the hub's user may read it."


def _warnings(name: str, certificate: Path, key: Path, now: datetime) -> list[str]:
    """Raises CredentialsError when the certificate is not valid at `now`."""
    parsed = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    first, last = parsed.not_valid_before_utc, parsed.not_valid_after_utc
    if not first <= now <= last:
        raise CredentialsError(
            f"certificate {name!r}: {certificate} is valid from {_day(first)} to {_day(last)}, not now. "
            "Replace it with one in force and register it with the agencies."
        )
    found: list[str] = []
    if last - now < EXPIRY_NOTICE:
        found.append(
            f"certificate {name!r}: {certificate} expires {_day(last)}. "
            "Order a new one now and register it with the agencies."
        )
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append(f"certificate {name!r}: others than its owner may read {key}. Run chmod 600 on it.")
    return found


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
