"""Whose turn it is: boards take turns, and within a board it is first come first served.

Of those who wait, the board that was let in longest ago goes first, so one board's thousand questions hold up
another's one by one call at most. Whoever waits for one agreement holds up nobody who waits for another.

A call through several agreements' gates needs room at all of them at once. Were it passed by whoever needs
only one of them, it might never be had: so, while it waits, one place is held for it at each of its gates,
and one only, that an agency which answers slowly may not shut the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from hub.model.board import BoardId
from hub.model.traffic import LimitKind
from hub.traffic.gate import Gate


class Where(Enum):
    WAITING = auto()
    INSIDE = auto()
    GONE = auto()


@dataclass(slots=True, eq=False)
class Place:
    """One call's place: in the line, and then inside, until it is left."""

    board: BoardId
    gates: tuple[Gate, ...]
    number: int
    where: Where = Where.WAITING
    begun: float = 0.0
    day: date = date.min

    def spent(self, today: date) -> Gate | None:
        """A gate whose day is used up, for which there is no use in waiting."""
        return next((gate for gate in self.gates if gate.spent(today)), None)

    def lacks(self, now: float, today: date) -> tuple[Gate, LimitKind]:
        """The first gate without room, and which limit it is; where all have some, it lacked a moment ago."""
        for gate in self.gates:
            lacking = gate.lacks(now, today)
            if lacking is not None:
                return gate, lacking
        gate = self.gates[0]
        return gate, next(kind for kind in LimitKind if gate.limits.of(kind) is not None)


@dataclass(slots=True)
class Turns:
    """Who waits, by the gates they need and by board. Told what time it is, as gates are."""

    _lines: dict[tuple[Gate, ...], dict[BoardId, deque[Place]]] = field(default_factory=dict)
    _let_in: dict[BoardId, int] = field(default_factory=dict)
    """When each board was last let in, in numbers that grow."""
    _numbers: int = 0

    def join(self, board: BoardId, gates: tuple[Gate, ...]) -> Place:
        """A place last in the board's line. `settle` tells when it is its turn."""
        self._numbers += 1
        place = Place(board, gates, self._numbers)
        self._lines.setdefault(gates, {}).setdefault(board, deque()).append(place)
        return place

    def settle(self, now: float, today: date) -> Iterator[tuple[Place, Gate | None]]:
        """Who comes in now (None), and who is turned away because a gate's day is used up."""
        while (found := self._next(now, today)) is not None:
            yield found

    def give_up(self, place: Place) -> None:
        """It waits no longer, or was let in and never began: nothing is counted of it."""
        match place.where:
            case Where.WAITING:
                self._out_of_line(place)
            case Where.INSIDE:
                for gate in place.gates:
                    gate.take_back(place.begun, place.day)
            case Where.GONE:
                pass
        place.where = Where.GONE

    def leave(self, place: Place) -> None:
        """Its call has ended."""
        if place.where is Where.INSIDE:
            for gate in place.gates:
                gate.leave()
        place.where = Where.GONE

    def waiting(self, gate: Gate) -> int:
        """How many wait for a gate."""
        lines = (boards for gates, boards in self._lines.items() if gate in gates)
        return sum(len(line) for boards in lines for line in boards.values())

    def next_s(self, now: float, today: date) -> float | None:
        """The moment when time alone may let somebody in; None where nobody waits for that."""
        gates = {gate for line in self._lines for gate in line}
        return min((at for gate in gates if (at := gate.next_s(now, today)) is not None), default=None)

    def _next(self, now: float, today: date) -> tuple[Place, Gate | None] | None:
        held: set[Gate] = set()
        for place in self._first_of_each():
            spent = place.spent(today)
            if spent is not None:
                self._out_of_line(place)
                place.where = Where.GONE
                return place, spent
            if all(gate.lacks(now, today, int(gate in held)) is None for gate in place.gates):
                self._enter(place, now, today)
                return place, None
            if len(place.gates) > 1:
                held.update(place.gates)
        return None

    def _first_of_each(self) -> list[Place]:
        """The first of each line, the board that was let in longest ago first."""
        first = [line[0] for boards in self._lines.values() for line in boards.values()]
        return sorted(first, key=lambda place: (self._let_in.get(place.board, 0), place.number))

    def _enter(self, place: Place, now: float, today: date) -> None:
        self._out_of_line(place)
        for gate in place.gates:
            gate.enter(now, today)
        place.where, place.begun, place.day = Where.INSIDE, now, today
        self._numbers += 1
        self._let_in[place.board] = self._numbers

    def _out_of_line(self, place: Place) -> None:
        boards = self._lines[place.gates]
        line = boards[place.board]
        line.remove(place)
        if not line:
            del boards[place.board]
        if not boards:
            del self._lines[place.gates]
