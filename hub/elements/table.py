"""The element table: one per payload format. What every element is, where it goes, and what carries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

from messages.base import Sektion

AGREEMENT = "agreement"
"""In the law column: no statute names the element; only an agreement can carry it."""

Converter = Callable[[Any], Any]
"""Text as it stands in the payload to a value, None where it says nothing. Raises Unreadable or Odd.

For a row with `of` it gets the object instead of a text: keys to whatever stood there."""

Finisher = Callable[[dict[str, Any]], None]
"""Completes an object that has been read, in place: a code whose text came beside it."""


class Unreadable(ValueError):
    """The text is no value of its kind. The element is left out, and named."""


class Odd(ValueError):
    """The text has a value, and something about it is worth telling: `code` and `text` of the deviation."""

    def __init__(self, value: Any, code: str, text: str) -> None:
        super().__init__(code)
        self.value = value
        self.code = code
        self.text = text


class Removed(StrEnum):
    """What stands in an element's place when it is taken out of a raw payload."""

    KEEP = "keep"
    """It is never taken out: structure and outcome."""
    EMPTY = "empty"
    """The element stays, without content: the format demands it."""
    DROP = "drop"
    """The element goes, with all below it."""


class Protects(Enum):
    """What an element gives away, and therefore when it is withheld."""

    NOTHING = "-"
    WHEREABOUTS = "whereabouts"
    """Where a person is, or can be found. Withheld when anyone of the household is protected."""
    RELATIVE = "relative"
    """Somebody else: reduced to relation and year of birth unless the person is of the case."""


@dataclass(frozen=True, slots=True)
class Also:
    """A second place that the same text fills."""

    place: str
    convert: Converter


@dataclass(frozen=True, slots=True)
class Row:
    """One element or attribute of the format, or several of the same kind (see `Table.choices`).

    `path` leads from below the root, steps apart by `/`, an attribute last as `@name`. A step may name its
    namespace (`csn:belopp`); it holds for the steps after it too. `place` is where it goes in the section:
    `arenden[].status`; in the outcome that the mapping judges by: `:status`; or nowhere, and then `reason`
    says why. A place that ends in `[]` is one item of a list, and what stands below the element goes there;
    with a converter each value is one item. A place without a converter is one object, and what stands below
    goes into it. `<stod>` in a place is the place of the alternative chosen on the path.

    In JSON a step is a key; an array says nothing of its own, what stands in it stands below its key.
    """

    id: str
    path: str
    place: str | None = None
    convert: Converter | None = None
    law: str | None = None
    protects: Protects = Protects.NOTHING
    removed: Removed = Removed.KEEP
    reason: str = ""
    required: bool = False
    many: bool = False
    """It may stand several times. A place that ends in `[]` says so by itself."""
    single: bool = False
    """JSON: it comes as one object and not as an array of them, though its place is a list."""
    also: tuple[Also, ...] = ()
    mark: str | None = None
    """A choice on the path: its value is put on the item under the choice's name."""
    numbered: bool = False
    """Items get `id`: u1, u2, ... in the order of the payload, through all numbered rows of a record."""
    finish: Finisher | None = None
    record: bool = False
    """Here a section begins: one record per occurrence."""
    section: type[Sektion] | None = None
    """The section that begins at a record, where it is another than the table's."""
    of: tuple[str, ...] = ()
    """JSON: the keys of a small object that is read as one value; `convert` gets the object."""
    beside: tuple[str, ...] = ()
    """Further keys of such an object, known and not carried; `reason` says why."""
    stays: tuple[str, ...] = ()
    """Keys among `of` that stay in a raw payload when a relative goes: a flag is everybody's."""
    opaque: bool = False
    """All below it is covered by this row and not looked at."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One name that a step of a choice may have, the namespace of what is its own, what it means, and what
    stands for the choice in places."""

    name: str
    prefix: str
    value: Any
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """All of one payload format. `hub.elements.compile_table` checks it and makes it ready to read with."""

    format: str
    section: type[Sektion]
    root: str | None
    """The root element, with its prefix: `kf:CSNSvar`. It is a row too, with the path `.`. None in JSON."""
    namespaces: Mapping[str, tuple[str, ...]]
    """Prefix to every namespace it stands for, one per version of the format; written in the first."""
    rows: tuple[Row, ...]
    choices: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    """Steps with several names: `<stod>` in a path is each of them, `<stod>:` each one's prefix."""

    @property
    def sections(self) -> tuple[type[Sektion], ...]:
        """Every section that the format fills, the table's own first."""
        further = (row.section for row in self.rows if row.section is not None)
        return tuple(dict.fromkeys((self.section, *further)))
