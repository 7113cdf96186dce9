"""Gates 3 and 4: an ongoing case of the right kind, and the persons of its household."""

from __future__ import annotations

from collections.abc import Iterator

from hub.model.case import CaseFact
from hub.model.query import Facts, Query
from hub.policy.laws import ONGOING_CASE
from hub.policy.rule import Gate
from hub.problems import CaseNotShown, CaseRefused, GateRefused, Pointer
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Andamal

KIND_FOR_PURPOSE = {
    Andamal.HANDLAGGNING_EKONOMISKT_BISTAND: Arendetyp.EKONOMISKT_BISTAND,
    Andamal.KONTROLL_EKONOMISKT_BISTAND: Arendetyp.KONTROLL,
    Andamal.ATERKRAV_EKONOMISKT_BISTAND: Arendetyp.ATERKRAV,
}
"""Recovery and control are cases of their own: an application's case does not carry them."""


def known(query: Query, facts: Facts) -> CaseFact | None:
    """The case that the question names. A fact about another case, or that there is none, counts as none."""
    case, asked = facts.case, query.question.arende
    if case is None or case.void or (case.system, case.case_id) != (asked.system, asked.id):
        return None
    return case


def _not_shown(query: Query, facts: Facts) -> Iterator[Pointer]:
    """Some place could not say, and no other knows of the case: that is not the same as no case."""
    if known(query, facts) is None:
        yield from (Pointer("/arende", place.text) for place in facts.unshown)


def _unknown(query: Query, facts: Facts) -> Iterator[Pointer]:
    if known(query, facts) is None:
        yield Pointer("/arende", "Ärendet finns inte bland nämndens ärenden.")


def _closed(_query: Query, facts: Facts) -> Iterator[Pointer]:
    case = facts.case
    if case and (case.status is Arendestatus.AVSLUTAT or (case.closed and case.closed <= facts.today)):
        yield Pointer("/arende", "Ärendet är avslutat.")


def _wrong_kind(query: Query, facts: Facts) -> Iterator[Pointer]:
    if facts.case and facts.case.kind is not KIND_FOR_PURPOSE[query.question.andamal]:
        yield Pointer("/andamal", f"Ärendet är av typen {facts.case.kind}.")


def _not_opened(_query: Query, facts: Facts) -> Iterator[Pointer]:
    """AKTUALISERAT is left to the agreements (who may ask before opening), for applications only."""
    case = facts.case
    if case is None:
        return
    if case.status is Arendestatus.PAGAENDE and (case.opened is None or case.opened > facts.today):
        yield Pointer("/arende", "Ärendet är inte öppnat än.")
    if case.status is Arendestatus.AKTUALISERAT and case.kind is not Arendetyp.EKONOMISKT_BISTAND:
        yield Pointer("/arende", "Ärendet är aktualiserat men inte öppnat.")


def _outside_household(query: Query, facts: Facts) -> Iterator[Pointer]:
    for place, asked in enumerate(query.question.personer):
        member = facts.case.person(asked.personidentitet) if facts.case else None
        if member is None or not member.belongs(facts.today):
            yield Pointer(f"/personer/{place}", "Personen hör inte till ärendet i dag.")


CASE_SHOWN = Gate(
    3,
    "visat-arende",
    ONGOING_CASE,
    CaseNotShown,
    "Det gick inte att visa att ärendet pågår: den som skulle ha sagt det kunde inte tillfrågas eller inte "
    "bli trodd. Det betyder inte att ärendet saknas. Försök igen, eller låt ärendesystemet registrera det.",
    _not_shown,
)
CASE_KNOWN = Gate(
    3,
    "kant-arende",
    ONGOING_CASE,
    CaseRefused,
    "Nämnden har inget sådant ärende. Kontrollera ärendets system och id, "
    "eller låt ärendesystemet registrera ärendet innan frågan ställs.",
    _unknown,
)
CASE_NOT_CLOSED = Gate(
    3,
    "ej-avslutat-arende",
    ONGOING_CASE,
    CaseRefused,
    "Ärendet är avslutat och ingen är längre aktuell i det. Öppna ett nytt ärende när det finns skäl; "
    "återkrav och kontroll är egna ärenden.",
    _closed,
)
RIGHT_KIND = Gate(
    3,
    "ratt-slag-av-arende",
    ONGOING_CASE,
    GateRefused,
    "Ändamålet stämmer inte med ärendets typ. Ange det ändamål som ärendet har: handläggning i ärenden om "
    "ekonomiskt bistånd, kontroll i kontrollärenden och återkrav i återkravsärenden.",
    _wrong_kind,
)
CASE_OPENED = Gate(
    3,
    "oppnat-arende",
    ONGOING_CASE,
    CaseRefused,
    "Ärendet är inte öppnat. Öppna ärendet i ärendesystemet och fråga sedan.",
    _not_opened,
)
IN_HOUSEHOLD = Gate(
    4,
    "person-i-arendet",
    ONGOING_CASE,
    CaseRefused,
    "En person hör inte till hushållet i ärendet i dag. Ta bort personen ur frågan, "
    "eller lägg till personen i ärendet om den hör dit.",
    _outside_household,
)
