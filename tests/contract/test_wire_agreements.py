"""Agreements bind on the wire: one not in force, or that does not carry the question, opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.demo import stage
from hub.model.calendar import swedish_day
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    API,
    answered,
    ask,
    events,
    in_case,
    now,
    places,
    problem,
    registered,
    send,
    sending,
    since,
    valid,
)

TODAY = swedish_day(datetime.now(UTC))


@contextmanager
def agreeing(tmp_path: Path, **changes: Any) -> Iterator[RunningHub]:
    """A hub whose agreement with CSN says otherwise; `changes` replace whole keys of its file."""
    furnish = stage.furnish

    def changed(place: stage.Stage, *how: Any) -> None:
        furnish(place, *how)
        file = place.contracts / "kallor" / "csn.yaml"
        written = yaml.safe_load(file.read_text("utf-8")) | changes
        file.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "furnish", changed)
        with running_hub(tmp_path / "hub") as running:
            yield running


def nothing_open(hub: RunningHub, question: dict[str, Any]) -> dict[str, Any]:
    moment = now()
    with sending(hub, 0):
        answer = ask(hub, question)
    found = problem(answer, 403, "NEKAD", gate=1, remedy="KONTROLLERA_BEHORIGHET")
    records = since(hub, moment)
    assert events(records) == ["UPPSLAG_NEKAT"]
    assert found["loggposter"] == [records[0]["loggpostId"]]
    return found


def test_an_agreement_that_begins_tomorrow_opens_nothing_today(tmp_path: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with agreeing(tmp_path, galler={"from": tomorrow}) as hub:
        found = nothing_open(hub, hub.question(urval=[{"kalla": "CSN"}]))
        assert "har inte börjat gälla" in found["detail"]
        assert places(found) == ["/urval/0"]
        # Named or not: no agreement in force, no question.
        nothing_open(hub, hub.question())
        told = send(hub, "GET", f"{API}/kallor/CSN").json()
        valid("kalla/1", told)
        assert "avtal" not in told


def test_an_agreement_that_ended_yesterday_opens_nothing_today(tmp_path: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    with agreeing(tmp_path, galler={"from": TODAY - timedelta(days=300), "tom": yesterday}) as hub:
        found = nothing_open(hub, hub.question(urval=[{"kalla": "CSN"}]))
        assert "har upphört" in found["detail"]


def test_a_suspended_agreement_opens_nothing_while_it_is_suspended(tmp_path: Path) -> None:
    days = {"from": TODAY, "tom": TODAY + timedelta(days=1), "orsak": "CSN bygger om tjänsten."}
    with agreeing(tmp_path, vilande=[days]) as hub:
        found = nothing_open(hub, hub.question(urval=[{"kalla": "CSN"}]))
        assert "är vilande i dag" in found["detail"]
        assert "bygger om" not in str(found), "why is for those who keep the agreement"
        told = send(hub, "GET", f"{API}/kallor/CSN").json()
        valid("kalla/1", told)
        assert "avtal" not in told
        # Beside a source that may be asked it is a part of the answer like any other.
        with sending(hub, 1):
            answer = answered(ask(hub, hub.question(urval=[{"kalla": "FK"}, {"kalla": "CSN"}])))
        fk, csn = answer["personer"][0]["kallor"]
        assert fk["fragad"] is True
        assert (csn["utfall"], csn["fragad"], csn["fel"]["kod"]) == ("NEKAD", False, "AVTAL_VILANDE")
        assert csn["fel"]["atgard"] == "INHAMTA_PA_ANNAT_SATT"


def test_an_agreement_holds_on_its_first_and_last_day_for_what_it_carries(tmp_path: Path) -> None:
    """One day, one purpose, one role, no roads beyond: what is left out is refused term by term."""
    changes = {
        "galler": {"from": TODAY, "tom": TODAY},
        "andamal": ["HANDLAGGNING_EKONOMISKT_BISTAND"],
        "roller": ["SOKANDE"],
        "aldrar": {},
        "period": {"langstDagar": 31, "horisontManader": 0},
    }
    with agreeing(tmp_path, **changes) as hub:
        month = {"from": TODAY.replace(day=1).isoformat(), "tom": TODAY.isoformat()}
        with sending(hub, 1):
            answered(ask(hub, hub.question(period=month)))
        beyond = month | {"tom": (TODAY.replace(day=28) + timedelta(days=5)).isoformat()}
        found = problem(ask(hub, hub.question(period=beyond)), 422, "FELAKTIG_PERIOD", gate=5)
        assert "/period/tom" in places(found)

        control = registered(hub, "student", typ="KONTROLL")
        asked = in_case(hub, control, "student", period=month, andamal="KONTROLL_EKONOMISKT_BISTAND")
        named = asked | {"urval": [{"kalla": "CSN"}]}
        assert places(problem(ask(hub, named), 403, "NEKAD", gate=3)) == ["/urval/0"]

        case = registered(hub, "student", "omstallare")
        with sending(hub, 1):
            answer = answered(ask(hub, in_case(hub, case, "student", "omstallare", period=month)))
        assert [person["kallor"][0]["utfall"] for person in answer["personer"]] == ["BESVARAD", "NEKAD"]


def test_a_long_period_is_asked_in_portions_where_the_agreement_says_so(tmp_path: Path) -> None:
    """Each portion is a call, a part of the answer and a record; a payment comes in one of them."""
    whole = {"from": (TODAY - timedelta(days=89)).isoformat(), "tom": TODAY.isoformat()}
    changes = {"period": {"langstDagar": 30, "langre": "DELAS", "bakatManader": 36}}
    with running_hub(tmp_path / "whole") as hub:
        at_once = answered(ask(hub, hub.question(period=whole)))
    with agreeing(tmp_path, **changes) as hub:
        moment = now()
        with sending(hub, 3):
            answer = answered(ask(hub, hub.question(period=whole)))
        valid("uppgiftssvar/1", answer)
        parts = answer["personer"][0]["kallor"]
        assert [part["utfall"] for part in parts] == ["BESVARAD"] * 3
        assert [(part["period"]["from"], part["period"]["tom"]) for part in parts] == [
            ((TODAY - timedelta(days=days)).isoformat(), (TODAY - timedelta(days=days - 29)).isoformat())
            for days in (89, 59, 29)
        ]
        records = since(hub, moment)
        assert events(records) == ["UPPSLAG_AVSETT"] * 3 + ["UPPSLAG_AVSLUTAT"] * 3
        assert {part["loggpostId"] for part in parts} == {row["loggpostId"] for row in records[:3]}
        told = [row["period"] for row in records[:3]]
        assert len({str(row) for row in told}) == 3
    assert (once := _paid(at_once))
    assert _paid(answer) == once


def _paid(answer: dict[str, Any]) -> list[str]:
    """The days of payments made; what has no day yet may come in each portion."""
    return sorted(
        row["utbetalningsdag"] for row in answer["personer"][0]["inkomstposter"] if "utbetalningsdag" in row
    )


def test_what_a_provision_carries_and_the_agreement_does_not_is_withheld_by_agreement(tmp_path: Path) -> None:
    """CSN sends all that it has of a person: what the agreement leaves out is named, and why."""
    with agreeing(tmp_path, uppgifter=["studiestod.arenden", "studiestod.utbetalningar"]) as hub:
        whole = {"from": (TODAY - timedelta(days=89)).isoformat(), "tom": TODAY.isoformat()}
        part = answered(ask(hub, hub.question(period=whole)))["personer"][0]["kallor"][0]
        assert part["undanhallna"] == [
            {"grupp": "studiestod.ansokningar", "orsak": "AVTAL"},
            {"grupp": "studiestod.beviljade", "orsak": "AVTAL"},
        ]
        about = hub.get("/kallor/CSN").json()
    assert about["undanhallna"] == [
        *part["undanhallna"],
        {"grupp": "studiestod.medlantagare", "orsak": "SAKNAR_STOD"},
    ]


def test_elements_follow_the_days_of_the_period(tmp_path: Path) -> None:
    """A period over the day is asked about in two portions; what only the later may tell, only it tells."""
    turn = TODAY - timedelta(days=40)
    whole = {"from": (TODAY - timedelta(days=89)).isoformat(), "tom": TODAY.isoformat()}
    days = {"studiestod.utbetalningar": {"from": turn.isoformat()}}
    with agreeing(tmp_path, uppgiftsdagar=days) as hub:
        with sending(hub, 2):
            answer = answered(ask(hub, hub.question(period=whole)))
        valid("uppgiftssvar/1", answer)
        before, after = answer["personer"][0]["kallor"]
        assert before["period"]["tom"] == (turn - timedelta(days=1)).isoformat()
        assert {"grupp": "studiestod.utbetalningar", "orsak": "AVTAL"} in before["undanhallna"]
        assert after["period"]["from"] == turn.isoformat()
        assert after["undanhallna"] == []
        assert [row["kalla"] for row in answer["personer"][0]["inkomstposter"]]
        assert {row["loggpostId"] for row in answer["personer"][0]["inkomstposter"]} == {after["loggpostId"]}

        only = {"kalla": "CSN", "uppgifter": ["studiestod.utbetalningar"]}
        moment = now()
        with sending(hub, 1):
            answer = answered(ask(hub, hub.question(period=whole, urval=[only])))
        valid("uppgiftssvar/1", answer)
        denied, told = answer["personer"][0]["kallor"]
        assert (denied["utfall"], denied["fel"]["kod"]) == ("NEKAD", "UPPGIFTER_OMFATTAS_INTE_DA")
        assert denied["period"] == before["period"]
        assert told["utfall"] == "BESVARAD"
        assert sorted(events(since(hub, moment))) == ["UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT", "UPPSLAG_NEKAT"]


def test_sources_in_one_question_are_asked_in_portions_together(hub: RunningHub) -> None:
    """Both authorities share LEFI's question: two portions are two calls, not four."""
    long = {"from": (TODAY - timedelta(days=900)).isoformat(), "tom": TODAY.isoformat()}
    named = [{"kalla": source} for source in ("FK", "PM")]
    with sending(hub, 2):
        answer = answered(ask(hub, hub.question(urval=named, period=long)))
    parts = [(part["kalla"], part["period"]["from"]) for part in answer["personer"][0]["kallor"]]
    later = (TODAY - timedelta(days=169)).isoformat()
    assert parts == [("FK", long["from"]), ("FK", later), ("PM", long["from"]), ("PM", later)]
