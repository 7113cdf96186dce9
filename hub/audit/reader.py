"""Reading the log: search, single records, proofs. Only one's own board; `log.py` sees that it is logged."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.audit.case_events import StatementMade
from hub.audit.events import LogSearched, LookupIntended, SecurityEvent
from hub.audit.nouns import LogRecord, Proof, PutTo, Search
from hub.audit.parts import CaseRef, SealedPerson
from hub.audit.payload import from_payload
from hub.audit.refs import case_ref, caseworker_ref, confirmation_ref, person_ref, put_to_ref, review_ref
from hub.audit.scribe import Scribe, without_numbers
from hub.audit.tree import commitment
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.case import weakest_origin
from hub.model.ledger import NewEntry, Ref, StoredEntry, Wanted
from hub.model.query import Caller
from hub.ports import AuditStore
from hub.problems import MalformedQuestion, NotFound, Pointer
from messages.koder import Utfall, VisadAv
from messages.values import Personidentitet

MISREGISTERED = "ARENDE_FELREGISTRERAT"
"""The security event of a look-up in a case that was registered by mistake."""

_ALL = 1_000_000
"""More records than there are of any case."""

_NO_ENTRY = "Loggposten finns inte i nämndens logg."


def searched(scribe: Scribe, caller: Caller, wanted: Search, reason: str, now: datetime) -> NewEntry:
    """The record of a search. Raises MalformedQuestion without a reason."""
    if not reason.strip():
        raise MalformedQuestion(
            "En loggsökning kräver ett skäl: skriv varför loggen granskas.", fel=[Pointer("/skal", "saknas")]
        )
    sealed = None if wanted.person is None else scribe.sealed(caller.board, wanted.person)
    event = LogSearched(
        caller.client_id,
        without_numbers(reason),
        sealed,
        None if wanted.caseworker is None else without_numbers(wanted.caseworker),
        None if wanted.case is None else CaseRef(*map(without_numbers, wanted.case)),
        wanted.first,
        wanted.last,
        wanted.review or None,
    )
    return scribe.entry(event, now)


@dataclass(frozen=True, slots=True)
class LogReader:
    """Reads one board's log at a time. Raises StorageFault when the storage cannot be read."""

    store: AuditStore
    vault: KeyVault

    async def entry(self, caller: Caller, entry_id: str, board: BoardId) -> LogRecord:
        """Raises NotFound, also for another board's record."""
        found = await self.store.entry(board.origin, entry_id) if caller.board == board else None
        if found is None:
            raise NotFound(_NO_ENTRY)
        return (await self._with_conclusions(board, (found,)))[0]

    async def search(self, board: BoardId, wanted: Search) -> tuple[LogRecord, ...]:
        found = await self.store.find(
            board.origin, Wanted(self._refs(board, wanted), wanted.first, wanted.last, wanted.limit)
        )
        return await self._with_conclusions(board, found)

    async def misplaced(self, caller: Caller, system: str, case_id: str) -> tuple[SecurityEvent, ...]:
        """For each look-up in a case of the caller's board: that the case was registered by mistake."""
        wanted = Wanted((case_ref(system, case_id),), limit=_ALL)
        found = await self.store.find(caller.board.origin, wanted)
        contents = [
            (it.entry_id, from_payload(it.payload))
            for it in reversed(found)
            if it.event == LookupIntended.name and it.payload is not None
        ]
        return tuple(
            SecurityEvent(
                MISREGISTERED,
                source=content["kalla"],
                intention=entry_id,
                client=caller.client_id,
                person=SealedPerson(*(b64decode(content["person"][it]) for it in ("forseglad", "nyckel"))),
            )
            for entry_id, content in contents
        )

    async def inclusion(self, board: BoardId, entry_id: str) -> Proof:
        path = await self.store.inclusion(board.origin, entry_id)
        if path is None:
            raise NotFound(_NO_ENTRY)
        entry, head = path.entry, path.head
        inner = (
            None
            if entry.payload is None or entry.salt is None
            else commitment(entry.payload, entry.salt, entry.index)
        )
        return Proof(
            log=head.log,
            entry_id=entry.entry_id,
            index=entry.index,
            size=head.size,
            leaf=entry.leaf,
            salt=entry.salt,
            commitment=inner,
            hashes=path.hashes,
            checkpoint=head.note,
            verifier=self.vault.verifier(head.log),
        )

    async def checkpoint(self, board: BoardId) -> str:
        head = await self.store.head(board.origin)
        if head is None:
            raise NotFound("Nämnden har ingen logg ännu: ingenting har frågats eller registrerats.")
        return head.note

    async def put_to(self, source: str, correlation: str) -> PutTo | None:
        """See `AccessLog.put_to`."""
        found = await self.store.anywhere(put_to_ref(source, correlation))
        if not found:
            return None
        concluded = await self.store.conclusions(found[0].log, [it.entry_id for it in found])
        sent = [it for it in found if _left(concluded.get(it.entry_id))]
        said = [from_payload(it.payload) for it in sent if it.payload is not None]
        if not said:
            return None
        shown_by = weakest_origin(VisadAv(it["aktualitet"]["visadAv"]) for it in said)
        return PutTo(sent[0].log, min(it.time for it in sent), shown_by)

    def _refs(self, board: BoardId, wanted: Search) -> tuple[Ref, ...]:
        refs: list[Ref] = []
        if wanted.person is not None:
            refs.extend(map(person_ref, self.vault.lookup_keys(board, wanted.person)))
        if wanted.case is not None:
            refs.append(case_ref(*wanted.case))
        if wanted.caseworker is not None:
            refs.append(caseworker_ref(wanted.caseworker))
        if wanted.review:
            refs.append(review_ref())
        return tuple(refs)

    async def _with_conclusions(
        self, board: BoardId, found: tuple[StoredEntry, ...]
    ) -> tuple[LogRecord, ...]:
        intentions = [it.entry_id for it in found if it.event == LookupIntended.name]
        concluded = dict(await self.store.conclusions(board.origin, intentions)) if intentions else {}
        for entry in found:
            if entry.event == StatementMade.name and entry.payload is not None:
                by = confirmation_ref(from_payload(entry.payload)["intygId"])
                for one in await self.store.find(board.origin, Wanted((by,), limit=1)):
                    concluded[entry.entry_id] = one
        return tuple(self._record(board, it, concluded.get(it.entry_id)) for it in found)

    def _record(self, board: BoardId, entry: StoredEntry, concluded: StoredEntry | None) -> LogRecord:
        content = None if entry.payload is None else from_payload(entry.payload)
        return LogRecord(
            entry.entry_id,
            entry.index,
            entry.time,
            entry.event,
            content,
            None if content is None else self._person(board, content),
            None if concluded is None else self._record(board, concluded, None),
        )

    def _person(self, board: BoardId, content: Mapping[str, Any]) -> Personidentitet | None:
        person = content.get("person")
        return None if person is None else self.vault.open(board, b64decode(person["forseglad"]))


def _left(conclusion: StoredEntry | None) -> bool:
    """Whether what was intended left the hub, for all that is known: only EJ_STALLD says that it did not."""
    if conclusion is None or conclusion.payload is None:
        return True
    return bool(from_payload(conclusion.payload)["utfall"] != Utfall.EJ_STALLD.value)
