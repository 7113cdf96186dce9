"""Facts are fetched before the decision, so that the decision can be pure.

What is known of the case comes from several places, in the order that the board's file gives. What the hub
has itself is always looked at first; a case system is asked just then only where that does not suffice, and
only for a question that would not be refused anyhow.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from hub.agreements import Contracts
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, Unshown
from hub.model.maintenance import Notice
from hub.model.query import Facts, Query
from hub.policy import Rule, refused_anyhow, suffices
from hub.ports import CaseFacts, CaseOrigin, Clock
from messages.koder import VisadAv

_NOT_ASKED = "Ärendesystemet är inte tillfrågat, eftersom frågan inte kan ställas som den är."


@dataclass(frozen=True, slots=True)
class FactGatherer:
    """Boards and agreements in force in this process, and where cases are known."""

    contracts: Callable[[], Contracts]
    """Those that hold now: looked at once for each question, which keeps to them."""
    sources: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    origins: Mapping[VisadAv, CaseOrigin]
    rules: Rule
    clock: Clock
    notices: Callable[[BoardId], Awaitable[Mapping[str, tuple[Notice, ...]]]]
    """Per source what has been told of its maintenance. Raises RegisterUnavailable."""
    unused: Callable[[Query], Awaitable[None]]
    """Raises QuestionRepeated or QuestionIdReused where the question's id is used, or LogUnavailable."""

    async def gather(self, query: Query) -> Facts:
        """Raises RegisterUnavailable when what the hub has itself cannot be read, LogUnavailable when a case
        system would be asked and the log cannot be used, QuestionRepeated and QuestionIdReused when one would
        be asked for a question whose id has been used.

        The case is looked for at the caller's own board only: another board's case is unknown here.
        """
        asked, contracts = query.question, self.contracts()
        now = self.clock.now()
        facts = Facts(
            now=now,
            today=swedish_day(now),
            board=contracts.boards.get(BoardId(asked.ingivare.organisationsnummer, asked.ingivare.namnd)),
            cases=(),
            agreements=_whole(contracts.agreements) if query.whole else contracts.agreements,
            sources=self.sources,
            groups=self.groups,
        )
        own = contracts.boards.get(query.caller.board)
        if own is None:
            return facts
        return await self._in_order(query, own, replace(facts, notices=await self.notices(own.id)))

    async def _in_order(self, query: Query, own: Board, facts: Facts) -> Facts:
        """What the hub has itself first, whatever the order; then, where it is needed, the case system."""
        for origin in own.evidence:
            if origin in self.origins and origin is not VisadAv.ARENDESYSTEM:
                facts = _with(facts, await self.origins[origin].fact(query, own))
        live = self.origins.get(VisadAv.ARENDESYSTEM)
        if live is None or VisadAv.ARENDESYSTEM not in own.evidence or not _can_be_asked(query, own):
            return facts
        if not suffices(self.rules, query, _without_own_word(facts)):
            facts = await self._asked_live(live, query, own, facts)
        return replace(
            facts, cases=tuple(sorted(facts.cases, key=lambda fact: own.evidence.index(fact.origin)))
        )

    async def _asked_live(self, live: CaseOrigin, query: Query, own: Board, facts: Facts) -> Facts:
        refusal = refused_anyhow(self.rules, query, facts)
        if refusal is not None:
            text = f"{_NOT_ASKED} {refusal.detail}"
            return _with(facts, Unshown(VisadAv.ARENDESYSTEM, "EJ_TILLFRAGAT", text, asked=False))
        # The log claims the id before a source is asked, and that is after this: a question sent again must
        # not ask the case system again.
        await self.unused(query)
        found = await live.fact(query, own)
        # Where it knows of no such case just now, no older word stands against that.
        return replace(facts, cases=()) if found is None else _with(facts, found)


def _whole(agreements: Mapping[str, tuple[Agreement, ...]]) -> Mapping[str, tuple[Agreement, ...]]:
    """None of them asks in portions: a period that is too long is refused."""
    return {
        source: tuple(replace(it, longer_in_portions=False) for it in known)
        for source, known in agreements.items()
    }


def _without_own_word(facts: Facts) -> Facts:
    """A caseworker's own word spares the case system no question: that may say that the case is closed."""
    return replace(facts, cases=tuple(it for it in facts.cases if it.origin is not VisadAv.EGET_INTYG))


def _can_be_asked(query: Query, own: Board) -> bool:
    return query.question.arende.system in own.systems


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
