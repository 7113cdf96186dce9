"""What an agency's folder brings to the SSBTEK simulator: its part of the composite answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from lxml import etree

from hub.adapter import Days
from hub.simulators.faults import Fault
from hub.simulators.world import Persona, World


@dataclass(frozen=True, slots=True)
class PartQuestion:
    """One agency's part of an SSBTEK question, as it stood on the wire."""

    version: str
    """`10` or `11`."""
    namespace: str
    """The ssbt namespace of that version; elements of `data` that are SSBTEK's own live in it."""
    person_number: str = field(repr=False)
    """Twelve digits, as asked."""
    case_reference: str
    caseworker: str
    period: Days
    element: etree._Element = field(repr=False)
    """The agency's element under specifikaFrageparametrar, with inkludera="true"."""
    faults: tuple[Fault, ...] = ()
    """Those that are on for this call: a part acts out what only it knows how to write."""


@dataclass(frozen=True, slots=True)
class PartData:
    """The children of `data`, built by the agency's folder."""

    children: tuple[etree._Element, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PartError:
    """`error`: kalla is SSBT or BT."""

    kalla: str
    felkod: str
    felmeddelanden: tuple[str, ...]


class Part(Protocol):
    """`adapters/<id>/simulator.py` gives a tuple PARTS of these."""

    @property
    def source(self) -> str: ...

    def answer(
        self, world: World, persona: Persona | None, question: PartQuestion
    ) -> PartData | PartError: ...


@runtime_checkable
class SharedPart(Part, Protocol):
    """A part that answers for several sources in one document: faults may name any of them."""

    @property
    def sources(self) -> frozenset[str]: ...


def sources_of(part: Part) -> frozenset[str]:
    """The sources that a part answers for."""
    return part.sources if isinstance(part, SharedPart) else frozenset({part.source})
