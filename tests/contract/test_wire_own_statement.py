"""A caseworker's own statement on the wire: stated, confirmed by another, named by a question, reviewed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.model.scope import Scope
from messages import json_codec, xml_codec
from messages.intyg import Intyg
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
    send,
    since,
    valid,
    valid_xml,
)

REASON = "Ärendesystemet har driftstopp och ansökan är akut."
SOURCES = [{"kalla": source} for source in ("CSN", "AF", "FK", "PM", "SKV", "SO", "TNS", "MIV")]


def asker(actor: str = "hl000123", **changes: Any) -> dict[str, Any]:
    aktor = {"typ": "HANDLAGGARE", "id": actor, "namn": "Handläggare 123", "enhet": "Bistånd 2"}
    return {"organisationsnummer": "2120002411", "namnd": "SN", "aktor": aktor | changes}


def statement(hub: RunningHub, *personas: str, **changes: Any) -> dict[str, Any]:
    """Of a new case that no system knows; `changes` replace whole fields."""
    roles = ["SOKANDE", "MEDSOKANDE", "BARN"]
    return {
        "ingivare": asker(),
        "arende": {"system": "demo", "id": f"I-{uuid.uuid4().hex[:6]}"},
        "arendetyp": "EKONOMISKT_BISTAND",
        "oppnat": (hub.world.today - timedelta(days=3)).isoformat(),
        "personer": [
            {"personidentitet": hub.number(persona), "roll": role, "skydd": "INGET"}
            for persona, role in zip(personas or ("student",), roles, strict=False)
        ],
        "skal": REASON,
    } | changes


def state(hub: RunningHub, content: Any, **how: Any) -> Any:
    return send(hub, "POST", f"{API}/intyg", content, **how)


def stated(hub: RunningHub, *personas: str, **changes: Any) -> dict[str, Any]:
    answer = state(hub, statement(hub, *personas, **changes))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    valid("intygssvar/1", found)
    assert answer.headers["location"] == f"{API}/intyg/{found['intygId']}"
    return found


def confirm(hub: RunningHub, statement_id: str, actor: str = "hl000456", **how: Any) -> Any:
    content = {"ingivare": how.pop("ingivare", asker(actor))}
    return send(hub, "POST", f"{API}/intyg/{statement_id}/bekraftelser", content, **how)


def question(hub: RunningHub, told: Mapping[str, Any], *personas: str, **changes: Any) -> dict[str, Any]:
    case = told["arende"] | {"intygId": told["intygId"]}
    return in_case(hub, case, *(personas or ("student",)), **changes)


def by_source(answer: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    (person,) = answer["personer"]
    return {part["kalla"]: part for part in person["kallor"]}


def test_it_is_stated_and_read_back_until_the_day_ends(hub: RunningHub) -> None:
    moment = now()
    told = stated(hub, "student", "omstallare")
    assert send(hub, "GET", f"{API}/intyg/{told['intygId']}").json() == told
    assert (told["bekraftelseKravs"], told["granskas"]) == (True, True)
    assert told["bekraftasFore"] == ["AF", "CSN"]
    until = datetime.fromisoformat(told["gallerTill"])
    assert timedelta() < until - datetime.fromisoformat(told["lamnat"]) <= timedelta(hours=24)
    (record,) = since(hub, moment)
    assert (record["handelse"], record["intygId"]) == ("INTYG_LAMNAT", told["intygId"])
    assert (record["skal"], record["aktor"]["id"]) == (REASON, "hl000123")


def test_before_the_confirmation_some_sources_are_asked_and_after_it_all(hub: RunningHub) -> None:
    told = stated(hub)
    asked = question(hub, told, urval=SOURCES)
    asked["ingivare"] = asker("hl000777")
    moment = now()
    before = answered(ask(hub, asked))
    parts = by_source(before)
    denied = {source: part["fel"]["kod"] for source, part in parts.items() if part["utfall"] == "NEKAD"}
    assert denied == dict.fromkeys(("AF", "CSN"), "INTYGET_INTE_BEKRAFTAT")
    assert {source for source, part in parts.items() if part["fragad"]} == set(parts) - {"AF", "CSN"}
    _shown_by_our_word(before, told)
    records = since(hub, moment)
    _every_intention_is_to_be_reviewed(records, told, 6)
    assert {it["aktor"]["id"] for it in records if "aktor" in it} == {"hl000777"}, "not who stated it"

    confirmed = confirm(hub, told["intygId"]).json()
    valid("intygssvar/1", confirmed)
    assert (confirmed["bekraftelseKravs"], confirmed["bekraftasFore"]) == (False, [])
    moment = now()
    after = answered(ask(hub, asked | {"forfraganId": str(uuid.uuid4())}))
    assert all(part["fragad"] for part in by_source(after).values())
    _shown_by_our_word(after, told)
    _every_intention_is_to_be_reviewed(since(hub, moment), told, 8)


def _shown_by_our_word(answer: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    (person,) = answer["personer"]
    shown = {"visadAv": "EGET_INTYG", "tidpunkt": told["lamnat"], "granskas": True}
    assert person["aktualitet"] == shown


def _every_intention_is_to_be_reviewed(
    records: list[dict[str, Any]], told: Mapping[str, Any], count: int
) -> None:
    shown = [it["aktualitet"] for it in records if it["handelse"] == "UPPSLAG_AVSETT"]
    expected = {
        "visadAv": "EGET_INTYG",
        "tidpunkt": told["lamnat"],
        "intygId": told["intygId"],
        "granskas": True,
    }
    assert shown == [expected] * count


def test_where_every_source_wants_a_confirmation_the_question_is_refused_not_parked(hub: RunningHub) -> None:
    told = stated(hub)
    asked = question(hub, told, urval=[{"kalla": "CSN"}])
    refused = problem(ask(hub, asked), 403, "INGET_AKTUELLT_ARENDE", gate=3, remedy="RATTA_ARENDET")
    assert "bekräfta" in refused["detail"]
    confirm(hub, told["intygId"])
    assert by_source(answered(ask(hub, asked)))["CSN"]["fragad"], "the same question, put again"


def test_it_does_not_overrule_the_register(hub: RunningHub) -> None:
    told = stated(hub)
    confirm(hub, told["intygId"])
    today = hub.world.today.isoformat()
    closed = case_state(hub, "student", status="AVSLUTAT", avslutat=today)
    assert send(hub, "PUT", case_url(told["arende"]["id"]), closed).status_code == 201
    refused = problem(ask(hub, question(hub, told)), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    assert "avslutat" in refused["detail"]


def test_who_is_not_stated_and_what_it_is_not_about_are_refused(hub: RunningHub) -> None:
    told = stated(hub)
    outside = ask(hub, question(hub, told, "student", "omstallare"))
    problem(outside, 403, "INGET_AKTUELLT_ARENDE", gate=4)
    other = question(hub, told | {"arende": {"system": "demo", "id": "I-ANNAT"}})
    found = problem(ask(hub, other), 403, "ARENDET_EJ_VISAT", gate=3)
    assert "annat ärende" in found["fel"][0]["text"]


def test_an_unknown_one_and_another_board_s_are_told_alike(hub: RunningHub) -> None:
    told = stated(hub)
    theirs = asker("hl000456") | {"namnd": "AN"}
    told_apart = []
    for statement_id in (told["intygId"], str(uuid.uuid4())):
        read = send(hub, "GET", f"{API}/intyg/{statement_id}", role="annanNamnd")
        confirmed = confirm(hub, statement_id, ingivare=theirs, role="annanNamnd")
        told_apart.append([problem(one, 404, "FINNS_INTE") for one in (read, confirmed)])
    assert told_apart[0] == told_apart[1]
    assert "bekraftat" not in send(hub, "GET", f"{API}/intyg/{told['intygId']}").json()


@pytest.mark.parametrize("actor", ["hl000123", "HL000123", "hl-000123", "SBK/hl000123"])
def test_nobody_confirms_their_own(hub: RunningHub, actor: str) -> None:
    told = stated(hub)
    moment = now()
    refused = problem(confirm(hub, told["intygId"], actor), 403, "INTE_BEHORIG", gate=2)
    assert places(refused) == ["/ingivare/aktor/id"]
    (record,) = since(hub, moment)
    assert (record["handelse"], record["slag"]) == ("SAKERHETSHANDELSE", "INTYG_BEKRAFTAT_AV_SAMMA")
    assert refused["loggposter"] == [record["loggpostId"]]


def test_the_same_confirmation_again_changes_nothing_and_another_s_is_told(hub: RunningHub) -> None:
    told = stated(hub)
    moment = now()
    first = confirm(hub, told["intygId"])
    assert first.status_code == 200, first.text
    assert confirm(hub, told["intygId"], "HL000456").json() == first.json()
    problem(confirm(hub, told["intygId"], "hl000789"), 409, "INTYGET_KAN_INTE_BEKRAFTAS")
    assert events(since(hub, moment)) == ["INTYG_BEKRAFTAT"]


def test_a_board_that_takes_no_such_word_says_so(hub: RunningHub) -> None:
    content = statement(hub, ingivare=asker() | {"namnd": "AN"})
    refused = problem(state(hub, content, role="annanNamnd"), 403, "INTE_BEHORIG")
    assert "EGET_INTYG" in refused["detail"]


def test_only_clients_that_the_board_s_file_lets_may_state_or_confirm(hub: RunningHub) -> None:
    """Never the e-service: there the applicant sits at the keys."""
    may = {Scope.STATE, Scope.CONFIRM}
    clients = [client for board in hub.boards.values() for client in board.clients]
    assert {client.id for client in clients if may & client.scopes} == {
        "sundsvall-sn-arendesystem",
        "sundsvall-an-arendesystem",
    }
    told = stated(hub)
    for answer in (
        state(hub, statement(hub), role="loggkontrollant"),
        confirm(hub, told["intygId"], role="loggkontrollant"),
        send(hub, "GET", f"{API}/intyg/{told['intygId']}", role="annanKommun"),
    ):
        problem(answer, 403, "INTE_BEHORIG")


FAULTY: dict[str, tuple[dict[str, Any], int, str, str]] = {
    "no reason": ({"skal": ""}, 422, "FELAKTIG_FRAGA", "/skal"),
    "a word": ({"skal": "driftstopp"}, 422, "FELAKTIG_FRAGA", "/skal"),
    "nobody": ({"personer": []}, 422, "FELAKTIG_FRAGA", "/personer"),
    "a day to come": ({"oppnat": "2099-01-01"}, 422, "FELAKTIG_FRAGA", "/oppnat"),
    "an unknown kind": ({"arendetyp": "FAMILJ"}, 422, "FELAKTIG_FRAGA", "/arendetyp"),
    "a field that is not there": ({"samtycke": True}, 422, "FELAKTIG_FRAGA", "/samtycke"),
    "another board": ({"ingivare": asker() | {"namnd": "AN"}}, 403, "INTE_BEHORIG", "/ingivare/namnd"),
    "a system": ({"ingivare": asker("svc-ifo")}, 403, "NEKAD", "/ingivare/aktor/id"),
    "a contact centre": (
        {"ingivare": asker(typ="KONTAKTCENTER")},
        403,
        "NEKAD",
        "/ingivare/aktor/typ",
    ),
    "no unit": ({"ingivare": asker(enhet=" ")}, 403, "NEKAD", "/ingivare/aktor/enhet"),
}


@pytest.mark.parametrize(("changes", "status", "kod", "place"), FAULTY.values(), ids=FAULTY.keys())
def test_what_does_not_hold_is_refused_at_its_place(
    hub: RunningHub, changes: dict[str, Any], status: int, kod: str, place: str
) -> None:
    moment = now()
    answer = state(hub, statement(hub, **changes))
    gate = {"INTE_BEHORIG": 1, "NEKAD": 2}.get(kod)
    found = problem(answer, status, kod, gate=gate)
    assert place in places(found)
    logged = events(since(hub, moment))
    assert logged == (["SAKERHETSHANDELSE"] if gate else [])


def test_a_personal_number_in_the_reason_or_the_address_is_refused_unrepeated(hub: RunningHub) -> None:
    """`send` sees to it that neither headers nor problem repeat it."""
    number = hub.number("student")
    for text in (number, f"{number[2:8]}-{number[8:]}", f"{number[:8]} {number[8:]}"):
        answer = state(hub, statement(hub, skal=f"Driftstopp, det gäller {text} i kväll"))
        assert places(problem(answer, 422, "FELAKTIG_FRAGA")) == ["/skal"]
    read = send(hub, "GET", f"{API}/intyg/{number}")
    assert places(problem(read, 422, "FELAKTIG_FRAGA")) == ["/id"]
    assert places(problem(confirm(hub, number), 422, "FELAKTIG_FRAGA")) == ["/id"]


def test_it_may_be_stated_in_xml(hub: RunningHub) -> None:
    message = json_codec.decode(Intyg, json.dumps(statement(hub)).encode(), {})
    answer = state(hub, xml_codec.encode(message), headers={"Content-Type": XML, "Accept": XML})
    assert answer.status_code == 201
    valid_xml("intygssvar/1", answer.content)


def test_a_reviewer_finds_what_rests_on_our_word_and_what_nobody_confirmed(hub: RunningHub) -> None:
    moment = now()
    confirmed, alone = stated(hub), stated(hub)
    answered(ask(hub, question(hub, alone, urval=[{"kalla": "FK"}])))
    answered(ask(hub, hub.question()))
    confirm(hub, confirmed["intygId"])
    wanted = {"skal": "Granskning av egna intyg", "fran": moment.isoformat(), "granskas": True}
    found = send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant").json()
    valid("loggtraffar/1", found)
    records = found["loggposter"][::-1]
    assert events(records) == ["INTYG_LAMNAT", "INTYG_LAMNAT", "UPPSLAG_AVSETT"]
    assert [it.get("intygId") for it in records[:2]] == [confirmed["intygId"], alone["intygId"]]
    assert records[2]["aktualitet"]["intygId"] == alone["intygId"]
    assert "avslut" not in records[1], "nobody has confirmed it"
    confirmation = hub.record(records[0]["avslut"])
    assert (confirmation["handelse"], confirmation["aktor"]["id"]) == ("INTYG_BEKRAFTAT", "hl000456")
    assert confirmation["intygId"] == confirmed["intygId"]
