"""The verb: may this question be asked, of which sources, about which persons, on which grounds?"""

from __future__ import annotations

from hub.model.case import CasePerson
from hub.model.decision import Decision
from hub.model.query import Facts, Query
from hub.policy import asked, asker, case
from hub.policy.combine import AllOf
from hub.policy.ground import ground
from hub.policy.rule import Rule


def five_gates() -> AllOf:
    """The five gates in order, each with its conditions (facts: the law as rules)."""
    return AllOf(
        (
            AllOf((asker.OWN_BOARD, asker.BOARD_SERVED, asker.CLIENT_LISTED)),
            AllOf((asker.NAMED_CASEWORKER, asker.UNIT_NAMED)),
            AllOf((case.CASE_KNOWN, case.CASE_NOT_CLOSED, case.RIGHT_KIND, case.CASE_OPENED)),
            AllOf((case.IN_HOUSEHOLD,)),
            AllOf((asked.PERIOD_BEGUN, asked.PERIOD_NARROWED, asked.SOURCE_KNOWN, asked.GROUPS_KNOWN)),
        )
    )


def decide(rules: Rule, query: Query, facts: Facts) -> Decision:
    """Allowed with grounds per person and source, or Refused with gate, law, sentence and places.

    Pure: the same question and facts give the same decision. What is granted is asked for and allowed,
    never more than either. The problems of a refusal are those of `hub.problems`.
    """
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
