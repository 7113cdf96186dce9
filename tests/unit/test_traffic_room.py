"""Does a call wait for its turn and no longer, and is the day's count there again after a restart?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model.agreement import Agreement
from hub.model.decision import Grant
from hub.model.traffic import DayCount, LimitKind, NoRoom, TrafficKey, TrafficLimits
from hub.problems import RegisterUnavailable
from hub.traffic import Place, Traffic, TrafficDesk
from tests.support.audit import SetClock, grounds, opened
from tests.support.audit import grant as granted
from tests.support.policy import AN, NOW, SN, agreement
from tests.support.postgres import Server

MIDNIGHT = datetime(2026, 11, 21, 23, tzinfo=UTC)
"""Of the Swedish day of the set clock."""


class RealClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return monotonic()


def limiting(source: str = "CSN", **limits: int) -> Agreement:
    return agreement(source, traffic=TrafficLimits(**limits))


async def entered(traffic: Traffic, *agreements: Agreement, seconds: float = 5.0) -> Place:
    found = await traffic.enter(SN, agreements, monotonic() + seconds)
    assert isinstance(found, Place)
    return found


async def turned_away(traffic: Traffic, *agreements: Agreement, seconds: float = 0.05) -> NoRoom:
    found = await traffic.enter(SN, agreements, monotonic() + seconds)
    assert isinstance(found, NoRoom)
    return found


async def test_where_there_is_room_nothing_is_waited_for() -> None:
    traffic, one = Traffic(RealClock()), limiting(per_second=3, at_once=3, per_day=3)
    for _ in range(3):
        with pytest.raises(StopIteration):  # it came through without once letting go of the event loop
            traffic.enter(SN, [one], monotonic() + 5).send(None)


async def test_who_has_no_room_in_time_is_told_which_limit_and_keeps_no_place() -> None:
    traffic, one = Traffic(RealClock()), limiting(at_once=1)
    first = await entered(traffic, one)
    late = await turned_away(traffic, one)
    assert (late.source, late.kind, late.most) == ("CSN", LimitKind.AT_ONCE, 1)
    assert late.earliest == NOW + timedelta(seconds=1)
    waiting = asyncio.create_task(entered(traffic, one))
    await asyncio.sleep(0)
    traffic.leave(first)
    traffic.leave(await waiting)
    await entered(traffic, one, seconds=0.05)


async def test_the_second_is_waited_out_and_no_longer() -> None:
    traffic, one = Traffic(RealClock()), limiting(per_second=4)
    came: list[float] = []

    async def call() -> None:
        place = await entered(traffic, one)
        came.append(place.begun)
        traffic.leave(place)

    began = monotonic()
    await asyncio.gather(*(call() for _ in range(10)))
    assert all(later - first >= 1.0 for first, later in zip(came, came[4:], strict=False))
    assert 2.0 <= came[-1] - began < 5.0
    assert came[3] - came[0] < 1.0


async def test_another_board_is_not_held_up() -> None:
    traffic, one = Traffic(RealClock()), limiting(at_once=1)
    first = await entered(traffic, one)
    order: list[str] = []

    async def call(board: str) -> None:
        place = await traffic.enter(AN if board == "AN" else SN, [one], monotonic() + 5)
        assert isinstance(place, Place)
        order.append(board)
        await asyncio.sleep(0)
        traffic.leave(place)

    calls = [asyncio.create_task(call(board)) for board in ["SN"] * 50 + ["AN"]]
    await asyncio.sleep(0)
    traffic.leave(first)
    await asyncio.gather(*calls)
    assert order[0] == "AN", "it was let in longest ago"
    assert len(order) == 51


@pytest.mark.parametrize("let_in", [False, True])
async def test_who_is_cancelled_gives_its_place_back(let_in: bool) -> None:
    traffic, one = Traffic(RealClock()), limiting(per_second=2, at_once=1, per_day=2)
    first = await entered(traffic, one)
    waiting = asyncio.create_task(entered(traffic, one))
    await asyncio.sleep(0)
    if let_in:
        traffic.leave(first)  # its turn has come, but it has not begun when it is cancelled
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    if not let_in:
        traffic.leave(first)
    await entered(traffic, one, seconds=0.05)
    assert traffic.counts()["CSN", one.id].used == 2


async def test_a_cancelled_one_that_is_let_in_before_it_knows_takes_nobody_s_turn() -> None:
    traffic, one = Traffic(RealClock()), limiting(at_once=1)
    first = await entered(traffic, one)
    cancelled, other = (asyncio.create_task(entered(traffic, one)) for _ in range(2))
    await asyncio.sleep(0)
    cancelled.cancel()
    traffic.leave(first)
    assert isinstance(await other, Place)


async def test_a_turn_that_comes_when_time_is_out_is_not_used() -> None:
    clock = SetClock()
    traffic, one = Traffic(clock), limiting(at_once=2, per_day=2)
    late = await traffic.enter(SN, [one], clock.monotonic() - 1)
    assert isinstance(late, NoRoom)
    assert (traffic.counts()["CSN", one.id].used, traffic.counts()["CSN", one.id].inside) == (0, 0)


async def test_when_the_day_is_used_up_nobody_waits() -> None:
    clock = SetClock()
    traffic, one = Traffic(clock), limiting(at_once=1, per_day=2)
    asked = grounds(sources=(granted("FK"), _of(one)))
    first = await _there(traffic, clock, one)
    waiting = [asyncio.create_task(traffic.enter(SN, [one], clock.monotonic() + 20)) for _ in range(3)]
    await asyncio.sleep(0)
    assert traffic.spent(asked) == {}
    traffic.leave(first)
    none = NoRoom("CSN", LimitKind.DAY, 2, MIDNIGHT)
    found = await asyncio.gather(*waiting)
    assert isinstance(found[0], Place)
    assert found[1:] == [none, none]
    with pytest.raises(StopIteration) as stopped:
        traffic.enter(SN, [one], clock.monotonic() + 20).send(None)
    assert stopped.value.value == none
    assert traffic.spent(asked) == {"CSN": none}
    clock.moment = MIDNIGHT
    assert traffic.spent(asked) == {}
    traffic.leave(found[0])
    await _there(traffic, clock, one)


async def test_versions_share_what_is_counted_and_the_newest_says_how_much() -> None:
    clock = SetClock()
    traffic = Traffic(clock)
    await _there(traffic, clock, limiting(per_day=1))
    newer = limiting(per_day=2)
    await _there(traffic, clock, newer)
    assert isinstance(await traffic.enter(SN, [newer], clock.monotonic() + 9), NoRoom)


def _of(one: Agreement) -> Grant:
    return replace(granted("CSN"), agreement=one)


async def _there(traffic: Traffic, clock: SetClock, *agreements: Agreement) -> Place:
    found = await traffic.enter(SN, agreements, clock.monotonic() + 20)
    assert isinstance(found, Place)
    return found


# ------------------------------------------------------------ over a restart


@dataclass(slots=True)
class Store:
    """Keeps in memory; refuses while it is down."""

    rows: dict[TrafficKey, DayCount]
    down: bool = False

    async def add(self, counts: Mapping[TrafficKey, DayCount]) -> None:
        if self.down:
            raise RegisterUnavailable("nere", retry_after_s=30)
        for key, count in counts.items():
            there = self.rows.get(key)
            before = there.used if there is not None and there.day == count.day else 0
            self.rows[key] = DayCount(count.day, before + count.used)

    async def every(self) -> dict[TrafficKey, DayCount]:
        return dict(self.rows)


@given(
    per_day=st.integers(1, 3000),
    calls=st.lists(st.integers(0, 60), max_size=30),
    clean=st.booleans(),
    down=st.booleans(),
)
async def test_a_restart_loses_nothing_that_a_round_has_seen(
    per_day: int, calls: list[int], clean: bool, down: bool
) -> None:
    clock, one = SetClock(), limiting(per_day=per_day)
    traffic, store = Traffic(clock), Store({})
    desk = TrafficDesk(traffic, store)
    begun = since_round = 0
    for number in calls:
        since_round = 0
        for _ in range(number):
            found = await traffic.enter(SN, [one], clock.monotonic() + 9)
            since_round += isinstance(found, Place)
        begun += since_round
        await desk.keep()
    store.down = down
    if clean:
        with suppress(RegisterUnavailable):
            await desk.close()
    again = Traffic(clock)
    store.down = False
    await TrafficDesk(again, store).recall()
    again.spent(grounds(sources=(_of(one),)))  # the agreement is known again with the first question
    gates = again.counts()
    used = gates["CSN", one.id].used
    ahead = -(-per_day // 100)
    if clean and not down:
        assert used == begun
    assert begun <= used <= min(begun + ahead, per_day)


async def test_between_two_rounds_no_more_than_was_begun_is_lost() -> None:
    clock, one, store = SetClock(), limiting(per_day=1000), Store({})
    traffic = Traffic(clock)
    desk = TrafficDesk(traffic, store)
    await _there(traffic, clock, one)
    assert await desk.keep() == 1
    for _ in range(4):
        await _there(traffic, clock, one)
    assert await desk.keep() == 0, "there is enough to spare"
    for _ in range(3):
        await _there(traffic, clock, one)
    assert store.rows["CSN", one.id].used == 11 > 8
    store.down = True
    with pytest.raises(RegisterUnavailable):
        await desk.keep()
    store.down = False
    assert await desk.keep() == 1
    assert store.rows["CSN", one.id] == DayCount(date(2026, 11, 21), 18)


async def test_what_was_counted_yesterday_holds_nobody_up_today(tmp_path: Path) -> None:
    one = limiting(per_day=1)
    with opened(tmp_path) as here:
        traffic = Traffic(here.clock)
        desk = TrafficDesk(traffic, here.stores.traffic)
        await _there(traffic, here.clock, one)
        await desk.close()
    with opened(tmp_path, here.clock) as here:
        traffic = Traffic(here.clock)
        await TrafficDesk(traffic, here.stores.traffic).recall()
        assert isinstance(await traffic.enter(SN, [one], here.clock.monotonic() + 9), NoRoom)
        here.clock.moment = MIDNIGHT
        await _there(traffic, here.clock, one)
        await TrafficDesk(traffic, here.stores.traffic).keep()
        assert await here.stores.traffic.every() == {("CSN", one.id): DayCount(date(2026, 11, 22), 1)}


async def test_hubs_over_one_database_use_up_one_day(tmp_path: Path, postgres: Server) -> None:
    """What each begins between two rounds, and a hundredth to spare, is all that they differ by."""
    one, database = limiting(per_day=100), postgres.database()
    with opened(tmp_path, where=database) as here, opened(tmp_path, where=database) as there:
        hubs = [Traffic(here.clock), Traffic(there.clock)]
        desks = [TrafficDesk(hubs[0], here.stores.traffic), TrafficDesk(hubs[1], there.stores.traffic)]
        begun, spent = 0, False
        while not spent:
            for traffic, desk in zip(hubs, desks, strict=True):
                found = await traffic.enter(SN, [one], here.clock.monotonic() + 9)
                begun, spent = begun + isinstance(found, Place), spent or isinstance(found, NoRoom)
                await desk.keep()
        assert 96 <= begun <= 102
        for desk in desks:
            await desk.keep()
        assert [bool(it.spent(grounds(sources=(_of(one),)))) for it in hubs] == [True, True]
        for desk in desks:
            await desk.close()
        assert (await here.stores.traffic.every())["CSN", one.id].used == begun
        for clock in (here.clock, there.clock):
            clock.moment = MIDNIGHT
        for traffic, desk in zip(hubs, desks, strict=True):
            await _there(traffic, here.clock, one)
            await desk.keep()
        await desks[0].close()
        await desks[1].close()
        assert (await here.stores.traffic.every())["CSN", one.id] == DayCount(date(2026, 11, 22), 2)
