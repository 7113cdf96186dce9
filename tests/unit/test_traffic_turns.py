"""Are the limits never exceeded, whoever comes, leaves or gives up, and does nobody wait who need not?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from hub.model.board import BoardId
from hub.model.traffic import LimitKind, TrafficLimits
from hub.traffic.gate import Gate
from hub.traffic.turns import Place, Turns, Where

BOARDS = tuple(BoardId("2120002411", name) for name in ("SN", "AN", "BUN"))
DAY = date(2026, 11, 21)
DAY_S = 10.0
"""A day of ten seconds: that one ends matters, not how long it is."""

few = st.none() | st.integers(1, 4)
limits = st.builds(TrafficLimits, per_second=few, at_once=few, per_day=st.none() | st.integers(1, 12))
steps = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "come", "leave", "wait", "wait", "give up"]),
        st.integers(0, 2),
        st.sampled_from([("A",), ("A",), ("B",), ("A", "B")]),
        st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 4.0]),
    ),
    min_size=10,
    max_size=60,
)


@dataclass
class Scene:
    """Two gates and a clock that is set; what the agencies saw of it."""

    gates: dict[str, Gate]
    turns: Turns = field(default_factory=Turns)
    now: float = 0.0
    waiting: list[Place] = field(default_factory=list)
    inside: list[Place] = field(default_factory=list)
    turned_away: list[Place] = field(default_factory=list)
    given_up: list[Place] = field(default_factory=list)
    """Those that gave up after they were let in: they never began."""
    begun: list[Place] = field(default_factory=list)

    @property
    def today(self) -> date:
        return DAY + timedelta(days=int(self.now // DAY_S))

    def come(self, board: BoardId, names: Sequence[str]) -> Place:
        place = self.turns.join(board, tuple(self.gates[name] for name in names))
        self.waiting.append(place)
        self.settle()
        return place

    def settle(self) -> None:
        for place, spent in self.turns.settle(self.now, self.today):
            self.waiting.remove(place)
            if spent is None:
                self.inside.append(place)
                self.begun.append(place)
            else:
                assert spent.used == spent.limits.per_day
                self.turned_away.append(place)

    def leave(self, place: Place) -> None:
        self.inside.remove(place)
        self.turns.leave(place)
        self.settle()

    def give_up(self, place: Place) -> None:
        if place in self.inside:
            self.inside.remove(place)
            self.begun.remove(place)
        else:
            self.waiting.remove(place)
        self.turns.give_up(place)
        self.settle()

    def until(self, moment: float) -> None:
        """Time goes on; the timer wakes whenever time alone may let somebody in."""
        while (at := self.turns.next_s(self.now, self.today)) is not None and self.now < at <= moment:
            self.now = at
            self.settle()
        self.now = moment
        self.settle()


def scene(a: TrafficLimits, b: TrafficLimits = TrafficLimits(at_once=100)) -> Scene:  # noqa: B008
    return Scene({"A": Gate(("A", "a"), a), "B": Gate(("B", "b"), b)})


def within(here: Scene) -> None:
    for gate in here.gates.values():
        through = [place for place in here.begun if gate in place.gates]
        most = gate.limits
        if most.per_second is not None:
            for first, other in zip(through, through[most.per_second :], strict=False):
                assert other.begun - first.begun >= 1.0
        if most.per_day is not None:
            assert max(Counter(place.day for place in through).values(), default=0) <= most.per_day
        now_inside = sum(gate in place.gates for place in here.inside)
        assert gate.inside == now_inside
        assert most.at_once is None or now_inside <= most.at_once


def nobody_waits_in_vain(here: Scene) -> None:
    """Who waits lacks room; but that a place may be held for a call through both gates."""
    both = any(len(place.gates) > 1 for place in here.waiting)
    for place in here.waiting:
        lacking = [gate.lacks(here.now, here.today, int(both)) for gate in place.gates]
        assert any(lacking)
        if not both:
            assert LimitKind.DAY not in lacking, "for the next day nobody waits"


@given(limits, limits, steps)
def test_whatever_happens_every_limit_is_kept_and_no_room_is_left_unused(
    a: TrafficLimits, b: TrafficLimits, happens: list[tuple[str, int, tuple[str, ...], float]]
) -> None:
    here = scene(a, b)
    for what, which, names, seconds in happens:
        match what:
            case "come":
                here.come(BOARDS[which], names)
            case "leave" if here.inside:
                here.leave(here.inside[which % len(here.inside)])
            case "give up" if here.waiting or here.inside:
                places = [*here.waiting, *here.inside]
                here.give_up(places[which % len(places)])
            case _:
                here.until(here.now + seconds)
        within(here)
        nobody_waits_in_vain(here)


@given(limits, limits, steps)
def test_who_gives_up_or_leaves_is_counted_no_more(
    a: TrafficLimits, b: TrafficLimits, happens: list[tuple[str, int, tuple[str, ...], float]]
) -> None:
    here = scene(a, b)
    for what, which, names, _ in happens:
        if what == "come":
            here.come(BOARDS[which], names)
        elif here.inside:
            here.give_up(here.inside[-1])
    for place in [*here.waiting, *here.inside]:
        here.give_up(place)
    assert not here.begun
    for gate in here.gates.values():
        assert (gate.inside, gate.used, gate.next_s(here.now, here.today)) == (0, 0, None)
        assert here.turns.waiting(gate) == 0
        assert gate.lacks(here.now, here.today) is None


@given(limits, st.lists(st.integers(0, 2), max_size=30))
def test_everybody_is_let_in_or_turned_away_in_the_end(a: TrafficLimits, boards: list[int]) -> None:
    here = scene(a)
    places = [here.come(BOARDS[n], ("A", "B") if n == 0 else ("A",)) for n in boards]
    for _ in range(60):
        here.until(here.now + 1.0)
        for place in tuple(here.inside):
            here.leave(place)
    assert all(place.where is Where.GONE for place in places)
    assert len(here.begun) + len(here.turned_away) == len(places)
    within(here)


@given(st.integers(1, 3), st.lists(st.integers(1, 20), min_size=2, max_size=3))
def test_boards_take_turns_and_each_keeps_its_order(at_once: int, numbers: list[int]) -> None:
    here = scene(TrafficLimits(at_once=at_once))
    full = [here.come(BoardId("2120002395", "SN"), ("A",)) for _ in range(at_once)]
    for n, number in enumerate(numbers):
        for _ in range(number):
            here.come(BOARDS[n], ("A",))
    for place in full:
        here.leave(place)
    while here.inside:
        here.leave(here.inside[0])
    order = here.begun[at_once:]
    for board in BOARDS:
        mine = [place.number for place in order if place.board == board]
        assert mine == sorted(mine)
    rounds = min(numbers)
    first = [place.board for place in order[: rounds * len(numbers)]]
    assert first == list(BOARDS[: len(numbers)]) * rounds
    alone = [len(list(run)) for _, run in groupby(place.board for place in order)]
    assert max(alone[:-1], default=1) == 1, "nobody goes twice while another waits"


def test_a_thousand_of_one_board_hold_up_anothers_only_one_by_one_call() -> None:
    here = scene(TrafficLimits(per_second=10))
    for _ in range(1000):
        here.come(BOARDS[0], ("A",))
    assert len(here.begun) == 10
    one = here.come(BOARDS[1], ("A",))
    here.until(1.0)
    assert here.begun[10] is one


def test_a_call_through_two_gates_is_not_passed_for_ever() -> None:
    """Both are full, and whenever one has a place those who need only that one are there."""
    here = scene(TrafficLimits(at_once=2), TrafficLimits(at_once=2))
    for name in ("A", "A", "B", "B"):
        here.come(BOARDS[0], (name,))
    both = here.come(BOARDS[1], ("A", "B"))
    here.come(BOARDS[0], ("A",))
    here.come(BOARDS[0], ("B",))
    here.leave(here.inside[0])
    assert both in here.waiting, "a place is held for it, and B has none yet"
    here.leave(next(place for place in here.inside if place.gates == (here.gates["B"],)))
    assert both in here.inside


def test_a_slow_agency_does_not_shut_another_for_calls_through_both() -> None:
    here = scene(TrafficLimits(at_once=5), TrafficLimits(at_once=1))
    here.come(BOARDS[0], ("B",))
    for _ in range(50):
        here.come(BOARDS[0], ("A", "B"))
    others = [here.come(BOARDS[1], ("A",)) for _ in range(5)]
    assert [place.where for place in others].count(Where.INSIDE) == 4, "one place is held, and one only"


@given(st.integers(1, 5), st.lists(st.floats(0.0, 0.7), max_size=60))
def test_no_second_holds_more_whenever_it_begins(most: int, pauses: list[float]) -> None:
    here = scene(TrafficLimits(per_second=most))
    for pause in pauses:
        here.until(here.now + pause)
        here.come(BOARDS[0], ("A",))
        within(here)
        nobody_waits_in_vain(here)


def test_the_days_count_begins_anew_at_midnight_and_not_when_a_clock_is_set_back() -> None:
    gate = Gate(("A", "a"), TrafficLimits(per_day=1))
    gate.enter(0.0, DAY)
    assert gate.spent(DAY)
    assert gate.spent(DAY - timedelta(days=1))
    assert gate.lacks(0.0, DAY - timedelta(days=1)) is LimitKind.DAY
    assert not gate.spent(DAY + timedelta(days=1))
    assert gate.lacks(0.0, DAY + timedelta(days=1)) is None
