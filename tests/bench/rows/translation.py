"""Translation of one agency answer of about 4 KB: CSN's, for the simulated pupil.

subject   adapters.csn.mapping.to_section: bytes to the section `studiestod`, every element accounted for.
baseline  lxml reading the same bytes to a tree and doing nothing with it: what no translation can be without.
Both in one thread, in turns of a fifth of a second, timed twenty calls at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lxml import etree

from adapters.csn.mapping import to_section
from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.adapter import Found, Payload
from hub.simulators.personas import world
from tests.bench.frame import Line, RowError, Samples, ms, repeated

PERSONA = "gymnasist"
TURNS = 8
SECONDS = 0.2
BUDGET_S = 0.000_15


def measure() -> list[Line]:
    payload = Payload("csn/kommunfraga", _answer())
    if not isinstance(to_section(payload), Found):
        raise RowError(f"CSN's simulated answer for {PERSONA!r} does not translate to a section")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    read, translated = _in_turn(
        lambda: etree.fromstring(payload.content, parser), lambda: to_section(payload)
    )
    return [
        Line(
            row="translation",
            what=f"one CSN answer of {len(payload.content)} bytes; baseline: lxml reading it",
            p50=ms(translated.p50),
            p99=ms(translated.p99),
            baseline=ms(read.p50),
            ratio=f"{translated.p50 / read.p50:.1f}",
            budget="p50 0.15 ms",
            ok=translated.p50 <= BUDGET_S,
        )
    ]


def _answer() -> bytes:
    day = date(2026, 11, 21)
    persona = world(day).personas[PERSONA]
    return write(Answer(persona.number.value, found=True, cases=cases_of(PERSONA, day) or ()))


def _in_turn(*sides: Callable[[], object]) -> list[Samples]:
    turns = [[repeated(side, SECONDS) for side in sides] for _ in range(TURNS)]
    return [Samples(tuple(s for turn in turns for s in turn[i].seconds)) for i in range(len(sides))]
