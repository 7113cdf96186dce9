"""The verb: may this question be asked, of which sources, about which persons, on which grounds?"""

from __future__ import annotations

from dataclasses import replace

from hub.model.case import CaseFact, CasePerson
from hub.model.decision import Allowed, Decision, Denial, Refused
from hub.model.query import Facts, Query
from hub.policy import asked, asker, case, matching, terms
from hub.policy.combine import AllOf
from hub.policy.evidence import gravest, joined, led, unheard
from hub.policy.ground import ground
from hub.policy.lifting import lift_of
from hub.policy.rule import Rule
from messages.arende import Arendestatus
from messages.koder import Roll, Skydd, VisadAv

ASKER = AllOf(
    (
        AllOf((asker.OWN_BOARD, asker.BOARD_SERVED, asker.CLIENT_LISTED)),
        AllOf((asker.NAMED_CASEWORKER, asker.UNIT_NAMED, asker.MAY_SEE_PROTECTED)),
    )
)
OF_THE_CASE = AllOf(
    (
        AllOf((case.CASE_SHOWN, matching.MATCHING_OVER, matching.ONE_CASE, matching.CASE_OF_PERSON)),
        AllOf((case.CASE_KNOWN, case.CASE_NOT_CLOSED, case.RIGHT_KIND, case.CASE_OPENED)),
        AllOf((case.IN_HOUSEHOLD,)),
    )
)
ASKED_FOR = AllOf((asked.PERIOD_BEGUN, asked.PERIOD_NARROWED, asked.SOURCE_KNOWN, asked.GROUPS_KNOWN))


def five_gates() -> AllOf:
    """The five gates in order, each with its conditions (facts: the law as rules)."""
    return AllOf((ASKER, OF_THE_CASE, ASKED_FOR))


def refused_anyhow(rules: Rule, query: Query, facts: Facts) -> Refused | None:
    """Why the question would be refused even if a case system just then said all that could be wished of it.

    Then none is asked: nobody shall learn whom such a question was about. Gates 1, 2 and 5 refuse so, and
    agreements that leave nothing to ask whatever the case.
    """
    first: Refused | None = None
    for role in Roll:
        wished = replace(facts, cases=(_wished_for(query, facts, role),), unshown=())
        match decide(rules, query, wished):
            case Allowed():
                return None
            case Refused() as refused:
                first = first or refused
    return first


def _wished_for(query: Query, facts: Facts, role: Roll) -> CaseFact:
    """The best that a case system could say: the case is open, and everybody belongs to it in that role."""
    question = query.question
    return CaseFact(
        system=question.arende.system,
        case_id=question.arende.id,
        kind=case.KIND_FOR_PURPOSE[question.andamal],
        status=Arendestatus.PAGAENDE,
        opened=facts.today,
        closed=None,
        persons=tuple(CasePerson(row.personidentitet, role, Skydd.OKANT) for row in question.personer),
        origin=VisadAv.ARENDESYSTEM,
        as_of=facts.now,
    )


def ongoing(query: Query, facts: Facts) -> bool:
    """Whether the case that the question names is opened and going on, of the kind that the purpose needs,
    with everybody asked about in it today. One that is only AKTUALISERAT is not opened."""
    found = led(OF_THE_CASE, query, facts)
    opened = any(fact.status is Arendestatus.PAGAENDE for fact in found.cases)
    return opened and OF_THE_CASE.refusal(query, found) is None


def suffices(rules: Rule, query: Query, facts: Facts) -> bool:
    """Whether what is known of the case is enough for all that would be asked: then nobody else need be."""
    decided = decide(rules, query, facts)
    return isinstance(decided, Allowed) and not any(
        isinstance(row, Denial) and row.code in terms.WANTS_BETTER_EVIDENCE
        for person in decided.persons
        for row in person.sources
    )


def decide(rules: Rule, query: Query, facts: Facts) -> Decision:
    """Allowed with grounds per person and source, or Refused with gate, law, sentence and places.

    Pure: the same question and facts give the same decision. What is granted is asked for and allowed,
    never more than either. The problems of a refusal are those of `hub.problems`.
    """
    protection, silent = gravest(query, facts), unheard(query, facts)
    facts = led(OF_THE_CASE, query, facts)
    refused = rules.refusal(query, facts)
    if refused is not None:
        return refused
    # With the five gates these three are known to hold; whoever bypasses the gates still gets no board,
    # case or person that is not there.
    if facts.board is None:
        return asker.BOARD_SERVED.refused(facts, asker.BOARD_SERVED.faults(query, facts))
    if case.known(query, facts) is None:
        return case.CASE_KNOWN.refused(facts, case.CASE_KNOWN.faults(query, facts))
    found = joined(facts.cases)
    members: list[CasePerson] = []
    for person in query.question.personer:
        member = found.person(person.personidentitet)
        if member is None:
            return case.IN_HOUSEHOLD.refused(facts, case.IN_HOUSEHOLD.faults(query, facts))
        members.append(member)
    decided = ground(query, facts, facts.board, found, members)
    if not isinstance(decided, Allowed):
        return decided
    return replace(decided, protection=protection, unheard=silent, lift=lift_of(query, facts.board))
