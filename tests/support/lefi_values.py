"""Where the values of a LEFI answer stand once it is read, and answers with one value bent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from hub.adapter import Found
from hub.elements.step import CompiledTable, Step
from tests.support.lefi_types import leaves, plain

FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
SOME = settings(FEW, max_examples=40)

Standing = Callable[[Step, str, Any], Iterable[tuple[str, Any]]]
"""Of a value's step, its path and itself: where below the step's place it stands, and as what."""


def step_of(table: CompiledTable, path: str) -> Step:
    """What reads the value at a path: its own step, or the object that is read as one value."""
    return table.steps.get(path) or table.steps[path.rpartition("/")[0]]


def expected(table: CompiledTable, document: Any, standing: Standing) -> Counter[tuple[str, Any]]:
    """What should stand in the sections: place and value, of all that the table gives a place."""
    wanted: Counter[tuple[str, Any]] = Counter()
    for path, value in leaves(document):
        step = step_of(table, path)
        beside = step.path != path and path.rpartition("/")[2] in step.row.beside
        if beside or not step.places:
            assert step.row.reason, f"{path} is nowhere, and nothing says why"
            continue
        place = f"{step.section.namn}.{step.places[0]}".replace("[]", "")
        wanted.update((f"{place}{beyond}", shown) for beyond, shown in standing(step, path, value))
    return wanted


def told(part: BaseModel, path: str) -> Iterator[tuple[str, Any]]:
    """What stands in a section: place and value. Not its ids, which are counted through all lists."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        here = f"{path}.{info.alias or name}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from told(each, here)
            elif each is not None and name != "id":
                yield here, plain(each)


def placed(read: Found) -> Counter[tuple[str, Any]]:
    return Counter(pair for part in read.sections for pair in told(part, part.namn))


def elsewhere(read: Found, own: Collection[str]) -> list[list[tuple[str, Any]]]:
    """What each section says outside the lists of `own`."""
    return [[pair for pair in told(part, "") if pair[0].split(".")[1] not in own] for part in read.sections]


BENT: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1.5,
        10**30,
        "",
        "nonsens",
        "2026-13-45",
        [],
        [None],
        {},
        {"ny": 1},
        [[]],
        [{"ny": [1]}],
    ]
)

Place = tuple[Any, ...]
"""The keys that lead to a value of a document."""


def nodes(document: Any, path: Place = ()) -> Iterator[Place]:
    """Every place of a document."""
    if path:
        yield path
    if isinstance(document, dict | list):
        inner = document.items() if isinstance(document, dict) else enumerate(document)
        for key, value in inner:
            yield from nodes(value, (*path, key))


def with_value(document: Any, place: Place, value: Any) -> Any:
    """A copy of a document with something else at one place."""
    changed = json.loads(json.dumps(document, default=str))
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def value_at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document
