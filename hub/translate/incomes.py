"""The payments in a person's sections as income items, each source's own reading, numbered through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from hub.model.calendar import swedish_day
from hub.model.kinds import Kinds
from hub.model.manifest import SectionType
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.uppgifter import Kallsvar


def numbered(
    parts: Iterable[Kallsvar],
    sections: Mapping[str, SectionType],
    kinds: Kinds,
    names: Mapping[str, str],
) -> list[Inkomstpost]:
    """Income items `i1`, `i2`, ... in the order of the sources, each of its kind in the board's calculation.

    Which element becomes which item is the section's own knowledge; nothing is added up, and nothing follows
    from a source that gave no section. `names` are the sources' Swedish names by id.
    """
    told: Counter[tuple[str, str]] = Counter()
    found: list[Inkomstpost] = []
    for part in parts:
        items = _items(part, sections)
        found += items if part.period is None else _not_told_before(items, part, told)
    return [
        item.like({"id": f"i{place}"} | _judged(item, kinds, note))
        for place, (item, note) in enumerate(_of_one_payer(found, names), start=1)
    ]


def _judged(item: Inkomstpost, kinds: Kinds, told_by: str | None) -> dict[str, object]:
    kind, note = kinds.of(item)
    notes = [text for text in (item.anmarkning, told_by, note) if text]
    return {"inkomstslag": kind, "anmarkning": " ".join(notes) if notes else None}


def _of_one_payer(
    items: Sequence[Inkomstpost], names: Mapping[str, str]
) -> Iterator[tuple[Inkomstpost, str | None]]:
    """Each payment once, with what must be said of who tells it.

    A source may tell of what another one pays. Where the payer has told of the same payment, of the same day
    and net, its word stands; where it has not (it failed, or was not asked), the other's is all there is.
    """
    repeated = _told_by_the_payer(items)
    also = {id(own): other for other, own in repeated}
    dropped = {id(other) for other, _ in repeated}
    for item in items:
        if id(item) in dropped:
            continue
        if id(item) in also:
            told = names.get(also[id(item)].kalla, also[id(item)].kalla)
            yield item, f"Samma utbetalning redovisas också av {told}."
        elif item.utbetalare is not None:
            yield item, f"Utbetalningen görs av {names.get(item.utbetalare, item.utbetalare)}."
        else:
            yield item, None


def _told_by_the_payer(items: Sequence[Inkomstpost]) -> list[tuple[Inkomstpost, Inkomstpost]]:
    """Pairs of what another source tells and the payer's own; two equal payments are two pairs."""
    if all(item.utbetalare is None for item in items):
        return []
    own: dict[tuple[str, date, Decimal], list[Inkomstpost]] = {}
    for item in items:
        if item.utbetalare is None and item.utbetalningsdag and item.belopp.netto is not None:
            own.setdefault((item.kalla, item.utbetalningsdag, item.belopp.netto), []).append(item)
    pairs = []
    for item in items:
        if item.utbetalare is not None and item.utbetalningsdag and item.belopp.netto is not None:
            same = own.get((item.utbetalare, item.utbetalningsdag, item.belopp.netto))
            if same:
                pairs.append((item, same.pop(0)))
    return pairs


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
            yield item.like({"loggpostId": part.loggpostId})
    told |= here


def _settled(item: Inkomstpost, part: Kallsvar, kind: SectionType) -> Inkomstpost:
    """Made or coming, where only the payment's day and the day of the answer tell."""
    if not kind.state_by_day or item.tillstand is not Tillstand.PRELIMINAR or part.hamtad is None:
        return item
    state = _on(swedish_day(part.hamtad), item.utbetalningsdag)
    return item.like({"tillstand": state}) if state else item


def _on(today: date, paid: date | None) -> Tillstand | None:
    if paid is None:
        return None
    return Tillstand.UTBETALD if paid <= today else Tillstand.PLANERAD
