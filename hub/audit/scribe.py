"""Makes records of events: head, canonical payload, salt, sealed persons and search keys."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime

from hub.audit.epochs import number_of
from hub.audit.events import EpochOpened, Event
from hub.audit.facets import facets_of
from hub.audit.parts import SCHEMA_VERSION, ActorRef, Asked, CaseRef, FormerRef, Header, SealedPerson
from hub.audit.payload import plain, to_payload
from hub.audit.refs import refs_of
from hub.audit.tree import SALT_BYTES
from hub.audit.vault import KeyVault
from hub.model.board import BoardId
from hub.model.ledger import NewEntry
from hub.model.query import Query
from messages.values import Personidentitet, holds_personal_number

_CHANCE = 10
_V7 = 0x7 << 76 | 0x2 << 62
_ANY = ~(0xF << 76 | 0x3 << 62)

STRUCK = "(struket: innehöll ett personnummer)"
NO_ID = "(struket: var inget ärende-id)"


def new_id(now: datetime, chance: bytes | None = None) -> str:
    """A UUID of version 7: its first 48 bits are the time, so that index pages fill in order.

    `chance` is ten random bytes, drawn here when not given.
    """
    bits = int(now.timestamp() * 1000) << 80 | int.from_bytes(chance or os.urandom(_CHANCE), "big")
    text = f"{bits & _ANY | _V7:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def without_numbers(text: str) -> str:
    """Free text from outside, struck out whole where it holds a personal number."""
    return STRUCK if holds_personal_number(text) else text


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes for one node of one version of the hub."""

    vault: KeyVault
    node: str
    version: str

    def entry(self, event: Event, now: datetime) -> NewEntry:
        chance = os.urandom(_CHANCE + SALT_BYTES)
        entry_id = new_id(now, chance[:_CHANCE])
        header = Header(
            event.name, entry_id, now, SCHEMA_VERSION, self.version, self.node, self.vault.key_ids
        )
        content = plain(header) | plain(event)
        return NewEntry(
            entry_id,
            now,
            event.name,
            to_payload(content),
            chance[_CHANCE:],
            refs_of(content),
            facets_of(content),
        )

    def opening(self, origin: str, now: datetime, former: FormerRef | None = None) -> NewEntry:
        """The first record of a log, and of each epoch of it."""
        return self.entry(EpochOpened(number_of(origin), origin, former), now)

    def sealed(self, board: BoardId, person: Personidentitet, now: datetime) -> SealedPerson:
        """A person as a record of that moment holds one."""
        sealed = self.vault.seal_in_log(board, person, now.year * 100 + now.month)
        return SealedPerson(sealed, self.vault.lookup_key(board, person))

    def asked(self, query: Query, kind: str | None, digest: bytes) -> Asked:
        """What all records of one question share; `kind` is the kind of case, where it is known."""
        question = query.question
        actor = question.ingivare.aktor
        return Asked(
            client=query.caller.client_id,
            organisation=question.ingivare.organisationsnummer,
            board=question.ingivare.namnd,
            actor=ActorRef(
                actor.typ.value,
                actor.id,
                without_numbers(actor.enhet),
                None if actor.funktion is None else without_numbers(actor.funktion),
                actor.beslut,
                query.caseworker_put_in or None,
            ),
            case=CaseRef(question.arende.system, _case_id(query), kind),
            purpose=question.andamal.value,
            question_id=question.forfraganId,
            earlier_question=question.tidigareForfraganId,
            correlation=without_numbers(query.correlation),
            trace=trace_id(query.traceparent),
            question_digest=digest,
        )

    def digest(self, query: Query, board: BoardId) -> bytes:
        """Keyed digest of the question's content as it came, the same for JSON and XML."""
        return self.digests(query, board)[0]

    def digests(self, query: Query, board: BoardId) -> tuple[bytes, ...]:
        """The same under every version of the key, to compare with what was written before."""
        return self.vault.digests(board, query.as_sent.model_dump_json().encode())


def sent_id(query: Query) -> str:
    """The case's id as the client sent it; struck where it is no id, and so may say anything."""
    return NO_ID if query.unfit_case else query.as_sent.arende.id


def _case_id(query: Query) -> str:
    """The id of the case that the question is asked in; as sent, where no other has been found."""
    return sent_id(query) if query.question.arende == query.as_sent.arende else query.question.arende.id


def trace_id(traceparent: str) -> str | None:
    """The 32 hex digits of a W3C traceparent, or None when it is none."""
    parts = traceparent.split("-")
    return parts[1] if len(parts) >= 4 and len(parts[1]) == 32 else None
