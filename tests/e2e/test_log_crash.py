"""kill -9 at random moments: nothing acknowledged is lost, each intention concluded once, the tree holds."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.stores.log_file import verify_stored
from hub.stores.log_tables import conclusions, entries, intentions
from hub.stores.sqlite_files import read_engine
from tests.support.audit import ORIGIN, clock_of_today, opened

ROOT = Path(__file__).parents[2]


def killed(folder: Path, after_s: float) -> tuple[set[str], set[str]]:
    """Run until killed; the ids whose intentions, and whose conclusions, were said to be durable."""
    told = folder / "told.txt"
    with told.open("wb") as out:
        command = [sys.executable, "-m", "tests.support.crasher", str(folder)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out)
        try:
            deadline = time.monotonic() + 30
            while b"avsett" not in told.read_bytes() and time.monotonic() < deadline:
                assert process.poll() is None, "the crasher ended by itself"
                time.sleep(0.01)
            time.sleep(after_s)
        finally:
            process.kill()
            process.wait(timeout=10)
    whole = told.read_text().rpartition("\n")[0].split("\n")
    said = [line.split(" ") for line in whole]
    return (
        {entry for kind, *ids in said if kind == "avsett" for entry in ids},
        {entry for kind, *ids in said if kind == "avslutat" for entry in ids},
    )


def check(folder: Path, intended: set[str], concluded: set[str]) -> None:
    with opened(folder, clock_of_today()) as here:
        asyncio.run(here.log.recover())
        verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
        assert verify_stored(folder / "data", ORIGIN, verifier).state is State.VALID
    engine = read_engine(folder / "data" / "logg.db")
    with engine.connect() as connection:
        asked = {
            str(UUID(bytes=it))
            for it in connection.scalars(
                select(entries.c.entry_id).where(entries.c.event == "UPPSLAG_AVSETT")
            )
        }
        ended = [str(UUID(bytes=it)) for it in connection.scalars(select(conclusions.c.intention))]
        rows = connection.scalar(
            select(func.count()).select_from(entries).where(entries.c.event == "UPPSLAG_AVSLUTAT")
        )
        open_still = connection.scalar(select(func.count()).select_from(intentions))
    engine.dispose()
    assert intended <= asked, "an acknowledged intention was lost"
    assert sorted(ended) == sorted(asked), "an intention was not concluded exactly once"
    assert (rows, open_still) == (len(ended), 0)
    assert concluded <= set(ended)


def rounds(folder: Path, count: int, seed: int) -> None:
    """Over one and the same log, which so is recovered again and again."""
    moments = random.Random(seed)
    intended: set[str] = set()
    concluded: set[str] = set()
    for _ in range(count):
        more, ended = killed(folder, moments.uniform(0.0, 0.4))
        intended |= more
        concluded |= ended
        check(folder, intended, concluded)
    assert concluded, "no round lived long enough to show anything"


def test_killed_at_random_moments(tmp_path: Path) -> None:
    rounds(tmp_path, 4, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10, 20))
def test_killed_at_random_moments_many_times(tmp_path: Path, seed: int) -> None:
    rounds(tmp_path, 30, seed)
