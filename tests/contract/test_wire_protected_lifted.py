"""Is what protection withholds shown only for a reason or to whom the board has named, told, and reviewed?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from tests.support.hub import RunningHub
from tests.support.wire import (
    API,
    XML,
    answered,
    ask,
    in_case,
    now,
    places,
    problem,
    registered,
    send,
    sending,
    since,
    valid_xml,
)

REASON = "Arbetsgivaren behövs för att pröva inkomsten i ansökan."
WANTED: dict[str, Any] = {"skyddadeUppgifter": {"skal": REASON}}
ONLY_ASK = ["uppgifter:fraga"]


def question(hub: RunningHub, persona: str = "skyddad", actor: str = "hl000123", **more: Any) -> Any:
    case = registered(hub, persona)
    asked = in_case(hub, case, persona, urval=[{"kalla": "SKV"}, {"kalla": "CSN"}], **more)
    board = {"organisationsnummer": "2120002411", "namnd": "SN"}
    aktor = {"typ": "HANDLAGGARE", "id": actor, "namn": "Handläggare 123", "enhet": "Bistånd 2"}
    return asked | {"ingivare": board | {"aktor": aktor}}


def employers(answer: dict[str, Any]) -> list[Any]:
    (part,) = [it for it in answer["personer"][0]["kallor"] if it["kalla"] == "SKV"]
    found: list[Any] = part["uppgifter"]["beskattning"]["individuppgifter"]
    return found


def to_review(hub: RunningHub, moment: datetime, **more: Any) -> list[dict[str, Any]]:
    wanted = {"skal": "Granskning av skyddade", "granskas": True, "fran": moment.isoformat()} | more
    found = send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant")
    assert found.status_code == 200, found.text
    records: list[dict[str, Any]] = found.json()["loggposter"]
    return records


def test_a_permission_with_a_reason_shows_what_is_withheld_and_says_that_it_does(hub: RunningHub) -> None:
    moment = now()
    answer = answered(ask(hub, question(hub, **WANTED)))
    assert (answer["skydd"], answer["skyddLyft"]) == ("SEKRETESSMARKERING", "BEHORIGHET_MED_SKAL")
    assert employers(answer)
    assert not any(it["undanhallna"] for it in answer["personer"][0]["kallor"])
    told = {"grund": "BEHORIGHET_MED_SKAL", "skal": REASON, "granskas": True}
    looked_up = [it for it in since(hub, moment) if it["handelse"].startswith("UPPSLAG_AV")]
    assert [it["skyddLyft"] for it in looked_up] == [told] * 4, "intentions and conclusions of two sources"


def test_the_next_answer_is_suppressed_again(hub: RunningHub) -> None:
    asked = question(hub, **WANTED)
    assert employers(answered(ask(hub, asked)))
    again = question(hub)
    answer = answered(ask(hub, again))
    assert employers(answer) == []
    assert "skyddLyft" not in answer


def test_without_the_permission_the_whole_question_is_refused_and_nobody_is_asked(hub: RunningHub) -> None:
    asked = question(hub, **WANTED)
    token = hub.token(scopes=ONLY_ASK)
    moment = now()
    with sending(hub, 0):
        refused = ask(hub, asked, role=None, headers={"Authorization": f"Bearer {token}"})
    found = problem(refused, 403, "SKYDDADE_UPPGIFTER_NEKADE", gate=2, remedy="KONTROLLERA_BEHORIGHET")
    assert places(found) == ["/skyddadeUppgifter"]
    (record,) = since(hub, moment)
    assert (record["handelse"], record["regel"]) == ("UPPSLAG_NEKAT", "skyddade-uppgifter")


@pytest.mark.parametrize("reason", ["behövs", "x" * 1001, "Adressen till 198401032399 behövs"])
def test_a_reason_that_says_nothing_or_names_somebody_is_refused(hub: RunningHub, reason: str) -> None:
    refused = ask(hub, question(hub, skyddadeUppgifter={"skal": reason}))
    assert places(problem(refused, 422, "FELAKTIG_FRAGA", remedy="RATTA_FRAGAN")) == [
        "/skyddadeUppgifter/skal"
    ]


def test_whom_the_board_has_named_is_shown_without_a_reason_and_reviewed_too(hub: RunningHub) -> None:
    moment = now()
    answer = answered(ask(hub, question(hub, actor="hl000907")))
    assert answer["skyddLyft"] == "UTSEDD_HANDLAGGARE"
    assert employers(answer)
    found = to_review(hub, moment, handlaggare="hl000907", personidentitet=hub.number("skyddad"))
    assert {it["handelse"] for it in found} == {"UPPSLAG_AVSLUTAT"}
    assert {it["kalla"] for it in found} == {"SKV", "CSN"}
    assert {it["aktor"]["id"] for it in found} == {"hl000907"}
    assert all(it["skyddLyft"] == {"grund": "UTSEDD_HANDLAGGARE", "granskas": True} for it in found)
    assert all(it["skydd"] == "SEKRETESSMARKERING" for it in found)


def test_an_answer_where_nobody_is_protected_is_marked_only_where_it_was_asked_for(hub: RunningHub) -> None:
    moment = now()
    answer = answered(ask(hub, question(hub, "anstalld", actor="hl000907")))
    assert answer["skydd"] == "INGET"
    assert "skyddLyft" not in answer
    assert to_review(hub, moment) == []
    answer = answered(ask(hub, question(hub, "anstalld", **WANTED)))
    assert "skyddLyft" not in answer
    found = to_review(hub, moment)
    assert sorted(it["handelse"] for it in found) == ["UPPSLAG_AVSETT"] * 2 + ["UPPSLAG_AVSLUTAT"] * 2
    assert {it["skyddLyft"]["skal"] for it in found} == {REASON}


def test_the_answer_says_it_in_xml_too(hub: RunningHub) -> None:
    answer = ask(hub, question(hub, **WANTED), headers={"Accept": XML})
    root: etree._Element = valid_xml("uppgiftssvar/1", answer.content)
    assert root.findtext("{*}skyddLyft") == "BEHORIGHET_MED_SKAL"
