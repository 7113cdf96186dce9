"""Whatever comes, the answer is data, "nothing" or one of the three errors; odd data never become "nothing".

Tried on each format's sample `ordinary` (of JSON, without items that say nothing at a place of their own),
bent in every place: a value replaced by nonsense, beyond sense, empty; an element doubled, or gone; an
unknown element and attribute, which are named as deviations and cost nothing else; UTF-16; another namespace
(still read, and told, or SourceMalformed); cut off; characters XML forbids; a DOCTYPE; 10,000 levels; 10,000
items, all carried; nine megabytes, and thirteen. A value that the table carries makes a difference: something
else in its place is something else in the answer, or told. (One that only stands in for another makes it
alone.)

JSON is bent the same ways, and its own: a value of another kind (number, truth, list, object, null), which is
told where it stands for more than one value; a key twice, which is told; an unknown key in every object; a
byte order mark; half of a surrogate pair, control characters. An answer that comes without the question it
answers has the same data.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hub.adapter import Found, NoRecord, SourceMalformed
from hub.conformance.bending import Bending, bending_of, is_opaque
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.reading import Crash, Outcome, described, read
from hub.conformance.samples import Sample
from hub.conformance.subject import Subject
from hub.elements import CompiledTable
from hub.elements.coverage import carried
from messages.base import Sektion

OF = Of.READERS
ITEMS = 10_000
LONGEST_S = 15.0


def kept(subject: Subject) -> Iterator[Said]:
    for whole in subject.ordinary():
        bending = bending_of(subject, whole)
        if bending is None:
            yield Note(f"samples/{whole.name} cannot be bent: nothing reads it.")
            continue
        # Thousands of readings: what stands at no new place would only be read along, each time.
        sample = replace(whole, payload=whole.bent(bending.thinned()))
        yield from _Tried(subject, sample, bending_of(subject, sample) or bending).faults()


@dataclass(frozen=True, slots=True)
class _Tried:
    subject: Subject
    sample: Sample
    bending: Bending

    @property
    def table(self) -> CompiledTable | None:
        return self.subject.compiled.get(self.sample.payload.format)

    def faults(self) -> Iterator[Said]:
        yield from self._whole()
        yield from self._places()
        yield from self._additions()
        yield from self._large()

    def _read(self, content: bytes) -> Outcome:
        return read(self.subject, self.sample.bent(content))

    def _whole(self) -> Iterator[Said]:
        """Bytes that are no such document."""
        for what, bad in self.bending.broken():
            outcome = self._read(bad)
            if not isinstance(outcome, SourceMalformed):
                yield self._fault(what, outcome, "SourceMalformed")

    def _places(self) -> Iterator[Said]:
        right = self._read(self.sample.payload.content)
        yield from self._values(right)
        for what, path, bent in self.bending.displaced():
            outcome = self._read(bent)
            untold = not is_opaque(self.table, path) and not _more_told(outcome, right)
            if isinstance(outcome, Crash | NoRecord) or untold:
                yield self._fault(what, outcome, "data with a deviation, or an error")
        for what, path, bent in self.bending.doubled():
            outcome = self._read(bent)
            untold = self._is_json and not is_opaque(self.table, path) and not _more_told(outcome, right)
            if isinstance(outcome, Crash | NoRecord) or untold:
                yield self._fault(what, outcome, "data, or an error")
        for what, bent in self.bending.gone():
            outcome = self._read(bent)
            if isinstance(outcome, Crash):
                yield self._fault(what, outcome, "data, or an error")

    def _values(self, right: Outcome) -> Iterator[Said]:
        differs: dict[str, bool] = {}
        for what, path, bent in self.bending.nonsense():
            outcome = self._read(bent)
            differs[path] = differs.get(path, False) or outcome != right
            if isinstance(outcome, Crash | NoRecord):
                yield self._fault(what, outcome, "data with a deviation, or an error")
        for path, made in differs.items():
            if not made and self._is_carried(path) and not self._stands_in(path):
                yield Wanting(
                    f"{self.subject.at('elements.py')}: samples/{self.sample.name} becomes the same whatever "
                    f"stands at {path}, which the table carries. Read it, or say in its row why not."
                )

    def _stands_in(self, path: str) -> bool:
        """Whether it says something where what else could say it is gone: a year of birth for a number."""
        alone = self.bending.alone(path)
        return alone is not None and self._read(alone[0]) != self._read(alone[1])

    def _is_carried(self, path: str) -> bool:
        return self.table is not None and carried(self.table, path)

    @property
    def _is_json(self) -> bool:
        return self.table is not None and self.table.is_json

    def _additions(self) -> Iterator[Said]:
        """What is added or written otherwise costs nothing that was there."""
        right = self._read(self.sample.payload.content)
        unasked = read(self.subject, replace(self.sample.payload, question=None))
        if isinstance(unasked, Crash) or _sections(unasked) != _sections(right):
            yield self._fault("without the question it answers", unasked, "the same data")
        for what, alike in self.bending.alike():
            outcome = self._read(alike)
            if outcome != right:
                yield self._fault(what, outcome, "the same as in UTF-8")
        for what, other in self.bending.elsewhere():
            outcome = self._read(other)
            told = isinstance(outcome, Found) and outcome.deviations
            if not told and not isinstance(outcome, SourceMalformed):
                yield self._fault(what, outcome, "told, or SourceMalformed")
        for what, path, bent in self.bending.added():
            outcome = self._read(bent)
            if _sections(outcome) != _sections(right) and not isinstance(outcome, SourceMalformed):
                yield self._fault(what, outcome, "the same data")
            elif isinstance(outcome, Found) and not self._named(outcome, path):
                yield Wanting(
                    f"{self.subject.at('mapping.py')}: samples/{self.sample.name} {what}: it is not named "
                    "among the deviations. Hand on what the reading noted."
                )

    def _named(self, found: Found, path: str) -> bool:
        return is_opaque(self.table, path) or any("okantKit" in (row.plats or "") for row in found.deviations)

    def _large(self) -> Iterator[Said]:
        many = self.bending.many(self.table, ITEMS) if self.table is not None else None
        for least, bent in ((0, self.bending.megabytes()), (ITEMS, many)):
            if bent is None:
                continue
            what, content = bent
            started = time.perf_counter()
            outcome = self._read(content)
            took = time.perf_counter() - started
            if not isinstance(outcome, Found) or _size(outcome) < least:
                yield self._fault(what, outcome, "all that it holds")
            if took > LONGEST_S:
                yield Wanting(
                    f"{self.subject.at('mapping.py')}: samples/{self.sample.name} {what} takes {took:.0f} s. "
                    "Bound it."
                )

    def _fault(self, what: str, outcome: Outcome, should: str) -> Wanting:
        return Wanting(
            f"{self.subject.at('mapping.py')}: samples/{self.sample.name} {what} becomes "
            f"{described(outcome)}. It should be {should}."
        )


def _sections(outcome: Outcome) -> tuple[Sektion, ...]:
    return outcome.sections if isinstance(outcome, Found) else ()


def _more_told(outcome: Outcome, right: Outcome) -> bool:
    """Whether what was bent is told of; an error tells of it too."""
    if isinstance(outcome, Found) and isinstance(right, Found):
        return outcome.deviations != right.deviations or outcome.missing != right.missing
    return not isinstance(outcome, Found)


def _size(found: Found) -> int:
    """Objects in the sections: a bound from below for their items."""
    return sum(section.model_dump_json().count("{") for section in found.sections)
