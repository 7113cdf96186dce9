"""Income items are the section's own payments, each once, with something to refer to.

Each payment is of an element of its own that stands in the section, and its values are such as an item may
hold: the hub does not check them again. What is read twice gives the same payments. An amount is told in full
or not at all: a payment without any amount says why in `anmarkning`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from hub.adapter import Found
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import incomes_of, read
from hub.conformance.subject import Subject

OF = Of.READERS


def kept(subject: Subject) -> Iterator[Said]:
    for sample in subject.samples:
        outcome = read(subject, sample.payload)
        if not isinstance(outcome, Found):
            continue
        try:
            items = incomes_of(subject, sample.payload, outcome)
        except ValidationError as error:
            wrong = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
            yield Wanting(
                f"{subject.at(f'samples/{sample.name}')}: a payment holds what no income item may "
                f"hold: {', '.join(wrong)}. See Payment in hub/adapter.py."
            )
            continue
        ids = {each for section in outcome.sections for each in _ids(section.model_dump(mode="json"))}
        place = subject.at(f"samples/{sample.name}")
        if len({item["uppgiftId"] for item in items}) < len(items):
            yield Wanting(f"{place}: two payments are of the same element. Tell each payment once.")
        for item in items:
            if item.get("uppgiftId") not in ids:
                yield Wanting(f"{place}: income {item['id']} refers to no id of the section.")
            if not item.get("belopp") and not item.get("anmarkning"):
                yield Wanting(f"{place}: income {item['id']} has no amount and does not say why.")
        if items != incomes_of(subject, sample.payload, outcome):
            yield Wanting(f"{place}: its incomes differ the second time. Make the function pure.")


def _ids(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("id"), str):
            yield part["id"]
        for value in part.values():
            yield from _ids(value)
    elif isinstance(part, list):
        for value in part:
            yield from _ids(value)
