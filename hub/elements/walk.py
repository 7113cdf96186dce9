"""What a walk through a payload does in every format: values put in their places, oddities named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.elements import deviations as named
from hub.elements.deviations import Deviations
from hub.elements.step import Step
from hub.elements.table import Odd, Unreadable
from messages.base import Sektion


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


class Walk:
    """One payload's walk. The first record is what stands outside of all others."""

    __slots__ = ("deviations", "number", "outcome", "records")

    def __init__(self, section: type[Sektion]) -> None:
        self.records = [Record(section)]
        self.outcome = self.records[0].outcome
        self.deviations = Deviations()
        self.number = 0

    def reading(self, root: Step) -> Reading:
        """What has been read. A root that is a record of its own is the first of them."""
        records = self.records if root.row.record else self.records[1:]
        return Reading(self.records[0].outcome, tuple(records), self.deviations)

    def item(self, step: Step, out: dict[str, Any]) -> dict[str, Any]:
        """A new object in the step's list."""
        item: dict[str, Any] = {**step.marks}
        if step.numbered:
            self.number += 1
            item["id"] = f"u{self.number}"
        if step.key in out:
            out[step.key].append(item)
        else:
            out[step.key] = [item]
        return item

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
