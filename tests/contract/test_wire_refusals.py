"""A refusal tells no more than the asker may know: not in its words, and not in the work that it takes.

Whether another board, or another municipality, has a case is secret (OSL 26:1). Work is counted, not timed:
what is read of the stores, what is written, and what a case system is asked.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, event

from hub.demo import stage, story
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import answered, ask, events, in_case, now, problem, registered, since

REPEATED = 20
CASE_SYSTEM = {"id": story.SYSTEM, "vag": "lifecare"}
SETTINGS = {"domain": "2281", "key": "nyckel-personbaserad"}


@pytest.fixture(scope="module")
def live_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose boards' case system can be asked just then."""
    furnish = stage.furnish

    def changed(place: stage.Stage, routes: Any, *how: Any) -> None:
        furnish(place, routes, *how)
        system = CASE_SYSTEM | {"installningar": SETTINGS | {"url": routes["lifecare"]}}
        for file in (place.contracts / "kommuner").glob("*.yaml"):
            municipality = yaml.safe_load(file.read_text("utf-8"))
            for board in municipality["namnder"]:
                board |= {"arendesystem": [system], "aktualitet": ["REGISTER", "ARENDESYSTEM"]}
                board.pop("aktualitetskontroll", None)
            file.write_text(yaml.safe_dump(municipality, allow_unicode=True), "utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "furnish", changed)
        with running_hub(tmp_path_factory.mktemp("live"), sweep_every_s=3600) as running:
            yield running


@dataclass(frozen=True, slots=True)
class Seen:
    """What an asker can see of a refusal, and what it cost."""

    body: str
    headers: tuple[str, ...]
    read: tuple[str, ...]
    asked: int


@contextmanager
def reading() -> Iterator[list[str]]:
    """What the hub reads about cases inside: from where, and by what."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        # What a hub sees to by itself meanwhile has to do with the log and with lists on their way.
        if words[0] == "SELECT" and "case_id" in statement:
            found.append(" ".join(words[words.index("FROM") + 1 :]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def refused(hub: RunningHub, case: dict[str, str]) -> Seen:
    asked = f"{hub.simulators['lifecare']}/_sim/fragor"
    hub.client.delete(asked)
    with reading() as read:
        answer = ask(hub, in_case(hub, case, "student"))
    found = problem(answer, 403, "INGET_AKTUELLT_ARENDE", gate=3, remedy="RATTA_ARENDET")
    assert len(found.pop("loggposter")) == 1
    assert case["id"] not in answer.text
    told = json.dumps(found, sort_keys=True)
    return Seen(told, tuple(sorted(answer.headers)), tuple(sorted(read)), len(hub.client.get(asked).json()))


def alike(hub: RunningHub) -> Seen:
    """Another board's case, another municipality's and none at all: each time the same, the first time too.

    Gives what was seen the first time; later a store may know by heart that the board has no such case.
    """
    theirs = registered(hub, "student", role="annanNamnd")
    elsewhere = registered(hub, "student", role="annanKommun")
    unknown = {"system": story.SYSTEM, "id": f"T-{uuid.uuid4().hex[:5]}-{uuid.uuid4().hex[:5]}"}
    rounds = [{refused(hub, case) for case in (theirs, elsewhere, unknown)} for _ in range(REPEATED)]
    assert [len(seen) for seen in rounds] == [1] * REPEATED, rounds
    return rounds[0].pop()


def test_no_such_case_and_not_your_case_are_one_refusal(hub: RunningHub) -> None:
    seen = alike(hub)
    assert any("cases" in place for place in seen.read), "the register was looked in"
    assert seen.asked == 0


def test_they_are_one_also_where_a_case_system_is_asked(live_hub: RunningHub) -> None:
    seen = alike(live_hub)
    assert any("cases" in place for place in seen.read), "the register was looked in"
    assert seen.asked >= 1, "the case system was asked"


def test_one_s_own_case_of_the_same_id_as_theirs_is_answered(hub: RunningHub) -> None:
    """What is alike above is so because nothing of others is looked at, not because nothing is."""
    own = registered(hub, "student")
    assert answered(ask(hub, in_case(hub, own, "student")))


# ------------------------------------------------------------ functions and contact centres


def by(hub: RunningHub, question: dict[str, Any], **actor: Any) -> dict[str, Any]:
    asker = {"id": "kc000007", "namn": "Kontaktcenter 7", "enhet": "Kontaktcenter"} | actor
    return question | {"ingivare": question["ingivare"] | {"aktor": asker}}


FUNCTION = {
    "typ": "AUTOMATISERAD_FUNKTION",
    "id": "aterans-01",
    "namn": "Återansökan",
    "funktion": "Beräkning av återansökan",
    "beslut": "B-2026-004711",
}


@pytest.mark.parametrize("left_out", ["funktion", "beslut"])
def test_a_function_names_itself_and_the_decision_it_serves(hub: RunningHub, left_out: str) -> None:
    actor = {name: value for name, value in FUNCTION.items() if name != left_out}
    found = problem(ask(hub, by(hub, hub.question(), **actor)), 422, "FELAKTIG_FRAGA")
    assert "funktion och beslut" in str(found["fel"])


def test_a_function_without_words_is_not_named(hub: RunningHub) -> None:
    found = problem(ask(hub, by(hub, hub.question(), **FUNCTION | {"funktion": " "})), 403, "NEKAD", gate=2)
    assert found["fel"][0]["plats"] == "/ingivare/aktor/funktion"
    problem(ask(hub, by(hub, hub.question(), **FUNCTION | {"beslut": " "})), 422, "FELAKTIG_FRAGA")


@pytest.fixture(scope="module")
def automated_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """CSN's agreement lets one function ask."""
    furnish = stage.furnish

    def changed(place: stage.Stage, *how: Any) -> None:
        furnish(place, *how)
        file = place.contracts / "kallor" / "csn.yaml"
        written = yaml.safe_load(file.read_text("utf-8"))
        written["aktorer"] = ["HANDLAGGARE", "KONTAKTCENTER", "AUTOMATISERAD_FUNKTION"]
        written["funktioner"] = [FUNCTION["funktion"]]
        file.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "furnish", changed)
        with running_hub(tmp_path_factory.mktemp("automated")) as running:
            yield running


