"""Durable log records per second, 32 waiting, on either store, with so many records there already.

subject   32 callers of the log, each with one event at a time (some 700 bytes, a person sealed in it, found
          by person and case): sealed, made a record of, queued, committed with what else waits, and flushed
          to disk. Index, leaf, tree, tiles, search keys and signed head are written in that commit. Once with
          all at one board, once with each caller at its own, whose log has a head and a signature of its own.
baseline  the bare store (tests/bench/bare.py): ready rows of 600 bytes with four indexes, as many to a commit
          as the subject had in its own. Beside it the same in multiples of the reference (decision 0005), by
          which the budget allows 5.2: the store does its share of the work in another language, and the disk
          its own, so that the two tell different things of a machine.
In turns, on disk. `make bench` has 10,000 records there; the size that the budget speaks of by:
make bench ARGS='--only log_records --records 1000000'.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import uvloop

from hub.audit import AccessLog
from hub.audit.case_events import CaseMember, CaseRegistered
from hub.audit.parts import CaseRef
from hub.model.board import BoardId
from hub.stores import Stores
from tests.bench import bare
from tests.bench.frame import Line, Samples, ms, per_second, repeated, settle
from tests.bench.generate import ENDED, generate
from tests.bench.generated import board
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.translation import small_answer
from tests.bench.storage import StandingClock, scratch, server, storage
from tests.support import policy

WAITING = 32
TURNS = 7
RECORDS = 1000
THERE = 10_000
MILLION = 1_000_000
BUDGET_PER_S = 8000
BARE_PER_S = {"SQLite": {THERE: 16_300, MILLION: 12_200}, "PostgreSQL": {THERE: 34_000, MILLION: 34_000}}
"""What the bare store did on the machine that the budget was set on, by rows already there (audit facts)."""


def measure(records: int = THERE) -> list[Line]:
    lines: list[Line] = []
    for sides in (_sqlite, _postgresql):
        with scratch() as folder, sides(folder, records) as both:
            lines += [_compared(both, records, boards) for boards in (1, WAITING)]
    return lines


@dataclass(frozen=True, slots=True)
class _Sides:
    name: str
    stores: Stores
    bare: bare.Write


@contextmanager
def _sqlite(folder: Path, records: int) -> Iterator[_Sides]:
    generate(folder, records)
    with storage(folder, moment=ENDED) as stores, bare.on_sqlite(folder, records) as write:
        yield _Sides("SQLite", stores, write)


@contextmanager
def _postgresql(folder: Path, records: int) -> Iterator[_Sides]:
    with server() as running, bare.on_postgresql(running, records) as write:
        where = running.database()
        generate(folder, records, where=where)
        with storage(folder, where, ENDED) as stores:
            yield _Sides("PostgreSQL", stores, write)


def _compared(sides: _Sides, records: int, boards: int) -> Line:
    turns: list[tuple[float, float, float]] = []
    reference = read_and_validate(small_answer())
    waits: list[float] = []
    written(sides.stores, WAITING * 4, boards)  # opens the logs, warms the code
    for _ in range(TURNS):
        rows = bare.rows(RECORDS)
        settle()
        before, begun = sides.stores.log.health().commits, perf_counter()
        waits += written(sides.stores, RECORDS, boards)
        ours = perf_counter() - begun
        commits = sides.stores.log.health().commits - before
        known = repeated(reference, 0.2).p50
        turns.append((ours, _bare(sides.bare, rows, -(-RECORDS // commits)), known))
    ratio = median(ours / against for ours, against, _ in turns)
    multiple = median(ours / RECORDS / known for ours, _, known in turns)
    bare_rates = BARE_PER_S[sides.name]
    budget = bare_rates[max(it for it in bare_rates if it <= max(records, THERE))] / BUDGET_PER_S
    waited, at = Samples(tuple(waits)), "one board" if boards == 1 else f"{boards} boards"
    rate = RECORDS / median(ours for ours, _, _ in turns)
    return Line(
        row="log records",
        what=f"{sides.name}, {WAITING} waiting at {at}, {records:,} there: {per_second(rate)}, "
        f"{multiple:.1f} x the reference (of {multiples(1 / BUDGET_PER_S):.1f}); baseline: bare rows",
        p50=ms(waited.p50),
        p99=ms(waited.p99),
        baseline=per_second(RECORDS / median(against for _, against, _ in turns)),
        ratio=f"{ratio:.2f}",
        budget=f"{budget:.2f} x ({per_second(BUDGET_PER_S)})",
        ok=ratio <= budget,
    )


def _bare(write: bare.Write, rows: Sequence[bare.Row], at_once: int) -> float:
    begun = perf_counter()
    for portion in bare.in_portions(rows, at_once):
        write(portion)
    return perf_counter() - begun


def written(stores: Stores, count: int, boards: int = 1) -> list[float]:
    """So many events, the callers spread over so many boards; seconds that each waited for its record."""
    return uvloop.run(_written(stores, count, boards))


async def _written(stores: Stores, count: int, boards: int) -> list[float]:
    clock = StandingClock(ENDED)
    log = AccessLog(stores.log, stores.vault, clock, "bench", "0")
    left = iter(range(count))
    waited: list[float] = []

    async def caller(here: BoardId, tell: Callable[[int], CaseRegistered]) -> None:
        for number in left:
            begun = perf_counter()
            await log.record(here.origin, tell(number))
            waited.append(perf_counter() - begun)

    await asyncio.gather(
        *(caller(board(number % boards), teller(log, board(number % boards))) for number in range(WAITING))
    )
    return waited


def teller(log: AccessLog, here: BoardId) -> Callable[[int], CaseRegistered]:
    def tell(number: int) -> CaseRegistered:
        member = CaseMember(log.sealed(here, policy.APPLICANT), "SOKANDE")
        case = CaseRef("demo", f"EB-2026-{number:06d}", "EKONOMISKT_BISTAND")
        return CaseRegistered("bench", case, "PAGAENDE", ENDED, (member,))

    return tell
