"""Gates 1 to 4 on the wire: who asks, in which case, about whom. Refused, logged, nothing sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.hub import RunningHub
from tests.support.wire import (
    answered,
    ask,
    events,
    in_case,
    now,
    only_part,
    places,
    problem,
    registered,
    sending,
    since,
)

CASEWORKER = {"typ": "HANDLAGGARE", "id": "hl000123", "namn": "Handläggare 123", "enhet": "Enhet 2"}


def refused(
    hub: RunningHub, question: dict[str, Any], kod: str, gate: int, remedy: str, **how: Any
) -> dict[str, Any]:
    """A 403 with gate and remedy, one record in the log for each person asked about, and nothing sent."""
    moment = now()
    with sending(hub, 0):
        answer = ask(hub, question, **how)
    found = problem(answer, 403, kod, gate=gate, remedy=remedy)
    records = since(hub, moment)
    assert events(records) == ["UPPSLAG_NEKAT"] * len(question["personer"])
    assert found["loggposter"] == [record["loggpostId"] for record in records]
    for record, asked in zip(records, question["personer"], strict=True):
        assert record["personidentitet"] == asked["personidentitet"]
        assert record["grind"] == gate
        assert record["lag"] == found["lag"]
        assert record["forfraganId"] == question["forfraganId"]
        assert record["problem"] == found["type"].removeprefix("urn:nyttonav:problem:")
        assert record["aktor"]["id"] == question["ingivare"]["aktor"]["id"]
    return found


def _asked_by(hub: RunningHub, **changes: Any) -> dict[str, Any]:
    question = hub.question()
    return question | {"ingivare": question["ingivare"] | {"aktor": CASEWORKER | changes}}


# ------------------------------------------------------------ gate 2: a named caseworker


@pytest.mark.parametrize("name", ["system", "SYSTEM", "svc-ifo", "admin01", "test", "000000"])
def test_a_system_is_no_caseworker(hub: RunningHub, name: str) -> None:
    found = refused(hub, _asked_by(hub, id=name), "NEKAD", 2, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/ingivare/aktor/id"]


def test_a_caseworker_without_name_or_unit_is_refused(hub: RunningHub) -> None:
    found = refused(hub, _asked_by(hub, namn=" "), "NEKAD", 2, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/ingivare/aktor/namn"]
    found = refused(hub, _asked_by(hub, enhet=" "), "NEKAD", 2, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/ingivare/aktor/enhet"]


def test_an_automated_function_that_no_agreement_lets_ask_is_refused(hub: RunningHub) -> None:
    automated = _asked_by(hub, typ="AUTOMATISERAD_FUNKTION", funktion="Återansökan", beslut="B-2026-1")
    named = automated | {"urval": [{"kalla": "CSN"}]}
    assert places(refused(hub, named, "NEKAD", 2, "KONTROLLERA_BEHORIGHET")) == ["/urval/0"]
    # With no source named, those that do not stand open to the asker are not told one by one.
    unnamed = {name: part for name, part in automated.items() if name != "urval"}
    found = refused(hub, unnamed, "NEKAD", 1, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/urval"]


# ------------------------------------------------------------ gate 3: an ongoing case of the right kind


def test_the_person_of_a_closed_case_is_refused(hub: RunningHub) -> None:
    found = refused(hub, hub.question_about("pensionar", 1108), "INGET_AKTUELLT_ARENDE", 3, "RATTA_ARENDET")
    assert places(found) == ["/arende"]


def test_a_case_that_is_closed_is_closed_from_that_day(hub: RunningHub) -> None:
    """Told in advance that the case closes today: today nobody is current in it any longer."""
    today = hub.world.today.isoformat()
    case = registered(hub, "student", status="AVSLUTAT", avslutat=today)
    refused(hub, in_case(hub, case, "student"), "INGET_AKTUELLT_ARENDE", 3, "RATTA_ARENDET")


def test_an_unknown_case_cannot_be_told_from_another_board_s(hub: RunningHub) -> None:
    """Whether another board has a case is secret (OSL 26:1): the answers are alike, letter for letter."""
    theirs = registered(hub, "student", role="annanNamnd")
    unknown = theirs | {"id": theirs["id"] + "-Q"}
    alike = [
        refused(hub, in_case(hub, case, "student"), "INGET_AKTUELLT_ARENDE", 3, "RATTA_ARENDET")
        for case in (theirs, unknown)
    ]
    for found in alike:
        assert found.pop("loggposter")
    assert alike[0] == alike[1]


def test_each_board_asks_in_its_own_case_of_the_same_id(hub: RunningHub) -> None:
    case = registered(hub, "student")
    other = in_case(hub, case, "student")
    other["ingivare"] = other["ingivare"] | {"namnd": "AN"}
    problem(ask(hub, other, role="annanNamnd"), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    assert answered(ask(hub, in_case(hub, case, "student")))


@pytest.mark.parametrize("status", ["PAGAENDE", "AKTUALISERAT"])
@pytest.mark.parametrize("purpose", ["KONTROLL_EKONOMISKT_BISTAND", "ATERKRAV_EKONOMISKT_BISTAND"])
def test_control_and_recovery_are_cases_of_their_own(hub: RunningHub, status: str, purpose: str) -> None:
    case = registered(hub, "student", status=status)
    question = in_case(hub, case, "student", andamal=purpose)
    found = refused(hub, question, "NEKAD", 3, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/andamal"]


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("KONTROLL", "KONTROLL_EKONOMISKT_BISTAND"), ("ATERKRAV", "ATERKRAV_EKONOMISKT_BISTAND")],
)
def test_each_kind_of_case_has_its_purpose(hub: RunningHub, kind: str, purpose: str) -> None:
    case = registered(hub, "student", typ=kind)
    with sending(hub, 1):
        answered(ask(hub, in_case(hub, case, "student", andamal=purpose)))
    question = in_case(hub, case, "student")
    assert places(refused(hub, question, "NEKAD", 3, "KONTROLLERA_BEHORIGHET")) == ["/andamal"]


def test_before_a_case_is_opened_the_contact_centre_may_ask_and_the_caseworker_not(hub: RunningHub) -> None:
    """CSN's agreement names KONTAKTCENTER only."""
    question = hub.question_about("startare", 1302)
    found = refused(hub, question, "INGET_AKTUELLT_ARENDE", 3, "RATTA_ARENDET")
    assert places(found) == ["/arende"]
    assert "Öppna ärendet" in found["detail"]
    contact = _asked_by(hub, typ="KONTAKTCENTER")["ingivare"]
    with sending(hub, 1):
        answer = answered(ask(hub, hub.question_about("startare", 1302, ingivare=contact)))
    assert only_part(answer)["utfall"] == "BESVARAD"


