"""What a folder makes of a payload, whatever that is; and how message.json tells it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.adapter import Found, NoRecord, Payload, SourceError
from hub.conformance.subject import Subject
from hub.model.incomes import ToldPayment, item_of
from messages.inkomster import Inkomstpost


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception that an adapter may not raise. Its text is not kept: it may hold what was read."""

    kind: str
    place: str
    """`mapping.py:42`, the last line of the folder that it came through."""


Outcome = Found | NoRecord | SourceError | Crash


def read(subject: Subject, payload: Payload) -> Outcome:
    """What `to_section` makes of it. Never raises."""
    try:
        made: object = subject.loaded.mapping.to_section(payload)  # type: ignore[union-attr]
    except SourceError as error:
        return error
    except Exception as error:
        return crash(subject, error)
    if isinstance(made, Found | NoRecord):
        return made
    return Crash(f"a {type(made).__name__} instead of Found or NoRecord", "mapping.py")


def crash(subject: Subject, error: BaseException) -> Crash:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if _within(subject, frame.filename)
    ]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "the libraries"
    return Crash(f"raised {type(error).__name__}", place)


def _within(subject: Subject, file: str) -> bool:
    return Path(file).is_relative_to(subject.folder.path)


def message_of(subject: Subject, payload: Payload, outcome: Outcome) -> dict[str, Any]:
    """All that a payload becomes: the section with its incomes, that there is nothing, or the failure."""
    if isinstance(outcome, Crash):
        return {"fel": {"typ": outcome.kind, "kod": "-", "text": outcome.place}}
    if isinstance(outcome, SourceError):
        words = {"kallansOrd": outcome.words} if outcome.words else {}
        return {"fel": {"typ": type(outcome).__name__, "kod": outcome.code, "text": outcome.text} | words}
    told: dict[str, Any] = {
        "person": outcome.person.value if outcome.person else None,
        "flagga": outcome.flag,
    }
    if isinstance(outcome, NoRecord):
        told["ingaUppgifter"] = True
    else:
        told["uppgifter"] = {
            section.namn: section.model_dump(mode="json", exclude_none=True) for section in outcome.sections
        }
        told["inkomstposter"] = incomes_of(subject, payload, outcome)
        told["saknas"] = [row.model_dump(mode="json", exclude_none=True) for row in outcome.missing]
    if outcome.complete_until is not None:
        told["fullstandigTom"] = outcome.complete_until.isoformat()
    told["avvikelser"] = [row.model_dump(mode="json", exclude_none=True) for row in outcome.deviations]
    return told


def incomes_of(subject: Subject, payload: Payload, found: Found) -> list[dict[str, Any]]:
    source = subject.formats.get(payload.format, "")
    payments = [
        payment
        for section in found.sections
        if (kind := subject.sections.get(section.namn)) is not None and kind.incomes is not None
        for payment in kind.incomes(section)
    ]
    items = [
        item_of(ToldPayment(source, payment), f"i{place}", note=payment.anmarkning)
        for place, payment in enumerate(payments, start=1)
    ]
    # The hub checks none of them again: here is where what an item may not hold is found.
    checked = [Inkomstpost.model_validate(item.model_dump(warnings=False)) for item in items]
    return [item.model_dump(mode="json", exclude_none=True) for item in checked]


def described(outcome: Outcome) -> str:
    """For sentences: what came of it, without a word of what was read."""
    match outcome:
        case Found():
            return "data (Found)"
        case NoRecord():
            return "that there is nothing (NoRecord)"
        case SourceError():
            return type(outcome).__name__
        case Crash(kind, place):
            return f"an exception: {kind} at {place}"
