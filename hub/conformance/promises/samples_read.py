"""Each sample becomes its message.json.

message.json tells all that the payload becomes: person, flag, the section with its income items and what is
missing, or that there is nothing, or the error with its code and sentence; and every deviation. After a
change that is meant, write them anew and look at the difference: `nyttonav adapters samples PATH`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import Crash, described, message_of, read
from hub.conformance.subject import Subject

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        place = subject.at(f"samples/{sample.name}")
        outcome = read(subject, sample.payload)
        if isinstance(outcome, Crash):
            yield Wanting(f"{place}: becomes {described(outcome)}. Raise one of the SDK's errors instead.")
        elif sample.message is None:
            yield Wanting(f"{place}/message.json: is missing. Write it: nyttonav adapters samples.")
        else:
            made = message_of(subject, sample.payload, outcome)
            differs = list(_differences(_filled(made), _filled(sample.message)))
            if differs:
                yield Wanting(
                    f"{place}/message.json: differs from what the mapping makes at {', '.join(differs[:5])}. "
                    "Mend the mapping; or, if it is meant: nyttonav adapters samples."
                )


def _filled(message: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is left out or empty at the top: both say the same."""
    return {key: value for key, value in message.items() if value not in (None, [], {})}


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two messages differ, by path; never the values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _differences(one.get(key), other.get(key), f"{path}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from _differences(mine, theirs, f"{path}/{place}")
    elif one != other:
        yield path or "/"
