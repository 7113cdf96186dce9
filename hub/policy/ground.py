"""All sources for all persons: which agreement carries each, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.case import CaseFact, CasePerson
from hub.model.decision import Allowed, Decision, Denial, Grant, PersonGrounds, Refused
from hub.model.query import Facts, Query
from hub.policy import terms
from hub.policy.laws import BY_GATE
from hub.policy.limits import beyond_limits, portions
from hub.policy.rule import cited
from hub.policy.terms import Offer, Term
from hub.problems import GateRefused, Pointer
from messages.uppgifter import Urvalsrad


@dataclass(frozen=True, slots=True)
class _Judged:
    """One source before persons come in: its grants, or the term that did not hold, and where it was asked.

    There is one grant, or one for each portion of the period; of a portion about which nothing wanted may be
    asked, a denial.
    """

    source: str
    name: str
    place: str
    found: Sequence[Grant | Denial] | Term
    agreement: Agreement | None = None
    """None where there is none to go by."""


def ground(
    query: Query, facts: Facts, board: Board, case: CaseFact, members: Sequence[CasePerson]
) -> Decision:
    """Allowed with every source's grant or denial per person, or Refused when none is left to ask."""
    judged = tuple(_judge_all(query, facts, board, case))
    persons = tuple(_person(member, judged, facts.today) for member in members)
    granted = [row for person in persons for row in person.sources if isinstance(row, Grant)]
    if not granted:
        return _nothing_left(facts, judged, members)
    return beyond_limits(query, facts, granted) or Allowed(board, case, persons)


def _judge_all(query: Query, facts: Facts, board: Board, case: CaseFact) -> Iterator[_Judged]:
    """Named sources in the order asked; with none named, all that stand open to this board and asker.

    A source whose agreement is suspended today is among them, and is told.
    """
    if query.question.urval:
        for place, row in enumerate(query.question.urval):
            yield _judge(row.kalla, row, f"/urval/{place}", query, facts, board, case)
        return
    for source in sorted(facts.sources):
        judged = _judge(source, None, "/urval", query, facts, board, case)
        if not isinstance(judged.found, Term) or judged.found.code in terms.TOLD_UNNAMED:
            yield judged


def _judge(
    source: str, row: Urvalsrad | None, place: str, query: Query, facts: Facts, board: Board, case: CaseFact
) -> _Judged:
    found = _agreement(facts.agreements.get(source, ()), query, facts)
    if isinstance(found, Term):
        return _Judged(source, source, place, found)
    offer = Offer(source, found, query, facts, board, case, row)
    shown = _shown_by(offer)
    if isinstance(shown, Term):
        where = "/arende" if shown.problem is not GateRefused else place
        return _Judged(source, found.source_name, where, shown)
    return _Judged(source, found.source_name, place, tuple(_portions(offer, shown)), found)


def _portions(offer: Offer, shown: CaseFact) -> Iterator[Grant | Denial]:
    """Each portion of the period with what may be asked about it."""
    agreement, source, term = offer.agreement, offer.source, terms.OF_OTHER_DAYS
    basis = agreement.basis(offer.facts.today)
    assert basis is not None  # the first standing term
    for portion, days in portions(agreement, offer.period):
        groups = offer.groups(days.first)
        if groups:
            beyond = offer.wanted - groups
            yield Grant(source, agreement, days, groups, basis.texts, shown, basis.secrecy, portion, beyond)
        else:
            text = term.text.format(kalla=agreement.source_name)
            yield Denial(source, term.code, text, term.atgard, days, portion)


def _shown_by(offer: Offer) -> CaseFact | Term:
    """The first fact that all terms hold for; else the term that the best of them came to a halt at."""
    halts = []
    for fact in offer.facts.cases:
        halt = _halt(offer if fact is offer.case else replace(offer, case=fact))
        if halt is None:
            return fact
        halts.append(halt)
    return terms.ALL[max(halts)]


def _halt(offer: Offer) -> int | None:
    """Which of all terms is the first not to hold."""
    for n, term in enumerate(terms.ALL):
        if not term.holds(offer):
            return n
    return None


def _agreement(versions: tuple[Agreement, ...], query: Query, facts: Facts) -> Agreement | Term:
    """The version in force today that covers the purpose; no two do (`hub.agreements` refuses overlaps)."""
    if not versions:
        return terms.NO_AGREEMENT
    current = [version for version in versions if version.in_force(facts.today)]
    if not current:
        coming = any(version.valid_from > facts.today for version in versions)
        return terms.NOT_YET if coming else terms.NO_LONGER
    return next((a for a in current if query.question.andamal in a.purposes), terms.PURPOSE)


def _person(member: CasePerson, judged: Sequence[_Judged], today: date) -> PersonGrounds:
    return PersonGrounds(member, tuple(each for row in judged for each in _for_person(row, member, today)))


def _for_person(row: _Judged, member: CasePerson, today: date) -> tuple[Grant | Denial, ...]:
    term = _stands_in_the_way(row, member, today)
    if term is not None:
        return (Denial(row.source, term.code, term.text.format(kalla=row.name), term.atgard),)
    assert not isinstance(row.found, Term)  # no term stands in the way
    carries = row.agreement.role_basis.get(member.role) if row.agreement else None
    if carries is None:
        return tuple(row.found)
    return tuple(
        replace(each, legal_basis=(*each.legal_basis, carries)) if isinstance(each, Grant) else each
        for each in row.found
    )


def _stands_in_the_way(row: _Judged, member: CasePerson, today: date) -> Term | None:
    """What keeps one person from being asked about; None where nothing does."""
    if isinstance(row.found, Term):
        return row.found
    return terms.of_the_person(row.agreement, member, today) if row.agreement else None


NOTHING_OPEN = Term(
    "INGEN_KALLA",
    1,
    "Ingen källa står öppen för frågan: inget gällande avtal med väg från nämnden omfattar ändamålet och "
    "den som frågar. Kontrollera ändamålet, eller be förvaltaren se över avtalen.",
    terms.NO_AGREEMENT.atgard,
)


def _nothing_left(facts: Facts, judged: Sequence[_Judged], members: Sequence[CasePerson]) -> Refused:
    """Every source denied for everybody: refused by the gate of the first denial, each place with its own."""
    if not judged:
        return _refused(facts, NOTHING_OPEN, NOTHING_OPEN.text, (Pointer("/urval", NOTHING_OPEN.text),))
    failed: list[Term] = []
    pointers: dict[Pointer, None] = {}
    for row in judged:
        for n, member in enumerate(members):
            term = _stands_in_the_way(row, member, facts.today)
            assert term is not None  # nothing was granted
            # A role and an age are the person's, so the person's place is shown; the rest lies where the
            # source was named.
            place = f"/personer/{n}" if term in {terms.ROLE, terms.AGE} else row.place
            failed.append(term)
            pointers[Pointer(place, term.text.format(kalla=row.name))] = None
    # Mending the case helps only when nothing but the case stands in the way.
    leading = next((term for term in failed if term.problem is GateRefused), failed[0])
    texts = {pointer.text for pointer in pointers}
    several = "Ingen av källorna får tillfrågas. Vad som krävs står vid varje källa."
    return _refused(facts, leading, texts.pop() if len(texts) == 1 else several, tuple(pointers))


def _refused(facts: Facts, term: Term, detail: str, pointers: tuple[Pointer, ...]) -> Refused:
    rule = term.code.lower().replace("_", "-")
    law = cited(BY_GATE[term.gate], facts.today)
    return Refused(term.problem, term.gate, rule, law, detail, pointers)
