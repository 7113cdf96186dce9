"""Several hubs over one database: chains stay whole, and what each does by itself is done once."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from hub.cases import CaseErasure
from hub.model.board import BoardId
from hub.problems import AnswerWithheld, QuestionRepeated
from hub.rounds import Round, going
from hub.silence import SilenceDesk
from hub.stores import Address
from hub.stores.log_file import stored_logs
from hub.watch import SourceWatch
from messages.koder import Atgard, Led
from messages.uppgifter import Fel
from tests.support.audit import (
    ORIGIN,
    grounds,
    new_query,
    opened,
    plan,
    results,
)
from tests.support.case_events import whole
from tests.support.crashed import Promised, crashing, hold
from tests.support.log_holds import concluded_once, valid
from tests.support.policy import AN, SN, agreement, board
from tests.support.postgres import Server


@pytest.fixture
def database(postgres: Server) -> Address:
    return postgres.database()


def together(folder: Path, database: Address, boards: tuple[BoardId, BoardId], rounds: int) -> None:
    """Two processes write, one of them is killed and the other goes on; then both are dead."""
    promised = Promised()
    for number in range(rounds):
        with (
            crashing(folder, database, boards[0], "en") as one,
            crashing(folder, database, boards[1], "tva") as two,
        ):
            for hub in (one, two):
                hub.wait_for_a_promise(20)
            killed, other = (one, two) if number % 2 else (two, one)
            killed.kill()
            went_on = other.promises() + 50
            latest = time.monotonic() + 30
            while other.promises() < went_on:
                assert time.monotonic() < latest, "the other hub is held up by the one that was killed"
                time.sleep(0.01)
        for hub in (one, two):
            hub.promised(promised)
        hold(folder, database, promised)
    assert set(stored_logs(database)) == {board.origin for board in boards}


@pytest.mark.parametrize("boards", [(SN, SN), (SN, AN)], ids=["the same board", "different boards"])
def test_of_two_hubs_one_is_killed(
    database: Address, tmp_path: Path, boards: tuple[BoardId, BoardId]
) -> None:
    with opened(tmp_path, where=database):
        pass  # makes the keys
    together(tmp_path, database, boards, 1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("boards", [(SN, SN), (SN, AN)], ids=["the same board", "different boards"])
def test_of_two_hubs_one_is_killed_many_times(
    database: Address, tmp_path: Path, boards: tuple[BoardId, BoardId]
) -> None:
    with opened(tmp_path, where=database):
        pass
    together(tmp_path, database, boards, 50)


async def test_what_one_hub_is_told_the_other_knows_at_once_and_a_live_intention_is_left_alone(
    database: Address, tmp_path: Path
) -> None:
    from tests.support.case_events import whole

    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        case = (SN, "demo", "EB-1")
        await one.stores.register.put(*case, whole(5))
        assert (await two.stores.register.case(*case)) == (await one.stores.register.case(*case))
        await two.stores.register.put(*case, whole(6, status="AVSLUTAT", avslutat="2026-11-20"))
        assert (await one.stores.register.case(*case)) == (await two.stores.register.case(*case))
        asked = new_query()
        intended = await one.log.intend(asked, grounds(), plan())
        assert (await two.log.recover(), await two.log.sweep()) == (0, 0)
        with pytest.raises(QuestionRepeated):
            await two.log.intend(asked, grounds(), plan())
        await one.log.conclude(intended, results(intended))
        late = await one.log.intend(new_query(), grounds(), plan())
        two.clock.move(3600)
        swept = await asyncio.gather(one.log.sweep(), two.log.sweep(), two.log.recover())
        assert max(swept) == 2
        with pytest.raises(AnswerWithheld):
            await one.log.conclude(late, results(late))
        assert concluded_once(two) == 4
        assert valid(two)


# ------------------------------------------------------------ what hubs do by themselves


DOWN = Fel(led=Led.FORMEDLARE, kod="FORMEDLARE_DRIFTSTORNING", text="Svarar inte.", atgard=Atgard.FORSOK_IGEN)


async def test_a_silence_is_told_once_whichever_hub_heard_it(database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        hubs = [(here, SourceWatch(here.clock)) for here in (one, two)]
        known = {"CSN": (agreement(longest_silence_s=3600),)}
        boards = {SN: board()}
        desks = [
            SilenceDesk(watch, here.stores.reaches, here.log, boards, known, here.clock)
            for here, watch in hubs
        ]

        async def after(seconds: float) -> list[int]:
            for here, _ in hubs:
                here.clock.move(seconds)
            return [await desk.look() for desk in desks]

        for _, watch in hubs:
            watch.heard(SN, "CSN", DOWN)
        assert await after(10) == [0, 0]
        hubs[1][1].heard(SN, "CSN", DOWN)
        assert await after(3600) == [1, 0]
        assert [len(desk.warnings()) for desk in desks] == [1, 1]
        assert await after(15) == [0, 0]
        hubs[0][1].heard(SN, "CSN", None)
        assert await after(15) == [1, 0]
        assert [desk.silent() for desk in desks] == [frozenset()] * 2
        assert await after(15) == [0, 0], "what the other had not heard itself is over for it, too"
        events = await one.stores.log.following(ORIGIN, 0, 100)
        assert [it.event for it in events if it.event.startswith("KALLA_")] == ["KALLA_TYST", "KALLA_HORS"]


async def test_closed_cases_are_erased_and_told_once_by_hubs_whose_hour_has_come(
    database: Address, tmp_path: Path
) -> None:
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        for number in range(20):
            closed = whole(6, status="AVSLUTAT", avslutat="2026-11-20")
            await one.stores.register.put(SN, "demo", f"EB-{number}", closed)
        for here in (one, two):
            here.clock.move(3 * 366 * 86_400)
        rounds = []
        for here in (one, two):
            erasure = CaseErasure(here.stores.register, here.log, {SN: board()}, here.clock)
            rounds.append(
                going([Round("closed cases erased", erasure.erase, 0.01, alone=True)], here.stores.turns)
            )
        async with rounds[0], rounds[1]:
            for _ in range(500):
                await asyncio.sleep(0.02)
                if await one.stores.register.get(SN, "demo", "EB-19") is None:
                    break
            await asyncio.sleep(0.2)
        events = await one.stores.log.following(ORIGIN, 0, 100)
        assert [it.event for it in events] == ["EPOK_OPPNAD", "ARENDEN_GALLRADE"]
