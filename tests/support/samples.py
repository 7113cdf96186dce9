"""What a folder's payloads become, as the kit tells it: one form for all tests and message.json."""

from __future__ import annotations

from functools import cache
from typing import Any

from hub.adapter import Payload
from hub.conformance import Subject, folder_at, subject_at
from hub.conformance.reading import Crash, message_of, read


def told_of(folder: str, payload: Payload) -> dict[str, Any]:
    """All that a payload becomes: the section with its incomes, that there is nothing, or the failure.

    Insists that it is one of these: an adapter that falls is never told as a failure of the source.
    """
    subject = _subject(folder)
    outcome = read(subject, payload)
    assert not isinstance(outcome, Crash), f"{outcome.kind} at {outcome.place}"
    return message_of(subject, payload, outcome)


@cache
def _subject(folder: str) -> Subject:
    return subject_at(folder_at(f"adapters/{folder}"))
