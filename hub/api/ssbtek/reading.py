"""What came over HTTP as one of SSBTEK's operations, or the fault that says why it is none."""

from __future__ import annotations

from starlette.requests import Request

from hub.api import body
from hub.problems import MalformedQuestion, UnsupportedMediaType
from messages.wire import ssbtek
from messages.wire.ssbtek import Hamta, Pingfraga, Version, WireError

_XML = frozenset({"text/xml", "application/xml"})
_OPERATIONS = frozenset({"", ssbtek.FETCH, ssbtek.PING})


def code_of(request: Request) -> str | None:
    """The SOAP fault code of what was wrong with the envelope; None where nothing was."""
    return getattr(request.state, "soap_code", None)


def _not_soap(request: Request, detail: str, code: str = "Client") -> MalformedQuestion:
    request.state.soap_code = code
    return MalformedQuestion(detail)


async def operation(request: Request, version: Version) -> Hamta | Pingfraga:
    """Raises UnsupportedMediaType, MalformedQuestion, QuestionTooLarge and QuestionTooSlow."""
    content_type = request.headers.get("content-type", "")
    _heed(content_type, request)
    raw = await body.read(request)
    try:
        asked = ssbtek.read_question(raw, encoding=ssbtek.charset_of(content_type), max_bytes=body.MAX_BYTES)
    except WireError as error:
        raise _not_soap(request, error.text, error.code) from None
    if asked.version is not version:
        raise _not_soap(
            request,
            f"Frågan är i version {asked.version.name} och adressen tar version {version.name}. Rikta "
            f"ärendesystemet mot /ssbtek/{asked.version.name}.",
        )
    return asked


def _heed(content_type: str, request: Request) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/soap+xml":
        raise _not_soap(
            request, "Kuvertet är inte SOAP 1.1: tjänsten talar SOAP 1.1 (text/xml).", "VersionMismatch"
        )
    if kind not in _XML or request.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMediaType(
            "Skicka ett SOAP 1.1-kuvert som text/xml, okomprimerat och utan bilagor (MTOM)."
        )
    action = request.headers.get("soapaction", "").strip().strip('"')
    # The service's own is empty; generated clients send that, or the operation.
    if action.rpartition("/")[2].rpartition("#")[2] not in _OPERATIONS:
        raise _not_soap(request, "SOAPAction hör inte till tjänsten: den ska vara tom.")
