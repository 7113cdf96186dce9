"""kill -9 at random moments: nothing acknowledged is lost, each intention concluded once, the tree holds."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from hub.stores import Where
from tests.support.crashed import Promised, crashing, hold
from tests.support.policy import SN

ROUNDS = 16
"""On each store; with those of tests/e2e/test_crash.py twenty. `make soak`: 180, with those there 280."""


def rounds(folder: Path, where: Where, count: int, seed: int, longest_s: float) -> None:
    """Over one and the same log, which so is recovered again and again."""
    moments, promised = random.Random(seed), Promised()
    for _ in range(count):
        with crashing(folder, where, SN) as hub:
            hub.wait_for_a_promise()
            time.sleep(moments.uniform(0.0, longest_s))
        hub.promised(promised)
        hold(folder, where, promised)
    assert promised.concluded, "no round lived long enough to show anything"


def test_killed_at_random_moments(tmp_path: Path, where: Where) -> None:
    rounds(tmp_path, where, ROUNDS, seed=1, longest_s=0.15)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10, 16))
def test_killed_at_random_moments_many_times(tmp_path: Path, where: Where, seed: int) -> None:
    rounds(tmp_path, where, 30, seed, longest_s=0.4)
