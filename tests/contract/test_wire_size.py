"""How large a question may be, told or untold: just 256 kB is read, and not a byte more is waited for."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from hub.api.body import MAX_BYTES
from tests.support.hub import ASK, RunningHub
from tests.support.tokens import bearing
from tests.support.wire import JSON, answered, ask, places, problem, sending


def padded(hub: RunningHub, size: int) -> bytes:
    """A good question with white space to just this size."""
    raw = json.dumps(hub.question()).encode()
    return raw + b" " * (size - len(raw))


def test_a_question_of_just_256_kb_is_read(hub: RunningHub) -> None:
    assert answered(ask(hub, padded(hub, MAX_BYTES)))


def test_a_byte_more_is_too_large_with_and_without_a_length(hub: RunningHub) -> None:
    raw = padded(hub, MAX_BYTES + 1)

    def chunks() -> Iterator[bytes]:
        yield from (raw[at : at + 10_000] for at in range(0, len(raw), 10_000))

    with sending(hub, 0):
        for content in (raw, chunks()):
            found = problem(ask(hub, content), 413, "FOR_STOR_FRAGA", remedy="RATTA_FRAGAN")
            assert "256 kB" in found["detail"]


def test_an_announced_length_is_enough_to_be_refused(hub: RunningHub) -> None:
    """Ten terabytes are told of and never sent: the answer does not wait for them."""
    assert _raw(hub, "Content-Length: 10000000000000\r\n", b"").status_code == 413


def test_chunks_without_end_are_cut_short(hub: RunningHub) -> None:
    """The question never ends; the answer comes all the same."""
    block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert _raw(hub, "Transfer-Encoding: chunked\r\n", block * 5).status_code == 413


def test_the_case_register_keeps_the_same_limit(hub: RunningHub) -> None:
    answer = hub.client.put(
        "/nyttonav/v1/arenden/demo/EB-1",
        content=b" " * (MAX_BYTES + 1),
        headers=bearing(hub.token()) | {"Content-Type": JSON},
    )
    problem(answer, 413, "FOR_STOR_FRAGA")


def test_without_content_there_is_no_question(hub: RunningHub) -> None:
    answer = ask(hub, None, headers={"Content-Type": JSON})
    assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == [""]


def _raw(hub: RunningHub, length: str, body: bytes) -> httpx.Response:
    """The answer's head, read without ever ending the question."""
    address = urlsplit(hub.base_url)
    head = (
        f"POST {ASK} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {hub.token()}\r\n"
        f"Content-Type: {JSON}\r\n{length}\r\n"
    )
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall(head.encode() + body)
        first = connection.recv(65_536)
    return httpx.Response(int(first.split(b" ", 2)[1]))
