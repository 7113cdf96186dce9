"""Addresses, methods and traces: what is open, what is not there, and what comes back in headers."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from hub.sources import SourceDesk
from tests.support.hub import RunningHub
from tests.support.wire import (
    API,
    ask,
    case_url,
    in_case,
    names_nobody,
    problem,
    registered,
    send,
    sending,
    valid,
)

OPEN = (f"{API}/api-info", f"{API}/openapi.json", "/health/live", "/health/ready")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
TRACEPARENT = re.compile(r"00-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})")


def operations(hub: RunningHub) -> Iterator[tuple[str, str]]:
    """Every method and path of the API, parameters filled in, as its own description tells."""
    described = hub.client.get(f"{API}/openapi.json").json()
    for path, item in described["paths"].items():
        filled = path.replace("{system}", "demo").replace("{kalla}", "CSN").replace("{id}", "EB-1")
        yield from ((method.upper(), API + filled) for method in item)


def test_what_is_open_answers_without_a_token(hub: RunningHub) -> None:
    for path in OPEN:
        assert send(hub, "GET", path, role=None).status_code == 200
    info = send(hub, "GET", OPEN[0], role=None).json()
    valid("api-info/1", info)
    assert info["apiDocumentation"] == OPEN[1]


def test_every_other_route_refuses_without_a_token(hub: RunningHub) -> None:
    guarded = [(method, path) for method, path in operations(hub) if path not in OPEN]
    assert len(guarded) >= 10
    for method, path in guarded:
        problem(send(hub, method, path, role=None), 401, "INTE_INLOGGAD")


def test_every_route_refuses_a_token_without_its_scope(hub: RunningHub) -> None:
    """The reviewer may read the log and nothing else; the case system everything else."""
    for method, path in operations(hub):
        reads_log = "logg" in path or "kontrollpunkt" in path
        role = "arendesystem" if reads_log else "loggkontrollant"
        if path.endswith("/fragekontroller"):  # of the agencies' own systems: a board's token is none there
            problem(send(hub, method, path, role=role), 401, "INTE_INLOGGAD")
        elif path not in OPEN:
            problem(send(hub, method, path, role=role), 403, "INTE_BEHORIG")


def test_a_route_without_a_token_says_nothing_of_the_path(hub: RunningHub) -> None:
    """Whether a path is well formed is told to those who may come in only."""
    for path in (f"{API}/loggposter/x", case_url("%20"), case_url(hub.number("student"))):
        problem(send(hub, "GET", path, role=None), 401, "INTE_INLOGGAD")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/uppgiftsforfragningar", "POST"),
        ("DELETE", "/uppgiftsforfragningar", "POST"),
        ("POST", "/arenden/demo/EB-1", "GET, PUT"),
        ("DELETE", "/arenden/demo/EB-1", "GET, PUT"),
        ("PATCH", "/arenden/demo/EB-1", "GET, PUT"),
        ("POST", "/kallor", "GET"),
        ("TRACE", "/kallor", "GET"),
        ("OPTIONS", "/kallor", "GET"),
        ("OPTIONS", "/uppgiftsforfragningar", "POST"),
        ("GET", "/loggsokningar", "POST"),
        ("PUT", "/loggposter/3b0e6c1e-8c0f-4a63-9d57-6f1c5a1c2b77", "GET"),
        ("POST", "/openapi.json", "GET"),
    ],
)
def test_a_method_that_is_not_there_is_405_with_those_that_are(
    hub: RunningHub, method: str, path: str, allowed: str
) -> None:
    answer = send(hub, method, API + path)
    assert allowed in problem(answer, 405, "METOD_STODS_INTE")["detail"]
    assert answer.headers["allow"] == allowed


def test_head_is_not_there_and_has_no_body(hub: RunningHub) -> None:
    """A HEAD of a log record would be a reading of it; there is none."""
    answer = send(hub, "HEAD", f"{API}/kallor")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (405, "GET", b"")


@pytest.mark.parametrize(
    "path",
    ["/", "/nyttonav", f"{API}", f"{API}/", f"{API}/nej", f"{API}/kallor/", f"{API}//kallor",
     f"{API}/kallor/CSN/DRIFT", "/nyttonav/v2/kallor", "/docs", "/redoc", "/openapi.json", "/.git/config",
     "/metrics/../health/live/x", f"{API}/kallor/..%2f..%2fhealth"],
)  # fmt: skip
def test_an_address_that_is_not_there_is_404_and_never_a_redirect(hub: RunningHub, path: str) -> None:
    answer = send(hub, "GET", path)
    problem(answer, 404, "FINNS_INTE")
    assert "location" not in answer.headers


def test_a_source_that_is_not_there_is_404(hub: RunningHub) -> None:
    problem(send(hub, "GET", f"{API}/kallor/XYZ"), 404, "FINNS_INTE")
    problem(send(hub, "GET", f"{API}/kallor/XYZ/drift"), 404, "FINNS_INTE")


def test_a_log_record_that_is_not_there_or_another_board_s_is_404(hub: RunningHub) -> None:
    theirs = problem(ask(hub, hub.question(), role="annanNamnd"), 403, "INTE_BEHORIG", gate=1)["loggposter"][
        0
    ]
    unknown = "3b0e6c1e-8c0f-4a63-9d57-6f1c5a1c2b77"
    for part in ("", "/bevis"):
        alike = [
            problem(
                send(hub, "GET", f"{API}/loggposter/{entry}{part}", role="loggkontrollant"), 404, "FINNS_INTE"
            )
            for entry in (theirs, unknown)
        ]
        assert alike[0] == alike[1]


def test_a_log_record_s_id_is_written_in_one_way(hub: RunningHub) -> None:
    for written in ("3B0E6C1E-8C0F-4A63-9D57-6F1C5A1C2B77", "1", "3b0e6c1e8c0f4a639d576f1c5a1c2b77"):
        answer = send(hub, "GET", f"{API}/loggposter/{written}", role="loggkontrollant")
        problem(answer, 422, "FELAKTIG_FRAGA")


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /nyttonav/v1/kallor HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        b"POST /nyttonav/v1/uppgiftsforfragningar HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /nyttonav/v1/kallor HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused_and_the_hub_lives_on(hub: RunningHub, raw: bytes) -> None:
    address = urlsplit(hub.base_url)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall(raw)
        assert connection.recv(4096).split(b" ", 2)[1][:1] == b"4"
    assert hub.client.get("/health/live").status_code == 200


def test_an_error_that_nobody_foresaw_tells_nothing(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its text may hold anything: it goes neither to the caller nor to the process' log."""
    secret = hub.number("student")

    def broken(*_: Any) -> Any:
        raise RuntimeError(secret)

    monkeypatch.setattr(SourceDesk, "all", broken)
    found = problem(send(hub, "GET", f"{API}/kallor"), 500, "INTERNT_FEL", remedy="KONTAKTA_FORVALTAREN")
    assert found["led"] == "NYTTONAV"
    written = "".join(capfd.readouterr())
    names_nobody(hub, written)
    assert "RuntimeError" in written


