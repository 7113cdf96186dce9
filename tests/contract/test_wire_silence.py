"""The process' own log, at its loudest, and the files at rest name nobody: whatever is sent, wherever."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from hub import agreements, registry
from hub.demo import stage
from hub.model.calendar import swedish_day
from hub.settings import Profile, Settings
from hub.simulators.discovery import builders, parts
from hub.simulators.personas import world
from hub.simulators.server import all_running
from tests.support.hub import ASK, RunningHub
from tests.support.plain import plain_client
from tests.support.tokens import bearing, claims, token_of
from tests.support.wire import (
    API,
    XML,
    ask,
    case_state,
    case_url,
    fault,
    in_case,
    names_nobody,
    numbers,
    registered,
    send,
)

START_S, STOP_S = 60.0, 40.0
# Every library's own log, at its most talkative, on standard error.
LOUD = "import logging\nlogging.basicConfig(level=logging.DEBUG)\n"
COMMAND = "from hub.cli import main; main()"
SAID = re.compile(r"serves on (?P<url>http://[0-9.:]+)/")
FAULTS = ("ANNAN_PERSON", "ANNAN_FRAGA", "AVBRUTEN", "HALV", "HTML", "TRASIG_DEL", "DOCTYPE", "DJUP",
          "SOAP_FEL", "DATA_OCH_FEL", "FEL_NAMNRYMD", "TRASIG_BASE64", "DELFEL", "OMBEDD_INTE")  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[tuple[RunningHub, Path]]:
    """`nyttonav serve` as a process of its own; what it writes ends up in the file."""
    with ExitStack() as stack:
        scene = world(swedish_day(datetime.now(UTC)))
        apps = {name: build(scene, parts()) for name, build in builders().items()}
        simulators = stack.enter_context(all_running(apps))
        place = stage.Stage(folder / "hub")
        place.folder.mkdir(parents=True)
        stage.furnish(place, simulators, "127.0.0.1", 0)
        (folder / "sitecustomize.py").write_text(LOUD, "utf-8")
        written = folder / "written"
        with written.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-X", "dev", "-c", COMMAND, "serve"],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=os.environ
                | {
                    "NYTTONAV_CONFIG": str(place.config),
                    "NYTTONAV_LOG_LEVEL": "debug",
                    "NYTTONAV_SWEEP_EVERY_S": "0.2",
                    "PYTHONPATH": str(folder),
                },
            )
        stack.callback(process.wait, STOP_S)
        stack.callback(process.send_signal, signal.SIGTERM)
        base_url = _said(written, process)
        settings = Settings(
            profile=Profile.DEVELOPMENT,
            data=place.data,
            keys=place.keys,
            contracts=place.contracts,
            issuer="nyttonav-demo",
        )
        client = stack.enter_context(plain_client(base_url))
        boards = agreements.load(settings.contracts, registry.discover()).boards
        yield RunningHub(base_url, settings, scene, simulators, boards, client), written


def _said(written: Path, process: subprocess.Popen[bytes]) -> str:
    latest = monotonic() + START_S
    while (match := SAID.search(written.read_text("utf-8", "replace"))) is None:
        assert process.poll() is None, written.read_text("utf-8", "replace")
        assert monotonic() < latest, "the hub did not say where it serves"
        sleep(0.05)
    return match["url"]


def test_no_line_no_file_and_no_name_of_a_file_tells_a_personal_number(tmp_path: Path) -> None:
    with served(tmp_path) as (hub, written):
        _everything(hub)
        data = hub.settings.data.parent
    told = written.read_text("utf-8", "replace")
    # It did speak, of what was refused, and so did the libraries.
    for spoken in ("request.refused", "FELAKTIG_FRAGA", "INGET_AKTUELLT_ARENDE", "DEBUG"):
        assert spoken in told
    assert "request.abandoned" in told
    assert "request.failed" not in told
    assert "Traceback" not in told
    names_nobody(hub, told)
    for file in data.rglob("*"):
        names_nobody(hub, str(file))
        raw = file.read_bytes() if file.is_file() else b""
        assert not [number for number in numbers(hub) if number.encode() in raw], file.name


def _everything(hub: RunningHub) -> None:
    """Good questions and bad ones, a number in every place that a caller can reach."""
    number = hub.number("student")
    case = registered(hub, "student", "okand", "samordnad")
    question = in_case(hub, case, "student", "okand", "samordnad")
    assert ask(hub, question).status_code == 200
    assert ask(hub, question).status_code == 409
    assert ask(hub, in_case(hub, case, "pensionar")).status_code == 403
    for kind in FAULTS:
        with fault(hub, kind):
            assert ask(hub, in_case(hub, case, "student")).status_code == 200
    _bodies(hub, case, number)
    _addresses_and_headers(hub, number)
    _broken_off(hub, number)
    wanted = {"skal": f"Granskar {number}", "personidentitet": number}
    found = send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant").json()["loggposter"]
    assert found
    send(hub, "GET", f"{API}/loggposter/{found[0]['loggpostId']}", role="loggkontrollant")


def _bodies(hub: RunningHub, case: dict[str, str], number: str) -> None:
    good = in_case(hub, case, "student")
    actor = good["ingivare"]["aktor"]
    bodies: list[Any] = [
        number,
        [number],
        good | {number: number},
        good | {"forfraganId": number},
        good | {"personer": [{"personidentitet": number[:-1] + "x"}]},
        good | {"personer": [{"personidentitet": number}, {"personidentitet": number}]},
        good | {"arende": {"system": "demo", "id": f"EB-{number}"}},
        good | {"ingivare": good["ingivare"] | {"aktor": actor | {"id": number}}},
        good | {"ingivare": good["ingivare"] | {"aktor": actor | {"namn": number, "enhet": number}}},
        good | {"urval": [{"kalla": number}]},
        good | {"period": {"from": number, "tom": number}},
    ]
    for body in bodies:
        ask(hub, body)
    for raw in (f'{{"{number}": {number}', f'{{"a": "{number}", "a": "{number}"}}', number * 20_000):
        ask(hub, raw.encode())
    for raw in (f"<p{number}/>", f"<a>{number}", f"<!DOCTYPE a [<!ENTITY x '{number}'>]><a>&x;</a>"):
        ask(hub, raw.encode(), headers={"Content-Type": XML})
    for state in (
        case_state(hub, "student", oppnat=number),
        case_state(hub, "student", anteckning=number),
        case_state(hub, "student", tidpunkt="2030-01-01T00:00:00Z"),
    ):
        send(hub, "PUT", case_url("EB-1"), state)


def _addresses_and_headers(hub: RunningHub, number: str) -> None:
    for path in (
        case_url(number),
        case_url("EB-1", number),
        f"{API}/kallor/{number}",
        f"{API}/{number}",
        f"/{number}/?{number}",
        f"{API}/kallor?personnummer={number}",
    ):
        for method in ("GET", "PUT", "DELETE"):
            send(hub, method, path)
    for header in ("Accept", "Content-Type", "User-Agent", "Referer", "Cookie", "traceparent", "X-Request-Id",
                   "Content-Encoding", "Host", "X-Forwarded-For", "Authorization", number):  # fmt: skip
        send(hub, "POST", ASK, hub.question(), headers={header: f"{number}"})
    for made in (claims(hub, client_id=number), claims(hub, namnd=number), claims(hub, iss=number)):
        send(hub, "GET", f"{API}/kallor", role=None, headers=bearing(token_of(hub, made)))


def _broken_off(hub: RunningHub, number: str) -> None:
    """What is no HTTP, and callers who leave in the middle."""
    address = urlsplit(hub.base_url)
    head = f"POST {ASK} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {hub.token()}\r\n"
    sent = json.dumps(hub.question()).encode()
    for raw in (
        f"{number} {number} {number}\r\n\r\n".encode(),
        f"GET /{number} HTTP/1.1\r\n{number} {number}\r\n\r\n".encode(),
        f"{head}Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n".encode() + sent,
        f"{head}Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n".encode() + sent,
    ):
        with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as line:
            line.sendall(raw)
            sleep(0.02)
