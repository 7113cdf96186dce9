"""The lists' front desk: a list is handed over in parts, and logged before it is brought into use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hub.audit import AccessLog
from hub.audit.case_events import CasesLoaded
from hub.model.board import Board, BoardId
from hub.model.calendar import CLOSED_AHEAD, closed_too_late, swedish_day
from hub.model.listed import ListedCase, ListHead, StoredList
from hub.model.query import Caller
from hub.ports import CaseLists, Clock
from hub.problems import MalformedQuestion, NotAuthorised, Pointer

UNFINISHED_KEPT = timedelta(days=1)
"""How long a list that is never finished is kept."""


@dataclass(frozen=True, slots=True)
class ListDesk:
    """Takes in lists of cases of the caller's own board."""

    lists: CaseLists
    log: AccessLog
    clock: Clock

    async def announce(
        self, caller: Caller, board: Board, named: BoardId, head: ListHead
    ) -> tuple[StoredList, bool]:
        """The list with that head, and whether it is new; the same again is taken up where it was left.

        `named` is the board that the list says it is of. Raises NotAuthorised (another board, or a system
        that is not the board's), MalformedQuestion, StaleCase, RegisterUnavailable.
        """
        if named != caller.board:
            raise NotAuthorised(f"Listan är för {named}, men biljetten gäller {caller.board}.")
        if head.system not in board.case_systems:
            raise NotAuthorised(
                f"Nämnden har inget ärendesystem {head.system}. Dess system står i nämndens fil: "
                + ", ".join(board.case_systems)
                + "."
            )
        return await self.lists.announce(caller.board, head)

    async def put_part(
        self, caller: Caller, list_id: str, number: int, cases: Sequence[ListedCase]
    ) -> StoredList:
        """Keep a part; the same again changes nothing.

        Raises NotFound, MalformedQuestion, ListUnfit, RegisterUnavailable.
        """
        head = await self.lists.head(caller.board, list_id)
        _refuse_to_come(cases, swedish_day(head.as_of))
        return await self.lists.put_part(caller.board, list_id, number, cases)

    async def bring_in(self, caller: Caller, list_id: str) -> StoredList:
        """Bring a whole list into use, in place of the one before; again changes nothing.

        Raises NotFound, ListUnfit, StaleCase, LogUnavailable, RegisterUnavailable.
        """
        found = await self.lists.ready(caller.board, list_id)
        if found.active:
            return found
        head = found.head
        event = CasesLoaded(
            caller.client_id, head.system, list_id, head.digest, head.cases, head.persons, head.as_of
        )
        await self.log.record(caller.board.origin, event)
        return await self.lists.bring_in(caller.board, list_id)

    async def clear_away(self) -> int:
        """Delete what has been replaced or was never finished; how many lists. Raises RegisterUnavailable."""
        return await self.lists.clear_away(self.clock.now() - UNFINISHED_KEPT)


def _refuse_to_come(cases: Sequence[ListedCase], day: date) -> None:
    early, late = [], []
    for place, case in enumerate(cases):
        if case.opened is not None and case.opened > day:
            early.append(Pointer(f"/arenden/{place}/oppnat", "ligger efter listans tidpunkt"))
        if closed_too_late(case.closed, day):
            words = f"ligger mer än {CLOSED_AHEAD.days} dagar efter listans tidpunkt"
            late.append(Pointer(f"/arenden/{place}/avslutat", words))
    if early:
        raise MalformedQuestion(
            "Ett ärende kan inte vara öppnat efter den tidpunkt som listan avser.", fel=early[:50]
        )
    if late:
        raise MalformedQuestion(
            f"Ett ärende kan inte avslutas mer än {CLOSED_AHEAD.days} dagar efter den tidpunkt som listan "
            "avser. Rätta dagen i ärendesystemet.",
            fel=late[:50],
        )
