"""A question is asked once: the same id again is told of, and never asked."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import httpx

from hub.api.body import MAX_BYTES
from messages import json_codec, xml_codec
from messages.uppgifter import Uppgiftsforfragan
from tests.support.hub import ASK, RunningHub
from tests.support.tokens import bearing
from tests.support.wire import JSON, XML, answered, ask, events, fault, now, problem, sending, since


def test_the_same_question_again_is_told_with_the_answer_s_id_and_records(hub: RunningHub) -> None:
    question = hub.question()
    answer = answered(ask(hub, question))
    moment = now()
    with sending(hub, 0):
        again = ask(hub, question)
    found = problem(again, 409, "FORFRAGAN_REDAN_BESVARAD")
    assert found["svarId"] == answer["svarId"]
    assert found["loggposter"] == [answer["personer"][0]["kallor"][0]["loggpostId"]]
    assert "tidigareForfraganId" in found["detail"]
    assert since(hub, moment) == []


def test_the_same_question_in_another_dress_is_still_the_same(hub: RunningHub) -> None:
    """JSON or XML, ten digits or twelve: what counts is what is asked."""
    question = hub.question()
    answer = answered(ask(hub, question))
    message = json_codec.decode(Uppgiftsforfragan, httpx.Request("POST", "x:", json=question).content, {})
    number = hub.number("student")
    written = question | {"personer": [{"personidentitet": f"{number[2:8]}-{number[8:]}"}]}
    with sending(hub, 0):
        dressed = ask(hub, xml_codec.encode(message), headers={"Content-Type": XML, "Accept": JSON})
        ten = ask(hub, written)
    for again in (dressed, ten):
        assert problem(again, 409, "FORFRAGAN_REDAN_BESVARAD")["svarId"] == answer["svarId"]


def test_the_same_id_with_other_content_is_refused(hub: RunningHub) -> None:
    question = hub.question()
    answered(ask(hub, question))
    for other in (
        question | {"period": question["period"] | {"tom": question["period"]["from"]}},
        question | {"urval": [{"kalla": "CSN", "uppgifter": ["studiestod.arenden"]}]},
        question | {"tidigareForfraganId": str(uuid.uuid4())},
    ):
        with sending(hub, 0):
            answer = ask(hub, other)
        found = problem(answer, 422, "FORFRAGAN_ID_UPPTAGET", remedy="RATTA_FRAGAN")
        assert "svarId" not in found


def test_an_id_belongs_to_its_client(hub: RunningHub) -> None:
    """What another client has used says nothing, so that nobody can try which ids there are."""
    question = hub.question()
    answered(ask(hub, question))
    theirs = question | {"ingivare": question["ingivare"] | {"namnd": "AN"}}
    problem(ask(hub, theirs, role="annanNamnd"), 403, "INGET_AKTUELLT_ARENDE", gate=3)


def test_a_refused_question_has_not_used_up_its_id(hub: RunningHub) -> None:
    question = hub.question()
    wrong = question | {"arende": question["arende"] | {"id": "EB-0-000000"}}
    problem(ask(hub, wrong), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    problem(ask(hub, question | {"urval": [{"kalla": "XYZ"}]}), 422, "OKAND_KALLA", gate=5)
    problem(ask(hub, question | {"okant": 1}), 422, "FELAKTIG_FRAGA")
    problem(ask(hub, question | {"fyllnad": "x" * MAX_BYTES}), 413, "FOR_STOR_FRAGA")
    with sending(hub, 1):
        answered(ask(hub, question))


def test_a_question_whose_source_failed_is_answered_and_asked_anew_under_a_new_id(hub: RunningHub) -> None:
    question = hub.question()
    with fault(hub, "AVBRUTEN"):
        answered(ask(hub, question))
    problem(ask(hub, question), 409, "FORFRAGAN_REDAN_BESVARAD")
    anew = question | {"forfraganId": str(uuid.uuid4()), "tidigareForfraganId": question["forfraganId"]}
    moment = now()
    with sending(hub, 1):
        answer = answered(ask(hub, anew))
    assert answer["forfraganId"] == anew["forfraganId"]
    intended = since(hub, moment)[0]
    assert intended["tidigareForfraganId"] == question["forfraganId"]


def test_two_at_the_same_instant_are_asked_once(hub: RunningHub) -> None:
    """The first is still waiting for its source when the others come."""
    question = hub.question()
    headers = bearing(hub.token())
    answers: list[httpx.Response] = []
    ready = threading.Barrier(5)

    def post() -> None:
        with httpx.Client(base_url=hub.base_url, trust_env=False, verify=False, timeout=20) as client:
            ready.wait()
            answers.append(client.post(ASK, json=question, headers=headers))

    threads = [threading.Thread(target=post) for _ in range(5)]
    moment = now()
    with fault(hub, "LANGSAM", sekunder=0.2), sending(hub, 1):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    by_status: dict[int, list[Any]] = {}
    for answer in answers:
        by_status.setdefault(answer.status_code, []).append(answer)
    assert {status: len(same) for status, same in by_status.items()} == {200: 1, 409: 4}
    first = answered(by_status[200][0])
    for answer in by_status[409]:
        assert problem(answer, 409, "FORFRAGAN_REDAN_BESVARAD")["svarId"] == first["svarId"]
    assert events(since(hub, moment)) == ["UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT"]


def test_the_id_is_a_uuid_in_small_letters(hub: RunningHub) -> None:
    for written in ("", "1", str(uuid.uuid4()).upper(), f"{{{uuid.uuid4()}}}", uuid.uuid4().hex):
        problem(ask(hub, hub.question(forfraganId=written)), 422, "FELAKTIG_FRAGA")
