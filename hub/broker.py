"""The broker: one question through the five verbs, in order. Read this file first.

    decide   may it be asked?            hub/policy      pure
    plan     whom, by which route?       hub/routing     pure
    fetch    ask, with a Permit          hub/fetch.py    the only step that leaves the hub
    compose  one reply of all outcomes   hub/translate   pure
    render   the message, as asked for   hub/api         after the log has concluded

Nothing is sent before the log holds the intention; nothing is shown before it holds the conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from hub.adapter import Days
from hub.audit import AccessLog, Conclusion
from hub.beside import beside
from hub.facts import FactGatherer
from hub.fetch import Fetcher
from hub.model.decision import Allowed, Refused, Subject
from hub.model.query import Facts, Query
from hub.model.registry import Registry
from hub.model.reply import Answer, Handed, Reply
from hub.policy import Rule, decide
from hub.ports import Clock
from hub.problems import Problem
from hub.routing import plan
from hub.translate import Asked, compose
from messages.uppgifter import Kvitto


@dataclass(frozen=True, slots=True)
class Broker:
    """Answers questions; holds no state of its own."""

    facts: FactGatherer
    rules: Rule
    registry: Registry
    fetcher: Fetcher
    log: AccessLog
    clock: Clock
    new_id: Callable[[], str]
    change_share: Decimal = Decimal("0.2")
    """A benefit's net that changes by more than this share from month to month is told of."""

    async def answer(self, query: Query) -> Answer:
        """One answer, logged before it is given. Raises a Problem for anything that is not an answer."""
        query, facts = await self.facts.gather(query)
        match decide(self.rules, query, facts):
            case Refused() as refusal:
                raise await self._refused(query, refusal)
            case Allowed() as grounds:
                return await self._asked(query, facts, grounds)

    async def _asked(self, query: Query, facts: Facts, grounds: Allowed) -> Answer:
        spent = self.fetcher.traffic.spent(grounds)
        planned = plan(query, grounds, facts.now, self.registry, self.new_id, facts.notices, spent)
        intended = await self.log.intend(query, grounds, planned)
        self.fetcher.not_sent(grounds.board, planned.unsent)
        answers = await self.fetcher.fetch_all(planned.calls, intended.permits)
        attempts = {
            grant.about(call.person): found[grant.source]
            for call, found in zip(planned.calls, answers, strict=True)
            for grant in call.grants
        }
        period = query.question.period
        known = {one.personidentitet: one.kandaInkomstposter for one in query.question.personer}
        composing = partial(
            compose,
            grounds,
            planned,
            attempts,
            intended.entries,
            self.registry,
            Asked(Days(period.from_, period.tom), facts.today, self.change_share, known),
            reply_id=intended.svar_id,
            question_id=query.question.forfraganId,
        )
        reply = await beside(sum(it.size for it in attempts.values()), composing)
        receipt = await self.log.conclude(intended, conclusions(reply, intended.open))
        kvitto = Kvitto(logg=receipt.log, kontrollpunkt=receipt.checkpoint)
        return Answer(reply.with_receipt(kvitto, self.clock.now()), reply)

    async def _refused(self, query: Query, refusal: Refused) -> Problem:
        entries = await self.log.refused(query, refusal)
        return refusal.problem(
            refusal.detail,
            fel=refusal.pointers,
            grind=refusal.gate,
            lag=refusal.law or None,
            log_entries=entries,
        )


def conclusions(reply: Reply, intended: Collection[Subject]) -> list[Conclusion]:
    """What the log must know of every intention: which groups were handed over, never values."""
    return [_conclusion(reply, handed) for handed in reply.handed if handed.subject in intended]


def _conclusion(reply: Reply, handed: Handed) -> Conclusion:
    part = handed.part
    return Conclusion(
        subject=handed.subject,
        outcome=part.utfall,
        fault=part.fel,
        groups=handed.groups,
        withheld=handed.withheld,
        protected=reply.protection,
        answer=part.model_dump_json(exclude_none=True).encode(),
        deviations=len(part.avvikelser),
        elapsed_ms=part.svarstidMs or 0,
        wrong_person=handed.wrong_person,
    )
