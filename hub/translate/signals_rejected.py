"""Signals about claims: undecided (SOKT_EJ_BESLUTAT) and rejected (AVSLAG)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hub.translate.signals_basis import Basis, Source, has_group
from hub.translate.signals_text import day_or
from messages.delar import KodText
from messages.forsakringsarende import Arendegrund, Forsakringsbeslut
from messages.koder import Utfall
from messages.pension import Pension, Pensionsansprak
from messages.pensionsbeslut import Pensionsbeslut
from messages.socialforsakring import Socialforsakring
from messages.uppgifter import Signal

_GRANTING = ("bevil", "bifall", "oförändr", "ändr", "minsk")
_REJECTING = ("avslag", "avslå")
"""How the words begin. Three of the benefits tell the outcome in free text, two in numbers with a text."""

_GROUPS = {path: group for group, meant in Socialforsakring.grupper.items() for path in meant.platser}


def claimed(basis: Basis) -> Iterator[Signal]:
    """SOKT_EJ_BESLUTAT: no decision in any part of the answer, and the decisions were told."""
    for source, told, insurance in basis.sections(Socialforsakring):
        elsewhere = {
            (name, case.ansokt)
            for of, other, section in basis.sections(Socialforsakring)
            if of is source and other is not told
            for name, case in every_case(section)
            if not _waits(case)
        }
        for name, case in every_case(insurance):
            waits = _waits(case) and (name, case.ansokt) not in elsewhere
            if case.ansokt and waits and _all_told(source, _GROUPS[name]):
                yield _undecided(basis, source, case.forman.text, case.ansokt, case.id)
    for source, _, pension in basis.sections(Pension):
        decisions = [
            one for of, _, section in basis.sections(Pension) if of is source for one in section.beslut
        ]
        if _all_told(source, "pension.beslut"):
            for claim in pension.ansprak:
                if not any(_may_answer(decision, claim) for decision in decisions):
                    benefit = claim.formansgrupp.text if claim.formansgrupp else "En förmån"
                    yield _undecided(basis, source, benefit, claim.ankomstdag, claim.id)


def _all_told(source: Source, group: str) -> bool:
    """Whether every part of the answer told the group: a decision may stand in a part that failed."""
    return all(told.part.utfall is Utfall.INGA_UPPGIFTER or has_group(told, group) for told in source.parts)


def every_case(section: Socialforsakring) -> Iterator[tuple[str, Arendegrund]]:
    """Every case, with the name of the list that it stands in."""
    for name, listed in vars(section).items():
        for case in listed:
            if isinstance(case, Arendegrund):
                yield name, case


def decisions_of(case: Arendegrund) -> Sequence[Forsakringsbeslut]:
    """Some benefits are told of without decisions."""
    decisions: Sequence[Forsakringsbeslut] = vars(case).get("beslut", ())
    return decisions


def _waits(case: Arendegrund) -> bool:
    return case.aktivt is True and case.avslaget is not True and not decisions_of(case)


def _may_answer(decision: Pensionsbeslut, claim: Pensionsansprak) -> bool:
    """Nothing in a decision names its claim: one of the group, not earlier, is taken for it."""
    mine, its = claim.formansgrupp, decision.formansgrupp
    same = mine is None or its is None or mine.kod == its.kod
    if not same or claim.ankomstdag is None or decision.beslutsdag is None:
        return same
    return decision.beslutsdag >= claim.ankomstdag


def _undecided(basis: Basis, source: Source, benefit: str, since: date | None, element: str) -> Signal:
    days = (basis.today - since).days if since else -1
    waited = f" för {days} dagar sedan" if days > 1 else ""
    when = f" {since}{waited}" if since else " (ansökningsdagen framgår inte)"
    return source.signal(
        "SOKT_EJ_BESLUTAT",
        f"{benefit} är sökt hos {source.name}{when} och har inte beslutats än.",
        [source.element(element)],
    )


def rejected(basis: Basis) -> Iterator[Signal]:
    """AVSLAG: a rejected case, or a decision that rejects."""
    for source, _, insurance in basis.sections(Socialforsakring):
        for _, case in every_case(insurance):
            refusing = [one for one in decisions_of(case) if begins(_outcome(one), _REJECTING)]
            if case.avslaget is True or refusing:
                days = [one.fattat for one in refusing if one.fattat]
                basis_ids = [one.id for one in refusing] or [case.id]
                yield _refusal(source, case.forman.text, max(days, default=None), basis_ids)
    for source, _, pension in basis.sections(Pension):
        for decision in pension.beslut:
            if begins(decision.utfall, _REJECTING):
                benefit = decision.formansgrupp.text if decision.formansgrupp else "En förmån"
                yield _refusal(source, benefit, decision.beslutsdag, [decision.id])


def _refusal(source: Source, benefit: str, day: date | None, elements: Iterable[str]) -> Signal:
    return source.signal(
        "AVSLAG",
        f"{benefit}: {source.name} har avslagit ansökan. Beslutsdag: {day_or(day, 'framgår inte')}.",
        map(source.element, elements),
    )


def granted(case: Arendegrund, decision: Forsakringsbeslut) -> bool:
    """Not rejected, not of nothing, and where the outcome is told it is one that grants."""
    outcome = _outcome(decision)
    return (
        case.avslaget is not True
        and decision.beslutatBrutto != 0
        and (outcome is None or begins(outcome, _GRANTING))
    )


def _outcome(decision: Forsakringsbeslut) -> KodText | None:
    found = vars(decision).get("beslutsutfall")
    return found if isinstance(found, KodText) else None


def begins(outcome: KodText | None, words: tuple[str, ...]) -> bool:
    """Whether the code or its text begins with one of the words."""
    return outcome is not None and (
        outcome.kod.casefold().startswith(words) or outcome.text.casefold().startswith(words)
    )
