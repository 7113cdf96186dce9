"""The payments in a person's sections as income items, each source's own reading, numbered through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from hub.model.calendar import swedish_day
from hub.model.kinds import Kinds
from hub.model.manifest import SectionType
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.uppgifter import Kallsvar


def numbered(
    parts: Iterable[Kallsvar], sections: Mapping[str, SectionType], kinds: Kinds
) -> list[Inkomstpost]:
    """Income items `i1`, `i2`, ... in the order of the sources, each of its kind in the board's calculation.

    Which element becomes which item is the section's own knowledge; nothing is added up, and nothing follows
    from a source that gave no section.
    """
    told: Counter[tuple[str, str]] = Counter()
    found: list[Inkomstpost] = []
    for part in parts:
        items = _items(part, sections)
        found += items if part.period is None else _not_told_before(items, part, told)
    return [
        item.model_copy(update={"id": f"i{place}"} | _judged(item, kinds))
        for place, item in enumerate(found, start=1)
    ]


def _judged(item: Inkomstpost, kinds: Kinds) -> dict[str, object]:
    kind, note = kinds.of(item)
    told = " ".join(text for text in (item.anmarkning, note) if text)
    return {"inkomstslag": kind, "anmarkning": told or None}


def _items(part: Kallsvar, sections: Mapping[str, SectionType]) -> list[Inkomstpost]:
    return [
        _settled(item, part, sections[name])
        for name, section in part.uppgifter.items()
        if (incomes := sections[name].incomes) is not None
        for item in incomes(section, part.kalla)
    ]


def _not_told_before(
    items: Iterable[Inkomstpost], part: Kallsvar, told: Counter[tuple[str, str]]
) -> Iterator[Inkomstpost]:
    """Of a portion's items those that an earlier portion has not told: some sources answer past the period.

    Two equal payments in one portion are two; one that comes in two portions is one.
    """
    here: Counter[tuple[str, str]] = Counter()
    for item in items:
        key = (part.kalla, item.model_dump_json(exclude={"id", "uppgiftId"}))
        here[key] += 1
        if here[key] > told[key]:
            yield item.model_copy(update={"loggpostId": part.loggpostId})
    told |= here


def _settled(item: Inkomstpost, part: Kallsvar, kind: SectionType) -> Inkomstpost:
    """Made or coming, where only the payment's day and the day of the answer tell."""
    if not kind.state_by_day or item.tillstand is not Tillstand.PRELIMINAR or part.hamtad is None:
        return item
    state = _on(swedish_day(part.hamtad), item.utbetalningsdag)
    return item.model_copy(update={"tillstand": state}) if state else item


def _on(today: date, paid: date | None) -> Tillstand | None:
    if paid is None:
        return None
    return Tillstand.UTBETALD if paid <= today else Tillstand.PLANERAD
