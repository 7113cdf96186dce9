"""Reading the log: search, single records, proofs. Only one's own board; `log.py` sees that it is logged."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.audit.across import search_across
from hub.audit.case_events import StatementMade
from hub.audit.cursor import from_text, to_text
from hub.audit.data_keys import UnknownDataKey
from hub.audit.epochs import board_of, current, epochs_of
from hub.audit.events import LookupIntended, SecurityEvent
from hub.audit.nouns import LogPage, LogRecord, Proof, PutTo, Search
from hub.audit.parts import SealedPerson
from hub.audit.payload import from_payload
from hub.audit.refs import case_ref, confirmation_ref, put_to_ref
from hub.audit.sought import facets_wanted, refs_wanted
from hub.audit.tree import commitment
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.case import weakest_origin
from hub.model.ledger import COUNTED, StoredEntry, Wanted
from hub.model.query import Caller
from hub.ports import AuditStore
from hub.problems import NotFound
from messages.koder import Utfall, VisadAv
from messages.values import Personidentitet

MISREGISTERED = "ARENDE_FELREGISTRERAT"
"""The security event of a look-up in a case that was registered by mistake."""

_ALL = 1_000_000
"""More records than there are of any case."""

_NO_ENTRY = "Loggposten finns inte i nämndens logg."


@dataclass(frozen=True, slots=True)
class LogReader:
    """Reads one board's log at a time, in all its epochs. Raises StorageFault when it cannot be read."""

    store: AuditStore
    vault: KeyVault

    async def entry(self, caller: Caller, entry_id: str, board: BoardId) -> LogRecord:
        """Raises NotFound, also for another board's record."""
        found = await self._entry(board, entry_id) if caller.board == board else None
        if found is None:
            raise NotFound(_NO_ENTRY)
        return (await self._with_conclusions(board, (found,)))[0]

    async def search(self, board: BoardId, wanted: Search) -> LogPage:
        """Raises MalformedQuestion for a cursor of another search, TooWide and Crowded."""
        at = None if wanted.cursor is None else from_text(self.vault, board, wanted, wanted.cursor)
        looked_for = Wanted(
            refs_wanted(self.vault, board, wanted),
            wanted.first,
            wanted.last,
            # One more tells whether there is a page after this one.
            wanted.limit + 1,
            facets_wanted(wanted),
            wanted.oldest_first,
        )
        found = await search_across(self.store, board.origin, looked_for, at)
        shown, left = found.entries[: wanted.limit], found.entries[wanted.limit :]
        cursor = to_text(self.vault, board, wanted, found.cursor(shown[-1])) if left else None
        records = await self._with_conclusions(board, shown)
        return LogPage(records, min(found.count, COUNTED), found.count <= COUNTED, cursor)

    async def misplaced(self, caller: Caller, system: str, case_id: str) -> tuple[SecurityEvent, ...]:
        """For each look-up in a case of the caller's board: that the case was registered by mistake."""
        wanted = Wanted((case_ref(system, case_id),), limit=_ALL)
        found = await self._find(caller.board, wanted)
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
        found = await self._entry(board, entry_id)
        path = None if found is None else await self.store.inclusion(found.log, entry_id)
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
        head = await self.store.head(current(await self.store.logs(), board.origin))
        if head is None:
            raise NotFound("Nämnden har ingen logg ännu: ingenting har frågats eller registrerats.")
        return head.note

    async def put_to(self, source: str, correlation: str) -> PutTo | None:
        """See `AccessLog.put_to`."""
        found = await self.store.anywhere(put_to_ref(source, correlation))
        if not found:
            return None
        board = board_of(found[0].log)
        concluded = await self._concluding(board, [it.entry_id for it in found])
        sent = [it for it in found if _left(concluded.get(it.entry_id))]
        said = [from_payload(it.payload) for it in sent if it.payload is not None]
        if not said:
            return None
        shown_by = weakest_origin(VisadAv(it["aktualitet"]["visadAv"]) for it in said)
        return PutTo(board, min(it.time for it in sent), shown_by)

    async def _entry(self, board: BoardId, entry_id: str) -> StoredEntry | None:
        """In whichever epoch of the board's log it is."""
        for log in epochs_of(await self.store.logs(), board.origin):
            found = await self.store.entry(log, entry_id)
            if found is not None:
                return found
        return None

    async def _find(self, board: BoardId, wanted: Wanted) -> tuple[StoredEntry, ...]:
        """In every epoch, newest first."""
        found: list[StoredEntry] = []
        for log in epochs_of(await self.store.logs(), board.origin):
            found += await self.store.find(log, replace(wanted, limit=wanted.limit - len(found)))
            if len(found) >= wanted.limit:
                break
        return tuple(found)

    async def _concluding(self, board: str, intentions: Sequence[str]) -> dict[str, StoredEntry]:
        """What an epoch left open is concluded in the next."""
        found: dict[str, StoredEntry] = {}
        for log in epochs_of(await self.store.logs(), board):
            found |= await self.store.conclusions(log, intentions)
        return found

    async def _with_conclusions(
        self, board: BoardId, found: tuple[StoredEntry, ...]
    ) -> tuple[LogRecord, ...]:
        intentions = [it.entry_id for it in found if it.event == LookupIntended.name]
        concluded = await self._concluding(board.origin, intentions) if intentions else {}
        for entry in found:
            if entry.event == StatementMade.name and entry.payload is not None:
                by = confirmation_ref(from_payload(entry.payload)["intygId"])
                for one in await self._find(board, Wanted((by,), limit=1)):
                    concluded[entry.entry_id] = one
        try:
            return self._records(board, found, concluded)
        except UnknownDataKey:  # older than this process, or made by another since
            self.vault.data_keys.learn(await self.store.data_keys(board.origin))
            return self._records(board, found, concluded)

    def _records(
        self, board: BoardId, found: tuple[StoredEntry, ...], concluded: Mapping[str, StoredEntry]
    ) -> tuple[LogRecord, ...]:
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
            () if content is None else self._persons(board, content),
        )

    def _person(self, board: BoardId, content: Mapping[str, Any]) -> Personidentitet | None:
        person = content.get("person")
        return None if person is None else self._opened(board, person)

    def _persons(self, board: BoardId, content: Mapping[str, Any]) -> tuple[Personidentitet, ...]:
        # With a role beside them in a case, by themselves in a search.
        return tuple(self._opened(board, it.get("person", it)) for it in content.get("personer", ()))

    def _opened(self, board: BoardId, sealed: Mapping[str, str]) -> Personidentitet:
        return self.vault.open(board, b64decode(sealed["forseglad"]))


def _left(conclusion: StoredEntry | None) -> bool:
    """Whether what was intended left the hub, for all that is known: only EJ_STALLD says that it did not."""
    if conclusion is None or conclusion.payload is None:
        return True
    return bool(from_payload(conclusion.payload)["utfall"] != Utfall.EJ_STALLD.value)
