"""Translation of one agency answer of about 4 KB and of one of about 12 KB: CSN's, for simulated persons.

subject   adapters.csn.mapping.to_section: bytes to the section `studiestod`, every element accounted for.
baseline  lxml reading the same bytes to a tree and doing nothing with it: what no translation can be without.
Both in one thread, in turns of a fifth of a second, timed twenty calls at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml import etree

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
    """A persona, how many of its answers' cases are written, and the budget in seconds."""

    persona: str
    repeats: int
    budget_s: float


CASES = (Case("gymnasist", 1, 0.000_15), Case("gymnasist", 3, 0.000_4))


def measure() -> list[Line]:
    return [_measured(case) for case in CASES]


def _measured(case: Case) -> Line:
    payload = Payload("csn/kommunfraga", _answer(case))
    if not isinstance(to_section(payload), Found):
        raise RowError(f"CSN's simulated answer for {case.persona!r} does not translate to a section")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    read, translated = _in_turn(
        lambda: etree.fromstring(payload.content, parser), lambda: to_section(payload)
    )
    return Line(
        row="translation",
        what=f"one CSN answer of {len(payload.content)} bytes; baseline: lxml reading it",
        p50=ms(translated.p50),
        p99=ms(translated.p99),
        baseline=ms(read.p50),
        ratio=f"{translated.p50 / read.p50:.1f}",
        budget=f"p50 {case.budget_s * 1000:g} ms",
        ok=translated.p50 <= case.budget_s,
    )


def _answer(case: Case) -> bytes:
    day = date(2026, 11, 21)
    persona = world(day).personas[case.persona]
    cases = cases_of(case.persona, day) or ()
    return write(Answer(persona.number.value, found=True, cases=tuple(cases) * case.repeats))


def _in_turn(*sides: Callable[[], object]) -> list[Samples]:
    turns = [[repeated(side, SECONDS) for side in sides] for _ in range(TURNS)]
    return [Samples(tuple(s for turn in turns for s in turn[i].seconds)) for i in range(len(sides))]