def test_the_function_that_the_agreement_names_asks_and_the_log_tells_of_it(
    automated_hub: RunningHub,
) -> None:
    moment = now()
    answered(ask(automated_hub, by(automated_hub, automated_hub.question(), **FUNCTION)))
    records = since(automated_hub, moment)
    assert events(records) == ["UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT"]
    assert records[0]["aktor"] == {
        "typ": "AUTOMATISERAD_FUNKTION",
        "id": "aterans-01",
        "enhet": "Kontaktcenter",
        "funktion": "Beräkning av återansökan",
        "beslut": "B-2026-004711",
    }


def test_another_function_is_refused_and_the_log_tells_of_it(automated_hub: RunningHub) -> None:
    moment = now()
    question = by(automated_hub, automated_hub.question(), **FUNCTION | {"funktion": "Kontroll"})
    found = problem(ask(automated_hub, question), 403, "NEKAD", gate=2, remedy="KONTROLLERA_BEHORIGHET")
    assert "automatiserade funktionen" in found["detail"]
    (record,) = since(automated_hub, moment)
    assert (record["handelse"], record["grind"]) == ("UPPSLAG_NEKAT", 2)
    assert record["aktor"]["funktion"] == "Kontroll"


def test_a_contact_centre_asks_in_an_ongoing_case_and_before_opening_and_never_after(hub: RunningHub) -> None:
    """It names somebody and the unit; the case has been turned to, is ongoing, and is not closed."""
    moment = now()
    for status in ("AKTUALISERAT", "PAGAENDE"):
        case = registered(hub, "student", status=status)
        answered(ask(hub, by(hub, in_case(hub, case, "student"), typ="KONTAKTCENTER")))
    intended = [it for it in since(hub, moment) if it["handelse"] == "UPPSLAG_AVSETT"]
    assert [it["aktor"]["typ"] for it in intended] == ["KONTAKTCENTER"] * 2
    assert {it["aktor"]["enhet"] for it in intended} == {"Kontaktcenter"}
    today = hub.world.today.isoformat()
    closed = registered(hub, "student", status="AVSLUTAT", avslutat=today)
    question = by(hub, in_case(hub, closed, "student"), typ="KONTAKTCENTER")
    problem(ask(hub, question), 403, "INGET_AKTUELLT_ARENDE", gate=3)
    no_unit = by(hub, hub.question(), typ="KONTAKTCENTER", enhet=" ")
    assert problem(ask(hub, no_unit), 403, "NEKAD", gate=2)["fel"][0]["plats"].endswith("/enhet")
    recovery = registered(hub, "student", status="AKTUALISERAT", typ="ATERKRAV")
    early = in_case(hub, recovery, "student", andamal="ATERKRAV_EKONOMISKT_BISTAND")
    problem(ask(hub, by(hub, early, typ="KONTAKTCENTER")), 403, "INGET_AKTUELLT_ARENDE", gate=3)
