"""What can go wrong on the way out, as the errors of `hub.adapter`. One place for codes and sentences.

Led says where it broke: NYTTONAV before anything was sent, NATVERK on the wire, KALLA when the other side is
slow or answers nonsense. No text holds an address or anything of the body: some contracts put personal
numbers in both.
"""

from __future__ import annotations

import ssl

from hub.adapter import SourceMalformed, SourceUnavailable
from messages.koder import Led

UNREACHED = "NATVERK_ANSLUTNING"
TLS = "NATVERK_TLS"
BROKEN_OFF = "NATVERK_AVBROTT"
TOO_SLOW = "KALLA_TIDSGRANS"
TOO_LARGE = "SVAR_FOR_STORT"
UNREADABLE = "SVAR_EJ_LASBART"
DEADLINE_PASSED = "NYTTONAV_TIDSGRANS"
NO_CERTIFICATE = "NYTTONAV_CERTIFIKAT"
BAD_REQUEST = "NYTTONAV_ANROP"
CLOSING = "NYTTONAV_STANGER"


def unreached(*, slow: bool = False) -> SourceUnavailable:
    """The name was not found, nobody listened, or (slow) no connection came about in time."""
    text = "Mottagaren gick inte att nå i tid." if slow else "Det gick inte att ansluta till mottagaren."
    return SourceUnavailable(UNREACHED, text, led=Led.NATVERK)


def untrusted() -> SourceUnavailable:
    """TLS: either side did not take the other's certificate, name or protocol version."""
    text = (
        "Den säkra förbindelsen (TLS) till mottagaren kunde inte upprättas. "
        "Förvaltaren behöver kontrollera certifikaten."
    )
    return SourceUnavailable(TLS, text, led=Led.NATVERK)


def broken_off() -> SourceUnavailable:
    """The connection ended before the whole answer had come."""
    text = "Förbindelsen bröts innan hela svaret hade kommit."
    return SourceUnavailable(BROKEN_OFF, text, led=Led.NATVERK)


def too_slow() -> SourceUnavailable:
    """Connected, but the answer did not come in time."""
    return SourceUnavailable(TOO_SLOW, "Mottagaren svarade inte i tid.", led=Led.KALLA)


def too_large(max_bytes: int) -> SourceMalformed:
    """More than `max_bytes` came, or was announced, counted after decompression."""
    text = f"Svaret är större än de {max_bytes} byte som tas emot och lästes därför inte färdigt."
    return SourceMalformed(TOO_LARGE, text, led=Led.KALLA)


def unreadable(what: str) -> SourceMalformed:
    """The answer breaks HTTP itself; `what` is a Swedish clause of ours."""
    return SourceMalformed(UNREADABLE, f"Svaret kan inte läsas: {what}.", led=Led.KALLA)


def deadline_passed() -> SourceUnavailable:
    text = "Frågans tid hade gått ut, därför skickades ingenting."
    return SourceUnavailable(DEADLINE_PASSED, text, led=Led.NYTTONAV)


def no_certificate(name: str, why: str) -> SourceUnavailable:
    """Nothing is ever sent without the client certificate that was asked for."""
    text = f"Klientcertifikatet {name} {why}, därför skickades ingenting. Förvaltaren behöver rätta det."
    return SourceUnavailable(NO_CERTIFICATE, text, led=Led.NYTTONAV)


def bad_request(what: str) -> SourceUnavailable:
    """The call could not be made as it was put: a fault in settings or in an adapter."""
    text = f"Anropet kunde inte skickas: {what}. Förvaltaren behöver rätta det."
    return SourceUnavailable(BAD_REQUEST, text, led=Led.NYTTONAV)


def closing() -> SourceUnavailable:
    text = "Navet håller på att stängas av, därför skickades ingenting."
    return SourceUnavailable(CLOSING, text, led=Led.NYTTONAV)


def is_tls(error: BaseException) -> bool:
    """Whether a TLS fault lies behind: with TLS 1.3 a refused client certificate shows first when reading."""
    link: BaseException | None = error
    for _ in range(10):
        if link is None:
            return False
        if isinstance(link, ssl.SSLError | ssl.CertificateError):
            return True
        link = link.__cause__ or link.__context__
    return False
