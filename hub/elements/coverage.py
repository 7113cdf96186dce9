"""Counting coverage: every element and attribute of a format's schemas against its table.

Not imported by `hub.elements` itself: it needs xmlschema, which the hot path does without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import xmlschema
from xmlschema.validators import XsdElement

from hub.elements.step import CompiledTable, Kind


def schema_paths(schema: Path, root: str) -> Iterator[str]:
    """Every element and attribute below the global element `root`, as tables write them: `Personer/@x`.

    What may be anything (wildcards, xs:anyType) has no paths. A type within itself is entered once.
    """
    for name, element in xmlschema.XMLSchema(str(schema)).elements.items():
        if name.rpartition(":")[2].rpartition("}")[2] == root:
            yield from _below(element, "", ())
            return
    raise ValueError(f"{schema.name} has no global element {root}")


def _below(element: XsdElement, path: str, inside: tuple[object, ...]) -> Iterator[str]:
    for attribute in element.attributes:
        if attribute is not None:
            yield f"{path}@{attribute.rpartition('}')[2]}"
    content = element.type.model_group if element.type.is_complex() else None
    if content is None or element.type in inside:
        return
    for child in content.iter_elements():
        if isinstance(child, XsdElement):
            here = f"{path}{child.local_name}"
            yield here
            yield from _below(child, f"{here}/", (*inside, element.type))


def uncovered(table: CompiledTable, paths: Iterable[str]) -> list[str]:
    """The paths that no row of the table names or covers, sorted."""
    return sorted(path for path in set(paths) if not _covered(table, path))


def unfounded(table: CompiledTable, paths: Iterable[str]) -> list[str]:
    """The paths of the table that the schemas do not have, sorted."""
    return sorted(set(table.steps) - {""} - set(paths))


def _covered(table: CompiledTable, path: str) -> bool:
    if path in table.steps:
        return True
    above = path.split("/")[:-1]
    known = (table.steps.get("/".join(above[:length])) for length in range(len(above), 0, -1))
    return any(step is not None and step.kind == Kind.OPAQUE for step in known)
