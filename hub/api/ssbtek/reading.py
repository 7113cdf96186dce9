"""What came over HTTP as one of SSBTEK's operations, or the fault that says why it is none."""

from __future__ import annotations

from starlette.requests import Request

from hub.api import body
from hub.problems import MalformedQuestion, UnsupportedMediaType
from messages.wire import ssbtek
from messages.wire.ssbtek import Hamta, Pingfraga, Version, WireError

_XML = frozenset({"text/xml", "application/xml"})
_OPERATIONS = frozenset({"", ssbtek.FETCH, ssbtek.PING})


class NotSoap(MalformedQuestion):
    """Not a question of SSBTEK's; `code` is the SOAP fault code."""

    def __init__(self, detail: str, code: str) -> None:
        super().__init__(detail)
        self.code = code


async def operation(request: Request, version: Version) -> Hamta | Pingfraga:
    """Raises UnsupportedMediaType, NotSoap, QuestionTooLarge and QuestionTooSlow."""
    content_type = request.headers.get("content-type", "")
    _heed(content_type, request)
    raw = await body.read(request)
    try:
        asked = ssbtek.read_question(raw, encoding=ssbtek.charset_of(content_type), max_bytes=body.MAX_BYTES)
    except WireError as error:
        raise NotSoap(error.text, error.code) from None
    if asked.version is not version:
        raise NotSoap(
            f"Frågan är i version {asked.version.name} och adressen tar version {version.name}. Rikta "
            f"ärendesystemet mot /ssbtek/{asked.version.name}.",
            "Client",
        )
    return asked


def _heed(content_type: str, request: Request) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/soap+xml":
        raise NotSoap("Kuvertet är inte SOAP 1.1: tjänsten talar SOAP 1.1 (text/xml).", "VersionMismatch")
    if kind not in _XML or request.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMediaType(
            "Skicka ett SOAP 1.1-kuvert som text/xml, okomprimerat och utan bilagor (MTOM)."
        )
    action = request.headers.get("soapaction", "").strip().strip('"')
    # The service's own is empty; generated clients send that, or the operation.
    if action.rpartition("/")[2].rpartition("#")[2] not in _OPERATIONS:
        raise NotSoap("SOAPAction hör inte till tjänsten: den ska vara tom.", "Client")
