"""A request's body, read within bounds."""

from __future__ import annotations

from starlette.requests import Request

from hub.problems import QuestionTooLarge

MAX_BYTES = 256 * 1024


async def read(request: Request, limit: int = MAX_BYTES) -> bytes:
    """The body, at most `limit` bytes. Raises QuestionTooLarge before more than that is held."""
    too_large = QuestionTooLarge(f"En fråga får vara högst {limit // 1024} kB. Dela upp den i flera.")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)
