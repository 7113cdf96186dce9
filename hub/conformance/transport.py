"""A transport that sends nothing: it answers or fails as prepared, and keeps what it was given to send."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.adapter import (
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceRefused,
    SourceUnavailable,
)
from messages.koder import Led
from messages.wire.soap import SOAP, Fault, envelope, write_fault

XML = {"content-type": "text/xml; charset=utf-8"}
HTML = {"content-type": "text/html"}
PAGE = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
_ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@dataclass
class Prepared:
    """A Transport. It uses the permit up as a real one does: a second call with it fails."""

    result: Response | SourceError
    late_s: float = 0.0
    sent: list[Request] = field(default_factory=list)

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        self.sent.append(request)
        await asyncio.sleep(self.late_s)
        if isinstance(self.result, SourceError):
            raise self.result.with_traceback(None)
        return self.result


@dataclass
class OneCall:
    """Opens nothing but `Prepared`, which sends nothing: the log alone makes permits for real calls."""

    correlation: str
    traceparent: str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    deadline: float = field(default_factory=lambda: time.monotonic() + 30)
    used: int = 0

    def use(self) -> None:
        self.used += 1
        if self.used > 1:
            raise RuntimeError("the permit is used up: a retry needs a new one")


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that happens to a call, and the errors that are right for it."""

    what: str
    result: Response | SourceError
    right: tuple[type[SourceError], ...]
    soap_only: bool = False
    """Means something only to a folder that talks SOAP."""
    late_s: float = 0.0

    def transport(self) -> Prepared:
        return Prepared(self.result, self.late_s)


def _answered(status: int, body: bytes, headers: Mapping[str, str] = XML) -> Response:
    return Response(status, headers, body)


_DOWN = (SourceUnavailable,)
_NO = (SourceRefused,)
_BAD = (SourceMalformed,)
_NO_ANSWER = envelope(b'<nagotHeltAnnat xmlns="urn:nyttonav:kit:annan"/>')

_FAULT = write_fault(Fault("Server", "Internal error"))
_REFUSAL = write_fault(Fault("Client", "Bad request"))

_TOO_SLOW = SourceUnavailable("KALLA_TIDSGRANS", "Mottagaren svarade inte i tid.")

TRIALS: tuple[Trial, ...] = (
    Trial("is silent", _TOO_SLOW, _DOWN),
    Trial("is slow", _TOO_SLOW, _DOWN, late_s=0.05),
    Trial(
        "cannot be reached",
        SourceUnavailable("NATVERK_ANSLUTNING", "Ingen anslutning.", led=Led.NATVERK),
        _DOWN,
    ),
    Trial("resets", SourceUnavailable("NATVERK_AVBROTT", "Förbindelsen bröts.", led=Led.NATVERK), _DOWN),
    Trial("answers with 20 MB", SourceMalformed("SVAR_FOR_STORT", "Svaret är för stort."), _BAD),
    Trial("answers with an HTML page", _answered(200, PAGE, HTML), _BAD),
    Trial("answers with an HTML page that claims to be XML", _answered(200, PAGE), _BAD),
    Trial("is down (502, HTML)", _answered(502, PAGE, HTML), _DOWN),
    Trial("is down (503)", _answered(503, b"", {"retry-after": "30"}), _DOWN),
    Trial("asks to slow down (429)", _answered(429, b"", {"content-type": "text/plain"}), _DOWN),
    Trial("refuses the certificate (403)", _answered(403, PAGE, HTML), _NO),
    Trial("points elsewhere (302)", _answered(302, b"", {"location": "https://annan.example/"}), _BAD),
    Trial("answers with nothing", _answered(200, b""), _BAD),
    Trial("answers with half of a message", _answered(200, _NO_ANSWER[: len(_NO_ANSWER) // 2]), _BAD),
    Trial("answers something else", _answered(200, _NO_ANSWER), _BAD),
    Trial("answers with a DOCTYPE and entities", _answered(200, _ENTITIES + b"<a>&c;</a>"), _BAD),
    Trial("answers with 10,000 levels", _answered(200, envelope(b"<a>" * 10_000 + b"</a>" * 10_000)), _BAD),
    Trial("answers with bytes that are no text", _answered(200, bytes(range(256))), _BAD),
    Trial(
        "answers with a fault of its own",
        _answered(500, _FAULT),
        _DOWN,
        True,
    ),
    Trial("answers that the question is wrong", _answered(500, _REFUSAL), _NO, True),
    Trial("answers with a fault and 200", _answered(200, _FAULT), _DOWN, True),
)


def is_soap(request: Request) -> bool:
    return SOAP.encode() in request.body
