"""What /metrics tells, as metric families: counts of this process since it began, and what holds just now.

Every label comes from a closed set: boards, sources and routes from the contracts and the adapters that are
loaded, the rest from our own code. Nothing that a caller or an agency wrote becomes one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from hub import __version__
from hub.api.counts import ASKED, Counts
from hub.api.hub import Health
from hub.audit.epochs import board_of
from hub.by_person import Became
from hub.measures import Total, Way
from hub.model.board import BoardId
from hub.model.ledger import Figures, StoreHealth
from hub.model.measured import Count, Kind
from hub.model.promise import LIMITS_MS
from hub.model.reach import Reach
from hub.siem import Lag

NOBODY = "-"
"""Stands for the board of whoever showed no token of a board that is served."""

_WAY = ("board", "source", "route")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is told, of the boards that may be told of."""

    boards: Collection[BoardId]
    everybody: bool
    """Also what belongs to no board: requests without a good token."""
    counts: Counts
    totals: Mapping[Way, Total]
    reaches: Mapping[tuple[BoardId, str], Reach]
    silent: Collection[tuple[BoardId, str]]
    health: Health
    log: StoreHealth
    figures: Figures | None
    """None where the log cannot be read."""
    siem: Lag | None
    """None where nothing is sent on."""
    matches: Mapping[tuple[BoardId, Became], int]

    def label(self, board: BoardId | None) -> str | None:
        """None where it is not told of."""
        if board is None:
            return NOBODY if self.everybody else None
        return str(board) if board in self.boards else None


def families(seen: Seen) -> Iterator[Metric]:
    yield InfoMetricFamily("nyttonav_build", "Which version answers.", {"version": __version__})
    yield from _questions(seen)
    yield from _calls(seen)
    yield from _sources(seen)
    yield from _log(seen)
    yield from _siem(seen)
    yield _gauge("nyttonav_health_faults", "Things that stop the hub; 0 is ready.", len(seen.health.faults))
    yield _gauge("nyttonav_health_warnings", "Things that are about to go wrong.", len(seen.health.warnings))
    if seen.log.free_bytes is not None:
        yield _gauge("nyttonav_disk_free_bytes", "Space left on the log's disk.", seen.log.free_bytes)


def _questions(seen: Seen) -> Iterator[Metric]:
    outcomes = {(board, "BESVARAD"): number for board, number in seen.counts.answers.items()}
    asked = CounterMetricFamily(
        "nyttonav_questions", "Questions about persons, by what became of them.", labels=("board", "outcome")
    )
    refused = CounterMetricFamily(
        "nyttonav_problems",
        "Requests answered with a problem, by its code.",
        labels=("board", "path", "problem"),
    )
    gates = CounterMetricFamily(
        "nyttonav_gate_refusals", "Refusals by one of the gates.", labels=("board", "gate")
    )
    for row, number in seen.counts.refusals.items():
        if (label := seen.label(row.board)) is not None:
            refused.add_metric((label, row.route, row.kod), number)
            if row.route == ASKED:
                asked.add_metric((label, row.kod), number)
    for (board, outcome), number in outcomes.items():
        if (label := seen.label(board)) is not None:
            asked.add_metric((label, outcome), number)
    for (whose, gate), number in seen.counts.gates.items():
        if (label := seen.label(whose)) is not None:
            gates.add_metric((label, str(gate)), number)
    matches = CounterMetricFamily(
        "nyttonav_case_matches",
        "Cases looked for by person, since the question named none that is known, by what became of it.",
        labels=("board", "outcome"),
    )
    for (of, became), number in seen.matches.items():
        if (label := seen.label(of)) is not None:
            matches.add_metric((label, became.value), number)
    yield from (asked, refused, gates, matches)


def _calls(seen: Seen) -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "nyttonav_source_questions",
        "Questions to sources, one for each person, by what became of them and at which hop it failed.",
        labels=(*_WAY, "outcome", "hop"),
    )
    times = HistogramMetricFamily(
        "nyttonav_source_answer_seconds", "How long sources took to answer.", labels=_WAY, unit="seconds"
    )
    for way, total in seen.totals.items():
        if (label := seen.label(way.board)) is None:
            continue
        labels = (label, way.source, way.route)
        for count, number in total.counts.items():
            if count.kind is not Kind.TIME:
                calls.add_metric((*labels, count.kind.value, count.hop), number)
        times.add_metric(labels, _buckets(total.counts), total.answers_ms / 1000)
    yield from (calls, times)


def _buckets(counts: Counter[Count]) -> list[tuple[str, float]]:
    """By the upper limit in seconds, each with all below it."""
    limits = [str(limit / 1000) for limit in LIMITS_MS]
    within = accumulate(counts[Count(Kind.TIME, code=code)] for code in (*map(str, LIMITS_MS), ""))
    return list(zip((*limits, "+Inf"), within, strict=True))


def _sources(seen: Seen) -> Iterator[Metric]:
    up = GaugeMetricFamily(
        "nyttonav_source_up",
        "1 where the source answered the last time; 0 where it did not, or is shut for maintenance.",
        labels=("board", "source"),
    )
    silent = GaugeMetricFamily(
        "nyttonav_source_silent",
        "1 where it has not answered for longer than its agreement allows.",
        labels=("board", "source"),
    )
    for (board, source), reach in seen.reaches.items():
        if (label := seen.label(board)) is not None:
            up.add_metric((label, source), reach.up)
            silent.add_metric((label, source), (board, source) in seen.silent)
    yield from (up, silent)


def _log(seen: Seen) -> Iterator[Metric]:
    yield _counter("nyttonav_log_commits", "Commits of the access log.", seen.log.commits)
    yield _counter("nyttonav_log_failures", "Commits of the access log that failed.", seen.log.failures)
    yield _gauge(
        "nyttonav_log_clock_behind_seconds",
        "How far the machine's clock stands before the newest record; 0 as it should be.",
        seen.log.clock_behind_s,
    )
    if seen.figures is None:
        return
    names = {board.origin: str(board) for board in seen.boards}
    records = CounterMetricFamily(
        "nyttonav_log_records", "Records in the board's access log.", labels=("board",)
    )
    counted: Counter[str] = Counter()
    for origin, size in seen.figures.sizes.items():
        counted[board_of(origin)] += size
    for origin, size in counted.items():
        if origin in names:
            records.add_metric((names[origin],), size)
    yield records
    open_now = seen.figures.open_intentions
    yield _gauge("nyttonav_log_open_intentions", "Intentions without conclusion.", open_now)


def _siem(seen: Seen) -> Iterator[Metric]:
    lag = seen.siem
    if lag is None:
        return
    yield _gauge("nyttonav_siem_lag_records", "Records of the log not yet in the SIEM's outbox.", lag.records)
    yield _gauge("nyttonav_siem_lag_seconds", "For how long the oldest of them has waited.", lag.seconds)
    yield _gauge("nyttonav_siem_alarm", "1 where that is longer than the set time.", lag.alarm)
    yield _counter("nyttonav_siem_lines", "Lines written to the SIEM's outbox.", lag.lines)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value)


def _counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(name, text, value)
