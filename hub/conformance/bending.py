"""Ways to bend a right payload, the same in every format: what promises about odd answers are tried with.

Each way gives what was done, in words that end the phrase "samples/ordinary ...", and the payload bent so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from hub.conformance.json_bending import JsonBending
from hub.conformance.samples import Sample
from hub.conformance.subject import Subject
from hub.conformance.xml_bending import XmlBending
from hub.elements import CompiledTable
from hub.elements.coverage import covering
from hub.elements.step import Kind

Bent = tuple[str, bytes]
PlaceBent = tuple[str, str, bytes]
"""What, at which path as tables write it ("" for all of it), and the payload."""


class Bending(Protocol):
    """A readable payload, bent in one place at a time: the first of each path stands for the rest."""

    def thinned(self) -> bytes:
        """The payload without what says nothing at a place of its own, so that it is quicker to read."""

    def broken(self) -> Iterator[Bent]:
        """No such document any more."""

    def nonsense(self) -> Iterator[PlaceBent]:
        """A value with something else in its place."""

    def alone(self, path: str) -> tuple[bytes, bytes] | None:
        """What stands there as all that its object holds, and the object empty; None without such."""

    def displaced(self) -> Iterator[PlaceBent]:
        """Something of another kind where more than one value stood."""

    def gone(self) -> Iterator[Bent]:
        """Something taken out, or emptied."""

    def doubled(self) -> Iterator[PlaceBent]:
        """Something that stands twice."""

    def alike(self) -> Iterator[Bent]:
        """The same, written otherwise."""

    def elsewhere(self) -> Iterator[Bent]:
        """The same under other names of the format's own."""

    def added(self) -> Iterator[PlaceBent]:
        """Something called `okantKit` that nobody knows."""

    def megabytes(self) -> Bent:
        """Nine of them, that nobody asked for."""

    def many(self, table: CompiledTable, times: int) -> Bent | None:
        """The smallest item of a list that many times; None where it has none."""

    def with_value(self, value: str) -> Iterator[Bent]:
        """A value with this in its place."""

    def with_name(self, name: str) -> Iterator[Bent]:
        """Something of this name put in."""

    def values_apart(self, paths: frozenset[str]) -> str:
        """All that it says but what stands at these paths or below."""


def bending_of(subject: Subject, sample: Sample) -> Bending | None:
    """By what the sample's table reads; None for a sample that cannot be read at all."""
    table = subject.compiled.get(sample.payload.format)
    content = sample.payload.content
    if table is not None and table.is_json:
        return JsonBending.of(content)
    return XmlBending.of(content)


def is_opaque(table: CompiledTable | None, path: str) -> bool:
    """Whether nothing looks at what stands at a path: the table says why."""
    if table is None:
        return False
    step = covering(table, path)
    if step is None:
        return False
    return step.kind == Kind.OPAQUE or (
        step.path != path and _first_below(step.path, path) in step.row.beside
    )


def _first_below(above: str, path: str) -> str:
    return path[len(above) + 1 :].partition("/")[0]
