"""TLS ended in this process: the hub's certificate, and the caller's handed on with each of its requests."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hub.api.certificates import SHOWN
from hub.audit import StartRefused
from hub.settings import Settings

_PARTING_S = 1.0

log = structlog.get_logger("hub.tls")


def context(settings: Settings) -> ssl.SSLContext | None:
    """TLS 1.2 or later, a client's certificate asked for and not demanded; None where the hub speaks HTTP.

    Who shows one that does not chain to our CAs, or is not valid, gets no connection but TLS' alert for an
    answer. Raises StartRefused with a sentence for what cannot be used.
    """
    certificate, key, ca = settings.tls_certificate, settings.tls_key, settings.tls_client_ca
    if certificate is None or key is None:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in (certificate, key, *(() if ca is None else (ca,))):
        _readable(path)
    password = settings.tls_key_password
    try:
        # A password is always given: without one OpenSSL would ask for it at the terminal.
        made.load_cert_chain(certificate, key, "" if password is None else password.get_secret_value())
    except (OSError, ssl.SSLError, ValueError):
        raise StartRefused(
            f"tls_certificate {certificate} and tls_key {key} cannot be used together. Both must be PEM, the "
            "key that of the file's first certificate, and an encrypted key needs tls_key_password."
        ) from None
    if ca is not None:
        try:
            made.load_verify_locations(cafile=ca)
        except (OSError, ssl.SSLError):
            raise StartRefused(
                f"tls_client_ca {ca} is not PEM with certificates. Name the CAs' file."
            ) from None
        made.verify_mode = ssl.CERT_OPTIONAL
        made.sslobject_class = _Telling
    return made


def _readable(path: Path) -> None:
    try:
        path.read_bytes()
    except OSError as error:
        why = error.strerror or "failed"
        raise StartRefused(
            f"{path} cannot be read ({why}). Check the path and that the hub's user may read it."
        ) from None


class _Telling(ssl.SSLObject):
    """A handshake whose refusal is heard: by whoever was refused, and by who runs the hub.

    asyncio closes a connection that fails before TLS' alert has left, and says nothing anywhere. Told that
    TLS waits for more, it sends the alert; the next that comes, if only the other side's end, is the end.
    """

    _refused: ssl.SSLCertVerificationError | None = None

    def do_handshake(self) -> None:
        if self._refused is not None:
            raise self._refused
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as error:
            self._refused = error
            # OpenSSL's own words ("certificate has expired"), with nothing of the certificate in them.
            log.info("certificate.refused", why=error.verify_message)
            raise ssl.SSLWantReadError from None


class WithCertificate(HttpToolsProtocol):
    """uvicorn's HTTP/1.1; each request's state tells the certificate that its connection was opened with.

    uvicorn does not hand it on. It is verified when the connection is opened, so it is read there, once.
    """

    _shown: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        connection = transport.get_extra_info("ssl_object")
        if connection is not None:
            # Without a CA to verify by, TLS has asked for none and there is none.
            self._shown = connection.getpeercert(binary_form=True)

    def shutdown(self) -> None:
        """When the hub stops: whoever keeps an idle connection and says no goodbye is not waited for half a
        minute, as TLS would. What has been answered is sent first."""
        super().shutdown()
        if self.transport.is_closing():
            self.loop.call_later(_PARTING_S, self._part)

    def _part(self) -> None:
        if self.transport.get_write_buffer_size():
            self.loop.call_later(_PARTING_S, self._part)
        else:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._shown is not None:
            self.scope["state"][SHOWN] = self._shown
