"""Does a reviewer find by every criterion, page by page, in JSON and XML, and is a bad search refused?"""

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
    problem,
    registered,
    send,
    valid,
    valid_xml,
)

NS = "{urn:nyttonav:loggtraffar:1}"
REVIEWER = "loggkontrollant"


@pytest.fixture(scope="module")
def asked(hub: RunningHub) -> tuple[datetime, dict[str, Any], dict[str, str]]:
    """A look-up at two sources about one who is protected, and one that the case refuses; since when."""
    moment = now()
    case = registered(hub, "skyddad")
    answer = answered(ask(hub, in_case(hub, case, "skyddad", urval=[{"kalla": "SKV"}, {"kalla": "CSN"}])))
    assert ask(hub, in_case(hub, case, "gymnasist")).status_code == 403
    return moment, answer, case


def search(hub: RunningHub, since: datetime, **wanted: Any) -> dict[str, Any]:
    told = {"skal": "Prov av loggen", "fran": since.isoformat()} | wanted
    found = send(hub, "POST", f"{API}/loggsokningar", told, role=REVIEWER)
    assert found.status_code == 200, found.text
    content: dict[str, Any] = found.json()
    valid("loggtraffar/1", content)
    return content


LOOK_UPS = ["UPPSLAG_AVSETT"] * 2


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        ({"kallor": ["CSN"]}, ["UPPSLAG_AVSETT"]),
        ({"kallor": ["CSN", "SKV"], "klienter": ["sundsvall-sn-arendesystem"]}, LOOK_UPS),
        ({"kallor": ["CSN", "SKV"], "klienter": ["nagon-annan"]}, []),
        ({"utfall": ["NEKAD"]}, ["UPPSLAG_NEKAT"]),
        ({"grindar": [1, 2, 3, 4, 5]}, ["UPPSLAG_NEKAT"]),
        ({"grindar": [1, 2, 3, 4, 5], "kallor": ["CSN"]}, []),
        ({"avtal": ["csn-ekonomiskt-bistand"]}, ["UPPSLAG_AVSETT"]),
        ({"skydd": ["SEKRETESSMARKERING", "SKYDDAD"]}, LOOK_UPS),
        ({"skydd": ["SEKRETESSMARKERING"], "kallor": ["CSN"]}, ["UPPSLAG_AVSETT"]),
        ({"handlaggare": "hl000999", "flerHandlaggare": ["hl000998"]}, []),
    ],
)
def test_each_criterion_finds_what_it_names(
    hub: RunningHub, asked: Any, wanted: dict[str, Any], events: list[str]
) -> None:
    found = search(hub, asked[0], **wanted)
    assert [it["handelse"] for it in found["loggposter"]] == events
    assert (found["traffar"], found["rakning"], found["fler"]) == (len(events), "EXAKT", False)


def test_a_look_up_tells_how_it_ended(hub: RunningHub, asked: Any) -> None:
    moment, answer, _ = asked
    (found,) = search(hub, moment, kallor=["CSN"])["loggposter"]
    (part,) = [it for it in answer["personer"][0]["kallor"] if it["kalla"] == "CSN"]
    ended = found["avslutning"]
    assert found["loggpostId"] == part["loggpostId"]
    assert ended["loggpostId"] == found["avslut"]
    assert (ended["utfall"], ended["skydd"]) == (part["utfall"], answer["skydd"])
    by_outcome = search(hub, moment, utfall=[part["utfall"]], kallor=["CSN"])["loggposter"]
    assert [it["loggpostId"] for it in by_outcome] == [part["loggpostId"]]


