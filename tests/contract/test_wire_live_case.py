"""A case system asked just then, over the whole hub: when, what is told, and that no address leaks."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.lifecare.simulator import KEYS
from hub.demo import story
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    answered,
    ask,
    case_state,
    case_url,
    names_nobody,
    now,
    numbers,
    problem,
    send,
)

FAMILY = ("foralder", "foralder2", "gymnasist", "barn1", "barn2")
SERVICE = {"system": "lifecare", "id": "insats-1240"}
RESOURCES = ["Services", "Investigations", "Actualisations", "Persons"]
READER = "annanNamndsLogg"
FAULTS = ("DELFEL", "DEL_SAKNAS", "ANNAN_PERSON", "DATA_OCH_FEL", "TRASIG_DEL", "DJUP", "HTML",
          "AVVIKELSE", "TILLSTAND", "TOM", "HTTP_STATUS", "AVBRUTEN", "HALV", "JATTE")  # fmt: skip
KEY = next(iter(KEYS))


@pytest.fixture(scope="module", params=["aiohttp", "httpx"])
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Another board's case system is Lifecare; each transport keeps the same silence."""
    with pytest.MonkeyPatch.context() as patch:
        board = story.TOKENS["annanNamnd"][0]
        patch.setitem(dict_of(story.TOKENS), READER, (board, "sundsvall-an-loggkontroll"))
        folder = tmp_path_factory.mktemp(request.param)
        with running_hub(folder, transport=request.param, log_level="debug") as running:
            yield running


def dict_of(roles: Mapping[str, Any]) -> dict[str, Any]:
    assert isinstance(roles, dict)
    return roles


@pytest.fixture(autouse=True)
def overheard(
    hub: RunningHub, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Whatever a test does, no line of the hub or of any library tells a number or the key."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiohttp.client").debug("listening")
    yield
    printed = capfd.readouterr()
    records = [it for phase in ("setup", "call") for it in caplog.get_records(phase)]
    # The case system on the other side has an access log of its own: its thread is not ours.
    lines = [f"{it.getMessage()} {it.__dict__}" for it in records if it.threadName != "simulator"]
    whole = "\n".join([*lines, printed.out, printed.err])
    assert "listening" in whole
    names_nobody(hub, whole)
    assert KEY not in whole


@contextmanager
def broken(hub: RunningHub, kind: str, **how: Any) -> Iterator[None]:
    url = f"{hub.simulators['lifecare']}/_sim/fel"
    assert hub.client.post(url, json={"fel": kind} | how).status_code < 300
    try:
        yield
    finally:
        hub.client.delete(url)


def received(hub: RunningHub) -> list[str]:
    """The resources that the case system has been asked for since last time."""
    url = f"{hub.simulators['lifecare']}/_sim/fragor"
    found = [one["sokvag"].rpartition("/")[2] for one in hub.client.get(url).json()]
    hub.client.delete(url)
    return found


def about(
    hub: RunningHub, *personas: str, case: Mapping[str, str] = SERVICE, **changes: Any
) -> dict[str, Any]:
    question = hub.question(
        arende=dict(case), personer=[{"personidentitet": hub.number(one)} for one in personas], **changes
    )
    question["ingivare"] = question["ingivare"] | {"namnd": "AN"}
    return question


def told(hub: RunningHub, moment: datetime) -> list[dict[str, Any]]:
    wanted = {"skal": "Prov av loggen", "fran": moment.isoformat(), "antal": 1000}
    answer = send(hub, "POST", "/nyttonav/v1/loggsokningar", wanted, role=READER)
    assert answer.status_code == 200, answer.text
    return [it for it in answer.json()["loggposter"][::-1] if it["handelse"] != "LOGG_SOKT"]


def outcomes(hub: RunningHub, moment: datetime) -> list[str]:
    """The outcome of every call to the case system. AssertionError unless each has one conclusion."""
    records = told(hub, moment)
    intended = [it for it in records if it["handelse"] == "ARENDEFRAGA_AVSEDD"]
    closed = [it for it in records if it["handelse"] == "ARENDEFRAGA_AVSLUTAD"]
    assert sorted(it["avsiktId"] for it in closed) == sorted(it["loggpostId"] for it in intended)
    assert all(it["resurs"] for it in intended)
    outcome = {it["avsiktId"]: it["utfall"] for it in closed}
    return [outcome[it["loggpostId"]] for it in intended]


def registered(hub: RunningHub, *personas: str, **changes: Any) -> dict[str, str]:
    """A case of Lifecare's that it has told the register of."""
    case = {"system": "lifecare", "id": f"insats-{uuid.uuid4().int % 900_000}"}
    answer = send(
        hub, "PUT", case_url(case["id"], "lifecare"), case_state(hub, *personas, **changes), role="annanNamnd"
    )
    assert answer.status_code == 201, answer.text
    return case


# ------------------------------------------------------------ when it is asked


def test_a_case_that_only_the_case_system_knows_is_shown_by_it(hub: RunningHub) -> None:
    received(hub)
    moment = now()
    answer = answered(ask(hub, about(hub, *FAMILY), role="annanNamnd"))
    assert [it["roll"] for it in answer["personer"]] == ["SOKANDE", "MEDSOKANDE", "BARN", "BARN", "BARN"]
    assert {it["aktualitet"]["visadAv"] for it in answer["personer"]} == {"ARENDESYSTEM"}
    # One child's own record is protected, and that covers the whole answer.
    assert answer["skydd"] == "SEKRETESSMARKERING"
    assert sorted(received(hub)) == sorted(RESOURCES * len(FAMILY))
    assert outcomes(hub, moment) == ["BESVARAD"] * len(RESOURCES * len(FAMILY))
    order = [it["handelse"] for it in told(hub, moment)]
    assert order.index("UPPSLAG_AVSETT") > max(
        n for n, it in enumerate(order) if it == "ARENDEFRAGA_AVSLUTAD"
    )


