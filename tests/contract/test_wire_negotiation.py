"""Content negotiation: JSON and XML both ways, weighed as RFC 9110 says, 406 and 415 for all else."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.support.hub import RunningHub
from tests.support.wire import (
    API,
    JSON,
    PROBLEM_JSON,
    PROBLEM_XML,
    XML,
    ask,
    events,
    now,
    problem,
    send,
    sending,
    since,
    valid,
    valid_xml,
)

ACCEPTED: dict[str, str] = {
    "": JSON,
    "*/*": JSON,
    "application/*": JSON,
    "application/json": JSON,
    "application/xml": XML,
    "APPLICATION/XML": XML,
    "application/json;charset=utf-8": JSON,
    "application/xml, application/json": XML,
    "application/json, application/xml": JSON,
    "application/xml, */*": XML,
    "text/html, application/xml;q=0.9, */*;q=0.8": XML,
    "application/json;q=0.5, application/xml;q=0.6": XML,
    "application/json ; q=0.6 , application/xml ; q=0.5": JSON,
    "application/json;q=0, */*": XML,
    "application/xml;q=0, application/*": JSON,
    "application/json;q=0.1, */*;q=0.9": XML,
    "application/xml;q=1.000, application/json;q=0.999": XML,
    "application/xml;q=7, application/json": XML,
    "application/problem+json, application/xml": XML,
    "text/html;level=1, application/json": JSON,
}
NOT_ACCEPTED = (
    "text/html",
    "text/xml",
    "text/*",
    "image/png, text/plain",
    "application/json;q=0",
    "*/*;q=0",
    "application/xml;q=nan",
    "application/xml;q=snart",
    "application/xml;q=-1",
    "application/hal+json",
    "application/problem+json",
    "json",
    ",",
    ";q=1",
)


@pytest.mark.parametrize(("accept", "given"), ACCEPTED.items())
def test_an_answer_comes_in_the_format_that_is_wanted(hub: RunningHub, accept: str, given: str) -> None:
    answer = send(hub, "GET", f"{API}/kallor/CSN", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == given
    assert answer.headers["cache-control"] == "no-store"
    if given == JSON:
        valid("kalla/1", answer.json())
    else:
        valid_xml("kalla/1", answer.content)


@pytest.mark.parametrize("accept", NOT_ACCEPTED)
def test_any_other_format_is_406_before_anything_is_done(hub: RunningHub, accept: str) -> None:
    with sending(hub, 0):
        answer = ask(hub, hub.question(), headers={"Accept": accept})
    assert "application/xml" in problem(answer, 406, "FORMAT_KAN_INTE_LAMNAS")["detail"]


def test_a_question_that_could_not_be_answered_has_not_used_up_its_id(hub: RunningHub) -> None:
    question = hub.question()
    moment = now()
    problem(ask(hub, question, headers={"Accept": "text/html"}), 406, "FORMAT_KAN_INTE_LAMNAS")
    assert since(hub, moment) == []
    assert ask(hub, question).status_code == 200


def test_reading_the_log_is_not_logged_when_it_could_not_be_shown(hub: RunningHub) -> None:
    moment = now()
    entry = ask(hub, hub.question()).json()["personer"][0]["kallor"][0]["loggpostId"]
    path = f"{API}/loggposter/{entry}"
    for wanted in (path, f"{path}/bevis", f"{API}/kontrollpunkter/senaste"):
        answer = send(hub, "GET", wanted, role="loggkontrollant", headers={"Accept": "text/html"})
        problem(answer, 406, "FORMAT_KAN_INTE_LAMNAS")
    assert events(since(hub, moment)) == ["UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT"]


def test_several_accept_headers_are_one(hub: RunningHub) -> None:
    headers = [
        ("Authorization", f"Bearer {hub.token()}"),
        ("Accept", "text/html"),
        ("Accept", "application/xml"),
    ]
    assert hub.client.get(f"{API}/kallor", headers=headers).headers["content-type"] == XML


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (JSON, PROBLEM_JSON),
        (XML, PROBLEM_XML),
        (PROBLEM_XML, PROBLEM_XML),
        ("application/json;q=0.4, application/problem+xml", PROBLEM_XML),
        ("text/html", PROBLEM_JSON),
        ("*/*", PROBLEM_JSON),
    ],
)
@pytest.mark.parametrize("role", ["arendesystem", None])
def test_a_problem_comes_in_the_format_that_is_wanted(
    hub: RunningHub, accept: str, given: str, role: str | None
) -> None:
    answer = send(hub, "GET", f"{API}/arenden/demo/FINNS-EJ", role=role, headers={"Accept": accept})
    assert answer.status_code in {401, 404, 406}
    assert answer.headers["content-type"] == given
    if given == PROBLEM_XML:
        valid_xml("problem/1", answer.content)
    else:
        valid("problem/1", answer.json())


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/xml",
        "text/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/soap+xml",
        "application/problem+json",
        "application/jsonp",
        "application/json, application/xml",
        "json",
    ],
)
def test_any_other_format_in_is_415(hub: RunningHub, media_type: str) -> None:
    with sending(hub, 0):
        answer = ask(hub, hub.question(), headers={"Content-Type": media_type})
    assert "application/json" in problem(answer, 415, "FORMAT_STODS_INTE")["detail"]


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json;version=1"]
)
def test_parameters_and_case_of_the_type_do_not_matter(hub: RunningHub, media_type: str) -> None:
    assert ask(hub, hub.question(), headers={"Content-Type": media_type}).status_code == 200


def test_a_compressed_question_is_415(hub: RunningHub) -> None:
    """What is small on the wire may be large: nothing is unpacked."""
    raw = gzip.compress(json.dumps(hub.question()).encode())
    with sending(hub, 0):
        answer = ask(hub, raw, headers={"Content-Encoding": "gzip"})
    assert "okomprimerad" in problem(answer, 415, "FORMAT_STODS_INTE")["detail"]


def test_without_a_content_type_it_is_415(hub: RunningHub) -> None:
    headers = {"Authorization": f"Bearer {hub.token()}"}
    answer = hub.client.post(f"{API}/uppgiftsforfragningar", content=b"{}", headers=headers)
    problem(answer, 415, "FORMAT_STODS_INTE")
