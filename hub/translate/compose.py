"""Outcomes to one reply: minimised, protected, in the order asked. Composed when all sources are done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.elements import groups_of, hide, keep_groups
from hub.model.case import CasePerson, weakest
from hub.model.decision import Allowed, Denial, Grant, PersonGrounds, Subject
from hub.model.outcome import Answered, Attempt, Denied, NotAsked, NothingFound, Outcome, Unavailable
from hub.model.plan import Plan, Route
from hub.model.registry import Registry
from hub.model.reply import Document, Handed, Reply
from hub.translate import faults
from hub.translate.incomes import numbered
from hub.translate.known import compared
from hub.translate.protect import effective
from hub.translate.signals import Asked, signals
from hub.translate.signals_basis import Told, sources_of
from messages.base import Sektion
from messages.delar import Period
from messages.inkomster import Inkomstpost
from messages.koder import Skydd, UndanhallenOrsak, Utfall
from messages.uppgifter import (
    Aktualitet,
    Arendereferens,
    Avtalsreferens,
    Fel,
    Kallsvar,
    Personsvar,
    Undanhallen,
    Vag,
)
from messages.values import Personidentitet


def compose(
    grounds: Allowed,
    plan: Plan,
    attempts: Mapping[Subject, Attempt],
    entries: Mapping[Subject, str],
    registry: Registry,
    asked: Asked,
    *,
    reply_id: str,
    question_id: str,
) -> Reply:
    """The whole reply.

    `attempts` holds every source of every call, `entries` the log record of every person and source. Signals
    are made of the parts as they are handed over.
    """
    household = frozenset(it.person for it in grounds.case.persons if it.belongs(asked.today))
    words = _words(grounds, attempts, registry)
    protection = effective(grounds.case.persons, words, grounds.protection, unheard=grounds.unheard)
    lifted = grounds.lift.ground if grounds.lift and protection is not Skydd.INGET else None
    hidden = None if lifted or protection is Skydd.INGET else registry.whereabouts
    shown = _Shown(household, hidden, registry.not_carried)
    routes = {grant.about(call.person): call.route for call in plan.calls for grant in call.grants}
    unsent = {row.grant.about(row.person): row.outcome for row in plan.unsent}
    names = {name: source.manifest.name for name, source in registry.sources.items()}
    handed: list[Handed] = []
    persons: list[Personsvar] = []
    for ground in grounds.persons:
        person = ground.member.person
        told = []
        for row in ground.sources:
            subject = row.about(person)
            entry = entries[subject]
            if isinstance(row, Denial):
                one = _denied(subject, row, entry)
            elif subject in attempts:
                one = _asked(subject, row, attempts[subject], routes[subject], entry, shown)
            else:
                one = _unsent(subject, row, unsent[subject], entry)
            handed.append(one)
            told.append(_told(one, row, registry))
        parts = [one.part for one in told]
        items = numbered(parts, registry.sections, grounds.board.kinds, names, asked.period)
        persons.append(_person(grounds, ground, told, items, asked, names))
    return Reply(reply_id, question_id, protection, tuple(persons), tuple(handed), lifted, household, hidden)


def _told(one: Handed, row: Grant | Denial, registry: Registry) -> Told:
    if isinstance(row, Denial):
        return Told(one.part, one.groups, None)
    kinds = [registry.sections[name] for name in registry.source(row.source).manifest.sections]
    paying = frozenset[str]().union(*(groups_of(kind.model) for kind in kinds if kind.incomes is not None))
    # Of a source that has nothing, all that was asked is told.
    told = row.groups if one.part.utfall is Utfall.INGA_UPPGIFTER else one.groups
    by_part = any(kind.benefit_by_part for kind in kinds)
    return Told(one.part, one.groups, row.period, paying.difference(told), by_part)


def _words(
    grounds: Allowed, attempts: Mapping[Subject, Attempt], registry: Registry
) -> list[tuple[CasePerson, list[tuple[Attempt, bool]]]]:
    """Per person asked about: what was tried, and whether that source can carry the flag."""
    return [
        (
            ground.member,
            [
                (attempts[subject], registry.source(row.source).protection is not None)
                for row in ground.sources
                if isinstance(row, Grant) and (subject := row.about(ground.member.person)) in attempts
            ],
        )
        for ground in grounds.persons
    ]


def _denied(subject: Subject, row: Denial, entry: str) -> Handed:
    fault = faults.denied(row).fault
    period = Period(from_=row.period.first, tom=row.period.last) if row.period else None
    part = Kallsvar(
        kalla=row.source, utfall=Utfall.NEKAD, fragad=False, loggpostId=entry, fel=fault, period=period
    )
    return Handed(subject, part, (), (), wrong_person=False)


def _unsent(subject: Subject, grant: Grant, outcome: NotAsked, entry: str) -> Handed:
    part = Kallsvar.model_validate(
        _common(grant, entry) | {"fragad": False, "utfall": Utfall.EJ_STALLD, "fel": outcome.fault}
    )
    return Handed(subject, part, (), (), wrong_person=False)


def _asked(
    subject: Subject,
    grant: Grant,
    attempt: Attempt,
    route: Route,
    entry: str,
    shown: _Shown,
) -> Handed:
    body, groups, withheld = _body(attempt.outcome, grant, shown)
    circumstances = {
        "fragad": not isinstance(attempt.outcome, NotAsked),
        "vag": Vag(id=route.adapter, version=route.version),
        "hamtad": attempt.fetched,
        "svarstidMs": attempt.elapsed_ms,
    }
    part = Kallsvar.model_validate(_common(grant, entry) | circumstances | body)
    payload = attempt.payload
    document = None if payload is None else Document(payload, grant.groups)
    return Handed(subject, part, groups, withheld, attempt.wrong_person, document)


def _common(grant: Grant, entry: str) -> dict[str, object]:
    return {
        "kalla": grant.source,
        "loggpostId": entry,
        "avtal": Avtalsreferens(id=grant.agreement.id, version=grant.agreement.version),
        "forfattningsstod": list(grant.legal_basis),
        "period": Period(from_=grant.period.first, tom=grant.period.last) if grant.portion else None,
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of an answer may be shown: the same for every part of a reply."""

    household: Collection[Personidentitet]
    """The persons of the case: of others in an answer no number is."""
    hidden: Mapping[str, Collection[str]] | None
    """Section name to what could tell where somebody is; None: nobody is to be protected."""
    not_carried: Callable[[str], Undanhallen]
    """Why a group that the agreement lacks is withheld."""


