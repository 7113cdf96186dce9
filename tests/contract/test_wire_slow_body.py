"""Does a caller who sends a question a byte at a time hold anything up?"""

from __future__ import annotations

import socket
import time

import pytest

from hub.api import body
from tests.support.hub import ASK, RunningHub


def test_a_question_that_never_ends_is_given_up(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "MAX_SECONDS", 0.3)
    host, port = hub.base_url.removeprefix("http://").split(":")
    head = (
        f"POST {ASK} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {hub.token()}\r\n"
        "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
    )
    before = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(65_536)
        while b"FOR_LANGSAM_FRAGA" not in answer and (more := connection.recv(65_536)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"FOR_LANGSAM_FRAGA" in answer
    assert time.monotonic() - before < 5
