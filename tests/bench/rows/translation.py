"""Translation of agencies' answers, small and large: CSN's in XML, LEFI's in JSON, for simulated persons.

subject   to_section: bytes to sections, every element accounted for. LEFI's answer holds the parts of two
          authorities and is read for both.
baseline  lxml reading CSN's 4 KB and holding them against the adapter's schemas: what code that trusts
          schemas does before it has understood anything. Its speed on the machine that the budgets were set
          on is known, so that the budgets hold on any machine (decision 0005).
Both in one thread, in turns of a fifth of a second, timed some calls at a time.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.csn import mapping as of_csn
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from adapters.forsakringskassan import mapping as of_lefi
from adapters.forsakringskassan.simulated import known_of
from adapters.forsakringskassan.simulated_answer import Asking
from adapters.forsakringskassan.simulated_groups import KINDS
from adapters.forsakringskassan.simulated_question import ACTORS, Question
from hub.adapter import Found, NoRecord, Payload
from hub.simulators.personas import world
from tests.bench.frame import Line, RowError, in_turns, ms
from tests.bench.reference import multiples, read_and_validate

TURNS = 25
SECONDS = 0.08
DAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Case:
    """An answer, what reads it, and the design's budget in seconds for an answer of `size` bytes."""

    what: str
    content: bytes
    reads: Callable[[bytes], None]
    budget_s: float
    size: int

    @property
    def budget(self) -> float:
        """In multiples of the baseline, in step with how long the answer really is."""
        return multiples(self.budget_s) * len(self.content) / self.size


def cases() -> Iterator[Case]:
    yield Case("CSN", small_answer(), _reads_csn, 0.000_15, 4_000)
    yield Case("CSN", _csn("gymnasist", 4), _reads_csn, 0.000_4, 12_000)
    yield Case("LEFI", _lefi("foralder", 90), _reads_lefi, 0.001, 30_000)
    yield Case("LEFI", _lefi("mangfald", 200), _reads_lefi, 0.012, 300_000)


def measure() -> list[Line]:
    every = list(cases())
    return [*(_measured(case) for case in every), _memory(every[-1])]


def _memory(case: Case) -> Line:
    """The most that is held at once while the largest answer is read, over its length."""
    payload = Payload("lefi/v9-fk", case.content)
    of_lefi.to_section(payload)
    tracemalloc.start()
    of_lefi.to_section(payload)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    ratio = peak / len(case.content)
    return Line(
        row="translation",
        what=f"memory at most, reading a LEFI answer of {len(case.content)} bytes",
        p50=f"{peak / 1e6:.2f} MB",
        ratio=f"{ratio:.1f}",
        budget="5 x",
        ok=ratio < 5,
    )


def _measured(case: Case) -> Line:
    baseline = read_and_validate(small_answer())
    found = in_turns(lambda: case.reads(case.content), baseline, turns=TURNS, seconds=SECONDS, each=20)
    return Line(
        row="translation",
        what=f"one {case.what} answer of {len(case.content)} bytes; baseline: 4 KB read and validated",
        p50=ms(found.subject.p50),
        p99=ms(found.subject.p99),
        baseline=ms(found.baseline.p50),
        ratio=f"{found.ratio:.1f}",
        budget=f"p50 {case.budget:.1f} x",
        ok=found.ratio <= case.budget,
    )


def _reads_csn(content: bytes) -> None:
    if not isinstance(of_csn.to_section(Payload("csn/kommunfraga", content)), Found):
        raise RowError("CSN's simulated answer does not translate to a section")


def _reads_lefi(content: bytes) -> None:
    for part in ("lefi/v9-fk", "lefi/v9-pm"):
        if not isinstance(of_lefi.to_section(Payload(part, content)), Found | NoRecord):
            raise RowError("LEFI's simulated answer does not translate")


def small_answer() -> bytes:
    """CSN's answer of 4 KB."""
    return _csn("gymnasist", 1)


def _csn(persona: str, repeats: int) -> bytes:
    number = world(DAY).personas[persona].number.value
    return write(Answer(number, found=True, cases=tuple(cases_of(persona, DAY) or ()) * repeats))


def _lefi(persona: str, days: int) -> bytes:
    """All that both authorities have, for the days up to today."""
    known = world(DAY)
    them = known.personas[persona]
    question = Question(
        them.number.value, DAY - timedelta(days=days), DAY, {kind: tuple(KINDS[kind]) for kind in KINDS}
    )
    answer = Asking(question, ACTORS["026-51"]).answer(known_of(them, known))
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
