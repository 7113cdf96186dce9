"""The access log: written and durable before anything is sent, concluded before anything is released."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from hub import __version__
from hub.audit import drafts
from hub.audit.case_events import CaseAsked, CaseMember, CaseRegistered
from hub.audit.checkpoint import Checkpoint
from hub.audit.claimed import claimed
from hub.audit.events import Event, LogRead, SecurityEvent
from hub.audit.faults import RETRY_AFTER_S, as_problems
from hub.audit.lost import conclude_lost
from hub.audit.nouns import Conclusion, Intended, LogPage, LogRecord, Proof, PutTo, Receipt, Search
from hub.audit.parts import CaseRef, FaultRef, SealedPerson
from hub.audit.pen import Pen
from hub.audit.permit import LogPermit, mint
from hub.audit.reader import LogReader
from hub.audit.scribe import Scribe, new_id
from hub.audit.sought import searched
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.decision import Allowed, Refused
from hub.model.ledger import AlreadyClaimed, StorageFault, StoreHealth, Unit
from hub.model.plan import Plan
from hub.model.query import Caller, Query
from hub.ports import AuditStore, Clock
from hub.problems import AnswerWithheld, LogUnavailable
from messages.arende import Arende
from messages.values import Personidentitet

OPERATOR = "nyttonav/operator"
"""The operator's own log, for what concerns no board."""

GRACE = timedelta(seconds=60)
"""How long after its deadline an intention is left to its own process before the sweeper concludes it."""

_HELD = (
    "Åtkomstloggens vittne har inte undertecknat på för länge, därför är ingenting frågat. Kontakta den som "
    "förvaltar navet."
)
_WITHHELD = (
    "Svaret kunde inte loggas i tid och lämnas därför inte ut. Ställ frågan på nytt med ett nytt forfraganId."
)


