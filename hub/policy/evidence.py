"""Which of the facts about a case counts: several places may know of it, and they may contradict each other.

A fact stands when the gates of the case (3 and 4) let the question through on it alone. What is newer
overrules what is older: a case that has been closed, or a person who has left, is so although an older word
says otherwise. A caseworker's own word never overrules what a case system has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from hub.model.case import CaseFact, CasePerson
from hub.model.query import Facts, Query
from hub.policy.rule import Rule
from messages.arende import Arendestatus
from messages.koder import Skydd, VisadAv

_CASE_GATE = 3
_GRAVEST_FIRST = (
    Skydd.SKYDDAD_FOLKBOKFORING,
    Skydd.SEKRETESSMARKERING,
    Skydd.SKYDDAD,
    Skydd.INGET,
    Skydd.OKANT,
)
"""OKANT last: it is not to have spoken."""


def led(of_the_case: Rule, query: Query, facts: Facts) -> Facts:
    """The facts with the leading one first: the gates judge that.

    Where several stand they follow it, in the board's order, for the sources that it does not suffice for.
    Where one that does not stand overrules, it leads alone, so that the refusal is told by it.
    """
    named = tuple(fact for fact in facts.cases if _is_named(fact, query))
    if len(named) < 2:  # nothing to rank; the gates are not run twice for it
        return facts if len(named) == len(facts.cases) else replace(facts, cases=named)
    standing: list[CaseFact] = []
    fallen: list[CaseFact] = []
    against: list[CaseFact] = []
    silent: list[CaseFact] = []
    for fact in named:
        refused = of_the_case.refusal(query, replace(facts, cases=(fact,)))
        if refused is None:
            standing.append(fact)
            continue
        fallen.append(fact)
        if refused.gate == _CASE_GATE or not _silent(fact, query, facts.today):
            against.append(fact)
        else:
            silent.append(fact)
    not_opened = [fact for fact in (*standing, *silent) if _not_opened(fact)]
    now = facts.now
    believed = tuple(
        _with_roles(fact, silent, now)
        for fact in standing
        if not _overruled(fact, against, now) and (_not_opened(fact) or not _overruled(fact, not_opened, now))
    )
    if believed:
        return replace(facts, cases=believed)
    # The newest word of a system tells why; only where there is none, a caseworker's does.
    leading = max(against or fallen, key=lambda it: (_of_a_system(it), it.as_of))
    return replace(facts, cases=(leading,))


def gravest(query: Query, facts: Facts) -> Skydd:
    """The gravest that any place says of anybody in the case: also one that is no longer believed, for a
    flag is not undone by a newer word that lacks it."""
    said = (member.protection for fact in facts.cases if _is_named(fact, query) for member in fact.persons)
    return min(said, key=_GRAVEST_FIRST.index, default=Skydd.OKANT)


def unheard(query: Query, facts: Facts) -> bool:
    """Whether a case system that was asked just then could not be heard on the protection of somebody asked
    about: it failed, its answers contradict each other, or what it says of it cannot be read.

    Case systems carry the flag, so what another place says is then not enough.
    """
    asked = {row.personidentitet for row in query.question.personer}
    live = VisadAv.ARENDESYSTEM
    told = [
        it for fact in facts.cases if fact.origin is live and _is_named(fact, query) for it in fact.persons
    ]
    return any(it.asked and it.origin is live for it in facts.unshown) or any(
        it.protection is Skydd.OKANT and it.person in asked for it in told
    )


def _with_roles(fact: CaseFact, silent: Sequence[CaseFact], now: datetime) -> CaseFact:
    """The fact with the roles that newer statements tell, of the persons it has already."""
    newer = [one for one in silent if _moment(one, now) >= _moment(fact, now)]
    roles = {it.person: it.role for one in sorted(newer, key=lambda it: it.as_of) for it in one.persons}
    persons = tuple(replace(it, role=roles.get(it.person, it.role)) for it in fact.persons)
    return fact if persons == fact.persons else replace(fact, persons=persons)


def joined(facts: Sequence[CaseFact]) -> CaseFact:
    """The first of the facts believed, with every person as the newest word about that person tells.

    Of the words about a person's protection the gravest counts, whichever place it comes from.
    """
    if len(facts) == 1:
        return facts[0]
    known: dict[object, CasePerson] = {it.person: it for fact in facts for it in fact.persons}
    for fact in sorted(facts, key=lambda it: (_of_a_system(it), it.as_of)):
        for member in fact.persons:
            protection = min(known[member.person].protection, member.protection, key=_GRAVEST_FIRST.index)
            known[member.person] = replace(member, protection=protection)
    return replace(facts[0], persons=tuple(known.values()))


def _is_named(fact: CaseFact, query: Query) -> bool:
    asked = query.question.arende
    return (fact.system, fact.case_id) == (asked.system, asked.id)


def _silent(fact: CaseFact, query: Query, today: date) -> bool:
    """A signed statement tells of the persons it names; it does not say that anybody else has left."""
    members = (fact.person(row.personidentitet) for row in query.question.personer)
    return fact.origin is VisadAv.SIGNERAT_INTYG and all(
        member is None or member.belongs(today) for member in members
    )


def _not_opened(fact: CaseFact) -> bool:
    return fact.status is Arendestatus.AKTUALISERAT


def _overruled(fact: CaseFact, others: Sequence[CaseFact], now: datetime) -> bool:
    """A system's word as new as this one overrules it, and a caseworker's own word whatever its age."""
    return any(
        _of_a_system(other) and (not _of_a_system(fact) or _moment(other, now) >= _moment(fact, now))
        for other in others
    )


def _moment(fact: CaseFact, now: datetime) -> datetime:
    """A clock that is ahead makes no word newer than now."""
    return min(fact.as_of, now)


def _of_a_system(fact: CaseFact) -> bool:
    return fact.origin is not VisadAv.EGET_INTYG
