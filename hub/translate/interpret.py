"""One source's payload to an outcome: read it, make sure it is about the right person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hub.adapter import Found, NoRecord, Payload, SourceError
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
        return Attempt(faults.failed(came, contact, fetched), fetched, elapsed_ms)
    try:
        read = to_section(came)
    except SourceError as error:
        return Attempt(faults.failed(error, contact, fetched), fetched, elapsed_ms)
    if read.person is not None and read.person != person:
        return Attempt(faults.wrong_person(contact), fetched, elapsed_ms, wrong_person=True)
    protection = flag.read(read.flag) if flag is not None else Protection.SILENT
    match read:
        case Found():
            outcome = Answered(read.section, protection, read.missing, read.deviations, read.complete_until)
            return Attempt(outcome, fetched, elapsed_ms)
        case NoRecord():
            # Nothing known of the person is nothing known of the flag either, unless it came.
            spoken = protection if read.flag is not None else Protection.SILENT
            nothing = NothingFound(spoken, read.deviations, read.complete_until)
            return Attempt(nothing, fetched, elapsed_ms)
