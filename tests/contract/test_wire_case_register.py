"""The case register on the wire: the newest state wins, the same again changes nothing, ids tell nobody."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.demo import story
from messages import json_codec, xml_codec
from messages.arende import Arende
from tests.support.hub import RunningHub
from tests.support.wire import (
    API,
    XML,
    answered,
    ask,
    case_state,
    case_url,
    events,
    in_case,
    now,
    places,
    problem,
    registered,
    send,
    since,
    valid,
    valid_xml,
)


def new_id() -> str:
    return f"R-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}"


def put(hub: RunningHub, case_id: str, state: Any, **how: Any) -> Any:
    return send(hub, "PUT", case_url(case_id), state, **how)


def test_a_new_case_is_created_at_its_address_and_read_back(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student", "omstallare")
    moment = now()
    created = put(hub, case_id, state)
    assert created.status_code == 201
    assert created.headers["location"] == case_url(case_id)
    got = send(hub, "GET", created.headers["location"])
    assert got.status_code == 200
    valid("arende/1", got.json())
    assert got.json() == created.json()
    assert got.json()["personer"] == state["personer"]
    (record,) = since(hub, moment)
    assert (record["handelse"], record["arende"]["id"]) == ("ARENDE_REGISTRERAT", case_id)


def test_the_same_state_again_changes_nothing(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student")
    put(hub, case_id, state)
    again = put(hub, case_id, state)
    assert again.status_code == 200
    assert "location" not in again.headers
    assert again.json() == send(hub, "GET", case_url(case_id)).json()


def test_the_newest_state_wins_and_an_older_one_is_told_so(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student")
    newer = case_state(hub, "student", "omstallare")
    put(hub, case_id, state)
    assert put(hub, case_id, newer).status_code == 200
    older = problem(put(hub, case_id, state), 409, "ALDRE_ARENDEUPPGIFT", remedy="RATTA_ARENDET")
    assert "senare tidpunkt" in older["detail"]
    kept = send(hub, "GET", case_url(case_id)).json()
    assert [person["roll"] for person in kept["personer"]] == ["SOKANDE", "MEDSOKANDE"]


def test_what_is_refused_is_not_logged_as_registered(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student")
    put(hub, case_id, case_state(hub, "student"))
    moment = now()
    to_come = state | {"tidpunkt": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    assert [put(hub, case_id, it).status_code for it in (state, to_come)] == [409, 422]
    assert "ARENDE_REGISTRERAT" not in events(since(hub, moment))


def test_two_states_of_the_same_moment_cannot_both_be(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student")
    put(hub, case_id, state)
    other = case_state(hub, "omstallare", tidpunkt=state["tidpunkt"])
    problem(put(hub, case_id, other), 409, "ALDRE_ARENDEUPPGIFT")


def test_what_is_registered_counts_at_once(hub: RunningHub) -> None:
    case = registered(hub, "student")
    assert answered(ask(hub, in_case(hub, case, "student")))
    closed = case_state(hub, "student", status="AVSLUTAT", avslutat=hub.world.today.isoformat())
    assert put(hub, case["id"], closed).status_code == 200
    problem(ask(hub, in_case(hub, case, "student")), 403, "INGET_AKTUELLT_ARENDE", gate=3)


def test_a_case_may_be_sent_and_read_in_xml(hub: RunningHub) -> None:
    case_id, state = new_id(), case_state(hub, "student", "gymnasist")
    message = json_codec.decode(Arende, json.dumps(state).encode(), {})
    headers = {"Content-Type": XML, "Accept": XML}
    created = put(hub, case_id, xml_codec.encode(message), headers=headers)
    assert created.status_code == 201
    valid_xml("arende/1", created.content)
    read = send(hub, "GET", case_url(case_id), headers={"Accept": XML})
    assert xml_codec.decode(Arende, read.content, {}) == message


def test_a_case_of_another_board_or_municipality_is_not_there(hub: RunningHub) -> None:
    case = registered(hub, "student")
    unknown = problem(send(hub, "GET", case_url("FINNS-EJ")), 404, "FINNS_INTE")
    for role in ("annanNamnd", "annanKommun"):
        found = problem(send(hub, "GET", case_url(case["id"]), role=role), 404, "FINNS_INTE")
        assert found == unknown


def test_the_same_id_at_another_board_is_another_case(hub: RunningHub) -> None:
    case = registered(hub, "student")
    theirs = put(hub, case["id"], case_state(hub, "omstallare"), role="annanNamnd")
    assert theirs.status_code == 201
    ours = send(hub, "GET", case_url(case["id"])).json()
    assert ours["personer"][0]["personidentitet"] == hub.number("student")


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_a_system_that_is_not_the_board_s_is_refused(hub: RunningHub, method: str) -> None:
    moment = now()
    state = case_state(hub, "student") if method == "PUT" else None
    answer = send(hub, method, case_url("EB-1", "annat"), state)
    problem(answer, 403, "INTE_BEHORIG", remedy="KONTROLLERA_BEHORIGHET")
    assert since(hub, moment) == []


def test_a_state_of_the_future_is_refused(hub: RunningHub) -> None:
    later = (now() + timedelta(minutes=6)).isoformat()
    answer = put(hub, new_id(), case_state(hub, "student", tidpunkt=later))
    assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == ["/tidpunkt"]
    soon = (now() + timedelta(minutes=4)).isoformat()
    assert put(hub, new_id(), case_state(hub, "student", tidpunkt=soon)).status_code == 201


def test_a_case_is_not_opened_after_the_moment_told(hub: RunningHub) -> None:
    tomorrow = (hub.world.today + timedelta(days=1)).isoformat()
    answer = put(hub, new_id(), case_state(hub, "student", oppnat=tomorrow))
    assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == ["/oppnat"]


def test_a_case_is_not_closed_long_after_the_moment_told(hub: RunningHub) -> None:
    def closed(days: int) -> Any:
        day = (hub.world.today + timedelta(days=days)).isoformat()
        return put(hub, new_id(), case_state(hub, "student", status="AVSLUTAT", avslutat=day))

    found = problem(closed(33), 422, "FELAKTIG_FRAGA")
    assert places(found) == ["/avslutat"]
    assert "mer än 31 dagar efter" in found["detail"]
    assert closed(31).status_code == 201


def test_a_case_opened_just_after_midnight_is_opened_that_day(hub: RunningHub) -> None:
    """The day is the Swedish one, where UTC still writes yesterday's date."""
    midnight = datetime.combine(hub.world.today, time(0, 5), ZoneInfo("Europe/Stockholm"))
    assert midnight.astimezone(UTC).date() < hub.world.today
    today = hub.world.today.isoformat()
    state = case_state(hub, "student", oppnat=today, tidpunkt=midnight.isoformat())
    assert put(hub, new_id(), state).status_code == 201


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "nobody": ({"personer": []}, "/personer"),
    "no list": ({"personer": None}, "/personer"),
    "an object for a list": ({"personer": {}}, "/personer"),
    "an unknown role": (
        {"personer": [{"personidentitet": "200306062381", "roll": "KUSIN"}]},
        "/personer/0/roll",
    ),
    "an unknown status": ({"status": "VILANDE"}, "/status"),
    "an unknown kind": ({"typ": "FAMILJ"}, "/typ"),
    "ongoing without a day of opening": ({"oppnat": None}, "/oppnat"),
    "closed without a day of closing": ({"status": "AVSLUTAT"}, ""),
    "ongoing with a day of closing": ({"avslutat": "2026-11-01"}, ""),
    "closed before it opened": (
        {"status": "AVSLUTAT", "oppnat": "2026-10-02", "avslutat": "2026-10-01"},
        "",
    ),
    "a moment without zone": ({"tidpunkt": "2026-11-21T09:00:00"}, "/tidpunkt"),
    "a day for a moment": ({"tidpunkt": "2026-11-21"}, "/tidpunkt"),
    "an unknown field": ({"anteckning": "x"}, "/anteckning"),
    "a stay that ends before it begins": (
        {
            "personer": [
                {
                    "personidentitet": "200306062381",
                    "roll": "SOKANDE",
                    "from": "2026-10-02",
                    "tom": "2026-10-01",
                }
            ]
        },
        "/personer/0",
    ),
}


