"""Income items are the section's own payments, each once, with something to refer to.

Each item has an id of its own and the right source, and its `uppgiftId` is an id that stands in the section.
What is read twice gives the same items. An amount is told in full or not at all: an item without any amount
says why in `anmarkning`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
        items = incomes_of(subject, sample.payload, outcome)
        ids = {each for section in outcome.sections for each in _ids(section.model_dump(mode="json"))}
        place = subject.at(f"samples/{sample.name}")
        if len({item["id"] for item in items}) < len(items):
            yield Wanting(f"{place}: two income items share an id. Number them.")
        for item in items:
            if item["kalla"] != subject.formats.get(sample.payload.format):
                yield Wanting(f"{place}: income {item['id']} has another source. Use the one given.")
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
