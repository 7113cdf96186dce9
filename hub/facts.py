"""Facts are fetched before the decision, so that the decision can be pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.query import Facts, Query
from hub.ports import CaseFacts, Clock


@dataclass(frozen=True, slots=True)
class FactGatherer:
    """Boards and agreements in force in this process, and where cases are known."""

    boards: Mapping[BoardId, Board]
    agreements: Mapping[str, tuple[Agreement, ...]]
    sources: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    cases: CaseFacts
    clock: Clock

    async def gather(self, query: Query) -> Facts:
        """Raises RegisterUnavailable when the case cannot be looked up.

        The case is looked for at the caller's own board only: another board's case is unknown here.
        """
        asked = query.question
        board = BoardId(asked.ingivare.organisationsnummer, asked.ingivare.namnd)
        now = self.clock.now()
        return Facts(
            now=now,
            today=swedish_day(now),
            board=self.boards.get(board),
            case=await self.cases.case(query.caller.board, asked.arende.system, asked.arende.id),
            agreements=self.agreements,
            sources=self.sources,
            groups=self.groups,
        )
