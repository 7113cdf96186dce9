"""Does what the hub does by itself go on, also after a round that failed, and end with the hub?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.problems import LogUnavailable, RegisterUnavailable
from hub.rounds import Round, going
from tests.support.audit import opened
from tests.support.postgres import Server


class Work:
    """Gives its outcomes one by one, then nothing more to do."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.left = list(outcomes)
        self.done = asyncio.Event()

    async def __call__(self) -> int:
        outcome = self.left.pop(0) if self.left else 0
        if not self.left:
            self.done.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@asynccontextmanager
async def ours(_name: str) -> AsyncIterator[bool]:
    yield True


async def test_what_another_hub_does_is_left_to_it(tmp_path: Path, postgres: Server) -> None:
    """As long as it does it: a hub that dies lets go."""
    database = postgres.database()
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        async with one.stores.turns("a") as mine:
            left, done = Work(1), Work(1)
            rounds = [Round("a", left, 0, alone=True), Round("b", done, 0, alone=True)]
            async with asyncio.timeout(10), going(rounds, two.stores.turns):
                await done.done.wait()
                assert (mine, left.left) == (True, [1])
                with postgres.connect(str(database.url.database)) as other:
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    )
                await left.done.wait()


async def test_in_a_data_folder_it_is_always_ones_own_turn(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        async with here.stores.turns("a") as first, here.stores.turns("a") as second:
            assert (first, second) == (True, True)


async def test_a_failed_round_is_followed_by_the_next_and_stops_no_other() -> None:
    failing = Work(LogUnavailable("Loggen."), RegisterUnavailable("Registret."), ValueError("fel"), 3)
    other = Work(1, 1)
    async with asyncio.timeout(10), going([Round("a", failing, 0), Round("b", other, 0)], ours):
        await failing.done.wait()
        await other.done.wait()
    assert failing.left == other.left == []


async def test_one_that_is_not_for_the_start_waits_its_time_first() -> None:
    never, at_once = Work(1), Work(1)
    async with (
        asyncio.timeout(10),
        going([Round("a", never, 3600, at_start=False), Round("b", at_once, 3600)], ours),
    ):
        await at_once.done.wait()
    assert never.left == [1]


async def test_all_end_with_the_context() -> None:
    before = asyncio.all_tasks()
    async with going([Round("a", Work(), 3600)], ours):
        assert len(asyncio.all_tasks()) == len(before) + 1
    assert asyncio.all_tasks() == before
