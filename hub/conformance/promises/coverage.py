"""Every element and attribute of the format's schemas is carried, or left out with a reason.

The schemas lie in `schemas/`; the one with the table's root among its global elements is counted, with all it
imports. What is in the schemas must be in the table, and what is in the table must be in the schemas.
`nyttonav adapters coverage` prints the figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.conformance.counting import counted
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject

OF = Of.READERS
SHOWN = 10


def kept(subject: Subject) -> Iterator[Said]:
    for count in counted(subject):
        if count.schema is None:
            yield Wanting(
                f"{subject.at('schemas')}: no schema has the global element {count.root} of {count.format}. "
                "Write the format's schema there, so that coverage can be counted."
            )
            continue
        file = subject.at("elements.py")
        for path in count.missing[:SHOWN]:
            yield Wanting(f"{file}: {path} of schemas/{count.schema} is in no row. Carry it, or say why not.")
        for path in count.unfounded[:SHOWN]:
            yield Wanting(f"{file}: {path} is in the table and not in schemas/{count.schema}. Mend either.")
        beyond = len(count.missing[SHOWN:]) + len(count.unfounded[SHOWN:])
        if beyond:
            yield Wanting(f"{file}: {beyond} more elements are out of step with schemas/{count.schema}.")
