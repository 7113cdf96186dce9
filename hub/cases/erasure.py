"""Closed cases leave the register when the board's time for them is over; the log is told first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hub.audit import AccessLog
from hub.audit.case_events import CasesErased
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.ports import CaseRegister, Clock

AT_ONCE = 500
"""Cases that one record tells of and one transaction clears away: others wait for no more than that."""


@dataclass(frozen=True, slots=True)
class CaseErasure:
    """Clears the register of closed cases, each board by its own term. Never of an open one."""

    register: CaseRegister
    log: AccessLog
    boards: Mapping[BoardId, Board]
    clock: Clock

    async def erase(self) -> int:
        """Clear away what is due today; how many. Raises LogUnavailable (then nothing more is cleared away),
        RegisterUnavailable."""
        today, count = swedish_day(self.clock.now()), 0
        # Those of this moment: the contracts may change while it waits.
        for board in tuple(self.boards.values()):
            day = term_begins(today, board.forget_closed_months)
            while due := await self.register.closed_before(board.id, day, AT_ONCE):
                await self.log.record(board.id.origin, CasesErased(day, len(due)))
                count += await self.register.erase(board.id, day, due)
        return count


def term_begins(today: date, months: int) -> date:
    """The first day whose closed cases are kept today: a case closed on it has its last day of the term.

    Where the month has no such day the next one begins it: a case closed on 28 February has a term of a month
    that ends on 28 March, also on 29 March.
    """
    index = today.year * 12 + today.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1)
    found = first + timedelta(days=today.day - 1)
    return found if found.month == first.month else date(found.year, found.month, 1)
