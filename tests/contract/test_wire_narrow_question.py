"""Between boards: a person in, yes or no out, and nothing told by refusals, bodies or what is protected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from hub import main
from hub.stores import Limits
from hub.stores.folder import LOG_FILE
from tests.contract.test_wire_log_unwritable import locked, unavailable
from tests.support.hub import RunningHub, running_hub
from tests.support.tokens import client_token
from tests.support.wire import (
    API,
    case_state,
    now,
    places,
    problem,
    registered,
    send,
    since,
    valid,
    valid_xml,
)

AKTOR = {"typ": "HANDLAGGARE", "id": "hl000777", "namn": "Handläggare 777", "enhet": "Arbetsmarknad 1"}
CHECK = f"{API}/aktualitetskontroller"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with pytest.MonkeyPatch.context() as patch:
        # A locked log is waited for a tenth of a second, not three.
        patch.setattr(main, "Limits", partial(Limits, busy_ms=100))
        with running_hub(tmp_path_factory.mktemp("smal")) as running:
            # What AN knows lately: without anything it answers about nobody.
            at_an(running, "folkbokford", typ="KONTROLL")
            yield running


def asked(hub: RunningHub, persona: str, **changes: Any) -> dict[str, Any]:
    """AN asks SN; `aktor` and `ingivare` are merged over what is allowed."""
    asker = {"organisationsnummer": "2120002411", "namnd": "AN", "aktor": AKTOR | changes.pop("aktor", {})}
    return {
        "ingivare": asker | changes.pop("ingivare", {}),
        "namnd": "SN",
        "personidentitet": hub.number(persona),
        "skal": "Planering av en insats",
    } | changes


def check(hub: RunningHub, question: Any, role: str = "annanNamnd") -> httpx.Response:
    return send(hub, "POST", CHECK, question, role=role)


def told(hub: RunningHub, persona: str, **changes: Any) -> bool:
    answer = check(hub, asked(hub, persona, **changes))
    assert answer.status_code == 200, answer.text
    valid("aktualitetssvar/1", answer.json())
    assert set(answer.json()) == {"aktuell"}
    return bool(answer.json()["aktuell"])


def at_an(hub: RunningHub, *personas: str, **changes: Any) -> None:
    """A new case at AN, of whom the demo knows no case there."""
    registered(hub, *personas, role="annanNamnd", **changes)


def an_tells(hub: RunningHub, persona: str) -> bool:
    """What AN tells SN."""
    answer = check(hub, asked(hub, persona, ingivare={"namnd": "SN"}, namnd="AN"), role="arendesystem")
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["aktuell"])


def days(hub: RunningHub, count: int) -> str:
    return (hub.world.today + timedelta(days=count)).isoformat()


def test_who_is_in_an_opened_case_is_aktuell_and_nobody_else(hub: RunningHub) -> None:
    assert told(hub, "student")
    assert told(hub, "barn1"), "a child of the household belongs to the case too"
    assert not told(hub, "pensionar"), "the demo's case is closed"
    assert not told(hub, "startare"), "AKTUALISERAT: somebody means to apply, and nothing is opened"
    assert not an_tells(hub, "student"), "a case at the board that asks is not one at the board asked"


def test_a_case_closed_yesterday_keeps_nobody(hub: RunningHub) -> None:
    at_an(hub, "bilagare", status="AVSLUTAT", avslutat=days(hub, -1))
    assert not an_tells(hub, "bilagare")
    at_an(hub, "bilagare")
    assert an_tells(hub, "bilagare"), "another case of the same person is still open"


def test_a_person_in_two_cases_is_told_once(hub: RunningHub) -> None:
    registered(hub, "nyanland")
    assert check(hub, asked(hub, "nyanland")).content == check(hub, asked(hub, "student")).content


@pytest.mark.parametrize("belongs", [{"tom": -1}, {"from": 1}], ids=["left", "to come"])
def test_only_who_belongs_today_counts(hub: RunningHub, belongs: dict[str, int]) -> None:
    person = {"personidentitet": hub.number("anstalld"), "roll": "SOKANDE"}
    at_an(hub, personer=[person | {name: days(hub, count) for name, count in belongs.items()}])
    assert not an_tells(hub, "anstalld")


def test_a_kind_of_case_that_the_board_does_not_name_is_not_told(hub: RunningHub) -> None:
    for kind in ("KONTROLL", "ATERKRAV"):
        at_an(hub, "folkbokford", typ=kind)
        assert not an_tells(hub, "folkbokford")
    at_an(hub, "folkbokford", typ="EKONOMISKT_BISTAND")
    assert an_tells(hub, "folkbokford")


def test_family_counselling_is_answered_as_no_case(hub: RunningHub) -> None:
    """The same body and the same records: a refusal would tell just what it is to protect."""
    path = f"{API}/arenden/familjeradgivning/R-1"
    assert send(hub, "PUT", path, case_state(hub, "startare")).status_code == 201
    moment = now()
    protected, nobody = (check(hub, asked(hub, it)) for it in ("startare", "pensionar"))
    assert (protected.status_code, protected.content) == (nobody.status_code, nobody.content)
    assert protected.json() == {"aktuell": False}
    one, other = since(hub, moment)
    own = {"loggpostId", "index", "tidpunkt", "personidentitet"}
    assert {k: v for k, v in one.items() if k not in own} == {k: v for k, v in other.items() if k not in own}
    registered(hub, "startare")
    assert told(hub, "startare"), "what the board does tell of is told all the same"


def test_both_boards_have_it_of_one_moment_with_the_answer(hub: RunningHub) -> None:
    moment = now()
    assert told(hub, "student")
    (asked_board,) = since(hub, moment)
    (asking,) = _of_an(hub, moment)
    for record in (asked_board, asking):
        assert record["handelse"] == "AKTUALITET_KONTROLLERAD"
        assert (record["fragandeNamnd"], record["tillfragadNamnd"]) == ("AN", "SN")
        assert (record["aktor"]["id"], record["skal"]) == ("hl000777", "Planering av en insats")
        assert record["personidentitet"] == hub.number("student")
        assert record["aktuell"] is True
    assert asked_board["tidpunkt"] == asking["tidpunkt"]


def test_refusals_stand_in_the_askers_log_without_an_answer(hub: RunningHub) -> None:
    moment = now()
    found = problem(check(hub, asked(hub, "student", namnd="BN")), 403, "NEKAD", gate=1)
    (record,) = _of_an(hub, moment)
    assert found["loggposter"] == [record["loggpostId"]]
    assert "aktuell" not in record
    assert since(hub, moment) == [], "the other board was not asked anything"


REFUSED: list[tuple[dict[str, Any], str, int, str]] = [
    ({"ingivare": {"namnd": "SN"}}, "INTE_BEHORIG", 1, "/ingivare/namnd"),
    ({"ingivare": {"organisationsnummer": "2120002395"}}, "INTE_BEHORIG", 1, "/ingivare/organisationsnummer"),
    ({"aktor": {"id": "svc-ifo"}}, "NEKAD", 2, "/ingivare/aktor/id"),
    ({"aktor": {"enhet": " "}}, "NEKAD", 2, "/ingivare/aktor/enhet"),
    ({"aktor": {"typ": "KONTAKTCENTER"}}, "NEKAD", 2, "/ingivare/aktor/typ"),
    (
        {"aktor": {"typ": "AUTOMATISERAD_FUNKTION", "funktion": "Matchning", "beslut": "B-1"}},
        "NEKAD",
        2,
        "/ingivare/aktor/typ",
    ),
    ({"namnd": "AN"}, "NEKAD", 1, "/namnd"),
    ({"namnd": "BN"}, "NEKAD", 1, "/namnd"),
]


@pytest.mark.parametrize(
    ("changes", "kod", "gate", "place"), REFUSED, ids=[f"{r[3]}{n}" for n, r in enumerate(REFUSED)]
)
def test_a_refusal_names_gate_law_and_remedy_and_nobody(
    hub: RunningHub, changes: dict[str, Any], kod: str, gate: int, place: str
) -> None:
    one, other = (
        problem(check(hub, asked(hub, it, **changes)), 403, kod, gate=gate)
        for it in ("student", "regelbrytare")
    )
    assert place in places(one)
    assert one["lag"]
    assert one | {"loggposter": []} == other | {"loggposter": []}


def test_another_municipality_cannot_even_be_named(hub: RunningHub) -> None:
    wrongs: list[dict[str, Any]] = [{"namnd": "2120002411/SN"}, {"organisationsnummer": "2120002411"}]
    for wrong in (*wrongs, {"arende": {}}, {"skal": ""}):
        problem(check(hub, asked(hub, "student") | wrong), 422, "FELAKTIG_FRAGA")


def test_in_xml_too(hub: RunningHub) -> None:
    answer = send(
        hub, "POST", CHECK, asked(hub, "student"), role="annanNamnd", headers={"Accept": "application/xml"}
    )
    assert valid_xml("aktualitetssvar/1", answer.content).findtext("{*}aktuell") == "true"


def _of_an(hub: RunningHub, moment: Any) -> list[dict[str, Any]]:
    reviewer = client_token(hub, hub.role_board("annanNamnd"), "sundsvall-an-loggkontroll")
    return since(hub, moment, reviewer)


def test_without_a_log_there_is_no_answer(hub: RunningHub) -> None:
    with locked(hub.settings.data / LOG_FILE):
        assert "aktuell" not in unavailable(check(hub, asked(hub, "student")))
        unavailable(check(hub, asked(hub, "student", namnd="BN")))
    assert told(hub, "student")