@pytest.mark.parametrize(("changes", "place"), FAULTY.values(), ids=FAULTY.keys())
def test_a_state_that_does_not_hold_is_refused_at_its_place(
    hub: RunningHub, changes: dict[str, Any], place: str
) -> None:
    moment = now()
    answer = put(hub, new_id(), case_state(hub, "student", **changes))
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert place in places(found)
    assert "200306062381" not in answer.text
    assert events(since(hub, moment)) == []


def test_without_its_list_of_persons_a_state_is_refused(hub: RunningHub) -> None:
    state = case_state(hub, "student")
    del state["personer"]
    assert places(problem(put(hub, new_id(), state), 422, "FELAKTIG_FRAGA")) == ["/personer"]


# ------------------------------------------------------------ ids that tell who it is about

HIDDEN = [
    "{0}",
    "{1}{2}",
    "{1}-{2}",
    "{3}-{2}",
    "EB-{0}",
    "EB{0}",
    "{0}-1",
    "arende/{0}/1",
    "{3}%20{2}",
    "{1}+{2}",
    "a%2F{0}",
    "%32{4}",
]


@pytest.mark.parametrize("method", ["PUT", "GET"])
@pytest.mark.parametrize("form", HIDDEN)
def test_a_case_id_that_holds_a_personal_number_is_refused_unrepeated(
    hub: RunningHub, method: str, form: str
) -> None:
    """`send` sees to it that neither headers nor problem repeat it."""
    number = hub.number("student")
    case_id = form.format(number, number[2:8], number[8:], number[:8], number[1:])
    moment = now()
    state = case_state(hub, "student") if method == "PUT" else None
    answer = send(hub, method, case_url(case_id), state)
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert places(found) == ["/id"]
    assert since(hub, moment) == []


