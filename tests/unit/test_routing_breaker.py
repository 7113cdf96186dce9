"""The breaker: when a source that keeps failing is left alone, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.routing import Breaker, Event
from tests.support.policy import NOW


def walk(*events: tuple[Event, float]) -> Breaker:
    state = Breaker()
    for event, second in events:
        state = state.after(event, NOW + timedelta(seconds=second))
    return state


def at(second: float) -> datetime:
    return NOW + timedelta(seconds=second)


FIVE = [(Event.FAILED, float(n)) for n in range(5)]


def test_four_failures_are_not_five() -> None:
    assert walk(*FIVE[:4]).closed_until(at(4)) is None


def test_an_answer_between_starts_over() -> None:
    assert walk(*FIVE[:4], (Event.SUCCEEDED, 4), *FIVE[:4]).closed_until(at(5)) is None


def test_after_five_it_rests_then_lets_one_try() -> None:
    resting = walk(*FIVE)
    assert resting.closed_until(at(5)) == at(19)
    assert resting.closed_until(at(19)) is None
    trying = resting.after(Event.ASKED, at(20))
    assert trying.closed_until(at(20)) == at(35), "while one tries, no other does"
    assert trying.closed_until(at(35)) is None, "and if its end never came, another may"


def test_a_failed_try_doubles_the_rest_up_to_five_minutes_and_a_success_ends_it() -> None:
    trying = walk(*FIVE, (Event.ASKED, 20.0), (Event.FAILED, 21.0))
    assert trying.closed_until(at(21)) == at(51)
    long_dead = walk(*((Event.FAILED, 0.0) for _ in range(50)))
    assert long_dead.closed_until(at(0)) == at(300)
    assert long_dead.after(Event.SUCCEEDED, at(300)) == Breaker()


def test_asking_an_open_source_changes_nothing() -> None:
    assert walk((Event.FAILED, 0.0), (Event.ASKED, 1.0)) == walk((Event.FAILED, 0.0))


@given(st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 600)), max_size=40))
def test_no_rest_is_longer_than_five_minutes(events: list[tuple[Event, int]]) -> None:
    state, now = Breaker(), 0
    for event, later in events:
        now += later
        state = state.after(event, at(now))
        until = state.closed_until(at(now))
        assert until is None or until <= at(now + 300)
