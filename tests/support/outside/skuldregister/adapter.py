"""Plain XML over HTTP: one question, one answer."""

from __future__ import annotations

from collections.abc import Mapping

from hub.adapter import (
    Ask,
    Fetched,
    Payload,
    Permit,
    Request,
    Response,
    SourceMalformed,
    SourceUnavailable,
    Transport,
)
from hub.soap import OtherSide
from messages.wire.xml import WireError, parse

_SIDE = OtherSide("Skuldregistret")


async def fetch(ask: Ask, permit: Permit, transport: Transport) -> Fetched:
    """The register's answer, untouched. Raises SourceError for what concerns the whole call."""
    (asked,) = ask.sources
    assert asked.question is not None, "the manifest says that the question is made"
    response = await _sent("POST", asked.question.content, ask.settings, permit, transport)
    return {asked.source: Payload("skuldregister/svar", _document(response.body))}


async def ping(settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:
    """Ask whether it is up. Raises SourceError when it is not."""
    await _sent("GET", b"", settings, permit, transport)


async def _sent(
    method: str, body: bytes, settings: Mapping[str, str], permit: Permit, transport: Transport
) -> Response:
    url, credentials = settings["url"], settings.get("credentials")
    if credentials is None and not url.startswith("http://"):
        raise _SIDE.setting_missing("credentials")
    request = Request(method, url, {"Content-Type": "application/xml"}, body, credentials=credentials)
    try:
        response = await transport.send(request, permit)
    except (SourceUnavailable, SourceMalformed) as error:
        raise _SIDE.of_transport(error) from error
    if response.status != 200:
        raise _SIDE.of_status(response.status, response.headers)
    return response


def _document(body: bytes) -> bytes:
    """The body when it is the register's answer, and not an error page or half of something."""
    try:
        root = parse(body)
    except WireError as error:
        raise _SIDE.unreadable(error.text.rstrip(".")) from None
    if root.tag != "{urn:example:skuldregister}svar":
        raise _SIDE.unreadable("det är något annat än ett svar")
    return body
