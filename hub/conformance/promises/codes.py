"""Every code that can arrive has a Swedish plain-language text.

Each code list that the folder uses has a title and a text for every code, in words: not the code again,
unless the code is a word itself. Where a schema of the format lists an element's values, and the table
reads the element by a code list, every listed value is known to it, in every spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xmlschema
from xmlschema.validators import XsdAttribute, XsdElement, XsdType

from hub.conformance.counting import schema_of
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject
from hub.elements import CodeList, CompiledTable, Odd, Row

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    lists = _lists(subject)
    for codes in lists.values():
        place = f"code list {codes.id}"
        if not codes.title.strip():
            yield Wanting(f"{place}: has no title. Say in Swedish what it lists.")
        for code, text in codes.texts.items():
            if not str(text).strip() or (str(text) == code and not code.isalpha()):
                yield Wanting(f"{place}: {code} has no text of its own. Say in Swedish what it means.")
    for name, table in subject.compiled.items():
        schema = schema_of(subject.folder.path / "schemas", table.table)
        if schema is None:
            continue  # told by the promise about coverage
        for path, values in listed_values(str(schema), table.root_name).items():
            for value in _unknown(table, path, values):
                yield Wanting(
                    f"code list for {path} of {name}: lacks {value!r}, which the schema lists. Add it."
                )


def _lists(subject: Subject) -> dict[str, CodeList]:
    found = [value for module in subject.modules() for value in vars(module).values()]
    found += [codes for table in subject.tables for row in table.rows if (codes := list_of(row))]
    return {each.id: each for each in found if isinstance(each, CodeList)}


def list_of(row: Row) -> CodeList | None:
    """The code list that a row reads by."""
    read = getattr(row.convert, "__self__", None)
    return read if isinstance(read, CodeList) else None


def _unknown(table: CompiledTable, path: str, values: tuple[str, ...]) -> Iterator[str]:
    step = table.steps.get(path)
    codes = list_of(step.row) if step is not None else None
    for value in values if codes is not None else ():
        try:
            codes.read(value)  # type: ignore[union-attr]
        except Odd:
            yield value


def listed_values(schema: str, root: str) -> Mapping[str, tuple[str, ...]]:
    """The elements and attributes below `root` whose values the schema lists, by path."""
    found: dict[str, tuple[str, ...]] = {}
    for name, element in xmlschema.XMLSchema(schema).elements.items():
        if name.rpartition("}")[2].rpartition(":")[2] == root:
            _listed(element, "", (), found)
    return found


def _listed(
    element: XsdElement, path: str, inside: tuple[object, ...], found: dict[str, tuple[str, ...]]
) -> None:
    for attribute in element.attributes.values():
        if isinstance(attribute, XsdAttribute) and (values := _values(attribute.type)):
            found[f"{path}@{attribute.local_name}"] = values
    content = element.type.model_group if element.type.is_complex() else None
    if content is None or element.type in inside:
        return
    for child in content.iter_elements():
        if isinstance(child, XsdElement):
            here = f"{path}{child.local_name}"
            if values := _values(child.type):
                found[here] = values
            _listed(child, f"{here}/", (*inside, element.type), found)


def _values(kind: XsdType) -> tuple[str, ...]:
    return tuple(map(str, getattr(kind, "enumeration", None) or ()))
