"""May a case system that sends invented case ids and "system" as caseworker begin, for a while, as it is?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.model.calendar import swedish_day
from messages.wire.ssbtek import VERSIONS, Data, Svar, read_answer
from tests.support.hub import RunningHub, running_hub
from tests.support.soap import as_sent, fraga, post, refused
from tests.support.wire import now, registered, sending, since

OURS = Path(__file__).parents[2] / "contracts" / "kommuner" / "sundsvall.yaml"


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub where the board lets its client begin so."""
    folder = tmp_path_factory.mktemp("borja")
    until = swedish_day(now()) + timedelta(days=30)
    client = "        arendesystem: demo\n"
    lets = f"        arendematchning: {{satt: PERSON, till: {until}, handlaggare: hl000777}}\n"
    text = OURS.read_text()
    assert client in text
    (folder / "kommuner").mkdir()
    (folder / "kommuner" / OURS.name).write_text(text.replace(client, client + lets, 1))
    with running_hub(tmp_path_factory.mktemp("hub"), contracts=folder, cases=False) as running:
        yield running


def invented(hub: RunningHub, persona: str, case_id: str) -> bytes:
    asked = fraga(hub, persona, {"id": case_id}, "CSN")
    nobody = replace(asked.generella.ingivare, handlaggare="system")
    return as_sent("11", replace(asked, generella=replace(asked.generella, ingivare=nobody)))


@pytest.mark.parametrize("sent", ["0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11", "ärende om bidrag", "NUMMER"])
def test_the_one_case_of_the_person_is_found_logged_sent_on_and_told(
    beginning: RunningHub, sent: str
) -> None:
    hub, persona = beginning, {"N": "gymnasist", "ä": "student"}.get(sent[0], "anstalld")
    case_id = hub.number(persona) if sent == "NUMMER" else sent
    case = registered(hub, persona)
    begun = now()
    came = post(hub, "11", invented(hub, persona, case_id))
    assert came.status_code == 200, came.text
    found = read_answer(came.content, VERSIONS["11"])
    assert isinstance(found, Svar)
    assert isinstance(found.delar["CSN"], Data)
    assert came.headers["nyttonav-arende"] == f"demo/{case['id']}; visadAv=HARLETT"
    (record,) = (it for it in since(hub, begun) if it["handelse"] == "UPPSLAG_AVSETT")
    assert record["arende"]["id"] == case["id"]
    assert record["aktor"]["id"] == "hl000777"
    assert (record["aktualitet"]["visadAv"], record["aktualitet"]["granskas"]) == ("HARLETT", True)
    if sent == "NUMMER":
        assert hub.number(persona) not in str({k: v for k, v in record.items() if k != "personidentitet"})
    asked = hub.questions_received()[-1]
    assert case["id"] in str(asked)


def test_of_none_or_several_nothing_is_asked(beginning: RunningHub) -> None:
    hub = beginning
    with sending(hub, 0):
        _, fault = refused(hub, "11", invented(hub, "arbetslos", "x-1"))
    assert fault.felkod == "INGET_AKTUELLT_ARENDE"
    registered(hub, "pensionar")
    registered(hub, "pensionar")
    with sending(hub, 0):
        _, fault = refused(hub, "11", invented(hub, "pensionar", "x-2"))
    assert any("flera" in it for it in fault.felmeddelanden), fault.felmeddelanden


def test_health_says_that_it_is_so_and_how_often(beginning: RunningHub) -> None:
    def told() -> int:
        ready: dict[str, Any] = beginning.client.get("/health/ready").json()
        (warning,) = (it for it in ready["varningar"] if "sundsvall-sn-arendesystem" in it)
        said = re.search(r"matches cases by person until \S+: (\d+) look-ups since start", warning)
        assert said, warning
        return int(said[1])

    before = told()
    registered(beginning, "bilagare")
    assert post(beginning, "11", invented(beginning, "bilagare", "x-3")).status_code == 200
    assert told() == before + 1
