"""Do two boards share a source's limits fairly, and is who found no room told so, and when to ask again?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from hub import registry
from hub.demo.stage import CONTRACTS
from hub.model.calendar import SWEDEN, swedish_day
from hub.model.registry import Registry
from hub.registry import discover
from hub.stores.folder import REGISTER_FILE
from tests.support.hub import RunningHub, running_hub
from tests.support.wire import (
    answered,
    ask,
    events,
    fault,
    in_case,
    now,
    only_part,
    registered,
    sending,
    since,
)

SN, AN = "arendesystem", "annanNamnd"


@contextmanager
def limited_hub(folder: Path, limits: str) -> Iterator[RunningHub]:
    """CSN's agreement with these limits; everything else as it is."""
    sources = folder / "contracts" / "kallor"
    sources.mkdir(parents=True)
    agreed = (CONTRACTS / "kallor" / "csn.yaml").read_text("utf-8")
    (sources / "csn.yaml").write_text(f"{agreed}\ntrafik: {limits}\n", "utf-8")
    with running_hub(folder / "hub", contracts=folder / "contracts") as running:
        yield running


def question(hub: RunningHub, role: str, **changes: Any) -> dict[str, Any]:
    """A question of the board's own about somebody in a case of its own."""
    asked = in_case(hub, registered(hub, "student", role=role), "student", **changes)
    asked["ingivare"] = asked["ingivare"] | {"namnd": hub.role_board(role).board}
    return asked


def put(hub: RunningHub, role: str) -> dict[str, Any]:
    return only_part(answered(ask(hub, question(hub, role), role=role)))


def crowded(part: dict[str, Any]) -> dict[str, Any]:
    """The fault of a source that was not asked because of a limit."""
    assert (part["utfall"], part["fragad"], part["uppgifter"]) == ("EJ_STALLD", False, {})
    found: dict[str, Any] = part["fel"]
    assert (found["led"], found["kod"], found["atgard"]) == ("NYTTONAV", "TRAFIKGRANS", "FORSOK_IGEN")
    assert found["kontakt"]
    return found


Asked = tuple[str, dict[str, Any]]
"""A role and its question."""


def questions(hub: RunningHub, *roles: str) -> list[Asked]:
    return [(role, question(hub, role)) for role in roles]


def all_at_once(hub: RunningHub, asked: Sequence[Asked]) -> list[tuple[str, float]]:
    """Outcome and when it was answered, the first answered first."""

    def one(it: Asked) -> tuple[str, float]:
        part = only_part(answered(ask(hub, it[1], role=it[0])))
        return part["utfall"], monotonic()

    with ThreadPoolExecutor(len(asked)) as pool:
        return sorted(pool.map(one, asked), key=lambda it: it[1])


def test_one_at_a_time_and_the_other_boards_one_question_does_not_wait_for_all(tmp_path: Path) -> None:
    with limited_hub(tmp_path, "{samtidigt: 1}") as hub, fault(hub, "LANGSAM", sekunder=0.4):
        ours, theirs = questions(hub, *[SN] * 8), questions(hub, AN)
        began = monotonic()
        with ThreadPoolExecutor(1) as pool:
            many = pool.submit(all_at_once, hub, ours)
            while not hub.questions_received():
                assert monotonic() - began < 10
            ((outcome, other),) = all_at_once(hub, theirs)
            answers = many.result()
    assert {outcome, *(it for it, _ in answers)} == {"BESVARAD"}
    assert answers[-1][1] - began >= 9 * 0.4, "one at a time"
    assert sum(moment > other for _, moment in answers) >= 3, "it passed those of ours that waited"


def test_so_many_a_second_of_both_boards_together(tmp_path: Path) -> None:
    with limited_hub(tmp_path, "{perSekund: 2}") as hub:
        asked = questions(hub, *[SN, AN] * 3)
        began = monotonic()
        found = all_at_once(hub, asked)
    assert {outcome for outcome, _ in found} == {"BESVARAD"}
    assert found[-1][1] - began >= 2.0, "six of them, two a second"


def test_who_finds_no_room_in_time_is_told_so_and_the_log_has_its_conclusion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "discover", _four_seconds)
    with limited_hub(tmp_path, "{samtidigt: 1}") as hub, fault(hub, "TYST"):
        with ThreadPoolExecutor(1) as pool:
            silent = pool.submit(put, hub, AN)
            began = monotonic()
            while not hub.questions_received():
                assert monotonic() - began < 10
            moment = now()
            part = put(hub, SN)
            assert not silent.done(), "half of its time is the source's, and is not waited away"
            assert silent.result()["utfall"] == "EJ_TILLGANGLIG"
        found = crowded(part)
        assert "emot högst 1 frågor åt gången" in found["text"]
        assert datetime.fromisoformat(found["tidigast"]) > moment
        records = since(hub, moment)
        (intended,) = (it for it in records if it["handelse"] == "UPPSLAG_AVSETT")
        (concluded,) = (it for it in records if it["handelse"] == "UPPSLAG_AVSLUTAT")
        assert intended["loggpostId"] == concluded["avsiktId"] == part["loggpostId"]
        assert (concluded["utfall"], concluded["fel"]["kod"]) == ("EJ_STALLD", "TRAFIKGRANS")


def _four_seconds(**how: Any) -> Registry:
    """SSBTEK is given four seconds."""
    found = discover(**how)
    loaded = found.adapters["ssbtek"]
    assert loaded.manifest.route is not None
    route = replace(loaded.manifest.route, connect_s=4.0, read_s=4.0, whole_s=4.0)
    loaded = replace(loaded, manifest=replace(loaded.manifest, route=route))
    return replace(found, adapters={**found.adapters, "ssbtek": loaded})


def test_a_day_used_up_by_one_board_is_used_up_for_the_other_until_midnight(tmp_path: Path) -> None:
    with limited_hub(tmp_path, "{perDygn: 2}") as hub:
        with sending(hub, 2):
            assert [put(hub, role)["utfall"] for role in (SN, AN)] == ["BESVARAD", "BESVARAD"]
            moment = now()
            for role in (SN, AN):
                found = crowded(put(hub, role))
                midnight = datetime.combine(swedish_day(moment) + timedelta(days=1), time.min, SWEDEN)
                assert datetime.fromisoformat(found["tidigast"]) == midnight.astimezone(UTC)
                assert "dygnets frågor är slut" in found["text"]
        assert "UPPSLAG_EJ_STALLT" in events(since(hub, moment))
        with sending(hub, 1):
            (person,) = answered(ask(hub, question(hub, SN, urval=[])))["personer"]
        outcomes = {one["kalla"]: one["utfall"] for one in person["kallor"]}
        assert outcomes.pop("CSN") == "EJ_STALLD"
        assert "EJ_STALLD" not in outcomes.values(), "the others of the call are asked"
    with closing(sqlite3.connect(hub.settings.data / REGISTER_FILE)) as register:
        kept = register.execute("SELECT source, used FROM traffic_days WHERE source = 'CSN'").fetchall()
    assert kept == [("CSN", 2)]