# ------------------------------------------------------------ traces


def traced(answer: httpx.Response) -> re.Match[str]:
    match = TRACEPARENT.fullmatch(answer.headers["traceparent"])
    assert match is not None
    return match


def test_the_caller_s_trace_goes_on_to_the_source_and_comes_back(hub: RunningHub) -> None:
    with sending(hub, 1):
        answer = ask(hub, hub.question(), headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    back = traced(answer)
    assert (back["trace"], back["flags"]) == (TRACE, "01")
    assert back["span"] != PARENT
    (received,) = hub.questions_received()
    assert received["rubriker"]["traceparent"].split("-")[1] == TRACE
    assert {"authorization", "cookie", "baggage"}.isdisjoint(received["rubriker"])


@pytest.mark.parametrize("path", [*OPEN, f"{API}/kallor", f"{API}/nej"])
def test_every_answer_tells_its_trace(hub: RunningHub, path: str) -> None:
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-00"}
    assert traced(send(hub, "GET", path, role=None, headers=headers))["trace"] == TRACE


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "00",
        "x" * 10_000,
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-01-extra",
        f"00-{TRACE}-{PARENT}-01\tX-Evil: 1",
        "00-<script>alert(1)</script>-1-1",
        "\xe5\xe4\xf6",
    ],
)
def test_a_trace_that_is_none_is_replaced(hub: RunningHub, hostile: str) -> None:
    answer = ask(hub, hub.question(), headers={"traceparent": hostile})
    assert answer.status_code == 200
    assert traced(answer)["trace"].lower() != TRACE
    assert "x-evil" not in answer.headers


def test_a_trace_that_hides_a_personal_number_is_replaced(hub: RunningHub) -> None:
    """Trace ids go to the source, to its suppliers, and into the log: nobody's number may be one."""
    number = hub.number("student")
    hidden = f"abc{number}{'f' * 17}"
    case = registered(hub, "student")
    headers = {
        "traceparent": f"00-{hidden}-{PARENT}-01",
        "tracestate": f"x={number}",
        "baggage": f"person={number}",
        "x-correlation-id": number,
        "x-request-id": number,
    }
    with sending(hub, 1):
        answer = ask(hub, in_case(hub, case, "student"), headers=headers)
    assert traced(answer)["trace"] != hidden
    names_nobody(hub, str(hub.questions_received()[0]["rubriker"]))
