"""From a question and what was decided about it to the records that say so. Pure but for salts and ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hub.audit.case_events import CaseAnswered, CaseAsked
from hub.audit.events import LookupConcluded, LookupIntended, LookupRefused, LookupUnsent, SecurityEvent
from hub.audit.nouns import WITHHELD, Conclusion, Intended, Lifted
from hub.audit.parts import AgreementRef, Asked, FaultRef, LiftRef, RouteRef, SealedPerson, Shown, Span
from hub.audit.payload import from_payload
from hub.audit.scribe import Scribe, sent_id
from hub.model.agreement import Agreement
from hub.model.case import CaseFact
from hub.model.decision import Allowed, Denial, Grant, Lift, PersonGrounds, Refused, Subject
from hub.model.ledger import Claim, Closing, NewEntry, OpenIntention, Unit
from hub.model.plan import Call, Plan, Unsent
from hub.model.query import Query
from messages.koder import Led, Skydd, SkyddLyft, Utfall
from messages.uppgifter import Fel
from messages.values import Personidentitet

ANSWERED, NOT_ANSWERED = "BESVARAD", "EJ_BESVARAD"
"""Outcomes of a question to a case system."""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """Makes the records of one allowed question."""

    scribe: Scribe
    query: Query
    grounds: Allowed
    asked: Asked
    reply_id: str
    now: datetime
    _sealed: dict[Personidentitet, SealedPerson] = field(default_factory=dict)

    def intentions(self, call: Call) -> Iterator[tuple[Subject, NewEntry]]:
        """One for each source of the call."""
        for grant in call.grants:
            yield grant.about(call.person), self._intention(call, grant)

    def _intention(self, call: Call, grant: Grant) -> NewEntry:
        sealed = self._person(call.person)
        event = LookupIntended(
            asked=self.asked,
            reply_id=self.reply_id,
            person=sealed,
            role=self._of(call.person).member.role.value,
            shown=self._shown(grant.shown),
            source=grant.source,
            legal_basis=grant.legal_basis,
            agreement=_agreement(grant.agreement),
            period=Span(grant.period.first, grant.period.last),
            groups=grant.groups,
            route=RouteRef(call.route.adapter, call.route.version),
            call=call.id,
            attempt=1,
            deadline=self.now + timedelta(seconds=call.route.deadline_s),
            case_reference=call.ask.case_reference if call.case_reference_shortened else None,
            lift=self._lift(),
        )
        return self.scribe.entry(event, self.now)

    def _shown(self, fact: CaseFact) -> Shown:
        found = (fact.origin.value, sent_id(self.query)) if fact.derived else ()
        return Shown(fact.shown_by.value, fact.as_of, fact.statement, fact.review or None, *found)

    def unsent(self, unsent: Unsent) -> tuple[Subject, NewEntry]:
        sealed = self._person(unsent.person)
        fault = unsent.outcome.fault
        event = LookupUnsent(
            asked=self.asked,
            reply_id=self.reply_id,
            person=sealed,
            role=self._of(unsent.person).member.role.value,
            source=unsent.grant.source,
            agreement=_agreement(unsent.grant.agreement),
            fault=_fault(fault),
        )
        entry = self.scribe.entry(event, self.now)
        return unsent.grant.about(unsent.person), entry

    def denials(self) -> Iterator[tuple[Subject, NewEntry]]:
        """Named sources that may not be asked: refused one by one while others are asked."""
        for grounds in self.grounds.persons:
            for row in grounds.sources:
                if isinstance(row, Denial):
                    yield row.about(grounds.member.person), self._denial(grounds, row)

    def _denial(self, grounds: PersonGrounds, denial: Denial) -> NewEntry:
        sealed = self._person(grounds.member.person)
        event = LookupRefused(self.asked, sealed, denial.code, None, None, None, denial.source)
        return self.scribe.entry(event, self.now)

    def claim(self, digest: bytes) -> Claim:
        question = self.query.question
        return Claim(self.query.caller.client_id, question.forfraganId, digest, self.reply_id)

    def unit(self, plan: Plan) -> tuple[Unit, dict[Subject, str], dict[Subject, str]]:
        """The unit to commit, and by person and source the record's id and the id of the call."""
        entries: list[NewEntry] = []
        found: dict[Subject, str] = {}
        calls: dict[Subject, str] = {}
        deadlines: dict[str, datetime] = {}
        for call in plan.calls:
            for subject, entry in self.intentions(call):
                entries.append(entry)
                found[subject], calls[subject] = entry.entry_id, call.id
                deadlines[entry.entry_id] = self.now + timedelta(seconds=call.route.deadline_s)
        for subject, entry in (*(self.unsent(it) for it in plan.unsent), *self.denials()):
            entries.append(entry)
            found[subject] = entry.entry_id
        board = self.grounds.board.id
        claim = self.claim(self.asked.question_digest)
        return Unit(board.origin, tuple(entries), claim=claim, deadlines=deadlines), found, calls

    def lifted(self) -> Lifted | None:
        """What the conclusions must tell, where nothing is to be suppressed."""
        lift = self.grounds.lift
        if lift is None:
            return None
        ref = LiftRef(lift.ground.value, lift.reason, review=True)
        persons = {it.member.person: self._person(it.member.person) for it in self.grounds.persons}
        return Lifted(ref, self.asked, persons, _for_a_reason(lift))

    def _lift(self) -> LiftRef | None:
        """Who asked for it is reviewed whatever comes; whom the board has named, when somebody is protected,
        which only the conclusion knows."""
        lift = self.grounds.lift
        return None if lift is None else LiftRef(lift.ground.value, lift.reason, _for_a_reason(lift) or None)

    def _person(self, person: Personidentitet) -> SealedPerson:
        """Sealed once for all the sources of a question."""
        if person not in self._sealed:
            self._sealed[person] = self.scribe.sealed(self.grounds.board.id, person, self.now)
        return self._sealed[person]

    def _of(self, person: Personidentitet) -> PersonGrounds:
        return next(it for it in self.grounds.persons if it.member.person == person)


