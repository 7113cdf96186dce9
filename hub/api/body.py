"""A request's body, read within bounds."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from hub.problems import QuestionTooLarge, QuestionTooSlow

MAX_BYTES = 256 * 1024
MAX_SECONDS = 20


async def read(request: Request, limit: int = MAX_BYTES) -> bytes:
    """The body, at most `limit` bytes within `MAX_SECONDS`. Raises QuestionTooLarge and QuestionTooSlow."""
    too_large = QuestionTooLarge(f"En fråga får vara högst {limit // 1024} kB. Dela upp den i flera.")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large
    except TimeoutError:
        raise QuestionTooSlow(f"Hela frågan ska komma inom {MAX_SECONDS} sekunder.") from None
    return bytes(body)
