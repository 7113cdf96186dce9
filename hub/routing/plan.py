"""The plan: each person's granted sources, grouped by route into calls, and what is left unsent and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.adapter import Ask, SourceAsk
from hub.model.board import RouteChoice
from hub.model.decision import Allowed, Grant
from hub.model.manifest import SourceManifest
from hub.model.outcome import NotAsked
from hub.model.plan import Call, Plan, Route, Unsent
from hub.model.query import Query
from hub.model.registry import Registry
from hub.routing.wording import PURPOSE, asker, case_reference, legal_text
from messages.koder import Atgard, Led
from messages.uppgifter import Fel
from messages.values import Personidentitet

WHOLE_QUESTION_S = 28.0
"""The whole question, all calls at once: callers give up after 30 seconds."""


def plan(
    query: Query,
    grounds: Allowed,
    now: datetime,
    registry: Registry,
    new_id: Callable[[], str],
) -> Plan:
    """One call for each person and route, sources in the order granted. Pure but for `new_id` (a UUID each).

    Every grant is either in a call or unsent; deadlines are the route's, at most 28 s. Raises KeyError when a
    board's route is not loaded, which `hub.agreements` has refused at start.
    """
    planning = _Planning(query, grounds, now, registry, new_id)
    calls: list[Call] = []
    unsent: list[Unsent] = []
    for person in grounds.persons:
        granted = [row for row in person.sources if isinstance(row, Grant)]
        for grant in granted:
            hindrance = planning.hindrance(person.member.person, grant)
            if hindrance is not None:
                unsent.append(Unsent(person.member.person, grant, NotAsked(hindrance)))
        kept = {row.grant.source for row in unsent if row.person == person.member.person}
        calls += planning.calls(person.member.person, [g for g in granted if g.source not in kept])
    return Plan(tuple(calls), tuple(unsent))


@dataclass(frozen=True, slots=True)
class _Planning:
    """One question's planning: everything the steps have in common."""

    query: Query
    grounds: Allowed
    now: datetime
    registry: Registry
    new_id: Callable[[], str]

    def hindrance(self, person: Personidentitet, grant: Grant) -> Fel | None:
        """Why a source that may be asked cannot be asked about this person now; None when it can."""
        if not person.is_coordination_number or self._source(grant.source).coordination_numbers:
            return None
        return Fel(
            led=Led.NYTTONAV,
            kod="IDENTITET_STODS_INTE",
            text=(
                f"{grant.agreement.source_name} tar inte emot samordningsnummer. "
                "Be den enskilde om uppgifterna."
            ),
            atgard=Atgard.INHAMTA_PA_ANNAT_SATT,
        )

    def calls(self, person: Personidentitet, grants: Sequence[Grant]) -> Iterator[Call]:
        """Sources with one and the same route and settings share a call."""
        by_route: list[tuple[RouteChoice, list[Grant]]] = []
        for grant in grants:
            choice = self.grounds.board.routes[grant.source]
            shared = next((sources for known, sources in by_route if known == choice), None)
            if shared is None:
                by_route.append((choice, [grant]))
            else:
                shared.append(grant)
        return (self._call(person, choice, sources) for choice, sources in by_route)

    def _call(self, person: Personidentitet, choice: RouteChoice, grants: Sequence[Grant]) -> Call:
        route = self.registry.routes[choice.route]
        ask = self._ask(person, choice, grants)
        return Call(
            id=self.new_id(),
            person=person,
            route=Route(choice.route, choice.settings["version"], min(route.whole_s, WHOLE_QUESTION_S)),
            grants=tuple(grants),
            ask=ask,
            case_reference_shortened=ask.case_reference != self.grounds.case.case_id,
        )

    def _ask(self, person: Personidentitet, choice: RouteChoice, grants: Sequence[Grant]) -> Ask:
        board, case = self.grounds.board, self.grounds.case
        sources = [self._source(grant.source) for grant in grants]
        limits = [source.case_reference_max for source in sources if source.case_reference_max is not None]
        ask = Ask(
            person=person,
            sources=tuple(SourceAsk(g.source, g.period, g.groups, g.legal_basis) for g in grants),
            asker=asker(board, self.query.question.ingivare.aktor),
            case_reference=case_reference(board.id, case.system, case.case_id, min(limits, default=None)),
            purpose=PURPOSE[self.query.question.andamal],
            legal_text=legal_text(grants, {source.id: source.name for source in sources}),
            processors=board.processors,
            asked_at=self.now,
            correlation=self.query.correlation,
            settings=choice.settings,
        )
        return replace(ask, sources=tuple(self._with_question(ask, part, choice) for part in ask.sources))

    def _with_question(self, ask: Ask, part: SourceAsk, choice: RouteChoice) -> SourceAsk:
        """The source's own question, where the route carries one that the source's folder makes."""
        wanted = self.registry.routes[choice.route].carries[part.source].question
        if wanted is None:
            return part
        return replace(part, question=self.registry.to_payload(wanted)(ask, part, wanted))

    def _source(self, source: str) -> SourceManifest:
        return self.registry.source(source).manifest
