"""Events of a case on the wire: told, told again, told wrongly, and what the log says of them."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messages import json_codec, xml_codec
from messages.handelser import Arendehandelser
from tests.support.hub import RunningHub
from tests.support.wire import (
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

NAME = "ARENDEHANDELSE_REGISTRERAD"


def new_id(end: str = "") -> str:
    return f"H-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}{end}"


def tell(hub: RunningHub, case_id: str, *told: dict[str, Any], **how: Any) -> Any:
    path = case_url(case_id, how.pop("system", "demo")) + "/handelser"
    return send(hub, "POST", path, {"handelser": list(told)}, **how)


def event(kind: str, minutes: int = 0, **told: Any) -> dict[str, Any]:
    """So many minutes from now."""
    moment = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    return {"handelseId": str(uuid.uuid4()), "lopnummer": 0, "tidpunkt": moment, "typ": kind} | told


def opening(hub: RunningHub, minutes: int = -60, kind: str = "EKONOMISKT_BISTAND") -> dict[str, Any]:
    person = {"personidentitet": hub.number("student"), "roll": "SOKANDE", "skydd": "INGET"}
    day = (hub.world.today - timedelta(days=10)).isoformat()
    return event("OPPNAT", minutes, arendetyp=kind, dag=day, person=person)


def closing(hub: RunningHub, minutes: int = -30) -> dict[str, Any]:
    return event("AVSLUTAT", minutes, dag=(hub.world.today - timedelta(days=1)).isoformat())


def receipt(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    valid("arendehandelsekvitto/1", found)
    return found


def outcomes(found: dict[str, Any]) -> list[str]:
    return [it["utfall"] for it in found["handelser"]]


def test_a_case_lives_by_its_events(hub: RunningHub) -> None:
    case_id = new_id()
    case, opened, moment = {"system": "demo", "id": case_id}, opening(hub), now()
    problem(ask(hub, in_case(hub, case, "student")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    found = receipt(tell(hub, case_id, opened))
    assert outcomes(found) == ["NY"]
    assert (found["lage"]["status"], found["lage"]["antalPersoner"]) == ("PAGAENDE", 1)
    assert answered(ask(hub, in_case(hub, case, "student")))
    child = {"personidentitet": hub.number("gymnasist"), "roll": "BARN"}
    problem(ask(hub, in_case(hub, case, "gymnasist")), 403, "INGET_AKTUELLT_ARENDE", gate=4)
    receipt(tell(hub, case_id, event("PERSON_TILLKOM", -20, person=child)))
    assert answered(ask(hub, in_case(hub, case, "gymnasist")))
    left = event("PERSON_LAMNADE", -10, dag=(hub.world.today - timedelta(days=1)).isoformat(), person=child)
    receipt(tell(hub, case_id, left))
    problem(ask(hub, in_case(hub, case, "gymnasist")), 403, "INGET_AKTUELLT_ARENDE", gate=4)
    ended = receipt(tell(hub, case_id, closing(hub, -5), opened))
    assert (outcomes(ended), ended["lage"]["status"]) == (["NY", "UPPREPAD"], "AVSLUTAT")
    problem(ask(hub, in_case(hub, case, "student")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    told = [it for it in since(hub, moment) if it["handelse"] == NAME]
    assert len(told) == 5, "one record for each event told, the repeated one too"
    assert told[0]["personidentitet"] == hub.number("student")
    assert {it["arende"]["id"] for it in told} == {case_id}


@pytest.mark.parametrize("kind", ["KONTROLL", "ATERKRAV"])
def test_recovery_and_control_are_cases_of_their_own(hub: RunningHub, kind: str) -> None:
    case_id = new_id()
    assert receipt(tell(hub, case_id, opening(hub, kind=kind)))["lage"]["typ"] == kind
    asked = in_case(hub, {"system": "demo", "id": case_id}, "student")
    problem(ask(hub, asked), 403, "NEKAD", gate=3)


def test_a_closing_far_ahead_is_refused_at_its_place_and_nothing_is_kept(hub: RunningHub) -> None:
    case_id, opened = new_id(), opening(hub)
    found = problem(tell(hub, case_id, opened, event("AVSLUTAT", dag="2099-11-20")), 422, "FELAKTIG_FRAGA")
    assert places(found) == ["/handelser/1/dag"]
    soon = event("AVSLUTAT", dag=(hub.world.today + timedelta(days=31)).isoformat())
    assert outcomes(receipt(tell(hub, case_id, opened, soon))) == ["NY", "NY"]


def test_the_same_event_twice_in_one_message_is_told_once(hub: RunningHub) -> None:
    opened = opening(hub)
    assert outcomes(receipt(tell(hub, new_id(), opened, opened))) == ["NY", "UPPREPAD"]


def test_an_id_with_other_content_is_refused_and_nothing_is_kept_or_logged(hub: RunningHub) -> None:
    case_id, opened = new_id(), opening(hub)
    before = receipt(tell(hub, case_id, opened))["lage"]
    moment = now()
    answer = tell(hub, case_id, closing(hub), opened | {"lopnummer": 1})
    found = problem(answer, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")
    assert places(found) == ["/handelser/1/handelseId"]
    assert receipt(tell(hub, case_id, opened))["lage"] == before
    assert events(since(hub, moment)) == [NAME], "the one that was told again"


def test_events_of_an_unknown_case_are_told_to_send_its_opening(hub: RunningHub) -> None:
    case_id, moment = new_id(), now()
    found = problem(tell(hub, case_id, closing(hub)), 404, "FINNS_INTE")
    assert "Sänd först" in found["detail"]
    assert since(hub, moment) == []
    assert outcomes(receipt(tell(hub, case_id, closing(hub), opening(hub)))) == ["NY", "NY"]


def test_another_board_s_case_is_unknown_and_its_system_nobody_s(hub: RunningHub) -> None:
    case = registered(hub, "student")
    unknown = problem(tell(hub, new_id(), closing(hub), role="annanNamnd"), 404, "FINNS_INTE")
    assert problem(tell(hub, case["id"], closing(hub), role="annanNamnd"), 404, "FINNS_INTE") == unknown
    problem(tell(hub, case["id"], closing(hub), system="annat"), 403, "INTE_BEHORIG")
    problem(tell(hub, case["id"], closing(hub), role="loggkontrollant"), 403, "INTE_BEHORIG")
    assert send(hub, "GET", case_url(case["id"])).json()["status"] == "PAGAENDE"


def test_what_cannot_have_happened_is_refused_at_its_place(hub: RunningHub) -> None:
    case_id, moment = new_id(), now()
    to_come = tell(hub, case_id, opening(hub), event("FELREGISTRERAT", 6))
    assert places(problem(to_come, 422, "FELAKTIG_FRAGA")) == ["/handelser/1/tidpunkt"]
    early = opening(hub) | {"dag": (hub.world.today + timedelta(days=1)).isoformat()}
    assert places(problem(tell(hub, case_id, early), 422, "FELAKTIG_FRAGA")) == ["/handelser/0/dag"]
    halfway = tell(hub, case_id, opening(hub), event("AVSLUTAT", -1))
    assert places(problem(halfway, 422, "FELAKTIG_FRAGA")) == ["/handelser/1"]
    problem(tell(hub, case_id), 422, "FELAKTIG_FRAGA")
    assert since(hub, moment) == []


def test_a_case_registered_by_mistake_is_gone_and_its_look_ups_are_looked_into(hub: RunningHub) -> None:
    case = registered(hub, "student")
    part = answered(ask(hub, in_case(hub, case, "student")))["personer"][0]["kallor"][0]
    moment, mistake = now(), event("FELREGISTRERAT")
    assert "lage" not in receipt(tell(hub, case["id"], mistake))
    told, alarm = since(hub, moment)
    assert (told["handelse"], alarm["handelse"]) == (NAME, "SAKERHETSHANDELSE")
    assert (alarm["kalla"], alarm["personidentitet"]) == ("CSN", hub.number("student"))
    record = hub.record(alarm["loggpostId"])
    assert record["avsiktId"] == part["loggpostId"]
    problem(send(hub, "GET", case_url(case["id"])), 404, "FINNS_INTE")
    refused = problem(ask(hub, in_case(hub, case, "student")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    unknown = in_case(hub, {"system": "demo", "id": new_id()}, "student")
    for name in ("detail", "fel", "title"):
        assert refused[name] == problem(ask(hub, unknown), 403, "INGET_AKTUELLT_ARENDE", gate=3)[name]
    state = case_state(hub, "student")
    found = problem(send(hub, "PUT", case_url(case["id"]), state), 409, "ALDRE_ARENDEUPPGIFT")
    assert "felregistrerat" in found["detail"]
    again = now()
    receipt(tell(hub, case["id"], mistake))
    assert events(since(hub, again)) == [NAME], "no second alarm"


def test_a_case_id_may_hold_slashes_and_end_in_the_word_for_events(hub: RunningHub) -> None:
    for case_id in (new_id("/2026/7"), new_id("/handelser"), new_id("/handelser/handelser")):
        found = receipt(tell(hub, case_id, opening(hub)))
        assert found["id"] == case_id
        assert send(hub, "GET", case_url(case_id)).json()["status"] == "PAGAENDE"
        problem(send(hub, "GET", case_url(case_id) + "/handelser"), 404, "FINNS_INTE")
        stored = send(hub, "PUT", case_url(case_id) + "/handelser", case_state(hub, "omstallare"))
        assert stored.status_code == 201, "another case, whose id is longer by that word"
        assert receipt(tell(hub, case_id, closing(hub)))["lage"]["status"] == "AVSLUTAT"
    problem(send(hub, "POST", case_url(new_id()), {"handelser": []}), 405, "METOD_STODS_INTE")


def test_an_id_that_holds_a_personal_number_is_refused_unrepeated(hub: RunningHub) -> None:
    answer = tell(hub, f"EB-{hub.number('student')}", opening(hub))
    assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == ["/id"]


def test_events_may_be_told_in_xml(hub: RunningHub) -> None:
    message = json_codec.decode(Arendehandelser, json.dumps({"handelser": [opening(hub)]}).encode(), {})
    headers = {"Content-Type": XML, "Accept": XML}
    path = case_url(new_id()) + "/handelser"
    answer = send(hub, "POST", path, xml_codec.encode(message), headers=headers)
    assert answer.status_code == 200
    valid_xml("arendehandelsekvitto/1", answer.content)


def test_freshness_is_the_newest_moment_told_of(hub: RunningHub) -> None:
    case_id, opened = new_id(), opening(hub, -120)
    receipt(tell(hub, case_id, opened, event("ROLL_ANDRAD", -90, person=opened["person"])))
    newest = receipt(tell(hub, case_id, opened))["lage"]["tidpunkt"]
    answer = answered(ask(hub, in_case(hub, {"system": "demo", "id": case_id}, "student")))
    assert answer["personer"][0]["aktualitet"]["tidpunkt"] == newest
    assert datetime.fromisoformat(newest) < now() - timedelta(minutes=80)


def test_history_older_than_the_register_s_term_opens_no_case(hub: RunningHub) -> None:
    """It may be the repeated beginning of a case that was closed, and erased long ago."""
    years = 3 * 365 * 24 * 60
    case_id = new_id()
    day = (hub.world.today - timedelta(days=3 * 365)).isoformat()
    found = problem(tell(hub, case_id, opening(hub, -years) | {"dag": day}), 422, "FELAKTIG_FRAGA")
    assert "gallrat" in found["detail"]
    # With its closing it opens nothing, and with something newer it is known to go on.
    whole = [opening(hub, -years) | {"dag": day}, closing(hub, -years + 1) | {"dag": day}]
    assert receipt(tell(hub, new_id(), *whole))["lage"]["status"] == "AVSLUTAT"
    begun = opening(hub, -years) | {"dag": day}
    changed = event("ROLL_ANDRAD", -5, person=begun["person"])
    assert receipt(tell(hub, case_id, begun, changed))["lage"]["status"] == "PAGAENDE"