def test_a_case_id_in_a_question_may_not_hold_one_either(hub: RunningHub) -> None:
    number = hub.number("student")
    for field, place in (
        ({"arende": {"system": story.SYSTEM, "id": f"EB-{number}"}}, "/arende/id"),
        ({"arende": {"system": number, "id": "EB-1"}}, "/arende/system"),
        ({"urval": [{"kalla": "CSN", "uppgifter": [number]}]}, "/urval/0/uppgifter/0"),
    ):
        found = problem(ask(hub, hub.question(**field)), 422, "FELAKTIG_FRAGA")
        assert places(found) == [place]


def test_a_system_in_a_path_may_not_hold_one(hub: RunningHub) -> None:
    answer = send(hub, "GET", case_url("EB-1", hub.number("student")))
    assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == ["/system"]


def test_other_paths_do_not_repeat_one(hub: RunningHub) -> None:
    number = hub.number("student")
    problem(send(hub, "GET", f"{API}/kallor/{number}"), 404, "FINNS_INTE")
    problem(send(hub, "GET", f"{API}/kallor/{number}/drift"), 404, "FINNS_INTE")
    problem(send(hub, "GET", f"{API}/loggposter/{number}", role="loggkontrollant"), 422, "FELAKTIG_FRAGA")
    problem(send(hub, "GET", f"{API}/{number}/"), 404, "FINNS_INTE")
    problem(send(hub, "GET", f"{API}/kallor/{number}/"), 404, "FINNS_INTE")
    problem(send(hub, "DELETE", f"{API}/kallor/{number}"), 405, "METOD_STODS_INTE")
    assert send(hub, "GET", f"{API}/kallor?personnummer={number}").status_code == 200
