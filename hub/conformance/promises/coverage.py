"""Every element and attribute of the format's schemas, or every key, is carried, or left out with a reason.

The schemas lie in `schemas/`: the XML Schema with the table's root among its global elements is counted, with
all it imports, or the one that redefines it; of JSON the JSON Schema (`*.schema.json`) that has the table's
first keys. What is in the schemas must be in the table, and the other way round. Where several tables read
one schema, each its own part, nothing may be left by every one of them to another. `nyttonav adapters
coverage` prints the figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.conformance.counting import Count, counted
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject

OF = Of.READERS
SHOWN = 10


def kept(subject: Subject) -> Iterator[Said]:
    for count in counted(subject):
        if count.schema is None:
            yield _without_schema(subject, count)
            continue
        file = subject.at("elements.py")
        for path in count.missing[:SHOWN]:
            yield Wanting(f"{file}: {path} of schemas/{count.schema} is in no row. Carry it, or say why not.")
        for path in count.unfounded[:SHOWN]:
            yield Wanting(f"{file}: {path} is in the table and not in schemas/{count.schema}. Mend either.")
        for path in count.disowned[:SHOWN]:
            yield Wanting(
                f"{file}: {path} of schemas/{count.schema} is opaque in every table, and each gives another "
                "reason. Carry it in one, or give the same reason in all."
            )
        beyond = sum(len(each[SHOWN:]) for each in (count.missing, count.unfounded, count.disowned))
        if beyond:
            yield Wanting(f"{file}: {beyond} more elements are out of step with schemas/{count.schema}.")


def _without_schema(subject: Subject, count: Count) -> Wanting:
    if subject.compiled[count.format].is_json:
        return Wanting(
            f"{subject.at('schemas')}: no *.schema.json has any of the first keys of {count.format}. Write "
            "the format's JSON Schema there, so that coverage can be counted."
        )
    return Wanting(
        f"{subject.at('schemas')}: no schema has the global element {count.root} of {count.format}. "
        "Write the format's schema there, so that coverage can be counted."
    )
