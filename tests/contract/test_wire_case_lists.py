"""Lists of cases on the wire: announced, in parts, brought in; nothing counts before, nobody else sees it."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import pytest

from hub.demo import story
from messages import xml_codec
from messages.arendelistor import Arendelista, Arendelistlage
from tests.support.hub import RunningHub
from tests.support.tokens import client_token
from tests.support.wire import API, XML, answered, ask, in_case, now, places, problem, send, since, valid

LISTS = f"{API}/arendelistor"


def a_case(hub: RunningHub, case_id: str, *personas: str, **changes: Any) -> dict[str, Any]:
    persons = [{"personidentitet": hub.number(one), "roll": "SOKANDE", "skydd": "INGET"} for one in personas]
    opened = (hub.world.today - timedelta(days=30)).isoformat()
    return {
        "id": case_id,
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "oppnat": opened,
        "personer": persons,
    } | changes


def new_id() -> str:
    return f"W-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}"


def head(cases: int = 1, persons: int = 1, **changes: Any) -> dict[str, Any]:
    """A list that nobody has announced before."""
    return {
        "organisationsnummer": "2120002411",
        "namnd": "SN",
        "system": "demo",
        "avser": now().isoformat(),
        "digest": hashlib.sha256(uuid.uuid4().bytes).hexdigest(),
        "delar": 1,
        "arenden": cases,
        "personer": persons,
    } | changes


def announced(hub: RunningHub, message: dict[str, Any]) -> str:
    answer = send(hub, "POST", LISTS, message)
    assert answer.status_code == 201, answer.text
    valid("arendelistlage/1", answer.json())
    assert (answer.json()["tillstand"], answer.json()["nastaDel"]) == ("PABORJAD", 1)
    return str(answer.json()["listaId"])


def put(hub: RunningHub, list_id: str, number: Any, *cases: dict[str, Any], **how: Any) -> Any:
    return send(hub, "PUT", f"{LISTS}/{list_id}/delar/{number}", {"arenden": list(cases)}, **how)


def bring_in(hub: RunningHub, list_id: str, **how: Any) -> Any:
    return send(hub, "POST", f"{LISTS}/{list_id}/inforanden", **how)


def test_a_list_in_two_parts_counts_when_it_is_brought_in(hub: RunningHub) -> None:
    first, second = a_case(hub, new_id(), "student"), a_case(hub, new_id(), "omstallare", "gymnasist")
    asked = in_case(hub, {"system": "demo", "id": second["id"]}, "omstallare")
    message = head(2, 3, delar=2)
    list_id = announced(hub, message)
    one = put(hub, list_id, 1, first).json()
    assert one["nastaDel"] == 2
    problem(ask(hub, asked), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    assert "nastaDel" not in put(hub, list_id, 2, second).json()
    moment = now()
    done = bring_in(hub, list_id)
    assert (done.status_code, done.json()["tillstand"]) == (200, "INFORD")
    (record,) = since(hub, moment)
    assert record["handelse"] == "ARENDELISTA_INFORD"
    shown = answered(ask(hub, asked | {"forfraganId": str(uuid.uuid4())}))["personer"][0]["aktualitet"]
    assert shown["visadAv"] == "LISTA"
    moment = now()
    again = [send(hub, "POST", LISTS, message), bring_in(hub, list_id), put(hub, list_id, 1, first)]
    assert [(one.status_code, one.json()["listaId"], one.json()["tillstand"]) for one in again] == [
        (200, list_id, "INFORD")
    ] * 3
    assert since(hub, moment) == []
    problem(put(hub, list_id, 1, second), 409, "ARENDELISTAN_INTE_HEL")


def test_parts_may_come_in_any_order_and_again_but_not_otherwise(hub: RunningHub) -> None:
    first, second = a_case(hub, new_id(), "student"), a_case(hub, new_id(), "omstallare")
    message = head(2, 2, delar=2)
    list_id = announced(hub, message)
    assert put(hub, list_id, 2, second).json()["nastaDel"] == 1
    lacking = problem(bring_in(hub, list_id), 409, "ARENDELISTAN_INTE_HEL", remedy="RATTA_FRAGAN")
    assert "Del 1 av 2" in lacking["detail"]
    assert put(hub, list_id, 2, second).status_code == 200
    problem(put(hub, list_id, 2, first), 409, "ARENDELISTAN_INTE_HEL")
    problem(put(hub, list_id, 1, second), 409, "ARENDELISTAN_INTE_HEL")
    taken_up = send(hub, "POST", LISTS, message)
    assert (taken_up.status_code, taken_up.json()["listaId"]) == (200, list_id)
    assert put(hub, list_id, 1, first).status_code == 200
    assert bring_in(hub, list_id).status_code == 200


def test_counts_that_do_not_add_up_are_refused_and_not_logged(hub: RunningHub) -> None:
    list_id = announced(hub, head(2, 2))
    put(hub, list_id, 1, a_case(hub, new_id(), "student"))
    moment = now()
    problem(bring_in(hub, list_id), 409, "ARENDELISTAN_INTE_HEL")
    assert since(hub, moment) == []


def test_a_new_list_takes_the_place_of_one_on_its_way(hub: RunningHub) -> None:
    before, after = announced(hub, head()), announced(hub, head())
    problem(put(hub, before, 1, a_case(hub, new_id(), "student")), 404, "FINNS_INTE")
    assert put(hub, after, 1, a_case(hub, new_id(), "student")).status_code == 200


def test_a_list_no_newer_than_the_one_in_use_is_refused(hub: RunningHub) -> None:
    moment = now()
    list_id = announced(hub, head(avser=moment.isoformat()))
    put(hub, list_id, 1, a_case(hub, new_id(), "student"))
    assert bring_in(hub, list_id).status_code == 200
    for earlier in (0, 1):
        older = head(avser=(moment - timedelta(seconds=earlier)).isoformat())
        problem(send(hub, "POST", LISTS, older), 409, "ALDRE_ARENDEUPPGIFT", remedy="RATTA_ARENDET")


def test_a_list_is_seen_by_its_own_board_only(hub: RunningHub) -> None:
    list_id, case = announced(hub, head()), a_case(hub, new_id(), "student")
    unknown = problem(put(hub, str(uuid.uuid4()), 1, case), 404, "FINNS_INTE")
    for role in ("annanNamnd", "annanKommun"):
        assert problem(put(hub, list_id, 1, case, role=role), 404, "FINNS_INTE") == unknown
        assert problem(bring_in(hub, list_id, role=role), 404, "FINNS_INTE") == unknown
        moment = now()
        problem(send(hub, "POST", LISTS, head(), role=role), 403, "INTE_BEHORIG")
        assert since(hub, moment) == []


def test_who_may_not_write_cases_may_not_hand_over_a_list(hub: RunningHub) -> None:
    list_id = announced(hub, head())
    how: dict[str, Any] = {"role": None, "headers": client_token(hub, story.BOARD, "sundsvall-sn-etjanst")}
    for answer in (
        send(hub, "POST", LISTS, head(), **how),
        put(hub, list_id, 1, a_case(hub, new_id(), "student"), **how),
        bring_in(hub, list_id, **how),
    ):
        problem(answer, 403, "INTE_BEHORIG")


FAULTY: dict[str, tuple[dict[str, Any], int, str, list[str]]] = {
    "a system that is not the board's": ({"system": "annat"}, 403, "INTE_BEHORIG", []),
    "a moment to come": ({"avser": "2199-01-01T00:00:00Z"}, 422, "FELAKTIG_FRAGA", ["/avser"]),
    "a moment without zone": ({"avser": "2026-11-01T00:00:00"}, 422, "FELAKTIG_FRAGA", ["/avser"]),
    "no digest": ({"digest": "x"}, 422, "FELAKTIG_FRAGA", ["/digest"]),
    "no parts": ({"delar": 0}, 422, "FELAKTIG_FRAGA", ["/delar"]),
    "too many persons": ({"personer": 1_000_001}, 422, "FELAKTIG_FRAGA", ["/personer"]),
}


@pytest.mark.parametrize(("changes", "status", "kod", "where"), FAULTY.values(), ids=FAULTY.keys())
def test_an_announcement_that_does_not_hold_is_refused(
    hub: RunningHub, changes: dict[str, Any], status: int, kod: str, where: list[str]
) -> None:
    assert places(problem(send(hub, "POST", LISTS, head(**changes)), status, kod)) == where


def test_a_part_that_does_not_hold_is_refused_at_its_place(hub: RunningHub) -> None:
    list_id, good = announced(hub, head(9, 9)), a_case(hub, new_id(), "student")
    tomorrow = (hub.world.today + timedelta(days=1)).isoformat()
    closed = {"status": "AVSLUTAT", "avslutat": "2099-11-20"}
    for faulty, where in (
        ([good, a_case(hub, "EB-1", "student", oppnat=tomorrow)], "/arenden/1/oppnat"),
        ([good, a_case(hub, "EB-1", "student", **closed)], "/arenden/1/avslutat"),
        ([good, good], ""),
        ([a_case(hub, "EB-1", "student", "student")], "/arenden/0"),
        ([a_case(hub, f"EB-{hub.number('student')}", "student")], "/arenden/0/id"),
        ([], "/arenden"),
    ):
        assert where in places(problem(put(hub, list_id, 1, *faulty), 422, "FELAKTIG_FRAGA"))
    for number in (0, 2, "x", hub.number("student")):
        assert places(problem(put(hub, list_id, number, good), 422, "FELAKTIG_FRAGA")) == ["/nr"]
    assert places(problem(put(hub, hub.number("student"), 1, good), 422, "FELAKTIG_FRAGA")) == ["/id"]


def test_a_list_may_be_announced_in_xml(hub: RunningHub) -> None:
    message = Arendelista.model_validate(head())
    headers = {"Content-Type": XML, "Accept": XML}
    answer = send(hub, "POST", LISTS, xml_codec.encode(message), headers=headers)
    assert answer.status_code == 201
    assert xml_codec.decode(Arendelistlage, answer.content, {}).digest == message.digest
