"""Is a source left alone while maintenance is told of, by whoever may tell, and is everybody told why?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub.stores.folder import LOG_FILE
from tests.contract.test_wire_log_unwritable import locked, unavailable
from tests.support.agencies import headers_of, impatient_hub, operator_records
from tests.support.hub import RunningHub
from tests.support.wire import API, answered, ask, events, now, places, problem, send, sending, since, valid

CSN, FK = f"{API}/kallor/CSN/driftmeddelanden", f"{API}/kallor/FK/driftmeddelanden"
TEXT = "Byte av svarstjänst."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with impatient_hub(tmp_path_factory.mktemp("drift")) as running:
        yield running


@pytest.fixture(scope="module")
def agencies(hub: RunningHub) -> dict[str, dict[str, str]]:
    return headers_of(hub, "CSN", "FK")


def at(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat().replace("+00:00", "Z")


def notice(**changes: Any) -> dict[str, Any]:
    return {"fran": at(minutes=-1), "till": at(hours=2), "text": TEXT} | changes


def tell(hub: RunningHub, path: str, content: Any, who: dict[str, str] | None = None) -> httpx.Response:
    if who is None:
        return send(hub, "POST", path, content)
    return send(hub, "POST", path, content, role=None, headers={"Content-Type": "application/json"} | who)


def told(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    valid("driftmeddelandesvar/1", found)
    return found


def over(hub: RunningHub, path: str, former: dict[str, Any], who: dict[str, str] | None = None) -> None:
    """Called off by who told of it."""
    ended = notice(fran=at(minutes=-2), till=at(minutes=-1), ersatter=former["driftmeddelandeId"])
    told(tell(hub, path, ended, who))


def part(hub: RunningHub, source: str = "CSN", **how: Any) -> dict[str, Any]:
    answer = answered(ask(hub, hub.question(urval=[{"kalla": source}]), **how))
    (found,) = answer["personer"][0]["kallor"]
    return dict(found)


def test_a_source_that_tells_of_its_maintenance_is_asked_by_nobody(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    before = operator_records(hub, "DRIFTUPPEHALL_MEDDELAT")
    made = told(tell(hub, CSN, notice(), agencies["CSN"]))
    assert (made["kalla"], made["gallerAlla"], made["text"]) == ("CSN", True, TEXT)
    assert operator_records(hub, "DRIFTUPPEHALL_MEDDELAT") == before + 1
    moment = now()
    with sending(hub, 0):
        found = part(hub)
    assert (found["utfall"], found["fragad"]) == ("EJ_STALLD", False)
    fault = found["fel"]
    assert (fault["led"], fault["kod"], fault["atgard"]) == ("KALLA", "KALLA_STANGD", "FORSOK_IGEN")
    assert fault["tidigast"] == made["till"]
    assert "driftuppehåll till" in fault["text"]
    assert "Byte av svarstjänst" in fault["text"]
    assert "kommun@csn.example" in fault["kontakt"]
    assert events(since(hub, moment)) == ["UPPSLAG_EJ_STALLT"]
    state = send(hub, "GET", f"{API}/kallor/CSN/drift").json()
    valid("kalldrift/1", state)
    assert state["lage"] == "STANGD"
    assert [row["driftmeddelandeId"] for row in state["uppehall"]] == [made["driftmeddelandeId"]]
    over(hub, CSN, made, agencies["CSN"])
    assert part(hub)["utfall"] == "BESVARAD"
    assert send(hub, "GET", f"{API}/kallor/CSN/drift").json()["uppehall"] == []


def test_a_boards_notice_stops_its_own_questions_only(hub: RunningHub) -> None:
    moment = now()
    made = told(tell(hub, CSN, notice()))
    assert made["gallerAlla"] is False
    (record,) = since(hub, moment)
    assert (record["handelse"], record["klient"]) == ("DRIFTUPPEHALL_MEDDELAT", "sundsvall-sn-arendesystem")
    assert (record["kalla"], record["driftmeddelandeId"]) == ("CSN", made["driftmeddelandeId"])
    assert (record["fran"], record["till"], record["text"]) == (made["fran"], made["till"], TEXT)
    assert part(hub)["fel"]["kod"] == "KALLA_STANGD"
    assert send(hub, "GET", f"{API}/kallor/CSN/drift", role="annanNamnd").json()["lage"] != "STANGD"
    over(hub, CSN, made)
    assert part(hub)["utfall"] == "BESVARAD"


def test_other_sources_of_the_same_question_are_asked(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    made = told(tell(hub, CSN, notice(), agencies["CSN"]))
    with sending(hub, 1):
        answer = answered(ask(hub, hub.question_to_all()))
    outcomes = {one["kalla"]: one["utfall"] for one in answer["personer"][0]["kallor"]}
    assert outcomes.pop("CSN") == "EJ_STALLD"
    assert "EJ_STALLD" not in outcomes.values()
    over(hub, CSN, made, agencies["CSN"])


def test_maintenance_to_come_is_told_and_stops_nothing_yet(hub: RunningHub) -> None:
    made = told(tell(hub, CSN, notice(fran=at(days=2), till=at(days=3))))
    assert part(hub)["utfall"] == "BESVARAD"
    state = send(hub, "GET", f"{API}/kallor/CSN/drift").json()
    assert state["lage"] == "UPPE"
    assert [row["fran"] for row in state["uppehall"]] == [made["fran"]]
    over(hub, CSN, made)


def test_until_further_notice_there_is_no_time_to_try_again(hub: RunningHub) -> None:
    endless = notice()
    del endless["till"]
    made = told(tell(hub, CSN, endless))
    assert "till" not in made
    fault = part(hub)["fel"]
    assert "tidigast" not in fault
    assert "tills vidare" in fault["text"]
    over(hub, CSN, made)


def test_the_wrong_sender_is_refused_and_looked_into(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    before = operator_records(hub, "SAKERHETSHANDELSE")
    found = problem(tell(hub, FK, notice(), agencies["CSN"]), 403, "INTE_BEHORIG")
    assert found["loggposter"]
    assert operator_records(hub, "SAKERHETSHANDELSE") == before + 1
    assert part(hub, "FK")["utfall"] != "EJ_STALLD"


def test_nobody_takes_back_what_another_has_told(
    hub: RunningHub, agencies: dict[str, dict[str, str]]
) -> None:
    made = told(tell(hub, CSN, notice(), agencies["CSN"]))
    replacing = notice(ersatter=made["driftmeddelandeId"])
    moment = now()
    problem(tell(hub, CSN, replacing), 404, "FINNS_INTE")
    assert since(hub, moment) == [], "nothing is logged as told that is refused"
    problem(tell(hub, CSN, notice(ersatter=str(uuid.uuid4())), agencies["CSN"]), 404, "FINNS_INTE")
    assert part(hub)["fel"]["kod"] == "KALLA_STANGD"
    over(hub, CSN, made, agencies["CSN"])
    problem(tell(hub, CSN, replacing, agencies["CSN"]), 404, "FINNS_INTE")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"fran": "2020-01-01T00:00:00Z", "till": "2020-01-02T00:00:00Z"}, "/till"),
        ({"fran": "2150-01-01T00:00:00Z", "till": "2150-01-02T00:00:00Z"}, "/fran"),
        ({"fran": "2026-11-22T06:00:00Z", "till": "2026-11-22T05:00:00Z"}, ""),
        ({"text": ""}, "/text"),
        ({"text": "Gäller 198401032399"}, "/text"),
        ({"fran": "2026-11-22T06:00:00"}, "/fran"),
        ({"kalla": "CSN"}, "/kalla"),
    ],
)
def test_what_is_no_notice_is_refused_with_its_place(
    hub: RunningHub, changes: dict[str, Any], place: str
) -> None:
    moment = now()
    found = problem(tell(hub, CSN, notice(**changes)), 422, "FELAKTIG_FRAGA")
    assert places(found) == [place]
    assert since(hub, moment) == []


def test_a_source_that_is_not_there_has_no_maintenance(hub: RunningHub) -> None:
    problem(tell(hub, f"{API}/kallor/XYZ/driftmeddelanden", notice()), 404, "FINNS_INTE")


def test_without_a_log_nothing_is_stopped(hub: RunningHub, agencies: dict[str, dict[str, str]]) -> None:
    with locked(hub.settings.data / LOG_FILE):
        unavailable(tell(hub, CSN, notice(), agencies["CSN"]))
    assert part(hub)["utfall"] == "BESVARAD"
