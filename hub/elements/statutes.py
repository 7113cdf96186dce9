"""Which provisions carry an element group, by the law column of the tables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hub.elements.hide import is_at
from hub.elements.step import CompiledTable, Step
from hub.elements.table import AGREEMENT
from messages.base import Sektion


def statutes(tables: Iterable[CompiledTable]) -> Mapping[str, tuple[str, ...]]:
    """Element group to the provisions that carry it, as the tables name them, sorted.

    A group is carried by what carries the elements at its own places: an amount that no provision names does
    not become carried because the benefit's code beside it is. A group that only an agreement can carry has
    no entry.
    """
    found: dict[str, set[str]] = {}
    for table in tables:
        for section in table.table.sections:
            steps = [step for step in table.steps.values() if step.section is section and step.places]
            if not section.grupper:  # one group, of its own name, and all of it
                found.setdefault(section.namn, set()).update(_laws(steps))
            for group, place in _own_places(section):
                found.setdefault(group, set()).update(_laws(_at(place, steps)))
    return {group: tuple(sorted(laws)) for group, laws in sorted(found.items()) if laws}


def _laws(steps: Iterable[Step]) -> set[str]:
    return {step.row.law for step in steps if step.row.law and step.row.law != AGREEMENT}


def _own_places(section: type[Sektion]) -> Iterator[tuple[str, str]]:
    """Each group with its places; those that other groups have too only where it has no others."""
    for group, meant in section.grupper.items():
        others = {
            place for name, other in section.grupper.items() if name != group for place in other.platser
        }
        own = [place for place in meant.platser if place not in others]
        yield from ((group, place) for place in own or meant.platser)


def _at(place: str, steps: Iterable[Step]) -> list[Step]:
    """The steps that fill or open a place; where none does, those that fill what stands below it."""
    exactly = [s for s in steps if any(each.removesuffix("[]") == place for each in s.places)]
    return exactly or [s for s in steps if any(is_at(each, place) for each in s.places)]