def test_what_nobody_has_confirmed_for_too_long_is_not_current(hub: RunningHub) -> None:
    """CSN's agreement wants the case confirmed within 35 days."""
    stale = registered(hub, "student", tidpunkt=(now() - timedelta(days=36)).isoformat(), oppnat="2026-01-02")
    found = refused(hub, in_case(hub, stale, "student"), "INGET_AKTUELLT_ARENDE", 3, "RATTA_ARENDET")
    assert "på nytt" in found["detail"]


# ------------------------------------------------------------ gate 4: the household


def test_a_person_outside_the_case_is_refused_and_pointed_at(hub: RunningHub) -> None:
    asked = [{"personidentitet": hub.number(persona)} for persona in ("student", "pensionar")]
    found = refused(hub, hub.question(personer=asked), "INGET_AKTUELLT_ARENDE", 4, "RATTA_ARENDET")
    assert places(found) == ["/personer/1"]


def test_a_person_belongs_for_the_days_that_the_case_tells(hub: RunningHub) -> None:
    state = {"personidentitet": hub.number("student"), "roll": "SOKANDE", "skydd": "INGET"}
    today = hub.world.today
    for days, belongs in (
        ({"tom": today.isoformat()}, True),
        ({"from": today.isoformat()}, True),
        ({"tom": (today - timedelta(days=1)).isoformat()}, False),
        ({"from": (today + timedelta(days=1)).isoformat()}, False),
    ):
        case = registered(hub, personer=[state | days])
        question = in_case(hub, case, "student")
        if belongs:
            answered(ask(hub, question))
        else:
            assert places(refused(hub, question, "INGET_AKTUELLT_ARENDE", 4, "RATTA_ARENDET")) == [
                "/personer/0"
            ]


@pytest.mark.parametrize("role", ["UMGANGESBARN", "HUSHALLSMEDLEM"])
def test_a_role_that_no_agreement_opens_leaves_nothing_to_ask(hub: RunningHub, role: str) -> None:
    case = registered(hub, personer=[{"personidentitet": hub.number("gymnasist"), "roll": role}])
    question = in_case(hub, case, "gymnasist", urval=[{"kalla": "CSN"}])
    found = refused(hub, question, "NEKAD", 4, "KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/personer/0"]


def test_a_role_without_agreement_is_told_beside_those_that_have_one(hub: RunningHub) -> None:
    """The visiting child is NEKAD in an answer about the applicant; that too is a record."""
    people = [
        {"personidentitet": hub.number("foralder"), "roll": "SOKANDE"},
        {"personidentitet": hub.number("gymnasist"), "roll": "UMGANGESBARN"},
    ]
    case = registered(hub, personer=people)
    moment = now()
    with sending(hub, 1):
        answer = answered(ask(hub, in_case(hub, case, "foralder", "gymnasist")))
    (parent,), (child,) = (person["kallor"] for person in answer["personer"])
    assert parent["utfall"] == "BESVARAD"
    assert (child["utfall"], child["fragad"], child["fel"]["kod"]) == ("NEKAD", False, "ROLL_OMFATTAS_INTE")
    (denied,) = [record for record in since(hub, moment) if record["handelse"] == "UPPSLAG_NEKAT"]
    assert (denied["loggpostId"], denied["kalla"]) == (child["loggpostId"], "CSN")
