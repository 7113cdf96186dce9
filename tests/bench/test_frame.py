"""The frame itself: honest quantiles, sides in turn, and a row that cannot be measured is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import __main__ as bench
from tests.bench import frame
from tests.bench.frame import Line, RowError, Samples, alternating, in_turns


@given(st.lists(st.floats(0, 1), min_size=1, max_size=300), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_sample_that_covers_its_share(seconds: list[float], share: float) -> None:
    found = Samples(tuple(seconds)).quantile(share)
    covered = sum(second <= found for second in seconds)
    below = sum(second < found for second in seconds)
    assert found in seconds
    assert covered >= share * len(seconds) - 1e-9
    assert below < share * len(seconds) + 1e-9


def test_known_quantiles() -> None:
    hundred = Samples(tuple(float(n) for n in range(1, 101)))
    assert (hundred.p50, hundred.p99, hundred.quantile(1)) == (50, 99, 100)
    assert Samples((7.0,)).p99 == 7.0


async def test_sides_take_turns_and_warm_up_is_not_kept() -> None:
    seen: list[str] = []

    async def first() -> None:
        seen.append("a")

    async def second() -> None:
        seen.append("b")

    one, other = await alternating((first, second), rounds=3, warm_up=2)
    assert "".join(seen) == "ababababab"
    assert len(one.seconds) == len(other.seconds) == 3


def test_neither_a_change_of_pace_nor_one_disturbed_turn_changes_the_ratio(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of the baseline and the subject in each turn: slow machine, fast machine, something beside in one.
    clock, pace, paces = [0.0], [1.0], iter([1, 1, 5, 5, 5, 5, 1, 9, 2, 2])
    monkeypatch.setattr(frame, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(frame, "settle", lambda: None)

    def work(seconds: float) -> None:
        clock[0] += seconds * pace[0]

    def baseline() -> None:
        work(0.001)

    def subject() -> None:
        work(0.003)

    timed = frame.repeated

    def of_a_turn(side: Callable[[], object], seconds: float, *, each: int) -> Samples:
        pace[0] = next(paces)
        return timed(side, seconds, each=each)

    monkeypatch.setattr(frame, "repeated", of_a_turn)
    found = in_turns(subject, baseline, turns=5, seconds=0.5, each=2)
    assert found.ratio == pytest.approx(3)
    assert found.subject.p99 == pytest.approx(0.027), "nothing is left out of the samples"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([Line("row", "good", ok=True), Line("row", "no budget")], 0),
        ([Line("row", "slow", ok=False)], 1),
        (RowError("the demo [is] not there"), 2),
        (ImportError("No module named 'hub.absent'"), 2),
        (ZeroDivisionError("a fault of the row"), 2),
    ],
)
def test_the_exit_status_tells(
    told: list[Line] | Exception,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def measure() -> list[Line]:
        if isinstance(told, Exception):
            raise told
        return told

    monkeypatch.setattr("tests.bench.rows.translation.measure", measure)
    monkeypatch.setattr("sys.argv", ["bench", "--only", "translation", "--json", str(tmp_path / "out.json")])
    assert bench.main() == status
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert bool(report["errors"]) == (status == 2)
    assert ("NOT MEASURED" in capsys.readouterr().out) == (status == 2)
