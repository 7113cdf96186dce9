"""What one agreement says to one source, term by term: the first that does not hold is why it is not asked.

A term belongs to the gate whose words it carries out: the board's agreement (1), who asks (2), purpose and
how the ongoing case is shown (3), the person's role (4), what is asked for (5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hub.adapter import Days
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.model.case import CaseFact, CasePerson
from hub.model.query import Facts, Query
from hub.policy.limits import portions
from hub.problems import CaseRefused, GateRefused, Problem
from messages.arende import Arendestatus
from messages.koder import AktorTyp, Atgard
from messages.uppgifter import Urvalsrad

CLOCKS_MAY_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Offer:
    """One source with the agreement that would carry the question, and all that its terms look at."""

    source: str
    agreement: Agreement
    query: Query
    facts: Facts
    board: Board
    case: CaseFact
    row: Urvalsrad | None

    @property
    def period(self) -> Days:
        """The period asked about: the row's own, or the question's."""
        given = self.row.period if self.row and self.row.period else self.query.question.period
        return Days(given.from_, given.tom)

    @property
    def wanted(self) -> frozenset[str]:
        """The groups asked for; where none are named, all that the agreement ever carries."""
        named = self.row.uppgifter if self.row else []
        return frozenset(named) or self.agreement.groups

    def groups(self, day: date) -> frozenset[str]:
        """Asked for, and allowed about that day of the period: never more than either."""
        return self.agreement.groups_on(day) & self.wanted

    @property
    def anything(self) -> bool:
        """Whether anything asked for is allowed about any day of the period."""
        if not self.agreement.group_days:
            return not self.wanted.isdisjoint(self.agreement.groups)
        return any(self.groups(days.first) for _, days in portions(self.agreement, self.period))


@dataclass(frozen=True, slots=True)
class Term:
    """`text` has one place, {kalla}; `problem` and `gate` are used when nothing at all is left to ask."""

    code: str
    gate: int
    text: str
    atgard: Atgard
    holds: Callable[[Offer], bool] = lambda _offer: False
    problem: type[Problem] = GateRefused


NO_AGREEMENT = Term(
    "INGET_AVTAL",
    1,
    "Det finns inget avtal om uppgifter från {kalla}. Inhämta uppgifterna på annat sätt.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)
NOT_YET = Term(
    "AVTAL_GALLER_INTE_AN",
    1,
    "Avtalet med {kalla} har inte börjat gälla. Inhämta uppgifterna på annat sätt tills dess.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)
NO_LONGER = Term(
    "AVTAL_HAR_UPPHORT",
    1,
    "Avtalet med {kalla} har upphört. Inhämta uppgifterna på annat sätt; förvaltaren kan förnya avtalet.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)
PURPOSE = Term(
    "ANDAMAL_OMFATTAS_INTE",
    3,
    "Avtalet med {kalla} omfattar inte ändamålet. Inhämta uppgifterna på annat sätt.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)
ROLE = Term(
    "ROLL_OMFATTAS_INTE",
    4,
    "Avtalet med {kalla} omfattar inte personer med den rollen i ärendet. "
    "Fråga om någon annan, eller inhämta uppgifterna på annat sätt.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)

AGE = Term(
    "ALDER_OMFATTAS_INTE",
    4,
    "Avtalet med {kalla} omfattar inte personer i den åldern med den rollen i ärendet. "
    "Fråga om någon annan, eller inhämta uppgifterna på annat sätt om de behövs.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)


def of_the_person(agreement: Agreement, member: CasePerson, today: date) -> Term | None:
    """Why the agreement does not cover this person of the case; None when it does.

    The age is what the person turns this calendar year, so that a source opens on 1 January of the year and
    no answer tells the birthday.
    """
    if member.role not in agreement.roles:
        return ROLE
    ages = agreement.ages.get(member.role)
    if ages is not None and not ages.hold(today.year - member.person.birth_year):
        return AGE
    return None


def _function_named(offer: Offer) -> bool:
    actor, functions = offer.query.question.ingivare.aktor, offer.agreement.functions
    return (
        actor.typ is not AktorTyp.AUTOMATISERAD_FUNKTION or functions is None or actor.funktion in functions
    )


def _opened_or_excepted(offer: Offer) -> bool:
    return (
        offer.case.status is not Arendestatus.AKTUALISERAT
        or offer.query.question.ingivare.aktor.typ in offer.agreement.before_opening
    )


def _fresh(offer: Offer) -> bool:
    greatest = offer.agreement.evidence.get(offer.case.origin, 0)
    age = offer.facts.now - offer.case.as_of
    return -CLOCKS_MAY_DIFFER <= age <= timedelta(seconds=greatest)


OF_OTHER_DAYS = Term(
    "UPPGIFTER_OMFATTAS_INTE_DA",
    5,
    "Avtalet med {kalla} omfattar ingen av de begärda uppgifterna för den delen av perioden. Inhämta dem på "
    "annat sätt om de behövs.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
)

STANDING = (
    Term(
        "LAGSTOD_SAKNAS",
        1,
        "Avtalet med {kalla} anger inget författningsstöd för i dag. Be förvaltaren att se över avtalet.",
        Atgard.KONTAKTA_FORVALTAREN,
        lambda offer: bool(offer.agreement.legal_texts(offer.facts.today)),
    ),
    Term(
        "VAG_SAKNAS",
        1,
        "Nämnden har ingen väg till {kalla}. Be förvaltaren att ange en i kommunens fil.",
        Atgard.KONTAKTA_FORVALTAREN,
        lambda offer: offer.source in offer.board.routes,
    ),
    Term(
        "AKTOR_OMFATTAS_INTE",
        2,
        "Avtalet med {kalla} låter inte den typen av aktör fråga. Låt en handläggare ställa frågan.",
        Atgard.KONTROLLERA_BEHORIGHET,
        lambda offer: offer.query.question.ingivare.aktor.typ in offer.agreement.actors,
    ),
    Term(
        "FUNKTION_OMFATTAS_INTE",
        2,
        "Avtalet med {kalla} låter inte den automatiserade funktionen fråga. "
        "Låt en handläggare ställa frågan.",
        Atgard.KONTROLLERA_BEHORIGHET,
        _function_named,
    ),
)
"""Terms of the board, the purpose and the asker: the same whatever the case."""

SUSPENDED = Term(
    "AVTAL_VILANDE",
    1,
    "Avtalet med {kalla} är vilande i dag. Inhämta uppgifterna på annat sätt; förvaltaren vet varför.",
    Atgard.INHAMTA_PA_ANNAT_SATT,
    lambda offer: not offer.agreement.suspended(offer.facts.today),
)
"""Looked at when the standing terms hold: the source would be asked on any other day."""

OF_THE_CASE = (
    Term(
        "ARENDET_INTE_OPPNAT",
        3,
        "Ärendet är aktualiserat men inte öppnat, och avtalet med {kalla} låter inte den typen av aktör "
        "fråga före öppnandet. Öppna ärendet och fråga sedan.",
        Atgard.RATTA_ARENDET,
        _opened_or_excepted,
        CaseRefused,
    ),
    Term(
        "AKTUALITET_RACKER_INTE",
        3,
        "Avtalet med {kalla} godtar inte det sätt som ärendet har visats på. "
        "Registrera ärendet från ärendesystemet och fråga sedan.",
        Atgard.RATTA_ARENDET,
        lambda offer: offer.case.origin in offer.agreement.evidence,
        CaseRefused,
    ),
    Term(
        "INTYGET_INTE_BEKRAFTAT",
        3,
        "Avtalet med {kalla} kräver att en andra behörig person har bekräftat intyget om ärendet. "
        "Låt någon bekräfta det och fråga sedan.",
        Atgard.RATTA_ARENDET,
        lambda offer: offer.case.confirmed or offer.agreement.takes_unconfirmed,
        CaseRefused,
    ),
    Term(
        "AKTUALITET_FOR_GAMMAL",
        3,
        "Uppgiften om ärendet är för gammal för avtalet med {kalla}, eller har en tidpunkt i framtiden. "
        "Låt ärendesystemet skicka ärendet på nytt och fråga sedan.",
        Atgard.RATTA_ARENDET,
        _fresh,
        CaseRefused,
    ),
    Term(
        "UPPGIFTER_OMFATTAS_INTE",
        5,
        "Avtalet med {kalla} omfattar ingen av de begärda uppgifterna. Begär andra, eller inhämta dem på "
        "annat sätt.",
        Atgard.INHAMTA_PA_ANNAT_SATT,
        lambda offer: offer.anything,
    ),
)
"""Terms of this case and this question."""

TOLD_UNNAMED = frozenset({SUSPENDED.code, *(term.code for term in OF_THE_CASE)})
"""Codes of what is told also for sources that were not named: they stand open to the asker otherwise, and
whoever names none is used to their answers."""

ALL = (*STANDING, SUSPENDED, *OF_THE_CASE)
"""In the order they are tried."""

WANTS_BETTER_EVIDENCE = frozenset(
    {"ARENDET_INTE_OPPNAT", "AKTUALITET_RACKER_INTE", "AKTUALITET_FOR_GAMMAL", "INTYGET_INTE_BEKRAFTAT"}
)
"""Codes of denials that another place, which knows the case better, may do away with."""
