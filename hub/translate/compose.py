"""Outcomes to one reply: minimised, protected, in the order asked. Composed when all sources are done."""

from __future__ import annotations

from collections.abc import Mapping

from hub.elements import keep_groups
from hub.model.agreement import Agreement
from hub.model.decision import Allowed, Denial, Grant, PersonGrounds
from hub.model.manifest import SectionType
from hub.model.outcome import Answered, Attempt, Denied, NotAsked, NothingFound, Outcome, Unavailable
from hub.model.plan import Plan, Route
from hub.model.reply import Handed, Reply
from hub.translate import faults
from hub.translate.incomes import numbered
from hub.translate.protect import effective
from messages.base import Sektion
from messages.uppgifter import (
    Aktualitet,
    Avtalsreferens,
    Fel,
    Kallsvar,
    Personsvar,
    Undanhallen,
    UndanhallenOrsak,
    Utfall,
    Vag,
)
from messages.values import Personidentitet

Key = tuple[Personidentitet, str]
"""A person asked about and a source id."""


def compose(
    grounds: Allowed,
    plan: Plan,
    attempts: Mapping[Key, Attempt],
    entries: Mapping[Key, str],
    sections: Mapping[str, SectionType],
    flag_carriers: frozenset[str],
    *,
    reply_id: str,
    question_id: str,
) -> Reply:
    """The whole reply. `attempts` and `entries` (log entry ids) hold every source of every call."""
    routes = {(call.person, grant.source): call.route for call in plan.calls for grant in call.grants}
    unsent = {(row.person, row.grant.source): row.outcome for row in plan.unsent}
    handed: list[Handed] = []
    persons: list[Personsvar] = []
    for ground in grounds.persons:
        person = ground.member.person
        parts = []
        for row in ground.sources:
            key = (person, row.source)
            part = _part(row, attempts.get(key), unsent.get(key), routes.get(key), entries.get(key))
            handed.append(Handed(person, *part))
            parts.append(part[0])
        persons.append(_person(grounds, ground, parts, sections))
    protection = effective(
        grounds.case.persons,
        [
            (
                ground.member,
                [
                    (attempts[key], row.source in flag_carriers)
                    for row in ground.sources
                    if (key := (ground.member.person, row.source)) in attempts
                ],
            )
            for ground in grounds.persons
        ],
    )
    return Reply(reply_id, question_id, protection, tuple(persons), tuple(handed))


Part = tuple[Kallsvar, tuple[str, ...], tuple[str, ...], bool]
"""The source's part of the reply, groups handed over, groups withheld, whether it was about someone else."""


def _part(
    row: Grant | Denial,
    attempt: Attempt | None,
    unsent: NotAsked | None,
    route: Route | None,
    entry: str | None,
) -> Part:
    if isinstance(row, Denial):
        refusal = faults.denied(row)
        return Kallsvar(kalla=row.source, utfall=Utfall.NEKAD, fragad=False, fel=refusal.fault), (), (), False
    common = {
        "kalla": row.source,
        "loggpostId": entry,
        "avtal": _reference(row.agreement),
        "forfattningsstod": list(row.legal_basis),
    }
    if attempt is None:
        if unsent is None:
            raise LookupError(f"nothing is known of what became of {row.source}: the plan left it out")
        return Kallsvar(**common, utfall=Utfall.EJ_STALLD, fragad=False, fel=unsent.fault), (), (), False
    if route is not None:
        common["vag"] = Vag(id=route.adapter, version=route.version)
    common |= {"fragad": True, "hamtad": attempt.fetched, "svarstidMs": attempt.elapsed_ms}
    body, groups, withheld = _body(attempt.outcome, row)
    return Kallsvar(**common, **body), groups, withheld, attempt.wrong_person


def _body(outcome: Outcome, grant: Grant) -> tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]:
    match outcome:
        case Answered() as answer:
            section, groups, withheld = _minimised(answer.section, grant.groups)
            body: dict[str, object] = {
                "utfall": Utfall.DELVIS_BESVARAD if answer.missing else Utfall.BESVARAD,
                "fullstandigTom": answer.complete_until,
                "uppgifter": {section.namn: section},
                "undanhallna": [Undanhallen(grupp=g, orsak=UndanhallenOrsak.AVTAL) for g in withheld],
                "saknas": list(answer.missing),
                "avvikelser": list(answer.deviations),
            }
            return body, groups, withheld
        case NothingFound() as nothing:
            body = {
                "utfall": Utfall.INGA_UPPGIFTER,
                "fullstandigTom": nothing.complete_until,
                "avvikelser": list(nothing.deviations),
            }
            return body, (), ()
        case Unavailable(fault=fault):
            return _fault(Utfall.EJ_TILLGANGLIG, fault), (), ()
        case Denied(fault=fault):
            return _fault(Utfall.NEKAD, fault), (), ()
        case NotAsked(fault=fault):
            return _fault(Utfall.EJ_STALLD, fault) | {"fragad": False}, (), ()


def _fault(utfall: Utfall, fault: Fel) -> dict[str, object]:
    return {"utfall": utfall, "fel": fault}


def _minimised(section: Sektion, allowed: frozenset[str]) -> tuple[Sektion, tuple[str, ...], tuple[str, ...]]:
    kept, withheld = keep_groups(section, allowed)
    return kept, tuple(sorted(allowed - set(withheld))), tuple(sorted(withheld))


def _reference(agreement: Agreement) -> Avtalsreferens:
    return Avtalsreferens(id=agreement.id, version=agreement.version)


def _person(
    grounds: Allowed, ground: PersonGrounds, parts: list[Kallsvar], sections: Mapping[str, SectionType]
) -> Personsvar:
    return Personsvar(
        personidentitet=ground.member.person,
        roll=ground.member.role,
        aktualitet=Aktualitet(visadAv=grounds.case.origin, tidpunkt=grounds.case.as_of),
        kallor=parts,
        inkomstposter=numbered(parts, sections),
    )
