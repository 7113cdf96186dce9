"""Does what the hub does by itself go on, also after a round that failed, and end with the hub?"""

from __future__ import annotations

import asyncio

from hub.problems import LogUnavailable, RegisterUnavailable
from hub.rounds import Round, going


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


async def test_a_failed_round_is_followed_by_the_next_and_stops_no_other() -> None:
    failing = Work(LogUnavailable("Loggen."), RegisterUnavailable("Registret."), ValueError("fel"), 3)
    other = Work(1, 1)
    async with asyncio.timeout(10), going([Round("a", failing, 0), Round("b", other, 0)]):
        await failing.done.wait()
        await other.done.wait()
    assert failing.left == other.left == []


async def test_one_that_is_not_for_the_start_waits_its_time_first() -> None:
    never, at_once = Work(1), Work(1)
    async with (
        asyncio.timeout(10),
        going([Round("a", never, 3600, at_start=False), Round("b", at_once, 3600)]),
    ):
        await at_once.done.wait()
    assert never.left == [1]


async def test_all_end_with_the_context() -> None:
    before = asyncio.all_tasks()
    async with going([Round("a", Work(), 3600)]):
        assert len(asyncio.all_tasks()) == len(before) + 1
    assert asyncio.all_tasks() == before
