"""The plan: each person's granted sources, grouped by route into calls, and what is left unsent and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from hub.adapter import Ask, Days, SourceAsk, SourceError
from hub.model.board import RouteChoice
from hub.model.decision import Allowed, Grant
from hub.model.maintenance import SHUT, Shut, Window, shut
from hub.model.manifest import SourceManifest
from hub.model.outcome import NotAsked
from hub.model.plan import Call, Plan, Route, Unsent
from hub.model.query import Query
from hub.model.registry import Registry
from hub.model.traffic import NoRoom
from hub.routing.crowded import crowded
from hub.routing.wording import PURPOSE, asker, case_reference, legal_text, shut_text
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
    notices: Mapping[str, Sequence[Window]] = MappingProxyType({}),
    spent: Mapping[str, NoRoom] = MappingProxyType({}),
) -> Plan:
    """One call for each person and route, sources in the order granted. Pure but for `new_id` (a UUID each).

    Sources that travel in one part of a question but have different periods go in calls of their own. Every
    grant is either in one call or unsent: a source in a window of its agreement, with a notice of
    maintenance, or whose questions of the day are `spent`, is not asked. Deadlines are the route's, at most
    28 s. Raises KeyError when a board's route is not loaded, which `hub.agreements` has refused at start.
    """
    planning = _Planning(query, grounds, now, registry, new_id, notices, spent)
    calls: list[Call] = []
    unsent: list[Unsent] = []
    for person in grounds.persons:
        granted = [row for row in person.sources if isinstance(row, Grant)]
        for grant in granted:
            hindrance = planning.hindrance(person.member.person, grant)
            if hindrance is not None:
                unsent.append(Unsent(person.member.person, grant, NotAsked(hindrance)))
        kept = {row.grant.source for row in unsent if row.person == person.member.person}
        for choice, grants in planning.together([g for g in granted if g.source not in kept]):
            call, left_out = planning.call(person.member.person, choice, grants)
            calls += [call] if call is not None else []
            unsent += left_out
    return Plan(tuple(calls), tuple(unsent))


@dataclass(frozen=True, slots=True)
class _Planning:
    """One question's planning: everything the steps have in common."""

    query: Query
    grounds: Allowed
    now: datetime
    registry: Registry
    new_id: Callable[[], str]
    notices: Mapping[str, Sequence[Window]]
    spent: Mapping[str, NoRoom]

    def hindrance(self, person: Personidentitet, grant: Grant) -> Fel | None:
        """Why a source that may be asked cannot be asked about this person now; None when it can."""
        if person.is_coordination_number and not self._source(grant.source).coordination_numbers:
            return _no_coordination_numbers(grant)
        closed = shut((*grant.agreement.windows, *self.notices.get(grant.source, ())), self.now)
        if closed is not None:
            return _shut(grant, closed)
        spent = self.spent.get(grant.source)
        return None if spent is None else crowded(grant.source, grant.agreement, spent)

    def together(self, grants: Iterable[Grant]) -> list[tuple[RouteChoice, list[Grant]]]:
        """Grants that one call can hold: one route with its settings, and one period in each shared part."""
        calls: list[tuple[RouteChoice, list[Grant], dict[str, Days]]] = []
        for grant in grants:
            choice = self.grounds.board.routes[grant.source]
            part = self.registry.routes[choice.route].carries[grant.source].part
            for known, held, periods in calls:
                if known == choice and periods.setdefault(part, grant.period) == grant.period:
                    held.append(grant)
                    break
            else:
                calls.append((choice, [grant], {part: grant.period}))
        return [(choice, held) for choice, held, _ in calls]

    def call(
        self, person: Personidentitet, choice: RouteChoice, grants: Sequence[Grant]
    ) -> tuple[Call | None, list[Unsent]]:
        """The call, and the sources that cannot be in it: those whose folder can make no question of it.

        Without them everything that names the sources of the call is made anew, and so are the questions.
        """
        left_out: list[Unsent] = []
        kept = list(grants)
        while kept:
            ask, refused = self._asked(self._ask(person, choice, kept), choice)
            if not refused:
                return self._call(person, choice, kept, ask), left_out
            left_out += [Unsent(person, g, refused[g.source]) for g in kept if g.source in refused]
            kept = [grant for grant in kept if grant.source not in refused]
        return None, left_out

    def _call(self, person: Personidentitet, choice: RouteChoice, grants: Sequence[Grant], ask: Ask) -> Call:
        route = self.registry.routes[choice.route]
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
        return Ask(
            person=person,
            sources=tuple(
                SourceAsk(g.source, g.period, g.groups, g.legal_basis, client=self.query.own.get(g.source))
                for g in grants
            ),
            asker=asker(board, self.query.question.ingivare.aktor),
            case_reference=case_reference(board.id, case.system, case.case_id, min(limits, default=None)),
            purpose=PURPOSE[self.query.question.andamal],
            legal_text=legal_text(grants, {source.id: source.name for source in sources}),
            processors=board.processors,
            asked_at=self.now,
            correlation=self.query.correlation,
            settings=choice.settings,
        )

    def _asked(self, ask: Ask, choice: RouteChoice) -> tuple[Ask, dict[str, NotAsked]]:
        """The Ask with its sources' own questions, and which sources have none to put."""
        parts: list[SourceAsk] = []
        refused: dict[str, NotAsked] = {}
        for part in ask.sources:
            try:
                parts.append(self._with_question(ask, part, choice))
            except SourceError as error:
                refused[part.source] = NotAsked(_unput(error))
        return replace(ask, sources=tuple(parts)), refused

    def _with_question(self, ask: Ask, part: SourceAsk, choice: RouteChoice) -> SourceAsk:
        """The source's own question, where the route carries one that the source's folder makes."""
        wanted = self.registry.routes[choice.route].carries[part.source].question
        if wanted is None:
            return part
        return replace(part, question=self.registry.to_payload(wanted)(ask, part, wanted))

    def _source(self, source: str) -> SourceManifest:
        return self.registry.source(source).manifest


def _no_coordination_numbers(grant: Grant) -> Fel:
    return Fel(
        led=Led.NYTTONAV,
        kod="IDENTITET_STODS_INTE",
        text=(
            f"{grant.agreement.source_name} tar inte emot samordningsnummer. Be den enskilde om uppgifterna."
        ),
        atgard=Atgard.INHAMTA_PA_ANNAT_SATT,
    )


def _shut(grant: Grant, closed: Shut) -> Fel:
    """Whoever asks meanwhile need not find out for themselves: until when, why, and whom to call."""
    return Fel(
        led=Led.KALLA,
        kod=SHUT,
        text=shut_text(grant.agreement.source_name, closed),
        atgard=Atgard.FORSOK_IGEN,
        tidigast=closed.until,
        kontakt=str(grant.agreement.contact),
    )


def _unput(error: SourceError) -> Fel:
    """Whatever the folder says of where it went wrong: nothing has left the hub."""
    return Fel(led=Led.NYTTONAV, kod=error.code, text=error.text, atgard=Atgard.KONTAKTA_FORVALTAREN)
