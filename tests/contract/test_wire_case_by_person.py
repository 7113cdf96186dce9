"""The case of a question that names none, over the whole hub: found, told as such, sent on, logged, counted.

The door that lets a case be found so is that of SOAP; here the question comes in by the other, and is built
as that door builds it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hub.api.v1 import post_uppgiftsforfragningar as door
from hub.cli.logg_shown import page
from hub.demo import stage, story
from hub.model.calendar import swedish_day
from hub.model.query import Query
from messages.logg import Loggtraffar
from tests.support.hub import RunningHub, running_hub
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
    only_part,
    problem,
    registered,
    send,
    sending,
    since,
    valid_xml,
)
from tests.unit.test_agreements_files import changed

INVENTED = {"system": story.SYSTEM, "id": "slump-4711"}
NOBODY = {"typ": "HANDLAGGARE", "id": "system", "namn": "system", "enhet": "Socialnämnden"}
TILL = swedish_day(datetime.now(UTC)) + timedelta(days=30)
SAYS = f"        arendematchning: {{satt: PERSON, till: {TILL}, handlaggare: hl000001}}\n"
SVAR = "{urn:nyttonav:uppgiftssvar:1}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose boards let their case systems do without real case ids for another month."""
    folder: Path = tmp_path_factory.mktemp("person")
    ours = folder / "ours"
    (ours / "kommuner").mkdir(parents=True)
    file = "kommuner/sundsvall.yaml"
    (ours / file).write_bytes((stage.CONTRACTS / file).read_bytes())
    for client in ("sundsvall-sn-arendesystem", "sundsvall-an-arendesystem"):
        head = f"      - id: {client}\n"
        changed(ours, file, head, head + SAYS)
    with running_hub(folder / "hub", contracts=ours) as running:
        yield running


