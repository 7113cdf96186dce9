"""What can happen to a call, and the errors that are right for it: in XML and SOAP, and in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hub.adapter import Request, Response, SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from hub.conformance.asks import PERSON
from hub.conformance.transport import Prepared
from messages.koder import Led
from messages.wire.soap import SOAP, Fault, envelope, write_fault

XML = {"content-type": "text/xml; charset=utf-8"}
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
PAGE = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
LEVELS = 10_000
_ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


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


def trials_for(request: Request) -> Iterator[Trial]:
    """Those that mean something to who sent this: JSON where its headers say so, else XML."""
    if _is_json(request):
        yield from (*BROKEN, *JSON_TRIALS)
    else:
        soap = SOAP.encode() in request.body
        yield from (trial for trial in (*BROKEN, *XML_TRIALS) if soap or not trial.soap_only)


def _is_json(request: Request) -> bool:
    said = {name.lower(): value.lower() for name, value in request.headers.items()}
    return any("json" in said.get(name, "") for name in ("accept", "content-type"))


def _answered(status: int, body: bytes, headers: Mapping[str, str] = XML) -> Response:
    return Response(status, headers, body)


_DOWN = (SourceUnavailable,)
_NO = (SourceRefused,)
_BAD = (SourceMalformed,)

_TOO_SLOW = SourceUnavailable("KALLA_TIDSGRANS", "Mottagaren svarade inte i tid.")
_UNREACHED = SourceUnavailable("NATVERK_ANSLUTNING", "Ingen anslutning.", led=Led.NATVERK)
_RESET = SourceUnavailable("NATVERK_AVBROTT", "Förbindelsen bröts.", led=Led.NATVERK)
_TOO_LARGE = SourceMalformed("SVAR_FOR_STORT", "Svaret är för stort.")

BROKEN: tuple[Trial, ...] = (
    Trial("is silent", _TOO_SLOW, _DOWN),
    Trial("is slow", _TOO_SLOW, _DOWN, late_s=0.05),
    Trial("cannot be reached", _UNREACHED, _DOWN),
    Trial("resets", _RESET, _DOWN),
    Trial("answers with 20 MB", _TOO_LARGE, _BAD),
    Trial("answers with an HTML page", _answered(200, PAGE, HTML), _BAD),
    Trial("is down (502, HTML)", _answered(502, PAGE, HTML), _DOWN),
    Trial("is down (503)", _answered(503, b"", {"retry-after": "30"}), _DOWN),
    Trial("asks to slow down (429)", _answered(429, b"", {"content-type": "text/plain"}), _DOWN),
    Trial("refuses the certificate (403)", _answered(403, PAGE, HTML), _NO),
    Trial("points elsewhere (302)", _answered(302, b"", {"location": "https://annan.example/"}), _BAD),
)
"""Whatever is spoken."""

_NO_ANSWER = envelope(b'<nagotHeltAnnat xmlns="urn:nyttonav:kit:annan"/>')
_DEEP = envelope(b"<a>" * LEVELS + b"</a>" * LEVELS)
_FAULT = write_fault(Fault("Server", "Internal error"))
_REFUSAL = write_fault(Fault("Client", "Bad request"))

XML_TRIALS: tuple[Trial, ...] = (
    Trial("answers with an HTML page that claims to be XML", _answered(200, PAGE), _BAD),
    Trial("answers with nothing", _answered(200, b""), _BAD),
    Trial("answers with half of a message", _answered(200, _NO_ANSWER[: len(_NO_ANSWER) // 2]), _BAD),
    Trial("answers something else", _answered(200, _NO_ANSWER), _BAD),
    Trial("answers with a DOCTYPE and entities", _answered(200, _ENTITIES + b"<a>&c;</a>"), _BAD),
    Trial("answers with 10,000 levels", _answered(200, _DEEP), _BAD),
    Trial("answers with bytes that are no text", _answered(200, bytes(range(256))), _BAD),
    Trial("answers with a fault of its own", _answered(500, _FAULT), _DOWN, soap_only=True),
    Trial("answers that the question is wrong", _answered(500, _REFUSAL), _NO, soap_only=True),
    Trial("answers with a fault and 200", _answered(200, _FAULT), _DOWN, soap_only=True),
)

_OTHER = b'{"nagotHeltAnnat":{"a":[1,2,{"b":null}]},"c":"d"}'
# In its own words the other side may well name the person.
_WORDS = f'{{"meddelande":"Fel: {PERSON.value}","timestamp":"2026-11-21T09:00:00Z"}}'.encode()

JSON_TRIALS: tuple[Trial, ...] = (
    Trial("answers with an HTML page that claims to be JSON", _answered(200, PAGE, JSON), _BAD),
    Trial("answers in XML", _answered(200, _NO_ANSWER), _BAD),
    Trial("answers with nothing", _answered(200, b"", JSON), _BAD),
    Trial("answers with half of an object", _answered(200, _OTHER[: len(_OTHER) // 2], JSON), _BAD),
    Trial("answers with an object that lacks its middle", _answered(200, _OTHER[:9] + b"}", JSON), _BAD),
    Trial("answers something else", _answered(200, _OTHER, JSON), _BAD),
    Trial("answers with an object that says nothing", _answered(200, b"{}", JSON), _BAD),
    Trial("answers with a list", _answered(200, b"[" + _OTHER + b"]", JSON), _BAD),
    Trial("answers with null", _answered(200, b"null", JSON), _BAD),
    Trial("answers with its own words and 200", _answered(200, _WORDS, JSON), _BAD),
    Trial("answers with 10,000 levels", _answered(200, b'{"a":' * LEVELS + b"1" + b"}" * LEVELS, JSON), _BAD),
    Trial("answers with bytes that are no text", _answered(200, bytes(range(256)), JSON), _BAD),
    Trial("answers that the question is wrong (400)", _answered(400, _WORDS, JSON), _NO),
    Trial("does not know the caller (401)", _answered(401, _WORDS, JSON), _NO),
    Trial("refuses the caller (403, JSON)", _answered(403, _WORDS, JSON), _NO),
    Trial("is not there (404)", _answered(404, _WORDS, JSON), _NO + _BAD),
    Trial("answers with a fault of its own (500)", _answered(500, _WORDS, JSON), _DOWN),
)
