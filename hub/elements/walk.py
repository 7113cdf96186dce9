"""What a walk through a payload does in every format: values put in their places, oddities named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from hub.elements import deviations as named
from hub.elements.deviations import Deviations
from hub.elements.step import CompiledTable, Step
from hub.elements.table import Odd, Unreadable
from hub.elements.withhold import WITHHELD, pruned, section_of
from messages.base import Sektion

S = TypeVar("S", bound=Sektion)


@dataclass(slots=True)
class Record:
    """One section's worth of a payload."""

    model: type[Sektion]
    """What `section` is to become."""
    section: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a payload held: what stands outside of all records, the records, and what was odd."""

    outcome: dict[str, Any]
    records: tuple[Record, ...]
    deviations: Deviations
    groups: frozenset[str] | None
    """The element groups that are handed out of it; None is all."""
    withheld: frozenset[str]
    """The others of which something came."""

    def made(self, model: type[S], section: dict[str, Any]) -> S:
        """A section of what was read: a record's `section`, or several put together.

        In the places of values that are not handed out `WITHHELD` stands until then. Judge what came by
        `section` before; afterwards only what is handed out is left of it.
        """
        return section_of(model, section, self.groups)


class Walk:
    """One payload's walk. The first record is what stands outside of all others."""

    __slots__ = ("deviations", "groups", "number", "outcome", "records", "table", "withheld")

    def __init__(self, table: CompiledTable, groups: frozenset[str] | None) -> None:
        self.table = pruned(table, groups)
        self.groups = None if self.table is table else groups
        self.withheld: set[str] = set()
        self.records = [Record(table.table.section)]
        self.outcome = self.records[0].outcome
        self.deviations = Deviations()
        self.number = 0

    def reading(self) -> Reading:
        """What has been read. A root that is a record of its own is the first of them."""
        records = self.records if self.table.root.row.record else self.records[1:]
        withheld = frozenset(self.withheld)
        return Reading(self.records[0].outcome, tuple(records), self.deviations, self.groups, withheld)

    def item(self, step: Step, out: dict[str, Any]) -> dict[str, Any]:
        """A new object in the step's list."""
        if step.withheld is not None:
            self.withheld |= step.withheld
        item: dict[str, Any] = {**step.marks}
        if step.numbered:
            self.number += 1
            item["id"] = f"u{self.number}"
        if step.key in out:
            out[step.key].append(item)
        else:
            out[step.key] = [item]
        return item

    def object(self, step: Step, out: dict[str, Any]) -> dict[str, Any]:
        """The step's object within the one that is open."""
        if step.withheld is not None:
            self.withheld |= step.withheld
        made: dict[str, Any] = out.setdefault(step.key, {})
        return made

    def record(self, step: Step) -> Record:
        """A new section; what is numbered in it begins anew."""
        record = Record(step.section)
        self.records.append(record)
        self.outcome, self.number = record.outcome, 0
        return record

    def fill(self, step: Step, given: Any, out: dict[str, Any]) -> None:
        """One value of the payload into the places it fills."""
        for target in step.targets:
            try:
                value = target.convert(given)
            except Odd as odd:
                value = odd.value
                self.deviations.note(odd.code, step.path, odd.text)
            except Unreadable:
                self.deviations.note(named.UNREADABLE, step.path)
                return
            if value is None:
                continue
            if step.withheld is not None and not target.outcome:
                self.withheld |= step.withheld
                value = WITHHELD
            into = self.outcome if target.outcome else out
            for key in target.keys:
                into = into.setdefault(key, {})
            into[target.key] = value

    def append(self, step: Step, given: Any, out: dict[str, Any]) -> None:
        """One value of the payload into the step's list."""
        into: dict[str, Any] = {}
        self.fill(step, given, into)
        if step.key in into:
            out.setdefault(step.key, []).append(into[step.key])

    def again(self, step: Step) -> bool:
        """Whether a value that has stood before is passed over: the first one stands."""
        if not step.many:
            self.deviations.note(named.REPEATED, step.path)
        return bool(step.targets) and not step.many

    def missing(self, step: Step, seen: int) -> None:
        for inner in step.below():
            if inner.row.required and not inner.bit & seen:
                self.deviations.note(named.MISSING, inner.path)


def under(step: Step, name: str) -> str:
    """Where something unknown stands, as deviations tell it."""
    return f"{step.path}/{name}" if step.path else name
