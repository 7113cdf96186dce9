"""Every code that can arrive has a Swedish plain-language text.

Each code list that the folder uses has a title and a text for every code, in words: not the code again,
unless the code is a word itself. Where a schema of the format lists an element's values, and the table
reads the element by a code list, every listed value is known to it, in every spelling. In JSON that holds of
a key, and of `id` or `kod` in a small object read as one value, whose converter has the list with it: bound
to it, made with it, or as its attribute `codes`. What is listed there is never carried as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.conformance.counting import schema_of
from hub.conformance.listed import list_of, listed_of
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject
from hub.elements import CodeList, CompiledTable

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    for codes in _lists(subject).values():
        place = f"code list {codes.id}"
        if not codes.title.strip():
            yield Wanting(f"{place}: has no title. Say in Swedish what it lists.")
        for code, text in codes.texts.items():
            if not str(text).strip() or (str(text) == code and not code.isalpha()):
                yield Wanting(f"{place}: {code} has no text of its own. Say in Swedish what it means.")
    for table in subject.compiled.values():
        yield from _listed(subject, table)


def _lists(subject: Subject) -> dict[str, CodeList]:
    found = [value for module in subject.modules() for value in vars(module).values()]
    found += [codes for table in subject.tables for row in table.rows if (codes := list_of(row))]
    return {each.id: each for each in found if isinstance(each, CodeList)}


def _listed(subject: Subject, table: CompiledTable) -> Iterator[Said]:
    schema = schema_of(subject.folder.path / "schemas", table.table)
    if schema is None:
        return  # told by the promise about coverage
    name = table.table.format
    for listed in listed_of(table, schema):
        for value in listed.unknown:
            yield Wanting(
                f"code list for {listed.path} of {name}: lacks {value!r}, which the schema lists. Add it."
            )
        if listed.plain and table.is_json:
            yield Wanting(
                f"{subject.at('elements.py')}: {listed.path} of {name} is carried as it stands, and the "
                "schema lists its values. Read it by a code list, or by a converter that has one as codes."
            )
