"""Agencies that answer again what their simulators have answered once: so fast that the asker is measured.

Run as a module with one line of JSON on standard input, name to the base URL of a simulator: prints the same
names with the URLs that stand in for them, as one line, and serves until its standard input ends. A question
that is the same but for its ids and moments gets the same answer, with its own ids where the first one's
stood. GET /_omgang on any of them tells what has been asked, each question once, and how many answers were
given.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from typing import Any, cast
from urllib.parse import urlsplit

import uvloop

from tests.bench.frame import on_core

TOLD = "/_omgang"
_ID = re.compile(rb"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?")
_OF_THE_HOP = {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "date"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came, with the ids that its body holds."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    ids: tuple[bytes, ...]


@dataclass(slots=True)
class Memory:
    """What one simulator answered, by the question."""

    upstream: str
    answers: dict[bytes, bytes] = field(default_factory=dict)
    asked: dict[bytes, Asked] = field(default_factory=dict)
    given: int = 0

    async def answer(self, head: bytes, body: bytes) -> bytes:
        line = head.partition(b"\r\n")[0]
        if line.split(b" ")[1].decode() == TOLD:
            return _whole(200, "application/json", json.dumps(self._told()).encode())
        key = line + _MOMENT.sub(b"", _ID.sub(b"", body))
        self.given += 1
        if key not in self.answers:
            first = _parsed(head, body)
            self.answers[key] = await asyncio.to_thread(self._put, first)
            self.asked[key] = first
        answer = self.answers[key]
        for before, now in zip(self.asked[key].ids, _ids(body), strict=True):
            answer = answer.replace(before, now)
        return answer

    def _put(self, question: Asked) -> bytes:
        """To the simulator."""
        connection = HTTPConnection(urlsplit(self.upstream).netloc, timeout=30)
        connection.request(question.method, question.path, question.body, dict(question.headers))
        answer = connection.getresponse()
        whole = _whole(answer.status, answer.getheader("Content-Type", ""), answer.read())
        connection.close()
        return whole

    def _told(self) -> dict[str, Any]:
        questions = [
            {"metod": it.method, "sokvag": it.path, "rubriker": dict(it.headers), "kropp": it.body.decode()}
            for it in self.asked.values()
        ]
        return {"fragor": questions, "svar": self.given}


class Replayer(asyncio.Protocol):
    """One connection, kept; one question at a time on it, as the port's transports ask."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._come = b""
        self._answering: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._come += data
        head, mark, rest = self._come.partition(b"\r\n\r\n")
        if not mark:
            return
        found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        length = int(found[1]) if found else 0
        if len(rest) >= length:
            self._come = rest[length:]
            task = asyncio.ensure_future(self._answer(head, rest[:length]))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, head: bytes, body: bytes) -> None:
        self._transport.write(await self._memory.answer(head, body))


def _parsed(head: bytes, body: bytes) -> Asked:
    line, *rest = head.decode().split("\r\n")
    method, path, _version = line.split(" ")
    named = (it.split(":", 1) for it in rest)
    headers = {name: value.strip() for name, value in named if name.lower() not in _OF_THE_HOP}
    return Asked(method, path, headers, body, _ids(body))


def _ids(body: bytes) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(_ID.findall(body)))


def _whole(status: int, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} \r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _serve(upstream: Mapping[str, str]) -> None:
    loop = asyncio.get_running_loop()
    told: dict[str, str] = {}
    for name, url in upstream.items():
        server = await loop.create_server(partial(Replayer, Memory(url)), "127.0.0.1", 0)
        told[name] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(json.dumps(told), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    with on_core(1):
        uvloop.run(_serve(json.loads(sys.stdin.readline())))
