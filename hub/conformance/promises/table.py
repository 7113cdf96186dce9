"""The element table is right, and in step with its section both ways.

Every payload format that the manifest reads has a table in elements.py that compiles. Every place that a
row fills exists in the section, and every place of the section is filled by a row (or by what completes an
item: an id, a mark, a code's text beside its code). Every row that goes into the section names the § or the
agreement that carries it, and says what stands in its place when it is taken out of a raw payload: KEEP is
only for places that every element group of the section hands out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject
from hub.elements import Removed, Row, Table, TableError, compile_table, groups_at, groups_of, leaves
from hub.model.document import nearest
from messages.base import Sektion

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    file = subject.at("elements.py")
    formats = {table.format for table in subject.tables}
    for name in sorted(set(subject.formats) - formats):
        yield Wanting(f"{file}: has no Table for {name}, which the manifest reads.{nearest(name, formats)}")
    for table in subject.tables:
        try:
            compile_table(table)
        except TableError as error:
            yield Wanting(f"{file}: {error}.")
        yield from (_row_faults(file, table))
    for model in {table.section for table in subject.tables}:
        yield from _in_step(file, model, [table for table in subject.tables if table.section is model])


def _row_faults(file: str, table: Table) -> Iterator[Wanting]:
    every = groups_of(table.section)
    for row in table.rows:
        if row.place is None or row.place.startswith(":"):
            continue
        if row.law is not None and not row.law.strip():
            yield Wanting(f"{file}: {row.id} has an empty law. Name the §, or AGREEMENT.")
        if row.removed is Removed.KEEP and groups_at(table.section, row.place) != every:
            yield Wanting(
                f"{file}: {row.id} goes into the section but stays in a raw payload when it is not handed "
                "out. Set removed to EMPTY where the format demands the element, else DROP."
            )


def _in_step(file: str, model: type[Sektion], tables: Iterable[Table]) -> Iterator[Wanting]:
    filled = {place for table in tables for row in table.rows for place in _places(row)}
    known = {leaf.path for leaf in leaves(model)}
    for place in sorted(filled):
        if not _stands(place, known):
            yield Wanting(f"{file}: a row fills {place}, which {model.namn} lacks.{nearest(place, known)}")
    for place in sorted(known):
        if not any(_stands(each, {place}) for each in filled):
            yield Wanting(
                f"{file}: nothing fills {place} of {model.namn}. Add its row, or take the place away."
            )


def _places(row: Row) -> Iterator[str]:
    for place in (row.place, *(also.place for also in row.also)):
        if place is not None and not place.startswith(":") and not place.endswith("[]"):
            yield place
    if row.mark:
        yield f"{row.place}.{row.mark}"
    if row.numbered:
        yield f"{row.place}.id"


def _stands(place: str, known: set[str]) -> bool:
    """A place, or a part of one: the code of a code with its text."""
    return place in known or place.rpartition(".")[0] in known
