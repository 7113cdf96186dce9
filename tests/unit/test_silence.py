"""Is somebody told, once, when a source has not answered for longer than agreed, also over a restart?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.audit.nouns import Search
from hub.maintenance import MaintenanceDesk
from hub.model.maintenance import SHUT
from hub.model.query import Caller
from hub.problems import LogUnavailable, NotFound
from hub.silence import SilenceDesk
from hub.watch import SourceWatch
from messages.drift import Driftmeddelande
from messages.koder import Atgard, Led
from messages.uppgifter import Fel
from tests.support import policy
from tests.support.audit import OpenLog, SetClock, opened
from tests.support.policy import SN

HOURS = 3600
DOWN = Fel(led=Led.FORMEDLARE, kod="FORMEDLARE_DRIFTSTORNING", text="Svarar inte.", atgard=Atgard.FORSOK_IGEN)
CLOSED = Fel(led=Led.KALLA, kod=SHUT, text="Driftuppehåll.", atgard=Atgard.FORSOK_IGEN)


@dataclass(slots=True)
class Scene:
    here: OpenLog
    watch: SourceWatch
    desk: SilenceDesk

    def after(self, **time: float) -> None:
        self.here.clock.moment += timedelta(**time)

    async def told(self) -> list[tuple[str, Mapping[str, Any]]]:
        reviewer = Caller("granskare", SN, frozenset())
        found = await self.here.log.search(reviewer, Search(first=datetime(2020, 1, 1, tzinfo=UTC)), "Prov")
        return [(it.event, it.content or {}) for it in found.records[::-1] if it.event.startswith("KALLA_")]


@contextmanager
def staged(folder: Path, limit: int | None = 4 * HOURS, clock: SetClock | None = None) -> Iterator[Scene]:
    with opened(folder, clock) as here:
        watch = SourceWatch(here.clock)
        agreements = {"CSN": (policy.agreement(longest_silence_s=limit),)}
        desk = SilenceDesk(watch, here.stores.reaches, here.log, {SN: policy.board()}, agreements, here.clock)
        yield Scene(here, watch, desk)


async def test_a_silence_beyond_the_limit_is_told_once_and_its_end_too(tmp_path: Path) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "CSN", None)
        scene.after(hours=1)
        scene.watch.heard(SN, "CSN", DOWN)
        scene.after(hours=3)
        assert await scene.desk.look() == 0, "four hours are allowed, from when it last answered"
        assert scene.desk.warnings() == ()
        scene.after(seconds=1)
        assert await scene.desk.look() == 1
        assert await scene.desk.look() == 0
        assert scene.desk.silent() == {(SN, "CSN")}
        (warning,) = scene.desk.warnings()
        assert warning.startswith("CSN has not answered 2120002411/SN since 2026-11-21")
        assert "FORMEDLARE, FORMEDLARE_DRIFTSTORNING" in warning
        scene.watch.heard(SN, "CSN", None)
        assert await scene.desk.look() == 1
        assert scene.desk.warnings() == ()
        assert scene.desk.silent() == frozenset()
        (began, first), (ended, second) = await scene.told()
        assert (began, ended) == ("KALLA_TYST", "KALLA_HORS")
        assert first["sedan"] == second["sedan"]
        assert first["fel"] == {"led": "FORMEDLARE", "kod": "FORMEDLARE_DRIFTSTORNING"}
        assert first["avtal"]["id"] == "csn-ekonomiskt-bistand"


async def test_maintenance_without_end_is_a_silence_once_somebody_wanted_to_ask(
    tmp_path: Path,
) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "CSN", None)
        scene.after(days=30)
        assert await scene.desk.look() == 0, "nobody has asked"
        scene.watch.heard(SN, "CSN", CLOSED)
        assert await scene.desk.look() == 1
        assert SHUT in scene.desk.warnings()[0]


async def test_a_silence_over_a_restart_is_one_and_is_not_told_again(tmp_path: Path) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "CSN", None)
        answered = scene.here.clock.moment
        assert await scene.desk.look() == 0
    with staged(tmp_path) as scene:
        await scene.desk.recall()
        scene.here.clock.moment = answered + timedelta(hours=5)
        scene.watch.heard(SN, "CSN", DOWN)
        assert await scene.desk.look() == 1
        reach = scene.watch.of(SN, "CSN")
        assert reach is not None
        assert reach.answered == answered
    with staged(tmp_path, clock=SetClock(answered + timedelta(hours=6))) as scene:
        await scene.desk.recall()
        assert await scene.desk.look() == 0
        assert len(scene.desk.warnings()) == 1


async def test_a_test_call_ends_no_silence_of_questions(tmp_path: Path) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "CSN", DOWN)
        scene.after(hours=5)
        reach = scene.watch.pinged(SN, "CSN", None)
        assert reach.up
        assert await scene.desk.look() == 1
        assert len(scene.desk.warnings()) == 1


async def test_a_test_call_that_fails_begins_none(tmp_path: Path) -> None:
    with staged(tmp_path) as scene:
        assert not scene.watch.pinged(SN, "CSN", DOWN).up
        scene.after(hours=5)
        assert await scene.desk.look() == 0


async def test_without_a_limit_nobody_is_told(tmp_path: Path) -> None:
    with staged(tmp_path, limit=None) as scene:
        scene.watch.heard(SN, "CSN", DOWN)
        scene.after(days=200)
        assert await scene.desk.look() == 0
        assert scene.desk.warnings() == ()


async def test_a_board_that_has_no_way_to_the_source_any_more_is_told_nothing(tmp_path: Path) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "FK", DOWN)
        scene.after(days=200)
        assert await scene.desk.look() == 0


async def test_what_the_log_could_not_take_is_told_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staged(tmp_path) as scene:
        scene.watch.heard(SN, "CSN", DOWN)
        scene.after(hours=5)

        async def full(*_: object) -> tuple[str, ...]:
            raise LogUnavailable("full", retry_after_s=30)

        with monkeypatch.context() as patch:
            patch.setattr(type(scene.here.log), "record", full)
            with pytest.raises(LogUnavailable):
                await scene.desk.look()
        assert await scene.desk.look() == 1


async def test_a_notice_outlives_its_process_and_is_cleared_away_in_time(tmp_path: Path) -> None:
    me = Caller("sn-arendesystem", SN, frozenset())
    with opened(tmp_path) as here:
        now = here.clock.moment
        said = Driftmeddelande(fran=now, till=now + timedelta(hours=1), text="Underhåll")
        made = await _desk(here).tell(me, None, "CSN", said)
    with opened(tmp_path) as here:
        (held,) = (await _desk(here).holding(SN))["CSN"]
        assert (held.id, held.text) == (made.driftmeddelandeId, "Underhåll")
        here.clock.moment = now + timedelta(hours=2)
        assert await _desk(here).holding(SN) == {}
        assert await _desk(here).erase() == 0
        here.clock.moment = now + timedelta(days=31)
        assert await _desk(here).erase() == 1
        gone = Driftmeddelande(fran=now, text="Underhåll", ersatter=made.driftmeddelandeId)
        with pytest.raises(NotFound):
            await _desk(here).tell(me, None, "CSN", gone)


def _desk(here: OpenLog) -> MaintenanceDesk:
    return MaintenanceDesk(
        here.stores.notices, here.log, {"CSN"}, here.clock, lambda: "4b0c2f5e-8a1d-4c3b-9f60-2d5e7a9b1c34"
    )
