"""No log, no look-up: with the log locked or its disk full nothing is asked, and all is well again after."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from hub import main
from hub.stores import Limits
from hub.stores.folder import LOG_FILE, REGISTER_FILE
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    API,
    answered,
    ask,
    case_state,
    case_url,
    fault,
    now,
    problem,
    registered,
    send,
    sending,
    since,
)

MB = 1_000_000
BUSY_MS = 100
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub that waits for a locked file a tenth of a second, not three."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "Limits", partial(Limits, busy_ms=BUSY_MS))
        with running_hub(tmp_path_factory.mktemp("impatient"), sweep_every_s=0.1) as running:
            yield running


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes to the file, and takes their time."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def clock_back(seconds: float) -> Iterator[None]:
    """The machine's clock is set back, by less than what tokens are forgiven."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main.SystemClock, "now", lambda _: datetime.now(UTC) - timedelta(seconds=seconds))
        yield


@contextmanager
def key_away(hub: RunningHub) -> Iterator[None]:
    key = hub.settings.keys / "person-1.key"
    away = key.rename(key.with_suffix(".undan"))
    try:
        assert _within(5, lambda: ready(hub).status_code == 503)
        yield
    finally:
        away.rename(key)


def figure(hub: RunningHub, name: str) -> float:
    told = send(hub, "GET", "/metrics", role="drift").text
    return next(float(line.split()[1]) for line in told.splitlines() if line.startswith(f"{name} "))


def ready(hub: RunningHub) -> httpx.Response:
    return hub.client.get("/health/ready")


def unavailable(answer: httpx.Response, kod: str = "LOGGEN_OTILLGANGLIG") -> dict[str, Any]:
    found = problem(answer, 503, kod, remedy="FORSOK_IGEN")
    assert found["led"] == "NYTTONAV"
    assert int(answer.headers["retry-after"]) > 0
    return found


def test_with_the_log_locked_nothing_is_asked(impatient: RunningHub) -> None:
    question = impatient.question()
    with locked(impatient.settings.data / LOG_FILE):
        with sending(impatient, 0):
            unavailable(ask(impatient, question))
        told = ready(impatient)
        assert (told.status_code, told.json()["status"]) == (503, "NERE")
        assert "locked" in told.json()["fel"][0]
        assert "find it (fuser, lsof) and end it" in told.json()["fel"][0]
        assert impatient.client.get("/health/live").status_code == 200
    # Nothing was claimed and nothing needs a restart: the very same question is taken now.
    with sending(impatient, 1):
        answered(ask(impatient, question))
    assert ready(impatient).json()["status"] == "UPPE"


def test_a_refusal_that_cannot_be_logged_is_not_told_either(impatient: RunningHub) -> None:
    with locked(impatient.settings.data / LOG_FILE), sending(impatient, 0):
        unavailable(ask(impatient, impatient.question_about("pensionar", 1108)))
    problem(ask(impatient, impatient.question_about("pensionar", 1108)), 403, "INGET_AKTUELLT_ARENDE", gate=3)


