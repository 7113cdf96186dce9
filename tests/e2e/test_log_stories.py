"""The log as it stands after each story on the wire: exactly these events, in this order, and no other.

Refusals at each gate, questions put to case systems, contracts renewed and erasure have theirs elsewhere.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub.stores.folder import LOG_FILE
from tests.support.agencies import headers_of
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import API, answered, ask, case_state, case_url, fault, problem, registered, send

SN, OPERATOR = "nyttonav/2120002411/SN", "nyttonav/operator"
INTENDED, CONCLUDED, REFUSED = "UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT", "UPPSLAG_NEKAT"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Of this module's own: nobody else writes in its logs."""
    with running_hub(tmp_path_factory.mktemp("stories")) as running:
        yield running


def records(hub: RunningHub, log: str) -> list[str]:
    """Every event of a log in its order, as the file holds them: reading them leaves no trace."""
    wanted = "SELECT event FROM entries JOIN logs ON logs.id = entries.log WHERE origin = ? ORDER BY idx"
    with closing(sqlite3.connect(hub.settings.data / LOG_FILE)) as database:
        return [event for (event,) in database.execute(wanted, (log,))]


@contextmanager
def telling(hub: RunningHub, *events: str, operator: tuple[str, ...] = ()) -> Iterator[None]:
    """Within it exactly these events come to the board's log, and to the operator's."""
    before = {log: records(hub, log) for log in (SN, OPERATOR)}
    yield
    for log, expected in ((SN, events), (OPERATOR, operator)):
        found = records(hub, log)
        assert found[: len(before[log])] == before[log]
        assert tuple(found[len(before[log]) :]) == expected


