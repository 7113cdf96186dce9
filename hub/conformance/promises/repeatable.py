"""The same payload gives the same answer each time, with nothing but the payload to go by.

Every sample is read twice while the network, files and the clock are out of reach, and once as a copy of the
bytes: all that comes of it is equal.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.adapter import SourceError
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.quiet import Reached, out_of_reach
from hub.conformance.reading import Outcome, message_of, read
from hub.conformance.subject import Subject

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        place = subject.at(f"samples/{sample.name}")
        first = read(subject, sample.payload)  # what is loaded at first use is loaded now
        copy = sample.bent(bytes(bytearray(sample.payload.content)))
        reached = Reached()
        with out_of_reach(reached):
            again, third = read(subject, sample.payload), read(subject, copy)
        for what in sorted(reached.what):
            yield Wanting(f"{place}: reading it reaches for {what}. A mapping is pure: take that out of it.")
        if not reached.what and not (_same(first, again) and _same(first, third)):
            yield Wanting(f"{place}: becomes something else when it is read again. Make the mapping pure.")
        if not isinstance(first, SourceError) and message_of(subject, sample.payload, first) != message_of(
            subject, copy, third
        ):
            yield Wanting(f"{place}: its incomes differ when it is read again. Make them pure.")


def _same(one: Outcome, other: Outcome) -> bool:
    if isinstance(one, SourceError) and isinstance(other, SourceError):
        return (type(one), one.code, one.text) == (type(other), other.code, other.text)
    return one == other
