"""What became of each question to a source, counted in memory until it is added to what is kept.

A round adds it to the register's file (every 15 seconds, unless the settings say otherwise), and a clean stop
a last time. A process that falls loses what it has counted since its latest round, and nothing else.
Questions whose caller left before the outcome was known are not counted, and test calls are not questions.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hub.model.board import Board, BoardId
from hub.model.decision import Grant
from hub.model.measured import (
    KEPT_MONTHS,
    Batch,
    Count,
    Counts,
    Kind,
    MeasureKey,
    added,
    counted,
    month_of,
    months_before,
    of_fault,
)
from hub.model.outcome import Attempt
from hub.model.plan import Call, Unsent
from hub.ports import Clock
from hub.source_ports import MeasureStore


class Way(NamedTuple):
    """One board's way to one source."""

    board: BoardId
    source: str
    route: str


@dataclass(slots=True)
class Total:
    """Since this process began, by way: for whoever watches the process. Codes are left out."""

    counts: Counter[Count] = field(default_factory=Counter)
    answers_ms: int = 0


class Measures:
    """The counts of one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unkept: dict[MeasureKey, Counter[Count]] = {}
        self._totals: dict[Way, Total] = {}

    def became(self, call: Call, found: Mapping[str, Attempt]) -> None:
        """What became of the sources of one call."""
        board = BoardId(call.ask.asker.organisation_number, call.ask.asker.board)
        for grant in call.grants:
            if grant.source not in found:
                continue
            attempt = found[grant.source]
            counts = tuple(counted(attempt))
            way = Way(board, grant.source, call.route.adapter)
            self._count(way, grant, counts)
            if any(count.kind is Kind.TIME for count in counts):
                self._totals[way].answers_ms += attempt.elapsed_ms or 0

    def not_sent(self, board: Board, unsent: Iterable[Unsent]) -> None:
        """What may be asked, and was not."""
        for row in unsent:
            way = Way(board.id, row.grant.source, board.routes[row.grant.source].route)
            self._count(way, row.grant, (of_fault(Kind.NOT_SENT, row.outcome.fault),))

    def _count(self, way: Way, grant: Grant, counts: Iterable[Count]) -> None:
        agreed, month = grant.agreement, month_of(self._clock.now())
        key = MeasureKey(*way, agreed.id, agreed.version, month)
        unkept = self._unkept.setdefault(key, Counter())
        total = self._totals.setdefault(way, Total())
        for count in counts:
            unkept[count] += 1
            total.counts[count if count.kind is Kind.TIME else count._replace(code="")] += 1

    def totals(self) -> Mapping[Way, Total]:
        return self._totals

    def unkept(self) -> Counts:
        return self._unkept

    def take(self) -> Counts:
        """All that has been counted since this was asked the last time."""
        taken, self._unkept = self._unkept, {}
        return taken


class MeasureDesk:
    """Keeps what is counted, and finds it again."""

    def __init__(self, measures: Measures, store: MeasureStore, clock: Clock) -> None:
        self._measures = measures
        self._store = store
        self._clock = clock
        self._writer = str(uuid.uuid4())
        self._number = 0
        self._batch: Batch | None = None
        """On its way, or not known to be kept: then it is written again, as the same."""
        self._turn = asyncio.Lock()

    async def keep(self) -> int:
        """Add what has been counted to what is kept; how many ways to sources. Raises RegisterUnavailable:
        then it is kept the next time, and once only."""
        async with self._turn:
            written = await self._write(self._batch) if self._batch is not None else 0
            if self._measures.unkept():
                self._number += 1
                self._batch = Batch(self._writer, self._number, self._measures.take())
                written += await self._write(self._batch)
            return written

    async def months(self, board: BoardId, source: str, first: str, last: str) -> Counts:
        """All that one board has of a source in the months, both included. Raises RegisterUnavailable."""
        async with self._turn:
            kept, number = await self._store.months(board, source, first, last, self._writer)
            lost = self._batch if self._batch is not None and self._batch.number > number else None
            mine = added(lost.counts if lost else {}, self._measures.unkept())
        return added(
            kept, {key: counts for key, counts in mine.items() if _of(key, board, source, first, last)}
        )

    async def erase(self) -> int:
        """Clear away what is older than 36 months; how many counts. Raises RegisterUnavailable."""
        now = self._clock.now()
        return await self._store.erase(months_before(month_of(now), KEPT_MONTHS), now)

    async def _write(self, batch: Batch) -> int:
        await self._store.add(batch)
        self._batch = None
        return len(batch.counts)


def _of(key: MeasureKey, board: BoardId, source: str, first: str, last: str) -> bool:
    return (key.board, key.source) == (board, source) and first <= key.month <= last
