"""Durable log records per second on SQLite, with 32 waiting.

subject   32 callers, each with one unit of one prepared record at a time (some 700 bytes, a person sealed in
          it, found by person and case); each waits until its commit is flushed to disk. Index, leaf, tree,
          search keys and signed head are written in that commit.
baseline  one caller writing the same payloads as bare rows to a table, one flushed commit each: what it would
          cost not to share commits, without any of the log's own work.
In turns, on the disk where the repository lies. The log begins empty: what many records that are there
already cost is the row log_search.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

import uvloop

from hub.audit.case_events import CaseMember, CaseRegistered
from hub.audit.parts import CaseRef
from hub.audit.scribe import Scribe
from hub.model.ledger import Committed, NewEntry, Unit
from hub.stores import Stores
from tests.bench.frame import Line, Samples, ms, per_second, settle
from tests.bench.storage import bare_rows, scratch, storage
from tests.support import policy

WAITING = 32
TURNS = 5
RECORDS = 2000
BARE_RECORDS = 200
BUDGET_PER_S = 8000


def measure() -> list[Line]:
    with scratch() as folder, storage(folder) as stores, bare_rows(folder) as bare_row:
        return uvloop.run(_compare(stores, bare_row))


async def _compare(stores: Stores, bare_row: Callable[[bytes], object]) -> list[Line]:
    rates: list[float] = []
    bare: list[float] = []
    waits: list[float] = []
    await write(stores, list(records(stores, WAITING)))  # opens the log, warms the code
    for _ in range(TURNS):
        made = list(records(stores, RECORDS))
        settle()
        begun = perf_counter()
        waits += await write(stores, made)
        rates.append(len(made) / (perf_counter() - begun))
        bare.append(_one_by_one(bare_row, made[:BARE_RECORDS]))
    rate, alone = statistics.median(rates), statistics.median(bare)
    waited = Samples(tuple(waits))
    return [
        Line(
            row="log records",
            what=f"SQLite, {WAITING} waiting: {per_second(rate)}; baseline: a bare row per commit",
            p50=ms(waited.p50),
            p99=ms(waited.p99),
            baseline=per_second(alone),
            ratio=f"{rate / alone:.1f}",
            budget=f"{per_second(BUDGET_PER_S)} (at a million)",
            ok=rate >= BUDGET_PER_S,
        )
    ]


def records(stores: Stores, count: int) -> Iterator[NewEntry]:
    """Prepared records, some 700 bytes each."""
    scribe = Scribe(stores.vault, "bench", "0")
    board, person, case = policy.SN, policy.APPLICANT, policy.case()
    for _ in range(count):
        member = CaseMember(scribe.sealed(board, person, policy.NOW), "SOKANDE")
        event = CaseRegistered(
            "bench", CaseRef(case.system, case.case_id, case.kind.value), "PAGAENDE", policy.NOW, (member,)
        )
        yield scribe.entry(event, policy.NOW)


async def write(stores: Stores, entries: Sequence[NewEntry]) -> list[float]:
    """Seconds that each record waited for."""
    left = iter(entries)
    waited: list[float] = []
    opening = Scribe(stores.vault, "bench", "0").opening(policy.SN.origin, policy.NOW)

    async def caller() -> None:
        for record in left:
            begun = perf_counter()
            written = await stores.log.append(Unit(policy.SN.origin, (record,), opening))
            waited.append(perf_counter() - begun)
            assert isinstance(written, Committed)

    await asyncio.gather(*(caller() for _ in range(WAITING)))
    return waited


def _one_by_one(write: Callable[[bytes], object], records: Sequence[NewEntry]) -> float:
    """Bare rows per second, a commit each."""
    begun = perf_counter()
    for record in records:
        write(record.payload)
    return len(records) / (perf_counter() - begun)
