"""Messages in and out of HTTP, in the format that the caller sends and wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from hub.api import body
from hub.api.negotiation import Format, answer_format, given
from hub.problems import MalformedQuestion, Pointer
from messages import json_codec, xml_codec
from messages.base import Meddelande, Sektion
from messages.unreadable import Unreadable

M = TypeVar("M", bound=Meddelande)


async def read(
    request: Request, model: type[M], catalogue: Mapping[str, type[Sektion]], limit: int = body.MAX_BYTES
) -> M:
    """The request's message, of at most `limit` bytes.

    Raises UnsupportedMediaType, QuestionTooLarge, and MalformedQuestion with one pointer for each fault.
    """
    fmt = given(request.headers.get("content-type"), request.headers.get("content-encoding"))
    raw = await body.read(request, limit)
    try:
        if fmt is Format.JSON:
            return json_codec.decode(model, raw, catalogue)
        return xml_codec.decode(model, raw, catalogue)
    except Unreadable as error:
        pointers = [Pointer(plats, text) for plats, text in error.faults]
        raise MalformedQuestion(
            "Frågan följer inte schemat. Se fel för varje ställe.", fel=pointers
        ) from None


def answer(
    request: Request, message: Meddelande, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The message in the caller's format; never kept by caches on the way."""
    fmt = answer_format(request)
    content = json_codec.encode(message) if fmt is Format.JSON else xml_codec.encode(message)
    return Response(
        content, status, {"Cache-Control": "no-store", **(headers or {})}, media_type=fmt.media_type
    )
