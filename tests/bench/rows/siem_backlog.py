"""A log that is sent on to a SIEM for the first time: how fast, in how much memory, and what it costs others.

subject   durable records of one caller after another, while the outbox catches up with all that is there.
baseline  the same before it begins, in the same run.
The memory is what the process holds at most while it catches up, beside what it held before. `make bench`
has 50,000 records; a million by: make bench ARGS='--only siem_backlog --records 1000000', or a log that is
there (it is added to): ARGS='--only siem_backlog --log FOLDER'.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import uvloop

from hub.audit import AccessLog
from hub.siem import SiemDesk
from hub.stores import Stores
from hub.stores.outbox import OutboxFiles
from tests.bench.frame import Line, RowError, Samples, ms, per_second, settle
from tests.bench.generate import ENDED, generate
from tests.bench.generated import board
from tests.bench.rows.log_records import teller
from tests.bench.storage import StandingClock, resident_mb, scratch, storage

RECORDS = 50_000
ALONE = 150
PAUSE_S = 0.005
MOST_MB = 64
BUDGET = 2.0


def measure(records: int = RECORDS, log: Path | None = None) -> list[Line]:
    with scratch() as folder:
        if log is None:
            generate(folder, records)
        with storage(log or folder, moment=ENDED) as stores:
            return [_line(uvloop.run(_caught_up(stores, folder / "ut")))]


@dataclass(frozen=True, slots=True)
class _Measured:
    alone: Samples
    beside: Samples
    lines: int
    seconds: float
    more_mb: float


async def _caught_up(stores: Stores, out: Path) -> _Measured:
    clock = StandingClock(ENDED)
    log = AccessLog(stores.log, stores.vault, clock, "bench", "0")
    there = sum((await stores.log.figures()).sizes.values())
    settle()
    alone = [await _one(log) for _ in range(ALONE)]
    outbox = OutboxFiles(out, clock)
    desk = SiemDesk(stores.log, outbox, clock, alarm_s=900)
    before = most = resident_mb()
    begun = perf_counter()
    sending = asyncio.create_task(desk.send())
    beside: list[float] = []
    while not sending.done():
        beside.append(await _one(log))
        most = max(most, resident_mb())
    lines, seconds = await sending, perf_counter() - begun
    outbox.close()
    if lines < there or desk.warnings():
        raise RowError(f"{lines} of {there} records were sent on: {desk.warnings()}")
    return _Measured(Samples(tuple(alone)), Samples(tuple(beside)), lines, seconds, most - before)


async def _one(log: AccessLog) -> float:
    await asyncio.sleep(PAUSE_S)
    event = teller(log, board(1))(0)
    begun = perf_counter()
    await log.record(board(1).origin, event)
    return perf_counter() - begun


def _line(found: _Measured) -> Line:
    ratio = found.beside.p50 / found.alone.p50
    return Line(
        row="siem backlog",
        what=f"a record while {found.lines:,} lines go out at {per_second(found.lines / found.seconds)}, "
        f"{found.more_mb:.0f} MB more in memory; baseline: before",
        p50=ms(found.beside.p50),
        p99=ms(found.beside.p99),
        baseline=f"{ms(found.alone.p50)}, p99 {ms(found.alone.p99)}",
        ratio=f"{ratio:.2f}",
        budget=f"{BUDGET} x, {MOST_MB} MB",
        ok=ratio <= BUDGET and found.more_mb <= MOST_MB,
    )
