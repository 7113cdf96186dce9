"""The element table is right, and in step with its sections both ways.

Every payload format that the manifest reads has a table in elements.py that compiles. Every place that a
row fills or opens exists in its section, and every place of each section is filled by a row (or by what
completes an item: an id, a mark, a code's text beside its code). Every row that goes into the section names
the § or the agreement that carries it, and says what stands in its place when it is taken out of a raw
payload: KEEP is only for places that every element group of the section hands out.

In JSON a small object that is read as one value fills all that stands at its place, and what it leaves
beside has a reason. A field of a class that several places share is filled when it is at one of them: a table
has one row for many lists, and no list has everything. What becomes a relative is RELATIVE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.section_places import SectionPlaces, section_places
from hub.conformance.subject import Subject
from hub.elements import (
    CompiledTable,
    Protects,
    Removed,
    TableError,
    compile_table,
    groups_at,
    groups_of,
)
from hub.elements.step import Kind, Step
from hub.model.document import nearest
from messages.base import Sektion

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    file = subject.at("elements.py")
    formats = {table.format for table in subject.tables}
    for name in sorted(set(subject.formats) - formats):
        yield Wanting(f"{file}: has no Table for {name}, which the manifest reads.{nearest(name, formats)}")
    compiled: list[CompiledTable] = []
    for table in subject.tables:
        try:
            compiled.append(compile_table(table))
        except TableError as error:
            yield Wanting(f"{file}: {error}.")
    for each in compiled:
        # One row may be many steps: it is told once.
        faults = dict.fromkeys(fault for step in each.steps.values() for fault in _row_faults(each, step))
        yield from (Wanting(f"{file}: {fault}") for fault in faults)
    for model in dict.fromkeys(section for each in compiled for section in each.table.sections):
        yield from _in_step(file, model, [each for each in compiled if model in each.table.sections])


def _row_faults(table: CompiledTable, step: Step) -> Iterator[str]:
    row = step.row
    if row.beside and not row.reason.strip():
        yield f"{row.id} leaves {', '.join(row.beside)} beside without a reason. Say why."
    if step.places and row.law is not None and not row.law.strip():
        yield f"{row.id} has an empty law. Name the §, or AGREEMENT."
    if row.removed is Removed.KEEP and not _handed_out_by_all(step):
        yield (
            f"{row.id} goes into the section but stays in a raw payload when it is not handed "
            "out. Set removed to EMPTY where the format demands the element, else DROP."
        )
    if table.is_json and _gives_away_a_relative(step):
        yield f"{row.id} becomes a relative. Set protects to RELATIVE."


def _handed_out_by_all(step: Step) -> bool:
    every = groups_of(step.section)
    return all(groups_at(step.section, place) == every for place in step.places)


def _gives_away_a_relative(step: Step) -> bool:
    relatives = section_places(step.section).relatives
    return step.row.protects is not Protects.RELATIVE and any(
        place.removesuffix("[]") in relatives for place in step.places
    )


def _in_step(file: str, model: type[Sektion], tables: Iterable[CompiledTable]) -> Iterator[Wanting]:
    known = section_places(model)
    filled: set[str] = set()
    whole: set[str] = set()
    shares = False
    for table in tables:
        shares = shares or table.is_json
        for step in table.steps.values():
            if step.section is model:
                filled.update(_filled(step))
                whole.update(_whole(step))
                yield from _opens_nothing(file, model, known, step)
    every = known.values | known.opened
    for place in sorted(filled):
        if not _stands(place, known.values) and place not in known.opened & whole:
            yield Wanting(f"{file}: a row fills {place}, which {model.namn} lacks.{nearest(place, every)}")
    for place in sorted(known.values):
        alike = known.shared[place] if shares else (place,)
        if not any(_is_filled(each, filled, whole) for each in alike):
            yield Wanting(
                f"{file}: nothing fills {place} of {model.namn}. Add its row, or take the place away."
            )


def _filled(step: Step) -> Iterator[str]:
    """The places of values that a step fills; an item also has its id and its mark.

    What is not looked at and yet has a place is filled by the mapping itself.
    """
    if step.kind <= Kind.VALUES or step.kind == Kind.OPAQUE:
        yield from (place.removesuffix("[]") for place in step.places)
    for place in step.places[:1]:
        yield from (f"{place}.{mark}" for mark in step.marks)
        if step.numbered:
            yield f"{place}.id"


def _whole(step: Step) -> Iterator[str]:
    """The places at which all that stands there is filled at once."""
    if step.row.of and step.kind <= Kind.VALUES:
        yield from (place.removesuffix("[]") for place in step.places)


def _is_filled(place: str, filled: set[str], whole: set[str]) -> bool:
    if any(_stands(each, {place}) for each in filled):
        return True
    return any(place.startswith((f"{each}.", f"{each}[].")) for each in whole)


def _opens_nothing(file: str, model: type[Sektion], known: SectionPlaces, step: Step) -> Iterator[Wanting]:
    if step.kind not in (Kind.ITEM, Kind.OBJECT):
        return
    for place in step.places:
        if place.removesuffix("[]") not in known.opened:
            near = nearest(place.removesuffix("[]"), known.opened)
            yield Wanting(f"{file}: {step.row.id} opens {place}, which {model.namn} lacks.{near}")


def _stands(place: str, known: frozenset[str] | set[str]) -> bool:
    """A place, or a part of one: the code of a code with its text."""
    return place in known or place.rpartition(".")[0].removesuffix("[]") in known
