"""An agency asks, by the id that it received, whether the hub put a question to it: to it, and by id only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hub.stores.folder import LOG_FILE
from tests.contract.test_wire_log_unwritable import locked, unavailable
from tests.support.agencies import headers_of, impatient_hub, operator_records
from tests.support.hub import RunningHub
from tests.support.tokens import bearing, claims, token_of
from tests.support.wire import API, answered, ask, fault, now, problem, send, since, valid

VOUCH = f"{API}/fragekontroller"
NOBODY = str(uuid.UUID(int=7 << 64 | 3))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with impatient_hub(tmp_path_factory.mktemp("kontroll")) as running:
        yield running


@pytest.fixture(scope="module")
def agencies(hub: RunningHub) -> dict[str, dict[str, str]]:
    return headers_of(hub, "CSN", "FK")


def vouch(hub: RunningHub, who: dict[str, str], content: Any) -> httpx.Response:
    wanted = {"korrelation": content} if isinstance(content, str) else content
    return send(hub, "POST", VOUCH, wanted, role=None, headers={"Content-Type": "application/json"} | who)


def received(hub: RunningHub, **changes: Any) -> str:
    """A question to CSN, and the id that came with it: in its header and in the question itself."""
    hub.client.delete(f"{hub.simulators['ssbtek']}/_sim/fragor")
    answered(ask(hub, hub.question(**changes)))
    (question,) = hub.questions_received()
    headers = {name.lower(): value for name, value in question["rubriker"].items()}
    return str(headers["x-correlation-id"])


def test_a_question_that_was_put_is_vouched_for(hub: RunningHub, agencies: dict[str, dict[str, str]]) -> None:
    before = now()
    correlation = received(hub)
    moment = now()
    answer = vouch(hub, agencies["CSN"], correlation)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    valid("fragekontrollsvar/1", found)
    assert set(found) == {"stalld", "grindar", "visadAv", "tidpunkt"}
    assert (found["stalld"], found["visadAv"]) == (True, "REGISTER")
    assert before.isoformat()[:19] <= found["tidpunkt"][:19] <= moment.isoformat()[:19]
    assert [gate["grind"] for gate in found["grindar"]] == [1, 2, 3, 4, 5]
    assert "15 kap. 10-12 §§ socialtjänstlagen (2025:400)" in found["grindar"][2]["lag"]
    (record,) = since(hub, moment)
    assert (record["handelse"], record["klient"]) == ("FRAGA_KONTROLLERAD", "csn-fragekontroll")
    assert (record["kalla"], record["korrelation"], record["stalld"]) == ("CSN", correlation, True)
    assert "personidentitet" not in record


def test_another_sources_id_is_answered_as_one_that_does_not_exist(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    correlation, moment, count = received(hub), now(), operator_records(hub, "FRAGA_KONTROLLERAD")
    not_theirs, unknown = (vouch(hub, agencies["FK"], it) for it in (correlation, NOBODY))
    assert (not_theirs.status_code, not_theirs.content) == (unknown.status_code, unknown.content)
    assert {**not_theirs.headers, "date": "", "traceparent": ""} == {
        **unknown.headers,
        "date": "",
        "traceparent": "",
    }
    assert not_theirs.json() == {"stalld": False, "grindar": []}
    assert operator_records(hub, "FRAGA_KONTROLLERAD") == count + 2
    assert since(hub, moment) == [], "the board's log is not told that somebody tried"


def test_a_source_that_did_not_answer_was_still_asked(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    with fault(hub, "HTML"):
        correlation = received(hub)
    assert vouch(hub, agencies["CSN"], correlation).json()["stalld"] is True


@pytest.mark.parametrize(
    "content",
    [
        {"personidentitet": "x"},
        {"korrelation": NOBODY, "personidentitet": "x"},
        {"korrelation": NOBODY, "namnd": "SN"},
        {"korrelation": "alla"},
        {},
    ],
)
def test_never_by_person_nor_by_anything_but_the_id(
    hub: RunningHub, agencies: dict[str, dict[str, str]], content: dict[str, str]
) -> None:
    problem(vouch(hub, agencies["CSN"], content), 422, "FELAKTIG_FRAGA")


def agency_claims(hub: RunningHub, **changes: Any) -> dict[str, str]:
    said = {"client_id": "csn-fragekontroll", "organisationsnummer": "2021001819", "namnd": None}
    return bearing(token_of(hub, claims(hub, **(said | {"scope": "fragor:kontrollera"} | changes))))


@pytest.mark.parametrize(
    ("changes", "status", "kod"),
    [
        ({"client_id": "csn-nagot-annat"}, 403, "INTE_BEHORIG"),
        ({"organisationsnummer": "2021005521"}, 403, "INTE_BEHORIG"),
        ({"scope": "uppgifter:fraga"}, 403, "INTE_BEHORIG"),
        ({"namnd": "SN"}, 401, "INTE_INLOGGAD"),
        ({"organisationsnummer": None}, 401, "INTE_INLOGGAD"),
    ],
)
def test_strangers_are_kept_out(hub: RunningHub, changes: dict[str, Any], status: int, kod: str) -> None:
    assert vouch(hub, agency_claims(hub), NOBODY).status_code == 200
    problem(vouch(hub, agency_claims(hub, **changes), NOBODY), status, kod)


def test_a_board_may_not_ask_as_an_agency_nor_an_agency_as_a_board(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    problem(send(hub, "POST", VOUCH, {"korrelation": NOBODY}), 401, "INTE_INLOGGAD")
    every = {"scope": "uppgifter:fraga aktualitet:fraga logg:las fragor:kontrollera"}
    for path in ("uppgiftsforfragningar", "aktualitetskontroller", "loggsokningar"):
        answer = send(hub, "POST", f"{API}/{path}", {}, role=None, headers=agency_claims(hub, **every))
        problem(answer, 401, "INTE_INLOGGAD")


def test_without_a_log_nothing_is_vouched_for(hub: RunningHub, agencies: dict[str, dict[str, str]]) -> None:
    correlation = received(hub)
    with locked(hub.settings.data / LOG_FILE):
        for asked_about in (correlation, NOBODY):
            assert "stalld" not in unavailable(vouch(hub, agencies["CSN"], asked_about))
    assert vouch(hub, agencies["CSN"], correlation).json()["stalld"] is True
