"""The case of a question that names none: the one ongoing case of the person asked about, while that may be.

Looked for in the register, in the lists in use and in every case system that can be asked; all of them, since
one case is only one when no place knows of another. What a place says of a case is judged as for a question
that names it. Decision 0021 says why this is, and why it ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hub.case_ports import AskedByPerson, KeptByPerson
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.case import CaseFact, CaseName, Unshown, left_unasked
from hub.model.query import Facts, Query
from hub.policy import Rule, ongoing, refused_anyhow
from hub.policy.case import KIND_FOR_PURPOSE
from hub.ports import CaseOrigin, Clock
from messages.koder import VisadAv

_KEPT = (VisadAv.REGISTER, VisadAv.LISTA)
"""Where a person can be looked for among what the hub has itself; statements are about the case they name."""


class Became(StrEnum):
    """What became of looking for a case by person. Closed: these are labels of figures."""

    FOUND = "found"
    NONE = "none"
    SEVERAL = "several"
    NOT_SHOWN = "not_shown"


class Matches:
    """How often cases were looked for by person since this process began, for health and figures."""

    def __init__(self, boards: Mapping[BoardId, Board], clock: Clock) -> None:
        self._boards = boards
        self._clock = clock
        self._counts: Counter[tuple[BoardId, str, Became]] = Counter()

    def count(self, query: Query, became: Became) -> None:
        self._counts[query.caller.board, query.caller.client_id, became] += 1

    def totals(self) -> Mapping[tuple[BoardId, Became], int]:
        """By board: which of its clients it was is told by health."""
        found: Counter[tuple[BoardId, Became]] = Counter()
        for (board, _, became), number in self._counts.items():
            found[board, became] += number
        return found

    def warnings(self) -> tuple[str, ...]:
        """A sentence for each client that may do without real cases, as long as its file says so."""
        today = swedish_day(self._clock.now())
        told = []
        for board in self._boards.values():
            for client in board.clients:
                if client.matching is None:
                    continue
                number = self._counts[board.id, client.id, Became.FOUND]
                told.append(
                    f"{board.id}: {client.id} matches cases by person until {client.matching.last}: "
                    f"{number} look-ups since start. Let it send real case ids."
                    if client.matching.holds(today)
                    else f"{board.id}: {client.id} matched cases by person until {client.matching.last}, and "
                    "is refused where it names no real case. Remove arendematchning from the file."
                )
        return tuple(told)


@dataclass(frozen=True, slots=True)
class CaseByPerson:
    """Implements `facts.ByPerson`."""

    kept: KeptByPerson
    named: Mapping[VisadAv, CaseOrigin]
    live: AskedByPerson
    rules: Rule
    unused: Callable[[Query], Awaitable[None]]
    matches: Matches

    async def found(self, query: Query, own: Board, facts: Facts) -> tuple[Query, Facts]:
        """See `facts.ByPerson`. To be called where the client may, and the case named is not known.

        Where a case system knows the case that was named after all, nothing is derived. Nor is it where the
        one case has the id that was sent, in another case system: then that was the case.
        """
        told = await self._told_live(query, own, facts)
        if isinstance(told, Unshown):
            self.matches.count(query, Became.NOT_SHOWN)
            return query, replace(facts, unshown=(*facts.unshown, told))
        sent = CaseName(query.question.arende.system, query.question.arende.id)
        if any(_name(fact) == sent for fact in told):
            return query, replace(facts, cases=_in_order((*facts.cases, *_about(sent, told)), own))
        standing = await self._standing(query, own, facts, told)
        if len(standing) != 1:
            self.matches.count(query, Became.SEVERAL if standing else Became.NONE)
            return query, replace(facts, of_person=len(standing))
        ((name, cases),) = standing.items()
        if name.case_id != sent.case_id:
            self.matches.count(query, Became.FOUND)
            cases = tuple(replace(fact, derived=True, review=True) for fact in cases)
        return query.about(*name), replace(facts, cases=cases, of_person=1)

    async def _told_live(self, query: Query, own: Board, facts: Facts) -> tuple[CaseFact, ...] | Unshown:
        """As `facts` asks a case system: not where the question is refused anyhow, or its id is used."""
        if VisadAv.ARENDESYSTEM not in own.evidence or not own.systems:
            return ()
        refusal = refused_anyhow(self.rules, query, facts)
        if refusal is not None:
            return left_unasked(refusal.detail)
        await self.unused(query)
        return await self.live.of_person(query, own)

    async def _standing(
        self, query: Query, own: Board, facts: Facts, told: Sequence[CaseFact]
    ) -> dict[CaseName, tuple[CaseFact, ...]]:
        """The cases that are ongoing by all that is known of each, with that."""
        (asked,) = query.question.personer
        kind, origins = KIND_FOR_PURPOSE[query.question.andamal], [it for it in _KEPT if it in own.evidence]
        names = await self.kept.ongoing(own.id, asked.personidentitet, kind, origins, facts.today)
        asks_live = own.systems if VisadAv.ARENDESYSTEM in own.evidence else {}
        standing = {}
        for name in sorted(names | {_name(fact) for fact in told}):
            just_now = _about(name, told)
            if name.system in asks_live and not just_now:
                continue  # its case system knows of no such case just now: no older word stands against that
            about = query.about(*name)
            cases = _in_order([*await self._kept_about(about, own), *just_now], own)
            if ongoing(about, replace(facts, cases=cases)):
                standing[name] = cases
        return standing

    async def _kept_about(self, query: Query, own: Board) -> list[CaseFact]:
        found = [await self.named[it].fact(query, own) for it in own.evidence if it in _KEPT]
        return [fact for fact in found if isinstance(fact, CaseFact)]


def _name(fact: CaseFact) -> CaseName:
    return CaseName(fact.system, fact.case_id)


def _about(name: CaseName, told: Iterable[CaseFact]) -> tuple[CaseFact, ...]:
    return tuple(fact for fact in told if _name(fact) == name)


def _in_order(cases: Iterable[CaseFact], own: Board) -> tuple[CaseFact, ...]:
    """As the board's file has the places."""
    return tuple(sorted(cases, key=lambda fact: own.evidence.index(fact.origin)))
