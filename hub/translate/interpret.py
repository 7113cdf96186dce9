"""One source's payload to an outcome: read it, make sure it is about the right person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hub.adapter import Found, NoRecord, Payload, SourceError, WrongPerson
from hub.model.agreement import Contact
from hub.model.manifest import ProtectionFlag
from hub.model.outcome import Answered, Attempt, NothingFound, Protection
from hub.translate import faults
from messages.values import Personidentitet

Mapping = Callable[[Payload], Found | NoRecord]


def interpret(
    person: Personidentitet,
    came: Payload | SourceError,
    to_section: Mapping,
    flag: ProtectionFlag | None,
    contact: Contact,
    *,
    fetched: datetime,
    elapsed_ms: int,
) -> Attempt:
    """What one source said about `person`. A mapping's errors other than the SDK's three pass through."""
    if isinstance(came, SourceError):
        return _failed(came, contact, fetched, elapsed_ms)
    try:
        read = to_section(came)
    except SourceError as error:
        return _failed(error, contact, fetched, elapsed_ms)
    if read.person is not None and read.person != person:
        wrong = WrongPerson("Svaret gällde en annan person än frågan.")
        return _failed(wrong, contact, fetched, elapsed_ms)
    deviations = (*came.deviations, *read.deviations)
    protection = flag.read(read.flag) if flag is not None else Protection.SILENT
    match read:
        case Found():
            outcome = Answered(read.section, protection, read.missing, deviations, read.complete_until)
            return Attempt(outcome, fetched, elapsed_ms)
        case NoRecord():
            # Who does not know the person cannot say that there is no flag; one that comes still counts.
            unknown = read.flag is None or protection is Protection.NONE
            spoken = Protection.SILENT if unknown else protection
            nothing = NothingFound(spoken, deviations, read.complete_until)
            return Attempt(nothing, fetched, elapsed_ms)


def _failed(error: SourceError, contact: Contact, fetched: datetime, elapsed_ms: int) -> Attempt:
    outcome = faults.failed(error, contact, fetched)
    return Attempt(outcome, fetched, elapsed_ms, wrong_person=isinstance(error, WrongPerson))
