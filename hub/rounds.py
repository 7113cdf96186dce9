"""What the hub does by itself, over and over, for as long as it runs.

A round that the log or the register cannot take now is told of and tried again next time: nothing is lost by
waiting, and health tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import structlog

from hub.problems import LogUnavailable, RegisterUnavailable

log = structlog.get_logger("hub.rounds")


@dataclass(frozen=True, slots=True)
class Round:
    """`work` gives how many things it did. `at_start`: the first time at once, not after `every_s`. `alone`:
    of several hubs over one database one does it at a time, and the others leave it to that one."""

    name: str
    work: Callable[[], Awaitable[int]]
    every_s: float
    at_start: bool = True
    alone: bool = False


Turn = Callable[[str], AbstractAsyncContextManager[bool]]
"""Whether this hub is the one that does what is so named, within the context. Raises LogUnavailable."""


@asynccontextmanager
async def going(rounds: Iterable[Round], turn: Turn) -> AsyncIterator[None]:
    """They go on within the context, each by itself."""
    tasks = [asyncio.create_task(_go(one, turn)) for one in rounds]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _go(one: Round, turn: Turn) -> None:
    if not one.at_start:
        await asyncio.sleep(one.every_s)
    while True:
        try:
            if count := await _done(one, turn):
                log.info("round.done", what=one.name, count=count)
        except (LogUnavailable, RegisterUnavailable):
            log.error("round.not_done", what=one.name)
        except Exception as error:
            # A fault of ours: it is told, and costs this round only.
            log.error("round.failed", what=one.name, kind=type(error).__name__)
        await asyncio.sleep(one.every_s)


async def _done(one: Round, turn: Turn) -> int:
    if not one.alone:
        return await one.work()
    async with turn(one.name) as mine:
        return await one.work() if mine else 0
