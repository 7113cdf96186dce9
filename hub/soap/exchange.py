"""One SOAP message out, and what came back over HTTP read as an answer, a fault, or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from hub.adapter import Permit, Request, Response, SourceMalformed, SourceUnavailable, Transport
from hub.soap.other_side import OtherSide
from messages.wire.soap import CONTENT_TYPE, Fault
from messages.wire.xml import WireError, charset_of

Read = TypeVar("Read")
_XML = frozenset({"text/xml", "application/xml", ""})


async def post(
    body: bytes,
    settings: Mapping[str, str],
    side: OtherSide,
    permit: Permit,
    transport: Transport,
    *,
    action: str = "",
) -> Response:
    """Send a whole envelope to the `url` of the settings, with the certificate they name in `credentials`.

    Raises SourceError: a setting is missing (then nothing was sent), or no whole response came.
    """
    url, credentials = settings.get("url", ""), settings.get("credentials") or None
    if not url:
        raise side.setting_missing("url")
    if credentials is None and not url.startswith("http://"):
        # A municipality is known by its certificate: without one nothing may be sent.
        raise side.setting_missing("credentials")
    request = Request(
        method="POST",
        url=url,
        headers={"Content-Type": CONTENT_TYPE, "SOAPAction": f'"{action}"', "Accept": "text/xml"},
        body=body,
        credentials=credentials,
    )
    try:
        return await transport.send(request, permit)
    except (SourceUnavailable, SourceMalformed) as error:
        raise side.of_transport(error) from error


def read_reply(
    response: Response, read: Callable[[bytes, str | None], Read | Fault], side: OtherSide
) -> Read:
    """The answer that `read` (body, charset of the HTTP header) makes of the response.

    `read` raises WireError for what is neither answer nor fault. A fault is read whatever the status; data
    beside a status other than 200 are not believed. Raises SourceError.
    """
    content_type = response.headers.get("content-type", "")
    is_xml = content_type.partition(";")[0].strip().lower() in _XML
    if response.status == 200:
        if not is_xml:
            raise side.unreadable("innehållet är något annat än XML")
        if not response.body.strip():
            raise side.unreadable("det är tomt")
    elif not is_xml:
        raise side.of_status(response.status, response.headers)
    try:
        came = read(response.body, charset_of(content_type))
    except WireError as error:
        if response.status != 200:
            raise side.of_status(response.status, response.headers) from None
        raise side.unreadable(error.text.rstrip(".")) from None
    if isinstance(came, Fault):
        raise side.of_fault(came)
    if response.status != 200:
        raise side.of_status(response.status, response.headers)
    return came
