"""An answer given the way a fault says: late, never, by half, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from hub.simulators.connection import EXTENSION, Connection
from hub.simulators.faults import SHARED, Fault, FaultKind

HUGE = 20_000_000
_HTML = (
    b"<!DOCTYPE html><html><head><title>Driftstopp</title></head><body><h1>Vi har ett driftstopp</h1></body>"
)


@dataclass(frozen=True, slots=True)
class Conduct:
    """What to do about one question, as an ASGI app: `answer` when nothing is wrong with how it is given."""

    answer: Response
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.answer
        for fault in (one for one in self.faults if one.fel in SHARED):
            match fault.fel:
                case FaultKind.LANGSAM:
                    await _gone_within(receive, fault.sekunder)
                case FaultKind.TYST:
                    await _gone_within(receive, None)
                    return
                case FaultKind.AVBRUTEN:
                    _connection(scope).reset()
                    await _gone_within(receive, None)
                    return
                case FaultKind.HALV:
                    await _half(answer, scope, receive, send)
                    return
                case FaultKind.JATTE:
                    await _huge(answer, send)
                    return
                case _:
                    answer = _instead(fault, answer)
        await answer(scope, receive, send)


def _instead(fault: Fault, answer: Response) -> Response:
    match fault.fel:
        case FaultKind.HTTP_STATUS:
            headers = {"location": "/nagon-annanstans"} if 300 <= fault.status < 400 else None
            return Response("Inte nu.", fault.status, media_type="text/plain", headers=headers)
        case FaultKind.HTML:
            return Response(_HTML, 200, media_type="text/html")
        case FaultKind.TOM:
            return Response(b"", 200, media_type="text/xml")
        case _:
            return answer


def _connection(scope: Scope) -> Connection:
    connection = scope.get("extensions", {}).get(EXTENSION)
    if not isinstance(connection, Connection):
        raise TypeError("this fault needs the server of hub.simulators.server under it")
    return connection


async def _gone_within(receive: Receive, seconds: float | None) -> None:
    """Wait, but no longer than the caller does."""

    async def until_gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(until_gone(), seconds)
    except TimeoutError:
        return


async def _half(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    body = bytes(answer.body)
    await send(_start(answer, len(body)))
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    _connection(scope).close()
    await _gone_within(receive, None)


async def _huge(answer: Response, send: Send) -> None:
    start = bytes(answer.body)[:1000]
    await send(_start(answer, HUGE + len(start)))
    await send({"type": "http.response.body", "body": start, "more_body": True})
    block = b" " * 100_000
    for left in range(HUGE // len(block), 0, -1):
        await send({"type": "http.response.body", "body": block, "more_body": left > 1})


def _start(answer: Response, length: int) -> Message:
    headers = [(name, value) for name, value in answer.raw_headers if name != b"content-length"]
    headers.append((b"content-length", str(length).encode()))
    return {"type": "http.response.start", "status": answer.status_code, "headers": headers}
