"""Do changed agreements hold without a restart, all or none, and can it be shown since when?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from signal import Signals
from time import sleep
from typing import Any

import pytest
import yaml

from hub.agreements import Contracts
from hub.agreements.in_force import InForce
from hub.audit import OPERATOR
from hub.audit.nouns import Search
from hub.demo import story
from hub.model.document import FaultyDocuments
from hub.model.query import Caller
from hub.problems import LogUnavailable
from hub.renewal import Read, RenewalDesk
from tests.support import policy
from tests.support.audit import OpenLog, opened
from tests.support.crash import Ground, ground
from tests.support.forks import Done, command
from tests.support.load import ASK, questions
from tests.support.plain import plain_client
from tests.support.policy import SN

REVIEWER = Caller("granskare", SN, frozenset())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path / "hub") as found:
        yield found


def told(place: Ground, *words: str) -> Done:
    return command(
        *words, environment={"NYTTONAV_CONFIG": str(place.place.config)}, folder=place.place.folder
    )


def change(place: Ground, **changes: Any) -> None:
    file = place.place.contracts / "kallor" / "csn.yaml"
    written = yaml.safe_load(file.read_text("utf-8")) | changes
    file.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")


def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        sleep(0.05)
    raise AssertionError("it never came to hold")


def test_a_changed_folder_holds_when_the_hub_is_told_and_a_faulty_one_never(place: Ground) -> None:
    hub = place.start()
    base_url = hub.base_url()
    headers = place.furnished(base_url)
    waiting = iter(questions(place.world, 100))
    with plain_client(base_url) as client:

        def code() -> str:
            answer = client.post(ASK, json=next(waiting).question, headers=headers).json()
            if "personer" not in answer:
                return str(answer["fel"][0]["text"])
            (part,) = answer["personer"][0]["kallor"]
            return str(part["fel"]["kod"] if "fel" in part else part["utfall"])

        def warnings() -> list[str]:
            told = client.get("/health/ready").json()["varningar"]
            return [one for one in told if "contracts" in one]

        assert code() == "BESVARAD"
        change(
            place, driftuppehall=[{"fran": "2026-01-02T00:00", "till": "2099-01-01T00:00", "text": "Byte"}]
        )
        assert code() == "BESVARAD", "nobody has told the hub"
        done = told(place, "contracts", "reload")
        assert done.returncode == 0, done.stderr
        assert "reads it anew" in done.stdout
        until(lambda: code() == "KALLA_STANGD")

        change(place, kalla="OKAND")
        refused = told(place, "contracts", "reload")
        assert refused.returncode == 1
        assert "kalla is OKAND, which no loaded adapter answers for." in refused.stderr
        hub.send(Signals.SIGHUP)
        until(lambda: bool(warnings()))
        assert "the former ones hold" in warnings()[0]
        assert code() == "KALLA_STANGD"

        change(place, kalla="CSN", driftuppehall=[])
        assert told(place, "contracts", "reload").returncode == 0
        until(lambda: code() == "BESVARAD")
        assert warnings() == []
    hub.send(Signals.SIGTERM)
    assert hub.ended() == 0
    gone = told(place, "contracts", "reload")
    assert gone.returncode == 1
    assert "no hub serves this data" in gone.stdout


class Scene:
    """A hub's contracts beside an open log; `says` is what the folder says now."""

    def __init__(self, here: OpenLog) -> None:
        self.here = here
        self.says: Contracts | FaultyDocuments = CSN_AND_BOARD
        self.held = InForce(CSN_AND_BOARD)
        self.desk = RenewalDesk(self.read, self.held, policy.registry(), here.log)

    def read(self) -> Read:
        if isinstance(self.says, FaultyDocuments):
            raise self.says
        return Read(self.says, "d" * 64)

    async def events(self) -> list[dict[str, Any]]:
        found = await self.here.log.search(REVIEWER, Search(first=policy.NOW.replace(year=2020)), "Prov")
        return [dict(it.content or {}) for it in found.records[::-1] if it.event == "AVTAL_GALLER"]


CSN_AND_BOARD = Contracts({"CSN": (policy.agreement(),)}, {SN: policy.board()})
NARROWER = replace(
    CSN_AND_BOARD, agreements={"CSN": (policy.agreement(longest_period_days=31, digest="1" * 64),)}
)


async def test_what_differs_is_in_the_boards_log_before_it_holds(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        scene = Scene(here)
        await scene.desk.begin("a" * 64)
        assert await scene.events() == [], "a start is the operator's"
        assert await scene.desk.renew() == ()
        assert await scene.events() == []
        scene.says = NARROWER
        (found,) = await scene.desk.renew()
        assert found.about == "CSN, csn-ekonomiskt-bistand 2026-1"
        assert scene.held.agreements["CSN"][0].longest_period_days == 31
        (event,) = await scene.events()
        assert event["orsak"] == "OMLASNING"
        assert event["avtal"] == [{"id": "csn-ekonomiskt-bistand", "version": "2026-1", "digest": "1" * 64}]
        (sentence,) = event["andringar"]
        assert sentence.startswith("CSN, csn-ekonomiskt-bistand 2026-1: longest period: 31 days")


async def test_without_a_log_the_former_ones_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as here:
        scene = Scene(here)
        scene.says = NARROWER

        async def full(*_: object) -> None:
            raise LogUnavailable("full", retry_after_s=30)

        monkeypatch.setattr(type(here.log), "record_in_each", full)
        with pytest.raises(LogUnavailable):
            await scene.desk.renew()
        assert scene.held.now() is CSN_AND_BOARD


async def test_a_faulty_folder_is_told_until_it_is_mended(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        scene = Scene(here)
        scene.says = FaultyDocuments(["contracts/kallor/csn.yaml: is empty.", "another"])
        with pytest.raises(FaultyDocuments):
            await scene.desk.renew()
        (warning,) = scene.desk.warnings()
        assert "contracts/kallor/csn.yaml: is empty." in warning
        assert "1 faults more" in warning
        assert scene.held.now() is CSN_AND_BOARD
        scene.says = CSN_AND_BOARD
        assert await scene.desk.renew() == ()
        assert scene.desk.warnings() == ()


async def test_another_boards_changes_are_not_in_this_ones_log(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        scene = Scene(here)
        other = replace(policy.board(), id=replace(SN, board="AN"), routes={})
        scene.says = replace(CSN_AND_BOARD, boards={SN: policy.board(), other.id: other})
        (found,) = await scene.desk.renew()
        assert found.about.startswith(str(other.id))
        assert await scene.events() == []
        assert here.log.health().faults == ()
        assert story.BOARD.origin != OPERATOR
