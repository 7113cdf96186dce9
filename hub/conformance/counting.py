"""Coverage in figures: the elements of a format's schemas, and what the table does with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hub.conformance.listed import listed_of
from hub.conformance.subject import Subject
from hub.elements import CompiledTable, Table
from hub.elements.coverage import carried, covering, json_paths, schema_paths, uncovered, unfounded
from hub.elements.step import Kind
from hub.model.document import FaultyDocuments

_XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True, slots=True)
class Count:
    """One payload format. `schema` is None where there is none to count by."""

    source: str
    format: str
    root: str
    """The root element; of JSON, which has none, the format."""
    schema: str | None = None
    total: int = 0
    carried: int = 0
    """Elements and attributes, or keys, that go into the section."""
    elsewhere: int = 0
    """Not looked at here, and carried by another table of the folder that reads the same schema."""
    missing: tuple[str, ...] = ()
    """In the schemas and in no row, by path."""
    unfounded: tuple[str, ...] = ()
    """In the table and in no schema, by path."""
    disowned: tuple[str, ...] = ()
    """Not looked at by any table of the schema, each with a reason of its own, by path."""
    codes: int = 0
    """Values that the schema lists where a row carries them as codes; the same in one list counts once."""
    codes_told: int = 0
    """Those of them that have a text."""

    @property
    def with_reason(self) -> int:
        """Left out of the section, and the table says why."""
        return self.total - self.carried - self.elsewhere - len(self.missing)

    @property
    def per_cent(self) -> float:
        return 100.0 * (self.total - len(self.missing)) / self.total if self.total else 0.0


def counted(subject: Subject) -> Iterator[Count]:
    """A count for each payload format that the folder reads and has a table for.

    Raises FaultyDocuments for a schema that cannot be read.
    """
    first = next(iter(subject.manifest.sources), "-")
    schemas = {
        name: schema_of(subject.folder.path / "schemas", table.table)
        for name, table in subject.compiled.items()
    }
    for name, table in subject.compiled.items():
        source, schema = subject.formats.get(name, first), schemas[name]
        root = table.root_name or name
        if schema is None:
            yield Count(source, name, root)
            continue
        others = [
            subject.compiled[other] for other, its in schemas.items() if its == schema and other != name
        ]
        yield _count(Count(source, name, root, schema.name), table, schema, others)


def _count(begun: Count, table: CompiledTable, schema: Path, others: Sequence[CompiledTable]) -> Count:
    try:
        paths = set(json_paths(schema) if table.is_json else schema_paths(schema, table.root_name))
        listed = list(listed_of(table, schema))
    except ValueError as error:
        raise FaultyDocuments([f"{schema.parent.name}/{error}."]) from None
    passed_over = sorted(path for path in paths if _is_opaque(table, path))
    known = {(each.codes.id if each.codes else each.path, value) for each in listed for value in each.values}
    untold = {
        (each.codes.id if each.codes else each.path, value)
        for each in listed
        for value in (each.unknown if each.codes else each.plain)
    }
    return Count(
        source=begun.source,
        format=begun.format,
        root=begun.root,
        schema=begun.schema,
        total=len(paths),
        carried=sum(carried(table, path) for path in paths),
        elsewhere=sum(any(carried(other, path) for other in others) for path in passed_over),
        missing=tuple(uncovered(table, paths)),
        unfounded=tuple(unfounded(table, paths)),
        disowned=tuple(path for path in passed_over if _is_disowned([table, *others], path)),
        codes=len(known),
        codes_told=len(known - untold),
    )


def _is_opaque(table: CompiledTable, path: str) -> bool:
    step = covering(table, path)
    return step is not None and step.kind == Kind.OPAQUE


def _is_disowned(tables: Sequence[CompiledTable], path: str) -> bool:
    """Whether every table leaves it to another: none looks at it, and they do not agree on why."""
    steps = [covering(table, path) for table in tables]
    reasons = {step.row.reason for step in steps if step is not None and step.kind == Kind.OPAQUE}
    return len(reasons) > 1 and all(_is_opaque(table, path) for table in tables)


def schema_of(folder: Path, table: Table) -> Path | None:
    """The schema that a table is counted by.

    Of XML the one among whose global elements the table's root is, in one of its namespaces if possible, or
    another that redefines that one, with what is read beyond it. Of JSON the `*.schema.json` whose root has
    most of the table's first keys.
    """
    if table.root is None:
        return _json_schema_of(folder, table)
    prefix, _, root = table.root.rpartition(":")
    found = [path for path in sorted(folder.glob("*.xsd")) if root in _global_elements(path)]
    namespaces = table.namespaces.get(prefix, ("",))
    by_namespace = [path for path in found if _target_namespace(path) in namespaces]
    return next((_widened(path) for path in by_namespace or found), None)


def _widened(schema: Path) -> Path:
    """The one beside it that redefines it, if any."""
    for path in sorted(schema.parent.glob("*.xsd")):
        named = (it.get("schemaLocation") for it in etree.parse(path).iterfind(f"{_XSD}redefine"))
        if schema.name in named:
            return path
    return schema


def _json_schema_of(folder: Path, table: Table) -> Path | None:
    firsts = {row.path.partition("/")[0] for row in table.rows}
    shared = {path: len(firsts & set(_first_keys(path))) for path in sorted(folder.glob("*.schema.json"))}
    best = max(shared, key=lambda path: shared[path], default=None)
    return best if best is not None and shared[best] else None


def _first_keys(schema: Path) -> Iterator[str]:
    try:
        yield from (path for path in json_paths(schema) if "/" not in path)
    except ValueError as error:
        raise FaultyDocuments([f"{schema.parent.name}/{error}."]) from None


def _global_elements(schema: Path) -> set[str]:
    return {element.get("name", "") for element in etree.parse(schema).iterfind(f"{_XSD}element")}


def _target_namespace(schema: Path) -> str:
    return etree.parse(schema).getroot().get("targetNamespace", "")
