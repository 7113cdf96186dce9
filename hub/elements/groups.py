"""Element groups: what of a section is handed out. Pure.

The groups are the section's own (`Sektion.grupper`); an element that stands in no group is never handed out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel

from hub.elements.cuts import Cut, Cutting
from messages.base import Elementgrupp, Sektion
from messages.delar import KodText
from messages.narstaende import Narstaende
from messages.values import Personidentitet

S = TypeVar("S", bound=Sektion)


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a section, named as on the wire: `arenden[].status`."""

    name: str
    """The field's name in the model."""
    path: str
    below: tuple[Place, ...]
    """Empty for a value, a code with its text, and a relative."""
    relative: bool
    whole: frozenset[str]
    """Groups that hand out all that stands here."""
    some: frozenset[str]
    """Groups that hand out at least something here."""


def groups_of(model: type[Sektion]) -> frozenset[str]:
    """The names of a section's element groups: `studiestod.utbetalningar`."""
    return frozenset(model.grupper) or frozenset({model.namn})


def leaves(model: type[Sektion]) -> Iterator[Place]:
    """Every place that holds a value, a code with its text, or a relative, in the order of the model."""
    waiting = list(reversed(places_of(model)))
    while waiting:
        place = waiting.pop()
        waiting.extend(reversed(place.below))
        if not place.below:
            yield place


@cache
def groups_at(model: type[Sektion], place: str) -> frozenset[str]:
    """The groups that hand out what a row of a table puts at its place: `arenden[].status.kod`.

    For an object (`arenden[].underlag`) and an item of a list (`arenden[]`) those that hand out anything of
    it. None for a place that the section does not have.
    """
    known = _by_path(model)
    plain = place.removesuffix("[]")
    # A code with its text and a relative are handed out whole: what stands below them goes with them.
    above = known.get(plain.rpartition(".")[0])
    found = known.get(plain) or (above if above is not None and not above.below else None)
    if found is None:
        return frozenset()
    return found.some if found.below or place.endswith("[]") else found.whole


@cache
def _by_path(model: type[Sektion]) -> Mapping[str, Place]:
    return {found.path: found for found in _all_places(places_of(model))}


def _all_places(places: tuple[Place, ...]) -> Iterator[Place]:
    for place in places:
        yield place
        yield from _all_places(place.below)


def keep_groups(
    section: S, allowed: Collection[str], persons: Collection[Personidentitet] = frozenset()
) -> tuple[S, tuple[str, ...]]:
    """The section reduced to the allowed groups, and the groups of which something was taken away, sorted.

    Relatives lose their personidentitet unless they are among `persons`, the persons of the case. What is
    taken away becomes absent, or an empty list; ids stay, so that references hold.
    """
    cutting = Cutting(persons)
    kept = cutting.of(section, _cuts_of(type(section), frozenset(allowed)))
    return kept, tuple(sorted(cutting.taken))


@lru_cache(maxsize=1024)
def _cuts_of(model: type[Sektion], allowed: frozenset[str]) -> tuple[Cut, ...]:
    return tuple(_cuts(model, places_of(model), allowed))


def _cuts(model: type[BaseModel], places: tuple[Place, ...], allowed: frozenset[str]) -> Iterator[Cut]:
    for place in places:
        info = model.model_fields[place.name]
        if not place.some & allowed:
            default = None if info.is_required() else info.get_default(call_default_factory=True)
            yield Cut(place.name, place.some, empty=default)
        elif place.relative:
            yield Cut(place.name, place.some, relative=True)
        elif place.below:
            inner, _ = _inner(info.annotation)
            assert inner is not None  # something stands below it
            below = tuple(_cuts(inner, place.below, allowed))
            if below:
                yield Cut(place.name, place.some, below)


@cache
def places_of(model: type[Sektion]) -> tuple[Place, ...]:
    """The section's fields as a tree, each with its groups."""
    every = tuple(_wire(model, name) for name in model.model_fields)
    groups = model.grupper or {model.namn: Elementgrupp("Allt", every)}
    return _below(model, "", groups)


def _below(model: type[BaseModel], prefix: str, groups: Mapping[str, Elementgrupp]) -> tuple[Place, ...]:
    found = []
    for name, info in model.model_fields.items():
        path = prefix + _wire(model, name)
        inner, listed = _inner(info.annotation)
        relative = inner is not None and issubclass(inner, Narstaende)
        below: tuple[Place, ...] = ()
        if inner is not None and not issubclass(inner, Narstaende | KodText):
            below = _below(inner, f"{path}[]." if listed else f"{path}.", groups)
        whole = frozenset(n for n, g in groups.items() if any(_covers(p, path) for p in g.platser))
        found.append(Place(name, path, below, relative, whole, whole.union(*(place.some for place in below))))
    touched = frozenset[str]().union(*(place.some for place in found))
    for place in found:
        if model.model_fields[place.name].is_required() and place.whole < touched:
            raise TypeError(f"{place.path} may be withheld while its neighbours stand: give it a default")
    return tuple(found)


def _wire(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _covers(outer: str, path: str) -> bool:
    return path == outer or path.startswith((f"{outer}.", f"{outer}[]."))


def model_at(section: type[Sektion], key: str) -> type[BaseModel] | None:
    """The model of what stands at a key of a section, or in the list there."""
    found = (info for name, info in section.model_fields.items() if (info.alias or name) == key)
    return next((_inner(info.annotation)[0] for info in found), None)


def _inner(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model in an annotation, whether optional, listed or annotated; and whether it is a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    listed = get_origin(annotation) is list
    for part in get_args(annotation):
        model, deeper = _inner(part)
        listed = listed or deeper
        if model is not None:
            return model, listed
    return None, listed
