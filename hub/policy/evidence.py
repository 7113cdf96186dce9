"""Which of the facts about a case counts: several places may know of it, and they may contradict each other.

A fact stands when the gates of the case (3 and 4) let the question through on it alone. What is newer
overrules what is older: a case that has been closed, or a person who has left, is so although an older word
says otherwise. A caseworker's own word never overrules what a case system has said.
"""

from __future__ import annotations

from dataclasses import replace

from hub.model.case import CaseFact
from hub.model.query import Facts, Query
from hub.policy.rule import Rule
from messages.koder import VisadAv


def led(of_the_case: Rule, query: Query, facts: Facts) -> Facts:
    """The facts with the leading one first: the gates judge that.

    Where several stand they follow it, in the board's order, for the sources that it does not suffice for.
    Where one that does not stand overrules, it leads alone, so that the refusal is told by it.
    """
    named = tuple(fact for fact in facts.cases if _is_named(fact, query))
    standing = tuple(
        fact for fact in named if of_the_case.refusal(query, replace(facts, cases=(fact,))) is None
    )
    against = [fact for fact in named if fact not in standing]
    believed = tuple(fact for fact in standing if not any(_overrules(other, fact) for other in against))
    if believed:
        return replace(facts, cases=believed)
    # The newest word of a system tells why; only where there is none, a statement does.
    leading = max(against, key=lambda it: (_of_a_system(it), it.as_of), default=None)
    return replace(facts, cases=(leading,) if leading else ())


def _is_named(fact: CaseFact, query: Query) -> bool:
    asked = query.question.arende
    return (fact.system, fact.case_id) == (asked.system, asked.id)


def _overrules(other: CaseFact, fact: CaseFact) -> bool:
    if fact.origin is VisadAv.EGET_INTYG:
        return _of_a_system(other)
    return _of_a_system(other) and other.as_of >= fact.as_of


def _of_a_system(fact: CaseFact) -> bool:
    return fact.origin is not VisadAv.EGET_INTYG