class AccessLog:
    """One Merkle log per board and one of the operator's own. The only maker of Permits."""

    def __init__(
        self,
        store: AuditStore,
        vault: KeyVault,
        clock: Clock,
        node: str,
        version: str = __version__,
        held: Callable[[str], str | None] = lambda _log: None,
    ) -> None:
        """`held` tells, in a sentence, why nothing may be sent for a log's board now; None where it may."""
        self._store = store
        self._clock = clock
        self._scribe = Scribe(vault, node, version)
        self._reader = LogReader(store, vault)
        self._pen = Pen(store, self._scribe, clock)
        self._held = held

    async def intend(self, query: Query, grounds: Allowed, plan: Plan) -> Intended:
        """Claim the question's id and write down all that is about to be asked, in one durable commit.

        Raises QuestionRepeated, QuestionIdReused, or LogUnavailable: then nothing may be sent.
        """
        now, board = self._clock.now(), grounds.board.id
        self._may_send(board)
        digest = self._scribe.digest(query, board)
        asked = self._scribe.asked(query, grounds.case.kind.value, digest)
        draft = drafts.QuestionDraft(self._scribe, query, grounds, asked, new_id(now), now)
        unit, entries, calls = draft.unit(plan)
        with as_problems():
            written = await self._pen.append(unit)
        if isinstance(written, AlreadyClaimed):
            raise claimed(written, self._scribe.digests(query, board))
        moment = self._clock.monotonic()
        permits: dict[str, LogPermit] = {
            call.id: mint(moment + call.route.deadline_s, query.correlation, query.traceparent)
            for call in plan.calls
        }
        return Intended(draft.reply_id, permits, entries, board, frozenset(calls), calls, draft.lifted())

    async def conclude(self, intended: Intended, results: Sequence[Conclusion]) -> Receipt:
        """Write the one conclusion of every open intention, in one durable commit; then it may be released.

        Raises AnswerWithheld when that cannot be done, or when an intention had been concluded already (the
        rest are then concluded as UNDANHALLEN). Raises ValueError unless `results` are exactly the open
        intentions.
        """
        if len(results) != len(intended.open) or {it.subject for it in results} != intended.open:
            raise ValueError("a reply concludes each of its intentions exactly once, and nothing else")
        now = self._clock.now()
        closings = tuple(drafts.conclusion(self._scribe, intended, result, now) for result in results)
        alarms = tuple(
            drafts.wrong_person(self._scribe, intended, result, now)
            for result in results
            if result.wrong_person
        )
        unit = Unit(intended.board.origin, alarms, closings=closings, essential=True)
        try:
            written = await self._pen.commit(unit)
        except StorageFault as fault:
            raise AnswerWithheld(_WITHHELD, retry_after_s=RETRY_AFTER_S) from fault
        if written.late:
            raise AnswerWithheld(_WITHHELD, log_entries=sorted(intended.entries.values()))
        head = written.head
        return Receipt(head.log, Checkpoint(head.log, head.size, head.root).short())

    async def refused(self, query: Query, refusal: Refused) -> tuple[str, ...]:
        """A record for each person the question was about; their ids in the order asked.

        The question's id is not claimed. Raises LogUnavailable.
        """
        entries = drafts.refusals(self._scribe, query, refusal, self._clock.now())
        with as_problems():
            await self._pen.write(query.caller.board.origin, *entries)
        return tuple(entry.entry_id for entry in entries)

    async def unused(self, query: Query) -> None:
        """Raises QuestionRepeated or QuestionIdReused where the id is taken, and LogUnavailable.

        Claims nothing: of several at the same time it stops none, `intend` does.
        """
        board, question = query.caller.board, query.question.forfraganId
        with as_problems():
            taken = await self._pen.claimed(board.origin, query.caller.client_id, question)
        if taken is not None:
            raise claimed(taken, self._scribe.digests(query, board))

    async def ask_case(
        self, query: Query, person: Personidentitet, system: str, resource: str, deadline: float
    ) -> tuple[str, LogPermit]:
        """A case system is about to be asked about a person: the record's id, and the permit for one call.

        `resource` says what is asked for there, `deadline` is in seconds on the monotonic clock. Raises
        LogUnavailable: then nothing may be sent.
        """
        now, board = self._clock.now(), query.caller.board
        self._may_send(board)
        wait = timedelta(seconds=max(0.0, deadline - self._clock.monotonic()))
        event = CaseAsked(
            self._scribe.asked(query, None, self._scribe.digest(query, board)),
            self._scribe.sealed(board, person, self._clock.now()),
            system,
            resource,
            new_id(now),
            now + wait,
        )
        entry = self._scribe.entry(event, now)
        with as_problems():
            await self._pen.commit(Unit(board.origin, (entry,), deadlines={entry.entry_id: event.deadline}))
        return entry.entry_id, mint(deadline, query.correlation, query.traceparent)

    async def answered_case(self, board: BoardId, results: Mapping[str, FaultRef | None]) -> None:
        """The conclusions of questions to a case system: record id to why there was no answer, None where
        there was. Raises LogUnavailable: then nothing of what it said may be used."""
        now = self._clock.now()
        closings = tuple(drafts.case_answered(self._scribe, it, fault, now) for it, fault in results.items())
        with as_problems():
            await self._pen.commit(Unit(board.origin, closings=closings, essential=True))

    async def record(self, origin: str, *events: Event) -> tuple[str, ...]:
        """Other events, durable when this returns; their records' ids. Raises LogUnavailable."""
        entries = tuple(self._scribe.entry(event, self._clock.now()) for event in events)
        with as_problems():
            await self._pen.write(origin, *entries)
        return tuple(entry.entry_id for entry in entries)

    async def record_in_each(self, events: Mapping[str, Event]) -> None:
        """One thing told in several logs (by name), of one moment, durable in all when this returns.

        Raises LogUnavailable when any cannot be written; others may have been.
        """
        now = self._clock.now()
        entries = {origin: self._scribe.entry(event, now) for origin, event in events.items()}
        writing = (self._pen.write(origin, entry) for origin, entry in entries.items())
        with as_problems():
            # Together, so that they share a commit; and all of them ended before anything is told.
            for ended in await asyncio.gather(*writing, return_exceptions=True):
                if isinstance(ended, BaseException):
                    raise ended

    async def put_to(self, source: str, correlation: str) -> PutTo | None:
        """The question with that id, if the hub put it to that source; None also for another source's.

        To be logged by who asks. Raises LogUnavailable.
        """
        with as_problems():
            return await self._reader.put_to(source, correlation)

    def sealed(self, board: BoardId, person: Personidentitet) -> SealedPerson:
        """A person as records hold one."""
        return self._scribe.sealed(board, person, self._clock.now())

    async def case_registered(self, caller: Caller, system: str, case_id: str, case: Arende) -> str:
        """A case system tells the state of a case; the record's id. Raises LogUnavailable.

        To be called before the register takes the state, also when it tells the same again.
        """
        members = tuple(
            CaseMember(self.sealed(caller.board, it.personidentitet), it.roll.value) for it in case.personer
        )
        event = CaseRegistered(
            caller.client_id,
            CaseRef(system, case_id, case.typ.value),
            case.status.value,
            case.tidpunkt,
            members,
        )
        (entry,) = await self.record(caller.board.origin, event)
        return entry

    async def looked_up_in(self, caller: Caller, system: str, case_id: str) -> tuple[SecurityEvent, ...]:
        """An alarm for each look-up in a case that should not have been there, to be recorded.

        Raises LogUnavailable.
        """
        with as_problems():
            return await self._reader.misplaced(caller, system, case_id)

    async def security(self, board: BoardId | None, kind: str, client: str | None = None) -> str:
        """What must be looked into; None is the operator's log. Raises LogUnavailable."""
        origin = OPERATOR if board is None else board.origin
        (entry,) = await self.record(origin, SecurityEvent(kind, client=client))
        return entry

    async def read_entry(self, caller: Caller, entry_id: str, board: BoardId) -> LogRecord:
        """One record of one's own board, itself logged. Raises NotFound and LogUnavailable."""
        with as_problems():
            found = await self._reader.entry(caller, entry_id, board)
            event = LogRead(caller.client_id, entry_id)
            await self._pen.write(board.origin, self._scribe.entry(event, self._clock.now()))
        return found

    async def search(
        self, caller: Caller, wanted: Search, reason: str, reviewer: str | None = None
    ) -> LogPage:
        """Records of one's own board, each with its conclusion; every page is itself logged with its reason,
        and with who reviews.

        Raises MalformedQuestion when no reason is given or the cursor is another search's, SearchTooWide,
        SearchCrowded, and LogUnavailable.
        """
        with as_problems():
            now = self._clock.now()
            record = searched(self._scribe, caller, wanted, reason, reviewer, now)
            await self._pen.write(caller.board.origin, record)
            return await self._reader.search(caller.board, wanted)

    async def inclusion_proof(self, board: BoardId, entry_id: str) -> Proof:
        """That the record is in the board's log. Holds no personal data. Raises NotFound, LogUnavailable."""
        with as_problems():
            return await self._reader.inclusion(board, entry_id)

    async def latest_checkpoint(self, board: BoardId) -> str:
        """The signed note of the log's newest state. Raises NotFound, LogUnavailable."""
        with as_problems():
            return await self._reader.checkpoint(board)

    async def recover(self) -> int:
        """At start: conclude what a dead process left open, where that is sure. Raises LogUnavailable."""
        return await self._conclude_lost(None if self._store.exclusive else self._clock.now() - GRACE)

    async def sweep(self) -> int:
        """Conclude what nobody concluded by its deadline and a minute; how many. Raises LogUnavailable."""
        return await self._conclude_lost(self._clock.now() - GRACE)

    def health(self) -> StoreHealth:
        return self._store.health()

    async def _conclude_lost(self, due_before: datetime | None) -> int:
        with as_problems():
            return await conclude_lost(self._pen, due_before)

    def _may_send(self, board: BoardId) -> None:
        """Raises LogUnavailable while the log's own safety does not hold."""
        if self._held(board.origin) is not None:
            raise LogUnavailable(_HELD, retry_after_s=RETRY_AFTER_S)
