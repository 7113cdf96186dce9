"""Many cases at once: each judged by itself, one commit of the log, and room for four megabytes."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from tests.support.hub import RunningHub
from tests.support.wire import (
    API,
    answered,
    ask,
    case_state,
    case_url,
    events,
    in_case,
    now,
    places,
    problem,
    send,
    since,
    valid,
)

LOAD = f"{API}/arendeladdningar"
MB = 1024 * 1024


def new_id() -> str:
    return f"L-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}"


def one(case_id: str, state: dict[str, Any], system: str = "demo") -> dict[str, Any]:
    return {"system": system, "id": case_id, "arende": state}


def load(hub: RunningHub, *cases: dict[str, Any], **how: Any) -> Any:
    return send(hub, "POST", LOAD, {"arenden": list(cases)}, **how)


def told(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    valid("arendeladdningskvitto/1", answer.json())
    return [(it["id"], it["utfall"]) for it in answer.json()["arenden"]]


def test_each_case_is_judged_by_itself(hub: RunningHub) -> None:
    new, same, changed, stale, future, other, early = (new_id() for _ in range(7))
    older, state = case_state(hub, "student"), case_state(hub, "student")
    kept = [one(same, state), one(changed, state), one(stale, state)]
    assert told(load(hub, *kept)) == [(it, "NY") for it in (same, changed, stale)]
    moment = now()
    later = case_state(hub, "student", "gymnasist")
    to_come = state | {"tidpunkt": (now() + timedelta(days=1)).isoformat()}
    tomorrow = state | {"oppnat": (hub.world.today + timedelta(days=1)).isoformat()}
    answer = load(
        hub,
        one(stale, older),
        one(new, state),
        one(same, state | {"tidpunkt": later["tidpunkt"]}),
        one(future, to_come),
        one(changed, later),
        one(other, state, "annat"),
        one(early, tomorrow),
    )
    assert told(answer) == [
        (stale, "NEKAD"),
        (new, "NY"),
        (same, "OFORANDRAD"),
        (future, "NEKAD"),
        (changed, "ANDRAD"),
        (other, "NEKAD"),
        (early, "NEKAD"),
    ]
    texts = {it["id"]: it.get("text") for it in answer.json()["arenden"]}
    assert {case_id for case_id, text in texts.items() if text} == {stale, future, other, early}
    assert all(text is None or text.endswith(".") for text in texts.values())
    records = since(hub, moment)
    assert events(records) == ["ARENDE_REGISTRERAT"] * 3
    assert [it["arende"]["id"] for it in records] == [new, same, changed]
    assert send(hub, "GET", case_url(future)).status_code == 404


def test_a_person_in_two_cases_and_a_child_in_two_households(hub: RunningHub) -> None:
    """Each case gives its own role: what is asked in one is judged by that one alone."""
    own, partners, control = new_id(), new_id(), new_id()
    visiting = case_state(hub, "omstallare", "student", "gymnasist")
    visiting["personer"][2]["roll"] = "UMGANGESBARN"
    answer = load(
        hub,
        one(own, case_state(hub, "student", typ="EKONOMISKT_BISTAND")),
        one(partners, visiting),
        one(control, case_state(hub, "omstallare", "student", "gymnasist", typ="KONTROLL")),
    )
    assert told(answer) == [(it, "NY") for it in (own, partners, control)]
    control_of = {"system": "demo", "id": control}
    asked = [
        in_case(hub, {"system": "demo", "id": own}, "student"),
        in_case(hub, {"system": "demo", "id": partners}, "student"),
    ]
    roles = [answered(ask(hub, it))["personer"][0]["roll"] for it in asked]
    assert roles == ["SOKANDE", "MEDSOKANDE"]
    child = in_case(hub, {"system": "demo", "id": partners}, "gymnasist")
    assert "rollen" in problem(ask(hub, child), 403, "NEKAD", gate=4)["detail"]
    problem(ask(hub, in_case(hub, control_of, "gymnasist")), 403, "NEKAD", gate=3)
    assert send(hub, "PUT", case_url(own), case_state(hub, "student", "omstallare", "gymnasist"))
    at_home = ask(hub, in_case(hub, {"system": "demo", "id": own}, "gymnasist"))
    assert answered(at_home)["personer"][0]["roll"] == "BARN"


def test_five_hundred_cases_at_once_and_no_more(hub: RunningHub) -> None:
    state = case_state(hub, "student", "omstallare", "gymnasist")
    run = uuid.uuid4().hex[:6]
    cases = [one(f"L-{run}-{number}", state) for number in range(500)]
    moment = now()
    assert told(load(hub, *cases)) == [(it["id"], "NY") for it in cases]
    assert len(since(hub, moment)) == 500
    assert told(load(hub, *cases)) == [(it["id"], "OFORANDRAD") for it in cases]
    too_many = load(hub, *cases, one(new_id(), state))
    assert places(problem(too_many, 422, "FELAKTIG_FRAGA")) == ["/arenden"]


def test_four_megabytes_are_read_here_and_not_a_byte_more(hub: RunningHub) -> None:
    raw = json.dumps({"arenden": [one(new_id(), case_state(hub, "student"))]}).encode()
    fits = raw + b" " * (4 * MB - len(raw))
    assert len(told(send(hub, "POST", LOAD, fits))) == 1
    found = problem(send(hub, "POST", LOAD, fits + b" "), 413, "FOR_STOR_FRAGA")
    assert "4096 kB" in found["detail"]


def test_a_message_that_does_not_hold_is_refused_whole(hub: RunningHub) -> None:
    case_id, state, moment = new_id(), case_state(hub, "student"), now()
    bad = state | {"status": "AVSLUTAT"}
    found = problem(load(hub, one(new_id(), state), one(new_id(), bad)), 422, "FELAKTIG_FRAGA")
    assert places(found) == ["/arenden/1/arende"]
    twice = problem(load(hub, one(case_id, state), one(case_id, state)), 422, "FELAKTIG_FRAGA")
    assert "två gånger" in json.dumps(twice, ensure_ascii=False)
    problem(load(hub, one(f"EB-{hub.number('student')}", state)), 422, "FELAKTIG_FRAGA")
    problem(load(hub, one(case_id, state), role="loggkontrollant"), 403, "INTE_BEHORIG")
    assert "ARENDE_REGISTRERAT" not in events(since(hub, moment))


def test_each_board_loads_its_own(hub: RunningHub) -> None:
    case_id = new_id()
    assert told(load(hub, one(case_id, case_state(hub, "student")))) == [(case_id, "NY")]
    theirs = load(hub, one(case_id, case_state(hub, "omstallare")), role="annanNamnd")
    assert told(theirs) == [(case_id, "NY")]
    ours = send(hub, "GET", case_url(case_id)).json()
    assert ours["personer"][0]["personidentitet"] == hub.number("student")
