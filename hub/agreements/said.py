"""Two sides of the same thing, heading by heading: what differs, in sentences.

A side is what it says under each heading, of each thing: the heading `groups` holds one thing for each group,
the heading `valid` one thing without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ITSELF = ""
"""The only thing of a heading that has one: the heading says what it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one thing: compared by `value`, shown as `text` (empty: that it is there is all).

    A value whose `text` must not be shown is `hidden`.
    """

    value: object
    text: str = ""
    hidden: bool = False


Side = Mapping[str, Mapping[str, Said]]
"""Heading to thing to what is said. A heading that one side alone has is not told: what it belongs to is."""

NO_MORE = "is no longer allowed"
GONE = "is taken away"
_ALLOWING = ("purposes", "actors", "before opening", "roles", "groups", "evidence", "scopes of ")
"""Headings whose things are allowed by standing there."""


def one(text: str) -> Mapping[str, Said]:
    """A heading of a single thing."""
    return {ITSELF: Said(text, text)}


def named(things: Iterable[str]) -> Mapping[str, Said]:
    """A heading of things that are there or not, and of which nothing more is said."""
    return {thing: Said(thing) for thing in sorted(things)}


def differences(old: Side, new: Side) -> Iterator[str]:
    """One sentence for each thing that differs, by heading in the order of `new`."""
    for heading, after in new.items():
        before = old.get(heading)
        if before is None:
            continue
        for thing in dict.fromkeys((*after, *before)):
            sentence = _of_one(heading, thing, before.get(thing), after.get(thing))
            if sentence is not None:
                yield f"{heading}: {sentence}."


def _of_one(heading: str, thing: str, before: Said | None, after: Said | None) -> str | None:
    if after is None:
        return f"{thing} {NO_MORE if heading.startswith(_ALLOWING) else GONE}".strip()
    if before is None:
        return f"{thing} is added" + (f", {after.text}" if after.text else "")
    if before.value == after.value:
        return None
    if after.hidden or before.hidden:
        return f"{thing} is another (hidden)".strip()
    return f"{thing} is {after.text}; was {before.text}" if thing else f"{after.text}; was {before.text}"