def good(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_hub_begins_with_its_epochs_and_the_contracts_in_force(hub: RunningHub) -> None:
    assert records(hub, OPERATOR)[:2] == ["EPOK_OPPNAD", "AVTAL_GALLER"]
    assert records(hub, SN)[:2] == ["EPOK_OPPNAD", "ARENDE_REGISTRERAT"]


def test_a_look_up(hub: RunningHub) -> None:
    with telling(hub, INTENDED, CONCLUDED):
        answered(ask(hub, hub.question()))


def test_a_look_up_at_two_sources_intends_both_before_it_concludes_either(hub: RunningHub) -> None:
    with telling(hub, INTENDED, INTENDED, CONCLUDED, CONCLUDED):
        answered(ask(hub, hub.question(urval=[{"kalla": "CSN"}, {"kalla": "FK"}])))


@pytest.mark.parametrize("kind", ["DELFEL", "SOAP_FEL", "HALV"])
def test_a_source_that_is_down_is_concluded_too(hub: RunningHub, kind: str) -> None:
    how = {"kalla": "CSN"} if kind == "DELFEL" else {}
    with fault(hub, kind, **how), telling(hub, INTENDED, CONCLUDED):
        answered(ask(hub, hub.question()))


def test_an_answer_about_somebody_else_is_an_alarm_before_its_conclusion(hub: RunningHub) -> None:
    with fault(hub, "ANNAN_PERSON"), telling(hub, INTENDED, "SAKERHETSHANDELSE", CONCLUDED):
        answered(ask(hub, hub.question()))


def test_a_question_sent_again_leaves_nothing_and_asks_nothing(hub: RunningHub) -> None:
    question = hub.question()
    answered(ask(hub, question))
    with telling(hub):
        problem(ask(hub, question), 409, "FORFRAGAN_REDAN_BESVARAD")


def test_a_refused_question_and_one_that_cannot_be_read(hub: RunningHub) -> None:
    with telling(hub, REFUSED):
        problem(ask(hub, hub.question_about("pensionar", 1108)), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    with telling(hub):
        problem(ask(hub, hub.question(personer=[])), 422, "FELAKTIG_FRAGA")
        problem(ask(hub, hub.question(), role=None), 401, "INTE_INLOGGAD")


def test_a_statement_its_confirmation_and_the_look_up_that_rests_on_it(hub: RunningHub) -> None:
    def asker(who: str) -> dict[str, Any]:
        question: dict[str, Any] = hub.question()["ingivare"]
        return question | {"aktor": question["aktor"] | {"id": who}}

    content = {
        "ingivare": asker("hl000123"),
        "arende": {"system": "demo", "id": f"I-{uuid.uuid4().hex[:6]}"},
        "arendetyp": "EKONOMISKT_BISTAND",
        "oppnat": (hub.world.today - timedelta(days=3)).isoformat(),
        "personer": [{"personidentitet": hub.number("student"), "roll": "SOKANDE", "skydd": "INGET"}],
        "skal": "Verksamhetssystemet svarar inte.",
    }
    with telling(hub, "INTYG_LAMNAT"):
        made = good(send(hub, "POST", f"{API}/intyg", content))
    confirmation = {"ingivare": asker("hl000456")}
    with telling(hub, "INTYG_BEKRAFTAT"):
        good(send(hub, "POST", f"{API}/intyg/{made['intygId']}/bekraftelser", confirmation))
    case = made["arende"] | {"intygId": made["intygId"]}
    with telling(hub, INTENDED, CONCLUDED):
        answered(ask(hub, hub.question(arende=case)))


def test_a_case_told_in_states_and_in_events(hub: RunningHub) -> None:
    with telling(hub, "ARENDE_REGISTRERAT"):
        case = registered(hub, "student")
    url, state = case_url("H-1-BERATTELSE"), case_state(hub, "student")
    with telling(hub, "ARENDE_REGISTRERAT", "ARENDE_REGISTRERAT"):
        assert send(hub, "PUT", url, state).status_code == 201
        assert send(hub, "PUT", url, state).status_code == 200, "told again, and that is told"
    closed = {
        "handelseId": str(uuid.uuid4()),
        "lopnummer": 0,
        "tidpunkt": datetime.now(UTC).isoformat(),
        "typ": "AVSLUTAT",
        "dag": (hub.world.today - timedelta(days=1)).isoformat(),
    }
    with telling(hub, "ARENDEHANDELSE_REGISTRERAD"):
        good(send(hub, "POST", f"{case_url(case['id'])}/handelser", {"handelser": [closed]}))
    with telling(hub):
        assert send(hub, "GET", url).status_code == 200


def test_a_list_of_cases_is_told_when_it_is_brought_in(hub: RunningHub) -> None:
    listed = {"id": "L-BERATTELSE"} | case_state(hub, "student")
    del listed["tidpunkt"]
    announced = {
        "organisationsnummer": "2120002411",
        "namnd": "SN",
        "system": "demo",
        "avser": datetime.now(UTC).isoformat(),
        "digest": uuid.uuid4().hex * 2,
        "delar": 1,
        "arenden": 1,
        "personer": 1,
    }
    with telling(hub):
        head = good(send(hub, "POST", f"{API}/arendelistor", announced))
        path = f"{API}/arendelistor/{head['listaId']}"
        good(send(hub, "PUT", f"{path}/delar/1", {"arenden": [listed]}))
    with telling(hub, "ARENDELISTA_INFORD"):
        good(send(hub, "POST", f"{path}/inforanden"))


def test_a_notice_of_maintenance_is_in_the_log_of_whom_it_stops(hub: RunningHub) -> None:
    def notice(**changes: Any) -> dict[str, Any]:
        now = datetime.now(UTC)
        first, last = now - timedelta(minutes=1), now + timedelta(hours=1)
        return {"fran": first.isoformat(), "till": last.isoformat(), "text": "Byte av server."} | changes

    path = f"{API}/kallor/CSN/driftmeddelanden"
    with telling(hub, "DRIFTUPPEHALL_MEDDELAT"):
        told = good(send(hub, "POST", path, notice()))
    with telling(hub, "UPPSLAG_EJ_STALLT"):
        answered(ask(hub, hub.question()))
    ended = notice(
        fran=(datetime.now(UTC) - timedelta(minutes=2)).isoformat(),
        till=(datetime.now(UTC) - timedelta(minutes=1)).isoformat(),
    )
    with telling(hub, "DRIFTUPPEHALL_MEDDELAT"):
        good(send(hub, "POST", path, ended | {"ersatter": told["driftmeddelandeId"]}))
    to_come = notice(
        fran=(datetime.now(UTC) + timedelta(days=1)).isoformat(),
        till=(datetime.now(UTC) + timedelta(days=2)).isoformat(),
    )
    agency = {"Content-Type": "application/json"} | headers_of(hub, "CSN")["CSN"]
    with telling(hub, operator=("DRIFTUPPEHALL_MEDDELAT",)):
        good(send(hub, "POST", path, to_come, role=None, headers=agency))


def test_the_log_read(hub: RunningHub) -> None:
    wanted = {"skal": "Prov av loggen", "handlaggare": "hl000123"}
    with telling(hub, "LOGG_SOKT"):
        found = good(send(hub, "POST", f"{API}/loggsokningar", wanted, role="loggkontrollant"))
    entry = found["loggposter"][0]["loggpostId"]
    with telling(hub, "LOGG_LAST"):
        good(send(hub, "GET", f"{API}/loggposter/{entry}", role="loggkontrollant"))
    with telling(hub):
        problem(send(hub, "GET", f"{API}/loggposter/{entry}"), 403, "INTE_BEHORIG")
        problem(
            send(hub, "GET", f"{API}/loggposter/{uuid.uuid4()}", role="loggkontrollant"), 404, "FINNS_INTE"
        )
        good(send(hub, "GET", f"{API}/loggposter/{entry}/bevis", role="loggkontrollant"))


STILL: tuple[Callable[[RunningHub], httpx.Response], ...] = (
    lambda hub: send(hub, "GET", f"{API}/kallor"),
    lambda hub: send(hub, "GET", f"{API}/kallor/CSN/drift"),
    lambda hub: send(hub, "GET", f"{API}/kodverk"),
    lambda hub: send(hub, "GET", "/metrics", role="drift"),
    lambda hub: hub.client.get("/health/ready"),
)


def test_what_is_about_nobody_leaves_nothing(hub: RunningHub) -> None:
    with telling(hub):
        for one in STILL:
            assert one(hub).status_code == 200
