"""Translation of one agency answer of about 4 KB and of one of about 12 KB: CSN's, for simulated persons.

subject   adapters.csn.mapping.to_section: bytes to the section `studiestod`, every element accounted for.
baseline  lxml reading the same bytes and holding them against the adapter's schemas: what today's code does
          before it has understood anything. Its speed on the machine that the budgets were set on is known,
          so that the budgets hold on any machine (decision 0005).
Both in one thread, in turns of a fifth of a second, timed twenty calls at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from adapters import csn
from adapters.csn.mapping import to_section
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.adapter import Found, Payload
from hub.simulators.personas import world
from tests.bench.frame import Line, RowError, Samples, ms, repeated

TURNS = 8
SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """A persona, how often its answer repeats its cases, and the budget in multiples of the baseline."""

    persona: str
    repeats: int
    budget: float


BASELINE_S_PER_BYTE = 0.000_024 / 4_000
"""Reading and validating on the machine that the budgets were set on: 24 µs for 4 KB."""
CASES = (
    Case("gymnasist", 1, 0.000_15 / (BASELINE_S_PER_BYTE * 4_000)),
    Case("gymnasist", 4, 0.000_4 / (BASELINE_S_PER_BYTE * 12_000)),
)
SCHEMA = Path(csn.__file__).parent / "schemas" / "kommunfraga.xsd"


def measure() -> list[Line]:
    return [_measured(case) for case in CASES]


def _measured(case: Case) -> Line:
    payload = Payload("csn/kommunfraga", _answer(case))
    if not isinstance(to_section(payload), Found):
        raise RowError(f"CSN's simulated answer for {case.persona!r} does not translate to a section")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))

    def read_and_validate() -> None:
        if not schema.validate(etree.fromstring(payload.content, parser)):
            raise RowError(f"CSN's simulated answer for {case.persona!r} is not what its schemas describe")

    read, translated = _in_turn(read_and_validate, lambda: to_section(payload))
    ratio = translated.p50 / read.p50
    return Line(
        row="translation",
        what=f"one CSN answer of {len(payload.content)} bytes; baseline: read and validated",
        p50=ms(translated.p50),
        p99=ms(translated.p99),
        baseline=ms(read.p50),
        ratio=f"{ratio:.1f}",
        budget=f"p50 {case.budget:.1f} x",
        ok=ratio <= case.budget,
    )


def _answer(case: Case) -> bytes:
    day = date(2026, 11, 21)
    persona = world(day).personas[case.persona]
    cases = cases_of(case.persona, day) or ()
    return write(Answer(persona.number.value, found=True, cases=tuple(cases) * case.repeats))


def _in_turn(*sides: Callable[[], object]) -> list[Samples]:
    turns = [[repeated(side, SECONDS) for side in sides] for _ in range(TURNS)]
    return [Samples(tuple(s for turn in turns for s in turn[i].seconds)) for i in range(len(sides))]
