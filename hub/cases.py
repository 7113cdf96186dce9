"""The case register's front desk: what a case system tells is logged first, then kept."""

from __future__ import annotations

from dataclasses import dataclass

from hub.audit import AccessLog
from hub.model.board import Board
from hub.model.calendar import swedish_day
from hub.model.query import Caller
from hub.ports import CaseRegister, Stored
from hub.problems import MalformedQuestion, NotAuthorised, NotFound, Pointer
from messages.arende import Arende


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """Takes in and gives back cases of the caller's own board."""

    register: CaseRegister
    log: AccessLog

    async def put(self, caller: Caller, board: Board, system: str, case_id: str, case: Arende) -> Stored:
        """Keep the whole state of a case; the newest `tidpunkt` wins, the same again changes nothing.

        Raises NotAuthorised (a system that is not the board's), MalformedQuestion, StaleCase, LogUnavailable,
        RegisterUnavailable.
        """
        _own_system(board, system)
        if case.oppnat is not None and case.oppnat > swedish_day(case.tidpunkt):
            raise MalformedQuestion(
                "Ärendet kan inte vara öppnat efter tidpunkten för uppgiften.",
                fel=[Pointer("/oppnat", "ligger efter tidpunkt")],
            )
        await self.register.check(caller.board, system, case_id, case)
        await self.log.case_registered(caller, system, case_id, case)
        return await self.register.put(caller.board, system, case_id, case)

    async def get(self, caller: Caller, board: Board, system: str, case_id: str) -> Arende:
        """The case as last registered. Raises NotFound, also for another board's case."""
        _own_system(board, system)
        case = await self.register.get(caller.board, system, case_id)
        if case is None:
            raise NotFound("Ärendet finns inte i nämndens register.")
        return case


def _own_system(board: Board, system: str) -> None:
    if system not in board.case_systems:
        raise NotAuthorised(
            f"Nämnden har inget ärendesystem {system}. Dess system står i nämndens fil: "
            + ", ".join(board.case_systems)
            + "."
        )
