"""What has become of requests since the process began, counted for /metrics.

By board, route and problem: all from our own configuration and code. A board that a token names counts only
once it is known to be one of those that the hub serves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.requests import Request

from hub.model.board import BoardId
from hub.problems import Problem

ASKED = "/uppgiftsforfragningar"
"""The route of questions about persons, as the framework names it."""


class Refused(NamedTuple):
    """`board` None: whoever it was showed no token of a board that is served."""

    board: BoardId | None
    route: str
    """The route's pattern."""
    kod: str


@dataclass(frozen=True, slots=True)
class Counts:
    """One app's."""

    answers: Counter[BoardId] = field(default_factory=Counter)
    """Questions answered, by the board that asked."""
    refusals: Counter[Refused] = field(default_factory=Counter)
    gates: Counter[tuple[BoardId | None, int]] = field(default_factory=Counter)

    def answered(self, board: BoardId) -> None:
        self.answers[board] += 1

    def of_board(self, request: Request, board: BoardId) -> None:
        """Whose request it is; known from here on."""
        request.state.counted_for = board

    def refused(self, request: Request, route: str, problem: Problem) -> None:
        board = getattr(request.state, "counted_for", None)
        self.refusals[Refused(board, route, problem.kod())] += 1
        if problem.grind is not None:
            self.gates[board, problem.grind] += 1


def of(request: Request) -> Counts:
    counts: Counts = request.app.state.counts
    return counts
