"""Facts are fetched before the decision, so that the decision can be pure.

What is known of the case comes from several places, in the order that the board's file gives. What the hub
has itself is always looked at first; a case system is asked just then only where that does not suffice, and
only for a question that would not be refused anyhow.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from hub.agreements import Contracts
from hub.model.agreement import Agreement
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, Unshown, left_unasked
from hub.model.maintenance import Notice
from hub.model.query import Facts, Query
from hub.policy import Rule, may_match, refused_anyhow, suffices, with_caseworker
from hub.ports import CaseFacts, CaseOrigin, Clock
from messages.koder import VisadAv


class ByPerson(Protocol):
    """Finds the case of a question that names none that is known, where the client's file lets it."""

    async def found(self, query: Query, own: Board, facts: Facts) -> tuple[Query, Facts]:
        """The question about the case found, with what is known of it; else as it was, with why not.

        Raises as `FactGatherer.gather` does.
        """
        ...


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
    by_person: ByPerson

    async def gather(self, query: Query) -> tuple[Query, Facts]:
        """The question to go on with, and its facts. It is the one that was asked, but for a client whose
        board lets it name no real case or caseworker for a while (hub/policy/matching.py).

        Raises RegisterUnavailable when what the hub has itself cannot be read, LogUnavailable when a case
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
            return query, facts
        query = with_caseworker(query, own, facts.today)
        facts = await self._kept(query, own, replace(facts, notices=await self.notices(own.id)))
        if may_match(query, facts, own):
            return await self.by_person.found(query, own, facts)
        return query, await self._with_live(query, own, facts)

    async def _kept(self, query: Query, own: Board, facts: Facts) -> Facts:
        """What the hub has itself: first, whatever the order."""
        for origin in own.evidence:
            if origin in self.origins and origin is not VisadAv.ARENDESYSTEM:
                facts = _with(facts, await self.origins[origin].fact(query, own))
        return facts

    async def _with_live(self, query: Query, own: Board, facts: Facts) -> Facts:
        """Then, where it is needed, the case system."""
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
            return _with(facts, left_unasked(refusal.detail))
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
