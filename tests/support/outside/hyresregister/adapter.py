"""JSON over HTTP: one question, one answer for both sources."""

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
from hub.soap import OtherSide, question_missing

_SIDE = OtherSide("Hyresregistret")
_FORMATS = {"HYRA": "hyra/v1-avtal", "HYRESKO": "hyra/v1-ko"}


async def fetch(ask: Ask, permit: Permit, transport: Transport) -> Fetched:
    """The same document for each source, untouched. Raises SourceError for what concerns the whole call."""
    question = next((one.question for one in ask.sources if one.question is not None), None)
    if question is None:
        raise question_missing()
    response = await _sent("POST", question.content, ask.settings, permit, transport)
    return {one.source: Payload(_FORMATS[one.source], response.body) for one in ask.sources}


async def ping(settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:
    """Ask whether it is up. Raises SourceError when it is not."""
    await _sent("GET", b"", settings, permit, transport)


async def _sent(
    method: str, body: bytes, settings: Mapping[str, str], permit: Permit, transport: Transport
) -> Response:
    url, credentials = settings["url"], settings.get("credentials")
    if credentials is None and not url.startswith("http://"):
        raise _SIDE.setting_missing("credentials")
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    try:
        response = await transport.send(Request(method, url, headers, body, credentials=credentials), permit)
    except (SourceUnavailable, SourceMalformed) as error:
        raise _SIDE.of_transport(error) from error
    if response.status != 200:
        raise _SIDE.of_status(response.status, response.headers)
    return response
