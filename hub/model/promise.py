"""What a source has promised in its agreement: how often it answers, and how soon. Nothing is a promise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

LIMITS_MS = (50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000, 30_000)
"""Answer times are counted between these limits, in milliseconds, each itself included; longer ones by
themselves. They are stored: another limit is told of from then on only. A promise names one of them, so that
whether it was kept can be told to the question."""


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """So many percent of the answers come within so many milliseconds, one of LIMITS_MS."""

    share: Decimal
    within_ms: int

    def __str__(self) -> str:
        return f"{self.share} % within {self.within_ms} ms"


@dataclass(frozen=True, slots=True)
class Promises:
    """Of each kind None where nothing is promised."""

    availability: Decimal | None = None
    """How many percent of the questions are answered, in a Swedish calendar month."""
    answer_time: AnswerTime | None = None

    def __str__(self) -> str:
        """`99.5 % answered, 95 % within 2000 ms`"""
        answered = None if self.availability is None else f"{self.availability} % answered"
        soon = None if self.answer_time is None else str(self.answer_time)
        return ", ".join(filter(None, (answered, soon)))


def enough(share: Decimal) -> int:
    """How many questions it takes to tell whether a share (percent) was kept.

    A hundred, and so many that one alone may go wrong without the promise being broken by it: of 99.9 % a
    thousand. Of 100 % one is broken by the first, so a hundred suffice.
    """
    allowed = 100 - share
    return 100 if allowed == 0 else max(100, ceil(100 / allowed))


def kept(good: int, counted: int, share: Decimal) -> bool | None:
    """Whether at least `share` percent of those counted were good; None where they are too few to tell."""
    return None if counted < enough(share) else good * 100 >= share * counted


def percent(good: int, counted: int) -> Decimal | None:
    """With two decimals, never rounded up to what was not reached; None of nothing."""
    return None if counted == 0 else Decimal(good * 10_000 // counted).scaleb(-2)
