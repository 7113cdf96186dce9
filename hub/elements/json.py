"""Reading a JSON payload by its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from hub.elements import deviations as named
from hub.elements.deviations import shown
from hub.elements.json_document import first_of_each, keys_in, looked_at, may_repeat, utf_8
from hub.elements.step import CompiledTable, Step
from hub.elements.table import Odd, Unreadable
from hub.elements.walk import Reading, Walk, under
from hub.elements.withhold import item_of

_LONGEST_NUMBER = 30
"""Digits of a number that is told as text; what has more is no amount of anything."""


def read_json(table: CompiledTable, content: bytes, groups: frozenset[str] | None = None) -> Reading:
    """The payload by its table, of what is handed out: `groups` None is all of it.

    Raises SourceMalformed when it is no such payload at all.
    """
    plain = utf_8(content)
    walk = _JsonWalk(table, groups)
    root = walk.table.root
    walk.inside(looked_at(plain, root), root, walk.records[0].section)
    # A key that stands twice is seen by no decoder; the count tells in a microsecond that there is none.
    if may_repeat(plain, walk.keys):
        first, repeated = first_of_each(plain)
        if repeated.told():
            walk = _JsonWalk(table, groups)
            walk.deviations = repeated
            walk.inside(first, root, walk.records[0].section)
    return walk.reading()


class _JsonWalk(Walk):
    __slots__ = ("keys",)

    def __init__(self, table: CompiledTable, groups: frozenset[str] | None) -> None:
        super().__init__(table, groups)
        self.keys = 0

    def inside(self, given: dict[str, Any], step: Step, out: dict[str, Any]) -> None:  # noqa: C901 - see below
        """All of an object into `out`. One loop without calls of its own: it is most of a translation."""
        seen = 0
        self.keys += len(given)
        names = step.names
        for key, value in given.items():
            inner = names.get(key)
            if inner is None:
                self._unknown(key, value, step)
                continue
            if value is None:
                continue
            seen |= inner.bit
            reader = _READERS[inner.kind]
            if reader is not None:
                reader(self, value, inner, out)
                continue
            try:
                if inner.keys:
                    if type(value) is not dict or not inner.keys.issuperset(value):
                        raise Unreadable  # it may be read all the same: the slow way tells
                    found = inner.convert(value)
                    self.keys += len(value)
                else:
                    found = inner.convert(value if type(value) is str else _text(value))
                if found is not None:
                    out[inner.key] = found
            except (Odd, Unreadable):
                self._value(value, inner, out)
        if step.required & ~seen:
            self.missing(step, seen)
        if step.finish is not None:
            step.finish(out)

    def _value(self, value: Any, step: Step, out: dict[str, Any]) -> None:
        given = self._given(self._only(value, step), step)
        if given is not None:
            self.fill(step, given, out)

    def _values(self, value: Any, step: Step, out: dict[str, Any]) -> None:
        for each in self._every(value, step):
            given = self._given(each, step)
            if given is not None:
                self.append(step, given, out)

    def _item(self, value: Any, step: Step, out: dict[str, Any]) -> None:
        items = out.setdefault(step.key, [])
        # What has been read of a long list is not held twice: each item becomes what it is to be at once.
        model = None if type(value) is list else step.model
        for each in self._every(value, step):
            if type(each) is dict:
                item = self.item(step, out)
                self.inside(each, step, item)
                if model is not None:
                    items[-1] = item_of(step, item, self.groups)
            elif each is not None:
                self._no_object(each, step)

    def _object(self, value: Any, step: Step, out: dict[str, Any]) -> None:
        for each in self._objects([self._only(value, step)], step):
            self.inside(each, step, self.object(step, out))

    def _pass(self, value: Any, step: Step, out: dict[str, Any]) -> None:
        every = self._every(value, step) if step.many else [self._only(value, step)]
        for each in self._objects(every, step):
            self.inside(each, step, out)

    def _record(self, value: Any, step: Step, _out: dict[str, Any]) -> None:
        for each in self._objects(self._every(value, step), step):
            around = self.outcome, self.number
            self.inside(each, step, self.record(step).section)
            self.outcome, self.number = around

    def _leave(self, value: Any, step: Step, _out: dict[str, Any]) -> None:
        if step.withheld is not None and value:
            self.withheld |= step.withheld
        self.keys += keys_in(value)

    def _unknown(self, key: str, value: Any, step: Step) -> None:
        self.deviations.note(named.UNKNOWN_ELEMENT, under(step, shown(key)))
        self.keys += keys_in(value)

    def _every(self, value: Any, step: Step) -> list[Any]:
        """The values of a list; one that stands alone is a list of one. Told where it should be otherwise."""
        listed = isinstance(value, list)
        if listed is step.row.single:
            self.deviations.note(named.OTHER_FORM, step.path)
        return value if listed else [value]

    def _only(self, value: Any, step: Step) -> Any:
        """The value that should stand alone; of a list the first, and told."""
        if type(value) is not list:
            return value
        self.deviations.note(named.OTHER_FORM if len(value) < 2 else named.REPEATED, step.path)
        self.keys += sum(map(keys_in, value[1:]))
        return value[0] if value else None

    def _objects(self, values: list[Any], step: Step) -> Iterator[dict[str, Any]]:
        for each in values:
            if isinstance(each, dict):
                yield each
            elif each is not None:
                self._no_object(each, step)

    def _no_object(self, value: Any, step: Step) -> None:
        self.deviations.note(named.UNREADABLE, step.path)
        self.keys += keys_in(value)

    def _given(self, value: Any, step: Step) -> Any:
        """What the converter gets: a text, or the object that is one value; None where nothing is said."""
        if value is None:
            return None
        if not step.row.of:
            try:
                return _text(value)
            except Unreadable:
                self.deviations.note(named.UNREADABLE, step.path)
                self.keys += keys_in(value)
                return None
        if type(value) is not dict:
            self.deviations.note(named.UNREADABLE, step.path)
            self.keys += keys_in(value)
            return None
        self.keys += len(value)
        for key in value.keys() - step.keys:
            self._unknown(key, value[key], step)
        return value


# In the order of Kind. A PLAIN and a SHAPE are read where they are met. Not of the walk itself: methods bound
# to it would keep it, and all that was read, until the collector comes.
_READERS: tuple[Callable[[_JsonWalk, Any, Step, dict[str, Any]], None] | None, ...] = (
    None,
    None,
    _JsonWalk._value,
    _JsonWalk._values,
    _JsonWalk._item,
    _JsonWalk._object,
    _JsonWalk._pass,
    _JsonWalk._record,
    _JsonWalk._leave,
)


def _text(value: Any) -> str:
    """A value that stands alone, as text. Raises Unreadable."""
    if type(value) is str:
        return value
    if value is True or value is False:
        return "true" if value else "false"
    if type(value) is int and abs(value) < 10**_LONGEST_NUMBER:
        return str(value)
    if isinstance(value, Decimal) and abs(value.adjusted()) < _LONGEST_NUMBER:
        return format(value, "f")
    raise Unreadable