def refusals(scribe: Scribe, query: Query, refusal: Refused, now: datetime) -> tuple[NewEntry, ...]:
    """One record for each person that the refused question was about."""
    board = query.caller.board
    asked = scribe.asked(query, None, scribe.digest(query, board))
    entries: list[NewEntry] = []
    for row in query.question.personer:
        sealed = scribe.sealed(board, row.personidentitet, now)
        event = LookupRefused(
            asked, sealed, refusal.rule, refusal.gate or None, refusal.law, refusal.problem.slug, None
        )
        entries.append(scribe.entry(event, now))
    return tuple(entries)


def conclusion(scribe: Scribe, intended: Intended, result: Conclusion, now: datetime) -> Closing:
    """The conclusion of one intention, and what is written in its place when the reply is withheld."""
    intention = intended.entries[result.subject]
    event = LookupConcluded(
        intention=intention,
        source=result.subject.source,
        outcome=result.outcome.value,
        fault=None if result.fault is None else _fault(result.fault),
        groups=result.groups,
        withheld=result.withheld,
        protection=result.protected.value,
        answer_digest=scribe.vault.digest(intended.board, result.answer),
        deviations=result.deviations,
        elapsed_ms=result.elapsed_ms,
    )
    lifted = intended.lifted
    if lifted is not None and (lifted.always or result.protected is not Skydd.INGET):
        whom = lifted.persons[result.subject.person]
        event = replace(event, lift=lifted.ref, asked=lifted.asked, person=whom)

    def withheld() -> NewEntry:
        instead = LookupConcluded(intention, result.subject.source, WITHHELD, elapsed_ms=result.elapsed_ms)
        return scribe.entry(instead, now)

    return Closing(intention, scribe.entry(event, now), withheld)


def case_answered(scribe: Scribe, intention: str, fault: FaultRef | None, now: datetime) -> Closing:
    """The conclusion of a question to a case system; one that comes second is the same."""
    entry = scribe.entry(CaseAnswered(intention, NOT_ANSWERED if fault else ANSWERED, fault), now)
    return Closing(intention, entry, lambda: entry)


def wrong_person(scribe: Scribe, intended: Intended, result: Conclusion, now: datetime) -> NewEntry:
    """The security event of an answer that was about somebody else."""
    event = SecurityEvent(
        "FEL_PERSON",
        result.subject.source,
        intended.calls[result.subject],
        intended.entries[result.subject],
        person=scribe.sealed(intended.board, result.subject.person, now),
    )
    return scribe.entry(event, now)


def abandoned(scribe: Scribe, lost: OpenIntention, now: datetime) -> Unit:
    """The conclusion of an intention whose process died or lost it."""
    said = from_payload(lost.payload)
    broken = FaultRef(Led.NYTTONAV.value, "AVBRUTEN")
    entry = scribe.entry(
        CaseAnswered(lost.entry_id, NOT_ANSWERED, broken)
        if said["handelse"] == CaseAsked.name
        else LookupConcluded(lost.entry_id, said["kalla"], Utfall.EJ_TILLGANGLIG.value, broken),
        now,
    )
    return Unit(lost.log, closings=(Closing(lost.entry_id, entry, lambda: entry),), essential=True)


def _for_a_reason(lift: Lift) -> bool:
    return lift.ground is SkyddLyft.BEHORIGHET_MED_SKAL


def _agreement(agreement: Agreement) -> AgreementRef:
    return AgreementRef(agreement.id, agreement.version, agreement.digest)


def _fault(fault: Fel) -> FaultRef:
    return FaultRef(fault.led.value, fault.kod)
