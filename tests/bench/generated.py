"""The kinds of record that a generated log holds: the first of each, and others like it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hub.audit.events import Event, LookupConcluded, LookupIntended, LookupRefused
from hub.audit.facets import facets_of
from hub.audit.parts import (
    ActorRef,
    AgreementRef,
    Asked,
    CaseRef,
    FaultRef,
    RouteRef,
    SealedPerson,
    Shown,
    Span,
)
from hub.audit.payload import from_payload
from hub.audit.scribe import Scribe
from hub.model.board import BoardId

SOURCES = ("AF", "CSN", "FK", "PM", "SKV")
_GROUPS = {it: (f"{it.lower()}.arenden", f"{it.lower()}.utbetalningar") for it in SOURCES}
# What stands in the first record of a kind, where others have their own.
_THEN = datetime(2001, 2, 3, 4, 5, 6, 700_000, tzinfo=UTC)
_LATE = _THEN + timedelta(seconds=25)
_QUESTION = "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"
_INTENTION = "1b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b12"
_CASE, _WORKER = "EB-2001-999999", "hl999999"
_DIGEST = bytes(range(32))
_WHOM = SealedPerson(bytes(range(41)), bytes(range(32, 64)))
_MS = 987_654


def board(number: int) -> BoardId:
    return BoardId(f"21{2000 + number:04d}{number:04d}", "SN")


def as_json(moment: datetime) -> bytes:
    """A time as payloads hold it, microseconds and all. The moment must be UTC."""
    return f"{moment.isoformat(timespec='microseconds')[:-6]}Z".encode()


def as_base64(raw: bytes) -> bytes:
    """Bytes as payloads hold them."""
    return b64encode(raw)


_STANDS = {
    "id": b"2b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b13",
    "time": as_json(_THEN),
    "late": as_json(_LATE),
    "question": _QUESTION.encode(),
    "intention": _INTENTION.encode(),
    "case": _CASE.encode(),
    "worker": _WORKER.encode(),
    "digest": as_base64(_DIGEST),
    "sealed": as_base64(_WHOM.sealed),
    "key": as_base64(_WHOM.key),
    "ms": str(_MS).encode(),
}
_NAMES = {it: name for name, it in _STANDS.items()}
_STANDING = re.compile(b"|".join(map(re.escape, _NAMES)))


class Form:
    """The first record of a kind, and others like it."""

    def __init__(self, scribe: Scribe, event: Event) -> None:
        first = scribe.entry(event, _THEN)
        self.event = first.event
        self.facets = facets_of(from_payload(first.payload))
        payload = first.payload.replace(first.entry_id.encode(), _STANDS["id"])
        self._names = [_NAMES[it] for it in _STANDING.findall(payload)]
        self._text = _STANDING.sub(b"%b", payload.replace(b"%", b"%%"))

    def payload(self, values: Mapping[str, bytes]) -> bytes:
        return self._text % tuple([values[it] for it in self._names])


def first_record(kind: str, *which: str | int) -> Event:
    """What the first record of a kind says."""
    match kind, which:
        case "intended", (int(number), str(source)):
            return _intended(_asked(board(number)), source)
        case "refused", (int(number), int(gate)):
            return LookupRefused(_asked(board(number)), _WHOM, "medlem-i-arende", gate, None, "nekad", None)
        case "concluded", (str(source), str(outcome), str(protected)):
            return _concluded(source, outcome, protected)
        case _:
            raise ValueError(f"there is no kind {kind} of {which}")


def _asked(here: BoardId) -> Asked:
    return Asked(
        f"{here.organisation_number}-arendesystem",
        here.organisation_number,
        here.board,
        ActorRef("HANDLAGGARE", _WORKER, "Försörjningsstöd 2"),
        CaseRef("demo", _CASE, "EKONOMISKT_BISTAND"),
        "HANDLAGGNING_EKONOMISKT_BISTAND",
        _QUESTION,
        None,
        _QUESTION,
        None,
        _DIGEST,
    )


def _intended(asked: Asked, source: str) -> LookupIntended:
    return LookupIntended(
        asked,
        _QUESTION,
        _WHOM,
        "SOKANDE",
        Shown("REGISTER", _THEN),
        source,
        ("15 kap. 10 § socialtjänstlagen (2025:400)",),
        AgreementRef(f"{source.lower()}-ekonomiskt-bistand", "2026-1", "0" * 64),
        Span(date(2026, 8, 1), date(2026, 10, 31)),
        frozenset(_GROUPS[source]),
        RouteRef("ssbtek", "11"),
        _QUESTION,
        1,
        _LATE,
    )


def _concluded(source: str, outcome: str, protected: str) -> LookupConcluded:
    return LookupConcluded(
        _INTENTION,
        source,
        outcome,
        FaultRef("KALLA", "KALLA_TIDSGRANS") if outcome == "EJ_TILLGANGLIG" else None,
        _GROUPS[source] if outcome == "BESVARAD" else (),
        (),
        protected,
        _DIGEST,
        0,
        _MS,
    )
