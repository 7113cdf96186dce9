"""An answer is read in good time.

The median over each format's sample `ordinary` is told, and per 4 KB of it. The bound is generous, for
machines that are busy: `make bench` holds the budget (0.15 ms for 4 KB).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from hub.adapter import SourceError
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.reading import Crash, read
from hub.conformance.samples import Sample
from hub.conformance.subject import Subject

OF = Of.READERS
ROUNDS = 30
BOUND_MS = 10.0
"""For 4 KB, and for anything smaller."""


def kept(subject: Subject) -> Iterator[Said]:
    for ordinary in subject.ordinary():
        if not isinstance(read(subject, ordinary.payload), SourceError | Crash):
            yield from _timed(subject, ordinary)  # the rest is told by the promises about samples


def _timed(subject: Subject, ordinary: Sample) -> Iterator[Said]:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        read(subject, ordinary.payload)
        times.append(1000 * (time.perf_counter() - started))
    size = len(ordinary.payload.content)
    took, scaled = median(times), median(times) / max(1.0, size / 4096)
    yield Note(f"samples/{ordinary.name} ({size} bytes) is read in {took:.2f} ms: {scaled:.2f} ms for 4 KB.")
    if scaled > BOUND_MS:
        yield Wanting(
            f"{subject.at('mapping.py')}: {scaled:.0f} ms for 4 KB; at most {BOUND_MS:.0f}. Profile it."
        )