def test_persons_and_cases_of_several_and_the_search_itself_are_found(hub: RunningHub, asked: Any) -> None:
    moment, _, case = asked
    both = [hub.number("skyddad"), hub.number("gymnasist")]
    found = search(hub, moment, personer=both, flerArenden=[case], grindar=[1, 2, 3, 4, 5])
    assert [it["personidentitet"] for it in found["loggposter"]] == [both[1]]
    again = search(hub, moment, personidentitet=both[0])["loggposter"]
    (told,) = [it for it in again if it.get("villkor") == ["grindar: 1, 2, 3, 4, 5"]]
    assert (told["handelse"], told["arende"]["id"]) == ("LOGG_SOKT", case["id"])


def test_page_by_page_in_both_orders(hub: RunningHub, asked: Any) -> None:
    moment = asked[0]
    whole = search(hub, moment, kallor=["CSN", "SKV"])["loggposter"]
    for order, expected in (("NYAST_FORST", whole), ("ALDST_FORST", whole[::-1])):
        first = search(hub, moment, kallor=["CSN", "SKV"], antal=1, sortering=order)
        assert (first["traffar"], first["fler"]) == (2, True)
        rest = search(hub, moment, kallor=["CSN", "SKV"], antal=1, sortering=order, markor=first["markor"])
        assert (rest["fler"], "markor" in rest) == (False, False)
        both = [it["loggpostId"] for it in first["loggposter"] + rest["loggposter"]]
        assert both == [it["loggpostId"] for it in expected]


def test_the_same_in_xml(hub: RunningHub, asked: Any) -> None:
    moment = asked[0]
    question = (
        '<loggsokning xmlns="urn:nyttonav:loggsokning:1"><skal>Prov av loggen</skal>'
        f"<fran>{moment.isoformat()}</fran><antal>1</antal>"
        "<kallor><kalla>CSN</kalla><kalla>SKV</kalla></kallor>"
        "<utfall/><grindar/><sortering>NYAST_FORST</sortering></loggsokning>"
    )
    answer = send(
        hub,
        "POST",
        f"{API}/loggsokningar",
        question.encode(),
        role=REVIEWER,
        headers={"Content-Type": XML, "Accept": XML},
    )
    assert answer.status_code == 200, answer.text
    valid_xml("loggtraffar/1", answer.content)
    root = etree.fromstring(answer.content)
    (found,) = root.iterfind(f"{NS}loggposter/*")
    assert found.findtext("{*}avslutning/{*}utfall")
    assert (root.findtext(f"{NS}traffar"), root.findtext(f"{NS}rakning")) == ("2", "EXAKT")
    assert root.findtext(f"{NS}markor")


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({}, "Ange något att söka på"),
        ({"skydd": ["INGET"]}, "Det går inte att söka på skydd INGET"),
        ({"kallor": ["CSN"], "markor": "AAAA"}, "Markören hör inte till den här sökningen"),
        ({"kallor": ["csn"]}, "kallor"),
        ({"grindar": [0]}, "grindar"),
        ({"kallor": ["CSN"] * 51}, "kallor"),
        ({"kallor": ["CSN"], "sortering": "STORST_FORST"}, "sortering"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused(
    hub: RunningHub, wanted: dict[str, Any], sentence: str
) -> None:
    answer = send(hub, "POST", f"{API}/loggsokningar", {"skal": "Prov av loggen"} | wanted, role=REVIEWER)
    problem(answer, 422, "FELAKTIG_FRAGA")
    assert sentence in answer.text


def test_a_cursor_of_another_search_is_refused(hub: RunningHub, asked: Any) -> None:
    first = search(hub, asked[0], kallor=["CSN", "SKV"], antal=1)
    other = {"skal": "Prov av loggen", "kallor": ["CSN"], "markor": first["markor"]}
    problem(send(hub, "POST", f"{API}/loggsokningar", other, role=REVIEWER), 422, "FELAKTIG_FRAGA")


def test_a_caseworkers_client_may_not(hub: RunningHub) -> None:
    wanted = {"skal": "Prov av loggen", "kallor": ["CSN"]}
    problem(send(hub, "POST", f"{API}/loggsokningar", wanted), 403, "INTE_BEHORIG")
