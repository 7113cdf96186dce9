"""LEFI asked straight: one REST call about one person, answering for both authorities."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from adapters.forsakringskassan import faults
from adapters.forsakringskassan.question import QUESTION
from hub.adapter import (
    Ask,
    Fetched,
    Payload,
    Permit,
    Request,
    Response,
    SourceError,
    SourceMalformed,
    SourceUnavailable,
    Transport,
)
from hub.soap import question_missing
from messages.wire.xml import charset_of

FORMATS: Mapping[str, str] = {"FK": "lefi/v9-fk", "PM": "lefi/v9-pm"}
"""Source id to what the one document is called when it is read for that source's part."""

_VERSION = QUESTION.partition("/")[2]
_ACTOR = re.compile(r"[0-9A-Za-z._-]{1,40}", re.ASCII)
_JSON = re.compile(r"(application|text)/(json|[a-z0-9.-]+\+json)", re.ASCII)


async def fetch(ask: Ask, permit: Permit, transport: Transport) -> Fetched:
    """The same document for each source asked. Raises SourceError for what concerns the whole call.

    One question goes out. A source whose own question is another one was not asked, and is told of as such.
    """
    own = {one.source: one.question for one in ask.sources if one.source in FORMATS and one.question}
    question = next(iter(own.values()), None)
    answered = [source for source, made in own.items() if made == question]
    left_out: dict[str, SourceError] = {
        one.source: question_missing() if one.source in FORMATS else faults.SIDE.not_carried()
        for one in ask.sources
        if one.source not in answered
    }
    if question is None:
        return left_out
    document = await _asked("POST", "formansinformation", question.content, ask.settings, permit, transport)
    return {**left_out, **{source: Payload(FORMATS[source], document) for source in answered}}


async def ping(settings: Mapping[str, str], permit: Permit, transport: Transport) -> None:
    """Ask what the actor may ask for, about nobody. Raises SourceError when the service is not up."""
    await _asked("GET", "tillgangliga-informationstyper", b"", settings, permit, transport)


async def _asked(
    method: str, path: str, body: bytes, settings: Mapping[str, str], permit: Permit, transport: Transport
) -> bytes:
    request = _request(method, path, body, settings)
    try:
        response = await transport.send(request, permit)
    except (SourceUnavailable, SourceMalformed) as error:
        raise faults.SIDE.of_transport(error) from error
    if response.status != 200:
        raise faults.of_status(response)
    return _document(response)


def _request(method: str, path: str, body: bytes, settings: Mapping[str, str]) -> Request:
    """Raises SourceUnavailable where a setting is missing: then nothing is sent."""
    url, credentials = settings.get("url", ""), settings.get("credentials") or None
    if not url:
        raise faults.SIDE.setting_missing("url")
    if settings.get("version") != _VERSION:
        raise faults.SIDE.setting_missing("version")
    if not _ACTOR.fullmatch(settings.get("aktorsid", "")):
        raise faults.SIDE.setting_missing("aktorsid")
    if credentials is None and not url.startswith("http://"):
        # A municipality is known by its certificate: without one nothing may be sent.
        raise faults.SIDE.setting_missing("credentials")
    headers = {"Accept": "application/json", "X-Aktorsid": settings["aktorsid"]}
    if body:
        headers["Content-Type"] = "application/json"
    return Request(method, f"{url.rstrip('/')}/{path}", headers, body, credentials=credentials)


def _document(response: Response) -> bytes:
    """The JSON object, in UTF-8. Whether it is sound all the way through, its mapping finds out."""
    content_type = response.headers.get("content-type", "")
    named = content_type.partition(";")[0].strip().lower()
    if named and not _JSON.fullmatch(named):
        raise faults.SIDE.unreadable("innehållet är något annat än JSON")
    document = _in_utf8(response.body, charset_of(content_type))
    shown = document.strip()
    if not shown:
        raise faults.SIDE.unreadable("det är tomt")
    if not (shown.startswith(b"{") and shown.endswith(b"}")):
        raise faults.SIDE.unreadable("det är inget helt JSON-objekt")
    return document


def _in_utf8(body: bytes, charset: str | None) -> bytes:
    """As it came when it is UTF-8, as JSON should be. The header's charset counts only where it is not."""
    encoding = json.detect_encoding(body)
    for name in (encoding, charset):
        try:
            text = body.decode(name or encoding)
        except UnicodeError:
            continue
        return body if name == "utf-8" else text.encode()
    raise faults.SIDE.unreadable("dess tecken kan inte läsas")
