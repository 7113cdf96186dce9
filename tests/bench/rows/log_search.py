"""A log with years in it: how long a search takes there, and what appending to it costs.

Search    subject: all records of one person at one board, with its conclusions and how many they are, through
          the hub's own store; another board and person each time. Baseline: the reference (decision 0005).
          Cold: the file's pages are put out of the system's memory before each search.
          Beside it what may read much, at the largest board: a caseworker's records, those of protected
          persons, an outcome together with a source, and an outcome that none has. What is broken off is
          told as such.
Append    subject: durable records, 32 waiting, to the large log; baseline: the same to one of 10,000 records.
Both over `records` generated records of 290 boards and two years, on either store. `make bench` makes
200,000, so as to end within minutes; the design's sizes by: make bench ARGS='--only log_search --records
10000000', or over a log that is there (it is added to): ARGS='--only log_search --log FOLDER', and with
--database URL where it lies in one (a further one, of 10,000 records, is made beside it).
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from hub.audit import Search
from hub.audit.sought import facets_wanted, refs_wanted
from hub.model.board import BoardId
from hub.model.ledger import TooWide, Wanted
from hub.stores import Stores
from hub.stores.folder import LOG_FILE
from hub.stores.postgresql import Address
from tests.bench.frame import Line, RowError, Samples, ms, per_second, repeated, settle
from tests.bench.generate import ENDED, generate, person
from tests.bench.generated import board
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.log_records import written
from tests.bench.rows.translation import small_answer
from tests.bench.storage import scratch, server, storage

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
RECORDS = 200_000
FEW = 10_000
SEARCHES = 200
COLD = 40
WIDE = 5
TURNS = 5
APPENDED = 1000
BUDGET_S = 0.050
BUDGET_APPEND = 1.5


def measure(records: int = RECORDS, log: Path | None = None, database: Address | None = None) -> list[Line]:
    with scratch() as folder, ExitStack() as stack:
        if database is not None:
            if log is None:
                raise RowError("--database lies there already: name the folder of its keys with --log.")
            return _on(POSTGRESQL, folder, _beside(database), log, database)
        lines = _on(SQLITE, folder / SQLITE, None, log or _made(folder / "many", records))
        if log is None:
            running = stack.enter_context(server())
            many = running.database()
            kept = _made(folder / "many-there", records, many)
            lines += _on(POSTGRESQL, folder / POSTGRESQL, running.database(), kept, many)
        return lines


def _made(folder: Path, records: int, where: Address | None = None) -> Path:
    folder.mkdir(parents=True)
    generate(folder, records, where=where)
    return folder


def _on(
    store: str, folder: Path, small: Address | None, log: Path, large: Address | None = None
) -> list[Line]:
    """`small` and `large` are databases, or None for the files of the folders."""
    few = _made(folder / "few", FEW, small)
    with storage(few, small, ENDED) as first, storage(log, large, ENDED) as second:
        return asyncio.run(_all(store, first, second, None if large else log / "data" / LOG_FILE))


def _beside(database: Address) -> Address:
    """An empty one on the same server, made anew."""
    import psycopg

    name = f"{database.url.database}_few"
    plain = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" STRATEGY wal_log')
    return Address(database.url.set(database=name))


async def _all(store: str, few: Stores, many: Stores, file: Path | None) -> list[Line]:
    there = sum((await many.log.figures()).sizes.values())
    searched = [await _by_person(many, there, SEARCHES, f" on {store}", lambda: None)]
    if file is not None:
        cold = partial(_put_out, file)
        searched.append(await _by_person(many, there, COLD, f" on {store}, cold", cold))
    wide = {
        "a caseworker's": Search(caseworkers=("hl000007",)),
        "protected persons": Search(protections=("SEKRETESSMARKERING",)),
        "an outcome at one source": Search(outcomes=("NEKAD",), sources=("PM",)),
        "an outcome that none has": Search(outcomes=("EJ_STALLD",)),
    }
    searched += [await _wide(many, f"{what} on {store}", wanted) for what, wanted in wide.items()]
    return [*searched, await asyncio.to_thread(_appended, store, few, many, there)]


async def _by_person(stores: Stores, there: int, count: int, how: str, before: Callable[[], None]) -> Line:
    chance = random.Random(50)
    found = 0
    seconds: list[float] = []
    for _ in range(count):
        here = board(int(chance.random() ** 2 * 40))
        case = int(chance.random() * 2000) + 20
        before()
        begun = perf_counter()
        found += await _found(stores, here, Search(persons=(person(case * 7 % 30_000),)))
        seconds.append(perf_counter() - begun)
    if not found:
        raise RowError("no search found anything: the generated log is not what the row thinks")
    took, reference = Samples(tuple(seconds)), repeated(read_and_validate(small_answer()), 0.5).p50
    ratio, budget = took.p50 / reference, multiples(BUDGET_S)
    return Line(
        row="log search",
        what=f"by person in {there:,} records{how}, {found / count:.0f} found; baseline: the reference",
        p50=ms(took.p50),
        p99=ms(took.p99),
        baseline=ms(reference),
        ratio=f"{ratio:.0f}",
        budget=f"p50 {budget:.0f} x ({ms(BUDGET_S)})",
        ok=ratio <= budget,
    )


async def _wide(stores: Stores, what: str, wanted: Search) -> Line:
    """At the largest board."""
    seconds: list[float] = []
    found = broken_off = 0
    for _ in range(WIDE):
        begun = perf_counter()
        try:
            found = await _found(stores, board(0), wanted)
        except TooWide:
            broken_off += 1
        seconds.append(perf_counter() - begun)
    took = Samples(tuple(seconds))
    told = f"{broken_off} of {WIDE} broken off" if broken_off else f"{found} on the first page"
    return Line(row="log search", what=f"{what}, {told}", p50=ms(took.p50), p99=ms(took.p99))


async def _found(stores: Stores, here: BoardId, wanted: Search) -> int:
    refs, facets = refs_wanted(stores.vault, here, wanted), facets_wanted(wanted)
    given = await stores.log.search(here.origin, Wanted(refs, limit=101, facets=facets))
    ids = [it.entry_id for it in given.entries]
    await stores.log.conclusions(here.origin, ids)
    return len(ids)


def _put_out(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _appended(store: str, few: Stores, many: Stores, there: int) -> Line:
    rates = [(_rate(few), _rate(many)) for _ in range(TURNS)]
    slower = median(first / second for first, second in rates)
    rate = per_second(median(it for _, it in rates))
    return Line(
        row="log search",
        what=f"appending to {there:,} on {store}: {rate}; baseline: to {FEW:,}",
        baseline=per_second(median(it for it, _ in rates)),
        ratio=f"{slower:.2f}",
        budget=f"{BUDGET_APPEND} x slower",
        ok=slower <= BUDGET_APPEND,
    )


def _rate(stores: Stores) -> float:
    settle()
    begun = perf_counter()
    written(stores, APPENDED)
    return APPENDED / (perf_counter() - begun)
