"""A raw JSON payload without what is not handed out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from hub.elements.fates import Fates
from hub.elements.json_document import each_key_once, utf_8
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Removed

# Numbers as they were written, as they were read.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def masked_json(content: bytes, table: CompiledTable, fates: Fates) -> bytes | None:
    """The document with what stays; None where all of it does. Raises SourceMalformed.

    A document in which a key stands twice is written anew, as it is read.
    """
    document, single = each_key_once(utf_8(content))
    masking = _Masking(fates)
    left = masking.inside(document, table.root)
    return None if single and not masking.changed else _ENCODER.encode(left)


@dataclass(slots=True)
class _Masking:
    fates: Fates
    changed: bool = False

    def inside(self, given: dict[str, Any], step: Step) -> dict[str, Any]:
        """What of an object stays."""
        left: dict[str, Any] = {}
        for key, value in given.items():
            inner = step.names.get(key)
            if inner is None:
                self.changed = True
            elif isinstance(value, list):
                kept = [each for one in value for each in self._one(one, inner)]
                # One that is empty stays where it may be handed out: that it came says that it was answered.
                if kept or self.fates.of_all(inner) is not Removed.DROP:
                    left[key] = kept
                else:
                    self.changed = True
            else:
                left.update((key, each) for each in self._one(value, inner))
        return left

    def _one(self, value: Any, step: Step) -> list[Any]:
        """What stays of one value: itself or less, or nothing at all."""
        fate = self.fates.of(step, _texts(value))
        if fate is not Removed.KEEP:
            return self._removed(value, step, fate)
        if step.kind == Kind.OPAQUE:
            return [value]
        if not isinstance(value, dict):
            return self._plain(value, step)
        if step.kind > Kind.VALUES:
            return [self.inside(value, step)]
        return [self._shape(value, step)]

    def _removed(self, value: Any, step: Step, fate: Removed) -> list[Any]:
        """What stands in the place of a value that goes."""
        # Where its group goes the flag goes too: that anything stood there is not to be seen.
        may_tell = isinstance(value, dict) and self.fates.of_all(step) is Removed.KEEP
        staying = step.row.stays if may_tell else ()
        left = {key: value[key] for key in staying if key in value and not _deep(value[key])}
        if fate is Removed.DROP and not left:
            self.changed = True
            return []
        self.changed = self.changed or (bool(value) and left != value)
        return [left if isinstance(value, dict) else None]

    def _plain(self, value: Any, step: Step) -> list[Any]:
        """A value where the table has one. What stands where only objects should never stays."""
        if value is None or (step.kind <= Kind.VALUES and not step.row.of and not isinstance(value, list)):
            return [value]
        self.changed = True
        return []

    def _shape(self, value: dict[str, Any], step: Step) -> dict[str, Any]:
        """Of a small object what is read of it: values and lists of values, nothing deeper."""
        left = {key: each for key, each in value.items() if key in step.row.of and not _deep(each)}
        self.changed = self.changed or len(left) < len(value)
        return left


def _texts(value: Any) -> tuple[str, ...]:
    """Where a personal number could stand: the value itself, or one of a small object's."""
    inside = value.values() if isinstance(value, dict) else (value,)
    return tuple(each for each in inside if isinstance(each, str))


def _deep(value: Any) -> bool:
    each = value if isinstance(value, list) else (value,)
    return any(isinstance(one, dict | list) for one in each)
