"""What is not handed out is let go as it is met: tables for some groups, sections without the rest. Pure.

A mapping judges an answer by what came: one that holds something nobody may see must not read as one that
holds nothing. So a value that is withheld is looked at for whether it says anything. If it does, its group is
noted and a mark stands in its place; the value itself is kept nowhere. The marks are gone when the section is
made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeVar

from hub.elements.groups import Place, groups_at, places_of
from hub.elements.step import CompiledTable, Kind, Step
from hub.elements.table import Finisher
from messages.base import Sektion

S = TypeVar("S", bound=Sektion)

_MOST = 256
"""Tables kept for one format. Askers choose groups as they like; most choose alike."""


class Withheld:
    """Stands where a value stood that is not handed out. No section can hold it."""

    __slots__ = ()


WITHHELD: Final = Withheld()


def pruned(table: CompiledTable, groups: frozenset[str] | None) -> CompiledTable:
    """The table with which no value outside of `groups` is kept; None is all of them.

    What is an outcome too is kept as one whatever is handed out: the mapping judges by it.
    """
    if groups is None or table.groups <= groups:
        return table
    wanted = table.groups & groups
    known = table.pruned.get(wanted)
    if known is None:
        if len(table.pruned) >= _MOST:
            table.pruned.clear()
        steps: dict[str, Step] = {}
        root = _pruned(table.root, wanted, steps)
        known = table.pruned[wanted] = replace(table, root=root, steps=steps, pruned={})
    return known


def _pruned(step: Step, groups: frozenset[str], steps: dict[str, Step]) -> Step:
    """The step itself where nothing of it, and nothing below it, is withheld."""
    below = {id(inner): inner for inner in (*step.elements.values(), *step.below())}
    made = {number: _pruned(inner, groups, steps) for number, inner in below.items()}
    own = frozenset[str]().union(*(groups_at(step.section, place) for place in step.places))
    withheld = bool(step.places) and not own & groups
    if withheld or any(made[number] is not inner for number, inner in below.items()):
        step = replace(
            step,
            elements={name: made[id(inner)] for name, inner in step.elements.items()},
            names={name: made[id(inner)] for name, inner in step.names.items()},
            attributes={name: made[id(inner)] for name, inner in step.attributes.items()},
            finish=None if step.finish is None else _apart(step.finish),
        )
        if withheld:
            _withhold(step, own)
    steps[step.path] = step
    return step


def _withhold(step: Step, own: frozenset[str]) -> None:
    step.withheld = own
    if step.kind in (Kind.PLAIN, Kind.SHAPE):
        step.kind = int(Kind.VALUE)
    # An item that says nothing is no item of its kind.
    step.model = None


def _apart(finish: Finisher) -> Finisher:
    """Completes an object as if what is withheld had not come."""

    def finished(part: dict[str, Any]) -> None:
        marked = list(_marked(part))
        for holder, key in marked:
            del holder[key]
        finish(part)
        for holder, key in marked:
            holder[key] = WITHHELD

    return finished


def _marked(part: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for key, value in part.items():
        if value is WITHHELD:
            yield part, key
        elif isinstance(value, dict):
            yield from _marked(value)


def without(part: dict[str, Any], places: Iterable[Place], groups: Collection[str]) -> dict[str, Any]:
    """What of a section that has been read, or of a part of it, stands in `groups`; it shrinks itself."""
    for place in places:
        key = place.path.rpartition(".")[2]
        if key not in part:
            continue
        if place.some.isdisjoint(groups):
            del part[key]
        elif place.below and place.whole.isdisjoint(groups):
            value = part[key]
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, dict):
                    without(each, place.below, groups)
    return part


def item_of(step: Step, item: dict[str, Any], groups: Collection[str] | None) -> Any:
    """A JSON step's item as its model, of what is handed out."""
    assert step.model is not None  # only such steps make their items at once
    if groups is not None:
        place = next(one for one in places_of(step.section) if one.path == step.key)
        item = without(item, place.below, groups)
    return step.model.model_validate(item)


def section_of(model: type[S], read: dict[str, Any], groups: frozenset[str] | None) -> S:
    """The section of what has been read, of what is handed out; `groups` None is all of it."""
    kept = read if groups is None else without(read, places_of(model), groups)
    return model.model_validate(kept)
