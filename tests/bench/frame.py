"""What every bench row is made of: measurements of two sides in one run, and the table they end up in.

A machine is noisy and no figure stands alone: each row measures its subject and its baseline interleaved, and
what is compared is the ratio or the difference within the run.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from time import perf_counter

from hub.collector import calm_collector


class RowError(Exception):
    """A row could not be measured; the text says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. Figures with their unit, as text; `ok` None where there is no budget."""

    row: str
    what: str
    p50: str = ""
    p99: str = ""
    baseline: str = ""
    ratio: str = ""
    budget: str = ""
    ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """Seconds of each repetition."""

    seconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        """The smallest sample that at least `share` of all samples do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]

    @property
    def p50(self) -> float:
        return self.quantile(0.50)

    @property
    def p99(self) -> float:
        return self.quantile(0.99)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms" if seconds < 0.001 else f"{seconds * 1000:.2f} ms"


def per_second(rate: float) -> str:
    return f"{rate:,.0f}/s"


async def alternating(
    sides: Sequence[Callable[[], Awaitable[object]]], rounds: int, warm_up: int
) -> list[Samples]:
    """Each side once per round, so that what disturbs one disturbs the other. Warm-up is not kept."""
    kept: list[list[float]] = [[] for _ in sides]
    for number in range(warm_up + rounds):
        if number == warm_up:
            settle()
        for side, samples in zip(sides, kept, strict=True):
            begun = perf_counter()
            await side()
            taken = perf_counter() - begun
            if number >= warm_up:
                samples.append(taken)
    return [Samples(tuple(samples)) for samples in kept]


def repeated(work: Callable[[], object], seconds: float, *, each: int = 20) -> Samples:
    """`work` over and over for about `seconds`, timed `each` at a time: one is too short for the clock."""
    for _ in range(each):
        work()
    settle()
    kept: list[float] = []
    stop = perf_counter() + seconds
    while (begun := perf_counter()) < stop:
        for _ in range(each):
            work()
        kept.append((perf_counter() - begun) / each)
    return Samples(tuple(kept))


@dataclass(frozen=True, slots=True)
class Compared:
    """A subject and its baseline, in short turns of one and the other."""

    subject: Samples
    baseline: Samples
    ratio: float
    """Subject to baseline, the median of the turns' own ratios: a machine that changes its pace between two
    turns, as shared ones do, changes neither."""


def in_turns(
    subject: Callable[[], object], baseline: Callable[[], object], *, turns: int, seconds: float, each: int
) -> Compared:
    """Each side for `seconds` in each turn, timed `each` calls at a time."""
    pairs = [
        (repeated(baseline, seconds, each=each), repeated(subject, seconds, each=each)) for _ in range(turns)
    ]
    return Compared(
        subject=Samples(tuple(second for _, made in pairs for second in made.seconds)),
        baseline=Samples(tuple(second for made, _ in pairs for second in made.seconds)),
        ratio=Samples(tuple(made.p50 / against.p50 for against, made in pairs)).p50,
    )


def settle() -> None:
    """As the hub has it when it serves: what was made during start is not walked through while measuring."""
    calm_collector()


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """This process on one core (where the system can), so that both ends of a wire do not fight for it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def as_json(lines: Sequence[Line]) -> list[dict[str, object]]:
    return [asdict(line) for line in lines]
