"""The places of a section, each with the field that it is an instance of: classes may stand at several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, get_args

from pydantic import BaseModel

from hub.elements.groups import Place, places_of
from messages.base import Sektion


@cache
def section_places(model: type[Sektion]) -> SectionPlaces:
    """The places of a section; asked for once per row, and the same each time."""
    return SectionPlaces(model)


@dataclass(frozen=True)
class SectionPlaces:
    """Of one section; `arenden[].status` is a place, and `arenden` one that is opened."""

    model: type[Sektion]

    @cached_property
    def values(self) -> frozenset[str]:
        """Places of a value, a code with its text, or a relative."""
        return frozenset(each.place.path for each in self._all if not each.place.below)

    @cached_property
    def opened(self) -> frozenset[str]:
        """Places of objects and lists of objects; a code and a relative too may be read by their parts."""
        return frozenset(each.place.path for each in self._all if each.model is not None)

    @cached_property
    def relatives(self) -> frozenset[str]:
        return frozenset(each.place.path for each in self._all if each.place.relative)

    @cached_property
    def shared(self) -> dict[str, frozenset[str]]:
        """Every place to all places of the same field: of the class that declares it."""
        by_field: dict[tuple[type, str], set[str]] = {}
        for each in self._all:
            by_field.setdefault(each.field, set()).add(each.place.path)
        return {each.place.path: frozenset(by_field[each.field]) for each in self._all}

    @cached_property
    def _all(self) -> tuple[_Stand, ...]:
        return tuple(_below(self.model, places_of(self.model)))


@dataclass(frozen=True, slots=True)
class _Stand:
    place: Place
    field: tuple[type, str]
    model: type[BaseModel] | None
    """Of what stands there, where it is an object or a list of them."""


def _below(model: type[BaseModel], places: tuple[Place, ...]) -> Iterator[_Stand]:
    for place in places:
        inner = _model_in(model.model_fields[place.name].annotation)
        yield _Stand(place, (_declaring(model, place.name), place.name), inner)
        if place.below and inner is not None:
            yield from _below(inner, place.below)


def _declaring(model: type, name: str) -> type:
    return next((each for each in model.__mro__ if name in vars(each).get("__annotations__", {})), model)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
