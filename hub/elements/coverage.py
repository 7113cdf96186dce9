"""Counting coverage: every element and attribute of a format's schemas, or every key, against its table.

Not imported by `hub.elements` itself: it needs xmlschema, which the hot path does without.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xmlschema
from xmlschema.validators import XsdElement

from hub.elements.step import CompiledTable, Kind, Step


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


def json_paths(schema: Path) -> Mapping[str, tuple[str, ...]]:
    """Every path of keys from the root of a JSON Schema, each with the values that are listed there, as text.

    Arrays say nothing of their own, as in tables. What may be anything has no paths; a type within itself
    (a `$ref`) is entered once. Raises ValueError for what is no such schema, or leads out of its file.
    """
    try:
        document = json.loads(schema.read_bytes())
    except ValueError:
        raise ValueError(f"{schema.name} is no JSON. Mend it") from None
    walk = _Keys(schema.name, document, {})
    walk.inside(document, "", ())
    return {path: tuple(dict.fromkeys(values)) for path, values in walk.found.items() if path}


@dataclass(frozen=True, slots=True)
class _Keys:
    name: str
    document: Any
    found: dict[str, list[str]]

    def inside(self, part: Any, path: str, refs: tuple[str, ...]) -> None:
        """All that a part of the schema says of what stands at `path`."""
        values = self.found.setdefault(path, [])
        if not isinstance(part, dict):
            return  # true and false: anything, or nothing
        values += [
            _text(each) for each in (*part.get("enum", ()), *([part["const"]] if "const" in part else ()))
        ]
        ref = part.get("$ref")
        if ref is not None and ref not in refs:
            self.inside(self._at(ref), path, (*refs, ref))
        for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
            for each in part.get(word, ()):
                self.inside(each, path, refs)
        self.inside(part.get("items"), path, refs)
        for key, each in part.get("properties", {}).items():
            self.inside(each, f"{path}/{key}" if path else key, refs)

    def _at(self, ref: str) -> Any:
        start, _, pointer = ref.partition("#")
        part = self.document
        try:
            if start:
                raise KeyError
            for word in pointer.split("/")[1:]:
                part = part[word.replace("~1", "/").replace("~0", "~")]
        except (KeyError, TypeError):
            raise ValueError(
                f"{self.name} refers to {ref}, which it does not hold. Write it within"
            ) from None
        return part


def _text(value: Any) -> str:
    """A listed value as converters get it."""
    return value if isinstance(value, str) else json.dumps(value)


def uncovered(table: CompiledTable, paths: Iterable[str]) -> list[str]:
    """The paths that no row of the table names or covers, sorted."""
    return sorted(path for path in set(paths) if covering(table, path) is None)


def unfounded(table: CompiledTable, paths: Iterable[str]) -> list[str]:
    """The paths of the table that the schemas do not have, sorted."""
    keys = (f"{path}/{key}" for path, step in table.steps.items() for key in step.keys)
    return sorted({*table.steps, *keys} - {""} - set(paths))


def carried(table: CompiledTable, path: str) -> bool:
    """Whether what stands there goes into a section."""
    step = covering(table, path)
    if step is None or not step.places:
        return False
    return step.path == path or path.rpartition("/")[2] in step.row.of


def covering(table: CompiledTable, path: str) -> Step | None:
    """The step that reads what stands at a path, or says why not; None where none does.

    A small object that is read as one value covers its keys, and of those that it does not carry all that is
    below. Of one that it carries nothing deeper: what stands there would be lost unseen.
    """
    step = table.steps.get(path)
    if step is not None:
        return step
    above = path.split("/")
    for length in range(len(above) - 1, 0, -1):
        step = table.steps.get("/".join(above[:length]))
        if step is None:
            continue
        if step.kind == Kind.OPAQUE or above[length] in step.row.beside:
            return step
        return step if above[length] in step.row.of and length == len(above) - 1 else None
    return None
