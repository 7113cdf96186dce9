"""A log with years in it: how long a search takes there, and what appending to it costs.

Search    subject: all records of one person at one board, with its conclusions and how many they are, through
          the hub's own store; another board and person each time. Baseline: the reference (decision 0005).
Append    subject: durable records, 32 waiting, to the large log; baseline: the same to one of 10,000 records.
Both over `records` generated records of 290 boards and two years. `make bench` makes 200,000, so as to end
within minutes; the design's sizes by: make bench ARGS='--only log_search --records 10000000'.
"""

from __future__ import annotations

import asyncio
import random
from statistics import median
from time import perf_counter

from hub.audit import Search
from hub.audit.sought import facets_wanted, refs_wanted
from hub.model.ledger import Wanted
from hub.stores import Stores
from tests.bench.frame import Line, RowError, Samples, ms, per_second, repeated, settle
from tests.bench.generate import generate, person
from tests.bench.generated import board
from tests.bench.reference import multiples, read_and_validate
from tests.bench.rows.log_records import records as new_records
from tests.bench.rows.log_records import write as append
from tests.bench.rows.translation import small_answer
from tests.bench.storage import scratch, storage

RECORDS = 200_000
FEW = 10_000
SEARCHES = 200
TURNS = 5
APPENDED = 1000
BUDGET_S = 0.050
BUDGET_APPEND = 1.5


def measure(records: int = RECORDS) -> list[Line]:
    with scratch() as folder:
        few, many = folder / "few", folder / "many"
        for place, size in ((few, FEW), (many, records)):
            place.mkdir()
            generate(place, size)
        with storage(few) as first, storage(many) as second:
            return asyncio.run(_both(first, second, records))


async def _both(few: Stores, many: Stores, records: int) -> list[Line]:
    return [await _searched(many, records), await _appended(few, many, records)]


async def _searched(stores: Stores, records: int) -> Line:
    chance = random.Random(50)
    found = 0
    seconds: list[float] = []
    for _ in range(SEARCHES):
        here = board(int(chance.random() ** 2 * 40))
        case = int(chance.random() * 2000) + 20
        wanted = Search(persons=(person(case * 7 % 30_000),))
        begun = perf_counter()
        given = await stores.log.search(
            here.origin,
            Wanted(refs_wanted(stores.vault, here, wanted), limit=101, facets=facets_wanted(wanted)),
        )
        ids = [it.entry_id for it in given.entries]
        await stores.log.conclusions(here.origin, ids)
        seconds.append(perf_counter() - begun)
        found += len(ids)
    if not found:
        raise RowError("no search found anything: the generated log is not what the row thinks")
    took, reference = Samples(tuple(seconds)), repeated(read_and_validate(small_answer()), 0.5).p50
    ratio, budget = took.p50 / reference, multiples(BUDGET_S)
    return Line(
        row="log search",
        what=f"by person in {records:,} records, {found / SEARCHES:.0f} found; baseline: the reference",
        p50=ms(took.p50),
        p99=ms(took.p99),
        baseline=ms(reference),
        ratio=f"{ratio:.0f}",
        budget=f"p50 {budget:.0f} x ({ms(BUDGET_S)})",
        ok=ratio <= budget,
    )


async def _appended(few: Stores, many: Stores, records: int) -> Line:
    rates = [(await _rate(few), await _rate(many)) for _ in range(TURNS)]
    slower = median(first / second for first, second in rates)
    return Line(
        row="log search",
        what=f"appending to {records:,}: {per_second(median(it for _, it in rates))}; baseline: to {FEW:,}",
        baseline=per_second(median(it for it, _ in rates)),
        ratio=f"{slower:.2f}",
        budget=f"{BUDGET_APPEND} x slower",
        ok=slower <= BUDGET_APPEND,
    )


async def _rate(stores: Stores) -> float:
    records = list(new_records(stores, APPENDED))
    settle()
    begun = perf_counter()
    await append(stores, records)
    return len(records) / (perf_counter() - begun)
