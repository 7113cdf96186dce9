"""A process that makes look-ups until it is killed, and tells on standard output what it was promised.

Lines: `avsett <id> ...` when intentions are durable (they might then be sent), `avslutat <id> ...` when their
conclusions are durable. What fails is tried anew.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from hub.audit import AccessLog
from hub.model.board import BoardId
from hub.problems import AnswerWithheld, LogUnavailable
from hub.standing import ClockLimits
from hub.stores import Address, Limits, Where, open_stores
from tests.support.audit import grounds, new_query, plan, results
from tests.support.policy import APPLICANT, PARTNER

CALLERS = 8
INTENDED, CONCLUDED = "avsett", "avslutat"


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return monotonic()


async def look_ups(
    log: AccessLog, board: BoardId, say: Callable[[str, list[str]], None], going: Callable[[], bool]
) -> None:
    """Several at a time, one after another, for as long as it is going."""
    persons = (APPLICANT, PARTNER)
    asked = grounds(*persons)
    allowed = replace(asked, board=replace(asked.board, id=board))

    async def one_after_another() -> None:
        while going():
            with suppress(LogUnavailable, AnswerWithheld):
                intended = await log.intend(new_query(*persons), allowed, plan(*persons))
                say(INTENDED, list(intended.entries.values()))
                for permit in intended.permits.values():
                    permit.use()
                await asyncio.sleep(0.002)
                await log.conclude(intended, results(intended))
                say(CONCLUDED, list(intended.entries.values()))
                continue
            await asyncio.sleep(0.05)

    await asyncio.gather(*(one_after_another() for _ in range(CALLERS)))


def _say(kind: str, ids: list[str]) -> None:
    sys.stdout.write(f"{kind} {' '.join(ids)}\n")
    sys.stdout.flush()


async def _main(keys: Path, where: Where, board: BoardId) -> None:
    clock = MachineClock()
    # Whoever holds the log to account between two rounds does it long after: by a clock that stands ahead.
    ahead = ClockLimits(ahead_until=clock.now() + timedelta(days=1))
    with open_stores(where, keys, clock, limits=Limits(clock=ahead)) as stores:
        log = AccessLog(stores.log, stores.vault, clock, "nod-1")
        await look_ups(log, board, _say, lambda: True)


def crash(keys: Path, where: str, board: BoardId) -> None:
    """The child's work. `where` is a data folder or a PostgreSQL address."""
    asyncio.run(_main(keys, Address.parse(where) if "://" in where else Path(where), board))