def test_the_log_is_not_read_when_its_reading_cannot_be_logged(impatient: RunningHub) -> None:
    (entry,) = answered(ask(impatient, impatient.question()))["personer"][0]["kallor"]
    path = f"{API}/loggposter/{entry['loggpostId']}"
    wanted = {"skal": "Prov av loggen", "handlaggare": "hl000123"}
    with locked(impatient.settings.data / LOG_FILE):
        unavailable(send(impatient, "GET", path, role="loggkontrollant"))
        unavailable(send(impatient, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant"))
    assert send(impatient, "GET", path, role="loggkontrollant").status_code == 200


def test_a_case_is_not_registered_when_that_cannot_be_logged(impatient: RunningHub) -> None:
    state = case_state(impatient, "student")
    with locked(impatient.settings.data / LOG_FILE):
        unavailable(send(impatient, "PUT", case_url("EJ-LOGGAT"), state))
    problem(send(impatient, "GET", case_url("EJ-LOGGAT")), 404, "FINNS_INTE")
    assert send(impatient, "PUT", case_url("EJ-LOGGAT"), state).status_code == 201


def test_a_locked_register_refuses_cases_and_still_answers_questions(impatient: RunningHub) -> None:
    with locked(impatient.settings.data / REGISTER_FILE):
        put = send(impatient, "PUT", case_url("LAST"), case_state(impatient, "student"))
        unavailable(put, "REGISTRET_OTILLGANGLIGT")
        assert ready(impatient).status_code == 503
        answered(ask(impatient, impatient.question()))
    registered(impatient, "student")
    assert ready(impatient).status_code == 200


def test_readiness_comes_back_by_itself(impatient: RunningHub) -> None:
    """A load balancer sends nothing to a hub that is not ready: it must find out without being asked."""
    with locked(impatient.settings.data / LOG_FILE):
        unavailable(ask(impatient, impatient.question()))
    with locked(impatient.settings.data / REGISTER_FILE):
        send(impatient, "PUT", case_url("LAST-2"), case_state(impatient, "student"))
    assert _within(5, lambda: ready(impatient).status_code == 200)


def test_an_answer_that_cannot_be_concluded_is_withheld(impatient: RunningHub) -> None:
    """The log is locked between the question to the source and its answer."""
    question = impatient.question()
    moment = now()
    answers: list[httpx.Response] = []
    with fault(impatient, "LANGSAM", sekunder=0.4), sending(impatient, 1):
        asking = threading.Thread(target=lambda: answers.append(ask(impatient, question)))
        asking.start()
        assert _within(5, impatient.questions_received)
        with locked(impatient.settings.data / LOG_FILE):
            asking.join(20)
    found = unavailable(answers[0], "SVARET_UNDANHALLET")
    assert "uppgifter" not in answers[0].text
    assert "nytt forfraganId" in found["detail"]
    (intended,) = since(impatient, moment)
    assert (intended["handelse"], intended.get("avslut")) == ("UPPSLAG_AVSETT", None)
    problem(ask(impatient, question), 409, "FORFRAGAN_REDAN_BESVARAD")


def test_on_a_clock_that_stepped_back_nothing_is_asked(impatient: RunningHub) -> None:
    answered(ask(impatient, impatient.question()))
    question, failures = impatient.question(), figure(impatient, "nyttonav_log_failures_total")
    with clock_back(40):
        with sending(impatient, 0):
            unavailable(ask(impatient, question))
        told = ready(impatient)
        assert (told.status_code, told.json()["status"]) == (503, "NERE")
        assert "Set the clock right" in told.json()["fel"][0]
        assert 30 < figure(impatient, "nyttonav_log_clock_behind_seconds") <= 40
        assert figure(impatient, "nyttonav_health_faults") == 1
        assert figure(impatient, "nyttonav_log_failures_total") > failures
    with sending(impatient, 1):
        answered(ask(impatient, question))
    assert ready(impatient).json()["status"] == "UPPE"
    assert figure(impatient, "nyttonav_log_clock_behind_seconds") == 0


def test_an_answer_that_comes_on_a_clock_that_stepped_back_is_withheld(impatient: RunningHub) -> None:
    answers: list[httpx.Response] = []
    with fault(impatient, "LANGSAM", sekunder=0.3), sending(impatient, 1):
        asking = threading.Thread(target=lambda: answers.append(ask(impatient, impatient.question())))
        asking.start()
        assert _within(5, impatient.questions_received)
        with clock_back(40):
            asking.join(20)
    unavailable(answers[0], "SVARET_UNDANHALLET")
    assert "uppgifter" not in answers[0].text
    answered(ask(impatient, impatient.question()))


def test_with_a_key_gone_nothing_is_asked_until_it_is_back(impatient: RunningHub) -> None:
    question = impatient.question()
    with key_away(impatient):
        with sending(impatient, 0):
            unavailable(ask(impatient, question))
        (told,) = ready(impatient).json()["fel"]
        assert "person-1.key: the key is missing" in told
        assert "Restore the file from its backup" in told
        assert figure(impatient, "nyttonav_health_faults") == 1
    assert _within(5, lambda: ready(impatient).status_code == 200)
    with sending(impatient, 1):
        answered(ask(impatient, question))


def test_a_full_disk_refuses_questions_and_a_nearly_full_one_warns(
    impatient: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [100_000 * MB]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - free[0], free[0]))

    free[0] = 200 * MB
    answered(ask(impatient, impatient.question()))
    told = ready(impatient)
    assert told.status_code == 200
    assert any("200 MB left" in warning for warning in told.json()["varningar"])

    free[0] = 20 * MB
    question = impatient.question()
    with sending(impatient, 0):
        unavailable(ask(impatient, question))
    told = ready(impatient)
    assert told.status_code == 503
    assert any("disk is full" in sentence for sentence in told.json()["fel"])

    free[0] = 100_000 * MB
    assert ready(impatient).status_code == 200
    with sending(impatient, 1):
        answered(ask(impatient, question))


def test_what_was_asked_before_the_disk_was_full_is_concluded(
    impatient: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of the disk is kept for conclusions."""
    free = [100_000 * MB]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - free[0], free[0]))
    answers: list[httpx.Response] = []
    with fault(impatient, "LANGSAM", sekunder=0.3), sending(impatient, 1):
        asking = threading.Thread(target=lambda: answers.append(ask(impatient, impatient.question())))
        asking.start()
        assert _within(5, impatient.questions_received)
        free[0] = 20 * MB
        asking.join(20)
    answered(answers[0])


def _within(seconds: float, holds: Any) -> bool:
    latest = monotonic() + seconds
    while not holds():
        if monotonic() > latest:
            return False
        sleep(0.02)
    return True