@pytest.fixture
def soap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions come as the SOAP door lets them in."""
    monkeypatch.setattr(door, "Query", partial(Query, match_person=True))


def sent_on(hub: RunningHub) -> str:
    (asked,) = hub.questions_received()
    found: str = asked["kropp"]
    return found


def warned(hub: RunningHub) -> list[str]:
    found: list[str] = hub.client.get("/health/ready").json()["varningar"]
    return [it for it in found if "by person" in it]


@pytest.mark.usefixtures("soap")
def test_the_one_case_is_taken_told_sent_on_logged_and_reviewed(hub: RunningHub) -> None:
    case, moment = registered(hub, "mangfald", role="arendesystem"), now()
    # The demo has a case of this person already: with that closed there is one.
    send(hub, "PUT", case_url(f"EB-{hub.world.today.year}-001277"), closed(hub, "mangfald"))
    with sending(hub, 1):
        answer = answered(ask(hub, in_case(hub, INVENTED, "mangfald")))
    (person,) = answer["personer"]
    shown = person["aktualitet"]
    assert shown == {"visadAv": "HARLETT", "tidpunkt": shown["tidpunkt"], "granskas": True, "arende": case}
    record = hub.record(only_part(answer)["loggpostId"])
    assert record["arende"] == case | {"typ": "EKONOMISKT_BISTAND"}
    assert record["aktualitet"] == {
        "visadAv": "HARLETT",
        "tidpunkt": shown["tidpunkt"],
        "granskas": True,
        "harlettUr": "REGISTER",
        "skickatId": INVENTED["id"],
    }
    assert record["aktor"] == {"typ": "HANDLAGGARE", "id": "hl000123", "enhet": "Försörjningsstöd 2"}
    records = since(hub, moment)
    assert events(records)[-2:] == ["UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT"]
    found = to_review(hub, moment)
    assert [it["loggpostId"] for it in found["loggposter"]] == [record["loggpostId"]]
    told = page(Loggtraffar.model_validate(found))
    assert f"{case['id']} (EKONOMISKT_BISTAND); pågående enligt HARLETT" in told
    assert f"ur REGISTER, i stället för {INVENTED['id']}" in told
    assert INVENTED["id"] not in sent_on(hub)
    assert case["id"] in sent_on(hub)


def to_review(hub: RunningHub, moment: datetime) -> dict[str, Any]:
    wanted = {"skal": "Granskning", "granskas": True, "fran": moment.isoformat()}
    found: dict[str, Any] = send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant").json()
    return found


def closed(hub: RunningHub, persona: str) -> dict[str, Any]:
    day = hub.world.today.isoformat()
    return case_state(hub, persona, status="AVSLUTAT", avslutat=day)


@pytest.mark.usefixtures("soap")
def test_a_real_case_is_answered_as_ever(hub: RunningHub) -> None:
    answer = answered(ask(hub, hub.question_about("sjuk", 1325)))
    shown = answer["personer"][0]["aktualitet"]
    assert shown == {"visadAv": "REGISTER", "tidpunkt": shown["tidpunkt"]}
    record = hub.record(only_part(answer)["loggpostId"])
    assert record["aktualitet"] == shown
    assert "urFil" not in record["aktor"]


@pytest.mark.usefixtures("soap")
def test_where_nobody_is_named_the_file_says_who_asks_and_the_log_says_that_it_did(hub: RunningHub) -> None:
    question, moment = hub.question_about("sjuk", 1325), now()
    question["ingivare"] = question["ingivare"] | {"aktor": NOBODY}
    answer = answered(ask(hub, question))
    record = hub.record(only_part(answer)["loggpostId"])
    assert record["aktor"] == {
        "typ": "HANDLAGGARE",
        "id": "hl000001",
        "enhet": "Socialnämnden",
        "urFil": True,
    }
    again = problem(ask(hub, question), 409, "FORFRAGAN_REDAN_BESVARAD")
    assert again["svarId"] == answer["svarId"], "known again by what was sent"
    (listed,) = to_review(hub, moment)["loggposter"]
    assert listed["loggpostId"] == record["loggpostId"]


@pytest.mark.usefixtures("soap")
def test_none_and_several_are_refused_and_nothing_is_sent(hub: RunningHub) -> None:
    registered(hub, "anstalld")
    for persona, rule, sentence in (
        ("pensionar", "inget-arende-for-personen", "inte i något av nämndens pågående ärenden"),
        ("anstalld", "flera-arenden-for-personen", "i flera av nämndens pågående ärenden"),
    ):
        moment = now()
        with sending(hub, 0):
            refused = ask(hub, in_case(hub, INVENTED, persona))
        found = problem(refused, 403, "INGET_AKTUELLT_ARENDE", gate=3, remedy="RATTA_ARENDET")
        assert sentence in found["detail"]
        (record,) = since(hub, moment)
        assert (record["handelse"], record["regel"]) == ("UPPSLAG_NEKAT", rule)
        assert record["arende"] == INVENTED


def test_the_other_door_never_finds_a_case_so(hub: RunningHub) -> None:
    found = problem(ask(hub, in_case(hub, INVENTED, "sjuk")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    assert "Nämnden har inget sådant ärende." in found["detail"]
    question = hub.question_about("sjuk", 1325)
    question["ingivare"] = question["ingivare"] | {"aktor": NOBODY}
    problem(ask(hub, question), 403, "NEKAD", gate=2)


def test_what_is_no_id_is_struck_in_the_log(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "Query", partial(Query, match_person=True, unfit_case=True))
    drawn = {"system": story.SYSTEM, "id": str(uuid.uuid4())}
    answer = answered(ask(hub, in_case(hub, drawn, "sjuk")))
    record = hub.record(only_part(answer)["loggpostId"])
    assert record["aktualitet"]["skickatId"] == "(struket: var inget ärende-id)"
    assert record["arende"]["id"] == f"EB-{hub.world.today.year}-001325"
    moment = now()
    problem(ask(hub, in_case(hub, drawn, "pensionar")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    (record,) = since(hub, moment)
    assert record["arende"]["id"] == "(struket: var inget ärende-id)"


# ------------------------------------------------------------ a case system asked just then


def of_another_board(hub: RunningHub, persona: str) -> dict[str, Any]:
    question = in_case(hub, {"system": "lifecare", "id": "slump-1"}, persona)
    question["ingivare"] = question["ingivare"] | {"namnd": "AN"}
    return question


@pytest.mark.usefixtures("soap")
def test_a_case_system_is_asked_about_the_person_and_what_it_cannot_say_is_not_no_case(
    hub: RunningHub,
) -> None:
    answer = answered(ask(hub, of_another_board(hub, "foralder"), role="annanNamnd"))
    shown = answer["personer"][0]["aktualitet"]
    assert (shown["visadAv"], shown["arende"]) == ("HARLETT", {"system": "lifecare", "id": "insats-1240"})
    url = f"{hub.simulators['lifecare']}/_sim/fel"
    hub.client.post(url, json={"fel": "HTTP_STATUS", "kalla": "Investigations"})
    try:
        silent = problem(
            ask(hub, of_another_board(hub, "foralder"), role="annanNamnd"), 403, "ARENDET_EJ_VISAT", gate=3
        )
    finally:
        hub.client.delete(url)
    assert "Det betyder inte att ärendet saknas." in silent["fel"][0]["text"]


# ------------------------------------------------------------ health and figures


@pytest.mark.usefixtures("soap")
def test_health_and_figures_count_it_and_the_answer_is_xml_too(hub: RunningHub) -> None:
    before = warned(hub)
    root = valid_xml(
        "uppgiftssvar/1",
        ask(hub, in_case(hub, INVENTED, "nyanland"), headers={"Accept": XML}).content,
    )
    assert [it.text for it in root.iter(f"{SVAR}visadAv")] == ["HARLETT"]
    after = warned(hub)
    assert len(before) == len(after) == 2
    start = f"2120002411/SN: sundsvall-sn-arendesystem matches cases by person until {TILL}: "
    ((old,), (new,)) = ([it for it in told if it.startswith(start)] for told in (before, after))
    counted = [int(it.removeprefix(start).split()[0]) for it in (old, new)]
    assert counted[1] == counted[0] + 1
    figures = send(hub, "GET", "/metrics", role="drift").text
    line = 'nyttonav_case_matches_total{board="2120002411/SN",outcome="found"} '
    assert f"{line}{counted[1]}.0" in figures
