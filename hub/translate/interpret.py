"""One source's payload to an outcome: read it, make sure it is about the right person."""

from __future__ import annotations

from datetime import datetime

from hub.adapter import Found, NoRecord, Payload, SourceError, WrongPerson
from hub.model.agreement import Contact
from hub.model.calendar import swedish_day
from hub.model.decision import Grant
from hub.model.outcome import Answered, Attempt, NothingFound, Protection
from hub.model.registry import LoadedSource
from hub.translate import faults
from hub.translate.complete import complete_until, not_reported
from messages.values import Personidentitet


def interpret(
    person: Personidentitet,
    came: Payload | SourceError,
    source: LoadedSource,
    grant: Grant,
    *,
    fetched: datetime,
    elapsed_ms: int,
) -> Attempt:
    """What one source said about `person`. A mapping's errors other than the SDK's three pass through."""
    contact = grant.agreement.contact
    if isinstance(came, SourceError):
        return _failed(came, contact, fetched, elapsed_ms)
    try:
        read = source.to_section(came)
    except SourceError as error:
        return _failed(error, contact, fetched, elapsed_ms)
    if read.person is not None and read.person != person:
        wrong = WrongPerson("Svaret gällde en annan person än frågan.")
        return _failed(wrong, contact, fetched, elapsed_ms)
    flag = source.protection
    protection = flag.read(read.flag) if flag is not None else Protection.SILENT
    today = swedish_day(fetched)
    until = read.complete_until or complete_until(grant.period, today, source.manifest.reported_by_day)
    deviations = (*came.deviations, *read.deviations, *not_reported(grant.period, until, today))
    match read:
        case Found():
            outcome = Answered(read.sections, protection, read.missing, deviations, until, read.withheld)
            return Attempt(outcome, fetched, elapsed_ms, payload=came)
        case NoRecord():
            # Who does not know the person cannot say that there is no flag; one that comes still counts.
            unknown = read.flag is None or protection is Protection.NONE
            nothing = NothingFound(Protection.SILENT if unknown else protection, deviations, until)
            return Attempt(nothing, fetched, elapsed_ms, payload=came)


def _failed(error: SourceError, contact: Contact, fetched: datetime, elapsed_ms: int) -> Attempt:
    outcome = faults.failed(error, contact, fetched)
    return Attempt(outcome, fetched, elapsed_ms, wrong_person=isinstance(error, WrongPerson))
