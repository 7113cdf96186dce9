"""What the hub does by itself, over and over, for as long as it runs.

A round that the log or the register cannot take now is told of and tried again next time: nothing is lost by
waiting, and health tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from hub.problems import LogUnavailable, RegisterUnavailable

log = structlog.get_logger("hub.rounds")


@dataclass(frozen=True, slots=True)
class Round:
    """`work` gives how many things it did. `at_start`: the first time at once, not after `every_s`."""

    name: str
    work: Callable[[], Awaitable[int]]
    every_s: float
    at_start: bool = True


@asynccontextmanager
async def going(rounds: Iterable[Round]) -> AsyncIterator[None]:
    """They go on within the context, each by itself."""
    tasks = [asyncio.create_task(_go(one)) for one in rounds]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _go(one: Round) -> None:
    if not one.at_start:
        await asyncio.sleep(one.every_s)
    while True:
        try:
            if count := await one.work():
                log.info("round.done", what=one.name, count=count)
        except (LogUnavailable, RegisterUnavailable):
            log.error("round.not_done", what=one.name)
        except Exception as error:
            # A fault of ours: it is told, and costs this round only.
            log.error("round.failed", what=one.name, kind=type(error).__name__)
        await asyncio.sleep(one.every_s)