def test_it_is_not_asked_where_the_register_suffices(hub: RunningHub) -> None:
    case = registered(hub, "student")
    received(hub)
    answer = answered(ask(hub, about(hub, "student", case=case), role="annanNamnd"))
    assert answer["personer"][0]["aktualitet"]["visadAv"] == "REGISTER"
    assert received(hub) == []


def test_it_is_asked_where_the_register_is_too_old(hub: RunningHub) -> None:
    old = (now() - timedelta(days=36)).isoformat()
    state = case_state(hub, "sjuk", tidpunkt=old)
    state["oppnat"] = (hub.world.today - timedelta(days=60)).isoformat()
    put = send(hub, "PUT", case_url("insats-1325", "lifecare"), state, role="annanNamnd")
    assert put.status_code in {200, 201}, put.text
    received(hub)
    question = about(hub, "sjuk", case=SERVICE | {"id": "insats-1325"})
    answer = answered(ask(hub, question, role="annanNamnd"))
    assert answer["personer"][0]["aktualitet"]["visadAv"] == "ARENDESYSTEM"
    assert received(hub) == RESOURCES


def test_it_is_not_asked_what_would_be_refused_anyhow(hub: RunningHub) -> None:
    received(hub)
    far = (hub.world.today + timedelta(days=400)).isoformat()
    question = about(hub, "student", period={"from": far, "tom": far})
    assert ask(hub, question, role="annanNamnd").status_code in {403, 422}
    assert received(hub) == []


def test_a_question_s_id_that_is_used_asks_it_nothing_more(hub: RunningHub) -> None:
    question = about(hub, "foralder")
    answer = answered(ask(hub, question, role="annanNamnd"))
    assert received(hub) == RESOURCES
    moment = now()
    again = problem(ask(hub, question, role="annanNamnd"), 409, "FORFRAGAN_REDAN_BESVARAD")
    assert again["svarId"] == answer["svarId"]
    assert again["loggposter"] == [answer["personer"][0]["kallor"][0]["loggpostId"]]
    other = question | {"personer": [{"personidentitet": hub.number("barn1")}]}
    problem(ask(hub, other, role="annanNamnd"), 422, "FORFRAGAN_ID_UPPTAGET", remedy="RATTA_FRAGAN")
    assert received(hub) == []
    assert told(hub, moment) == []


def test_who_is_not_in_the_case_is_refused_alike_however_it_is_known(hub: RunningHub) -> None:
    refused = ask(hub, about(hub, "sjuk"), role="annanNamnd")
    stranger = problem(refused, 403, "INGET_AKTUELLT_ARENDE", gate=3)
    nowhere = about(hub, "foralder", case=SERVICE | {"id": "insats-9"})
    missing = problem(ask(hub, nowhere, role="annanNamnd"), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    own = {"instans", "instance", "loggposter", "forfraganId"}
    assert {k: v for k, v in stranger.items() if k not in own} == {
        k: v for k, v in missing.items() if k not in own
    }
    closed = about(hub, "pensionar", case=SERVICE | {"id": "insats-1108"})
    problem(ask(hub, closed, role="annanNamnd"), 403, "INGET_AKTUELLT_ARENDE", gate=3)


# ------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize("kind", FAULTS)
def test_what_it_could_not_say_is_not_shown_and_names_nobody(hub: RunningHub, kind: str) -> None:
    moment = now()
    half = {} if kind in {"DEL_SAKNAS", "TILLSTAND", "ANNAN_PERSON"} else {"kalla": "Investigations"}
    with broken(hub, kind, **half):
        refused = ask(hub, about(hub, "foralder", "barn1"), role="annanNamnd")
    if kind == "DEL_SAKNAS":
        # Its lists are empty and it sees the person: it has answered.
        problem(refused, 403, "INGET_AKTUELLT_ARENDE", gate=3)
    else:
        found = problem(refused, 403, "ARENDET_EJ_VISAT", gate=3)
        assert "Det betyder inte att ärendet saknas." in found["fel"][0]["text"]
        assert "EJ_BESVARAD" in outcomes(hub, moment)
    alarms = [it for it in told(hub, moment) if it["handelse"] == "SAKERHETSHANDELSE"]
    assert bool(alarms) == (kind == "ANNAN_PERSON")


def test_the_logs_files_hold_neither_number_nor_key(hub: RunningHub) -> None:
    ask(hub, about(hub, *FAMILY), role="annanNamnd")
    for file in (*hub.settings.data.rglob("*"), *hub.settings.keys.rglob("*")):
        raw = file.read_bytes() if file.is_file() else b""
        assert not [number for number in numbers(hub) if number.encode() in raw], file.name
        assert KEY.encode() not in raw, file.name


def test_no_header_of_a_call_holds_a_number(hub: RunningHub) -> None:
    url = f"{hub.simulators['lifecare']}/_sim/fragor"
    hub.client.delete(url)
    ask(hub, about(hub, "foralder"), role="annanNamnd")
    whole = hub.client.get(url).json()
    assert len(whole) == len(RESOURCES)
    for one in whole:
        names_nobody(hub, json.dumps(one))
        assert "traceparent" in one["rubriker"]
