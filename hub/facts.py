"""Facts are fetched before the decision, so that the decision can be pure.

What is known of the case comes from several places, in the order that the board's file gives. What the hub
has itself is always looked at; a case system is asked just then only where that does not suffice, and only
for a question that would not be refused anyhow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, Unshown
from hub.model.query import Facts, Query
from hub.policy import Rule, refused_anyhow, suffices
from hub.ports import CaseFacts, CaseOrigin, Clock
from messages.koder import VisadAv

_NOT_ASKED = "Ärendesystemet är inte tillfrågat, eftersom frågan inte kan ställas som den är."


@dataclass(frozen=True, slots=True)
class FactGatherer:
    """Boards and agreements in force in this process, and where cases are known."""

    boards: Mapping[BoardId, Board]
    agreements: Mapping[str, tuple[Agreement, ...]]
    sources: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    origins: Mapping[VisadAv, CaseOrigin]
    rules: Rule
    clock: Clock

    async def gather(self, query: Query) -> Facts:
        """Raises RegisterUnavailable when what the hub has itself cannot be read, LogUnavailable when a case
        system would be asked and the log cannot be written.

        The case is looked for at the caller's own board only: another board's case is unknown here.
        """
        asked = query.question
        now = self.clock.now()
        facts = Facts(
            now=now,
            today=swedish_day(now),
            board=self.boards.get(BoardId(asked.ingivare.organisationsnummer, asked.ingivare.namnd)),
            cases=(),
            agreements=self.agreements,
            sources=self.sources,
            groups=self.groups,
        )
        own = self.boards.get(query.caller.board)
        for origin in own.evidence if own is not None else ():
            if origin in self.origins:
                facts = _with(facts, await self._from(origin, query, own, facts))
        return facts

    async def _from(
        self, origin: VisadAv, query: Query, board: Board | None, facts: Facts
    ) -> CaseFact | Unshown | None:
        assert board is not None
        if origin is VisadAv.ARENDESYSTEM:
            if suffices(self.rules, query, facts):
                return None
            refusal = refused_anyhow(query, facts)
            if refusal is not None:
                return Unshown(origin, "EJ_TILLFRAGAT", f"{_NOT_ASKED} {refusal.detail}")
        return await self.origins[origin].fact(query, board)


def _with(facts: Facts, found: CaseFact | Unshown | None) -> Facts:
    match found:
        case CaseFact():
            return replace(facts, cases=(*facts.cases, found))
        case Unshown():
            return replace(facts, unshown=(*facts.unshown, found))
        case None:
            return facts


@dataclass(frozen=True, slots=True)
class Kept:
    """What the hub has itself, as a place where cases are known."""

    store: CaseFacts

    async def fact(self, query: Query, board: Board) -> CaseFact | None:
        """See `ports.CaseOrigin`."""
        asked = query.question.arende
        return await self.store.case(board.id, asked.system, asked.id)
