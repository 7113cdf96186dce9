"""The verb: may this question be asked, of which sources, about which persons, on which grounds?"""

from __future__ import annotations

from hub.model.case import CasePerson
from hub.model.decision import Allowed, Decision, Denial, Refused
from hub.model.query import Facts, Query
from hub.policy import asked, asker, case, terms
from hub.policy.combine import AllOf
from hub.policy.evidence import led
from hub.policy.ground import ground
from hub.policy.rule import Rule

ASKER = AllOf(
    (
        AllOf((asker.OWN_BOARD, asker.BOARD_SERVED, asker.CLIENT_LISTED)),
        AllOf((asker.NAMED_CASEWORKER, asker.UNIT_NAMED)),
    )
)
OF_THE_CASE = AllOf(
    (
        AllOf((case.CASE_SHOWN, case.CASE_KNOWN, case.CASE_NOT_CLOSED, case.RIGHT_KIND, case.CASE_OPENED)),
        AllOf((case.IN_HOUSEHOLD,)),
    )
)
ASKED_FOR = AllOf((asked.PERIOD_BEGUN, asked.PERIOD_NARROWED, asked.SOURCE_KNOWN, asked.GROUPS_KNOWN))


def five_gates() -> AllOf:
    """The five gates in order, each with its conditions (facts: the law as rules)."""
    return AllOf((ASKER, OF_THE_CASE, ASKED_FOR))


def refused_anyhow(query: Query, facts: Facts) -> Refused | None:
    """Whether the question would be refused whatever is known of the case.

    Then no case system is asked: nobody shall learn whom such a question was about.
    """
    return AllOf((ASKER, ASKED_FOR)).refusal(query, facts)


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
    facts = led(OF_THE_CASE, query, facts)
    refused = rules.refusal(query, facts)
    if refused is not None:
        return refused
    # With the five gates these three are known to hold; whoever bypasses the gates still gets no board,
    # case or person that is not there.
    if facts.board is None:
        return asker.BOARD_SERVED.refused(facts, asker.BOARD_SERVED.faults(query, facts))
    found = case.known(query, facts)
    if found is None:
        return case.CASE_KNOWN.refused(facts, case.CASE_KNOWN.faults(query, facts))
    members: list[CasePerson] = []
    for person in query.question.personer:
        member = found.person(person.personidentitet)
        if member is None:
            return case.IN_HOUSEHOLD.refused(facts, case.IN_HOUSEHOLD.faults(query, facts))
        members.append(member)
    return ground(query, facts, facts.board, found, members)
