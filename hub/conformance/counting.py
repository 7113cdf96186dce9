"""Coverage in figures: the elements of a format's schemas, and what the table does with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hub.conformance.subject import Subject
from hub.elements import CompiledTable, Table
from hub.elements.coverage import schema_paths, uncovered, unfounded

_XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True, slots=True)
class Count:
    """One payload format. `schema` is None where there is none to count by."""

    source: str
    format: str
    root: str
    schema: str | None = None
    total: int = 0
    carried: int = 0
    """Elements and attributes that go into the section."""
    missing: tuple[str, ...] = ()
    """In the schemas and in no row, by path."""
    unfounded: tuple[str, ...] = ()
    """In the table and in no schema, by path."""

    @property
    def with_reason(self) -> int:
        """Left out of the section, and the table says why."""
        return self.total - self.carried - len(self.missing)

    @property
    def per_cent(self) -> float:
        return 100.0 * (self.total - len(self.missing)) / self.total if self.total else 0.0


def counted(subject: Subject) -> Iterator[Count]:
    """A count for each payload format that the folder reads and has a table for."""
    first = next(iter(subject.manifest.sources), "-")
    for name, table in subject.compiled.items():
        source = subject.formats.get(name, first)
        schema = schema_of(subject.folder.path / "schemas", table.table)
        if schema is None:
            yield Count(source, name, table.root_name)
            continue
        paths = set(schema_paths(schema, table.root_name))
        yield Count(
            source=source,
            format=name,
            root=table.root_name,
            schema=schema.name,
            total=len(paths),
            carried=sum(_carried(table, path) for path in paths),
            missing=tuple(uncovered(table, paths)),
            unfounded=tuple(unfounded(table, paths)),
        )


def _carried(table: CompiledTable, path: str) -> bool:
    step = table.steps.get(path)
    return step is not None and step.row.place is not None and not step.row.place.startswith(":")


def schema_of(folder: Path, table: Table) -> Path | None:
    """The schema among whose global elements the table's root is, in one of its namespaces if possible."""
    prefix, _, root = (table.root or "").rpartition(":")
    found = [path for path in sorted(folder.glob("*.xsd")) if root in _global_elements(path)]
    namespaces = table.namespaces.get(prefix, ("",))
    by_namespace = [path for path in found if _target_namespace(path) in namespaces]
    return next(iter(by_namespace or found), None)


def _global_elements(schema: Path) -> set[str]:
    return {element.get("name", "") for element in etree.parse(schema).iterfind(f"{_XSD}element")}


def _target_namespace(schema: Path) -> str:
    return etree.parse(schema).getroot().get("targetNamespace", "")