def _body(
    outcome: Outcome, grant: Grant, shown: _Shown
) -> tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]:
    """Fields of the part, groups handed over, groups withheld."""
    match outcome:
        case Answered() as answer:
            sections, taken, protected = _reduced(answer.sections, grant.groups, shown)
            withheld = sorted({*taken, *answer.withheld})
            groups = tuple(sorted(grant.groups - set(withheld)))
            # What was never asked for is not missing.
            foreign = frozenset[str]().union(*(groups_of(type(s)) for s in answer.sections)) - grant.groups
            missing = [one for one in answer.missing if one.grupp not in foreign]
            body: dict[str, object] = {
                "utfall": Utfall.DELVIS_BESVARAD if missing else Utfall.BESVARAD,
                "fullstandigTom": answer.complete_until,
                "uppgifter": {section.namn: section for section in sections},
                "undanhallna": [
                    *_not_carried(grant, withheld, shown),
                    *(
                        Undanhallen(grupp=g, orsak=UndanhallenOrsak.SKYDD)
                        for g in protected
                        if g in grant.groups
                    ),
                ],
                "saknas": missing,
                "avvikelser": list(answer.deviations),
            }
            return body, groups, tuple(sorted({*withheld, *protected, *grant.beyond}))
        case NothingFound() as nothing:
            body = {
                "utfall": Utfall.INGA_UPPGIFTER,
                "fullstandigTom": nothing.complete_until,
                "undanhallna": _not_carried(grant, (), shown),
                "avvikelser": list(nothing.deviations),
            }
            return body, (), ()
        case Unavailable(fault=fault, words=words):
            return {"utfall": Utfall.EJ_TILLGANGLIG, "fel": _fault(fault, words, shown.hidden)}, (), ()
        case Denied(fault=fault, words=words):
            return {"utfall": Utfall.NEKAD, "fel": _fault(fault, words, shown.hidden)}, (), ()
        case NotAsked(fault=fault):
            return {"utfall": Utfall.EJ_STALLD, "fel": fault}, (), ()


def _not_carried(grant: Grant, came: Iterable[str], shown: _Shown) -> list[Undanhallen]:
    """What was wanted and could not be asked for, and what came although the agreement does not carry it.

    What it carries but nobody asked for is dropped too, and held back from nobody.
    """
    carried = grant.agreement.groups_on(grant.period.first)
    beside = sorted({*came, *grant.beyond} - carried)
    return [shown.not_carried(group) for group in beside]


def _fault(fault: Fel, words: str, hidden: object | None) -> Fel:
    """A source's own words may tell where somebody is, as no table can know."""
    return fault.like({"text": faults.in_full(fault.text, words)}) if words and hidden is None else fault


def _reduced(
    sections: Iterable[Sektion], allowed: Collection[str], shown: _Shown
) -> tuple[list[Sektion], list[str], list[str]]:
    """The sections of which something is allowed, the groups withheld by agreement, those by protection."""
    reduced: list[Sektion] = []
    withheld: list[str] = []
    protected: list[str] = []
    for section in sections:
        kept, taken = keep_groups(section, allowed, shown.household)
        kept, kept_back = hide(kept, (shown.hidden or {}).get(section.namn, ()))
        withheld += taken
        protected += kept_back
        if groups_of(type(section)) & frozenset(allowed):
            reduced.append(kept)
    return reduced, sorted(withheld), sorted(protected)


def _person(
    grounds: Allowed,
    ground: PersonGrounds,
    told: Sequence[Told],
    items: list[Inkomstpost],
    asked: Asked,
    names: Mapping[str, str],
) -> Personsvar:
    sources = sources_of(told, items, names)
    known = asked.known.get(ground.member.person)
    return Personsvar(
        personidentitet=ground.member.person,
        roll=ground.member.role,
        aktualitet=_shown(grounds, ground),
        kallor=[one.part for one in told],
        inkomstposter=items,
        signaler=signals(sources, asked),
        jamforelse=compared(known, items, sources) if known else None,
    )


def _shown(grounds: Allowed, ground: PersonGrounds) -> Aktualitet:
    """The weakest of what the person's sources were asked on; what leads where none was asked."""
    used = [row.shown for row in ground.sources if isinstance(row, Grant)]
    link = weakest(used or [grounds.case])
    reviewed = any(fact.review for fact in used)
    instead = Arendereferens(system=link.system, id=link.case_id) if link.derived else None
    return Aktualitet(visadAv=link.shown_by, tidpunkt=link.as_of, granskas=reviewed or None, arende=instead)
