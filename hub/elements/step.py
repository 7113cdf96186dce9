"""A table made ready to read with: a tree of steps, one per element of the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from pydantic import BaseModel

from hub.elements.table import Converter, Finisher, Row, Table
from messages.base import Sektion


class Kind(IntEnum):
    """How an element is read. Up to VALUES it is a value, with nothing of its own below."""

    PLAIN = 0
    """A value for one place of the object that is open: most of a payload."""
    SHAPE = 1
    """The same, of a small object: its keys are read together."""
    VALUE = 2
    """A value for any places, or one that may have attributes."""
    VALUES = 3
    """Each is a value in a list."""
    ITEM = 4
    """Each opens a new object in a list."""
    OBJECT = 5
    """Opens an object of its own within the one that is open."""
    PASS = 6
    """What stands below goes where it would have gone without it."""
    RECORD = 7
    """A section begins."""
    OPAQUE = 8
    """Not looked at."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place that a value fills: keys from the object that is open, and how the text is read."""

    convert: Converter
    keys: tuple[str, ...]
    """Keys above the last one, each an object of its own."""
    key: str
    outcome: bool


@dataclass(slots=True)
class Step:
    """One element or attribute at one place. Made once, never changed after `compile_table`."""

    path: str
    """As told in deviations: names from below the root, `Personer/Person/@sekretess`."""
    row: Row
    section: type[Sektion]
    """The section that it is part of."""
    places: tuple[str, ...]
    """Every place in the section that it fills or opens, choices made; none for an outcome or structure."""
    kind: int
    """A `Kind`, as the plain number it is: looked at for each element."""
    many: bool
    key: str
    """The list that an ITEM is put in; where the value of a PLAIN goes."""
    convert: Converter
    """Of a PLAIN, a SHAPE and VALUES. Of anything else it is not used."""
    targets: tuple[Target, ...]
    marks: Mapping[str, Any]
    numbered: bool
    finish: Finisher | None
    keys: frozenset[str]
    """The keys that an object read as one value may have."""
    model: type[BaseModel] | None = None
    """JSON: what an item of one of the section's own lists becomes as soon as it has been read."""
    withheld: frozenset[str] | None = None
    """Its groups, where none of them is handed out: that it came is noted, and nothing else."""
    bit: int = 0
    """Its own bit among its siblings: seen or not."""
    required: int = 0
    """The bits that must be seen below it."""
    elements: dict[str, Step] = field(default_factory=dict)
    """By name in full, `{namespace}name`, for every namespace the table allows."""
    names: dict[str, Step] = field(default_factory=dict)
    """By name alone: also JSON's keys."""
    attributes: dict[str, Step] = field(default_factory=dict)

    def below(self) -> tuple[Step, ...]:
        return (*self.names.values(), *self.attributes.values())


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """What the readers read by."""

    table: Table
    root: Step
    root_names: frozenset[str]
    """The root element in full, in every namespace; none in JSON."""
    root_name: str
    """Empty in JSON."""
    steps: Mapping[str, Step]
    """Every step by its path."""
    groups: frozenset[str]
    """All element groups of its sections."""
    pruned: dict[frozenset[str], CompiledTable] = field(default_factory=dict, compare=False, repr=False)
    """The table for some of the groups only; made when first asked for (`hub.elements.withhold`)."""

    @property
    def is_json(self) -> bool:
        return self.table.root is None
