"""The payments in a person's sections as income items, each source's own reading, numbered through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.adapter import Days
from hub.model.calendar import swedish_day
from hub.model.kinds import Kinds
from hub.model.manifest import SectionType
from hub.translate.payers import of_one_payer
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.uppgifter import Kallsvar

OUTSIDE = "Utbetalningsdagen ligger utanför den tid som frågan gäller."
DAY_TO_COME = "Källan redovisar utbetalningen som gjord, men dagen har inte kommit."


def numbered(
    parts: Iterable[Kallsvar],
    sections: Mapping[str, SectionType],
    kinds: Kinds,
    names: Mapping[str, str],
    period: Days | None = None,
) -> list[Inkomstpost]:
    """Income items `i1`, `i2`, ... in the order of the sources, each of its kind in the board's calculation.

    Which element becomes which item is the section's own knowledge; nothing is added up, and nothing follows
    from a source that gave no section. `names` are the sources' Swedish names by id. What is paid outside
    `period`, where one is given, is told as any other, and said to be outside.
    """
    whole: list[tuple[Kallsvar, list[Inkomstpost]]] = [(part, _items(part, sections)) for part in parts]
    dropped = _told_in_another_portion([one for one in whole if one[0].period is not None])
    found = [_of_portion(item, part) for part, items in whole for item in items if id(item) not in dropped]
    return [
        item.like({"id": f"i{place}"} | _judged(item, kinds, note, _outside(item, period)))
        for place, (item, note) in enumerate(of_one_payer(found, names), start=1)
    ]


def _judged(item: Inkomstpost, kinds: Kinds, told_by: str | None, outside: str | None) -> dict[str, object]:
    kind, note = kinds.of(item)
    return {"inkomstslag": kind, "anmarkning": _together(outside, item.anmarkning, told_by, note)}


def _outside(item: Inkomstpost, period: Days | None) -> str | None:
    day = item.utbetalningsdag
    return None if day is None or period is None or period.first <= day <= period.last else OUTSIDE


def _together(*notes: str | None) -> str | None:
    return " ".join(text for text in notes if text) or None


def _of_portion(item: Inkomstpost, part: Kallsvar) -> Inkomstpost:
    return item if part.period is None else item.like({"loggpostId": part.loggpostId})


def _items(part: Kallsvar, sections: Mapping[str, SectionType]) -> list[Inkomstpost]:
    today = None if part.hamtad is None else swedish_day(part.hamtad)
    return [
        _settled(item, today, sections[name])
        for name, section in part.uppgifter.items()
        if (incomes := sections[name].incomes) is not None
        for item in incomes(section, part.kalla)
    ]


def _told_in_another_portion(portions: Sequence[tuple[Kallsvar, Sequence[Inkomstpost]]]) -> set[int]:
    """Items that another portion has told: some sources answer past the period that they are asked about.

    Two equal payments in one portion are two; one that comes in two portions is one, and made if any of them
    says so: those made are counted first.
    """
    keys = {id(item): _key(item) for _, items in portions for item in items}
    told: Counter[str] = Counter()
    dropped: set[int] = set()
    for made in (True, False):
        for _, items in portions:
            here = Counter(keys[id(it)] for it in items if not made and it.tillstand is Tillstand.UTBETALD)
            for item in items:
                if (item.tillstand is Tillstand.UTBETALD) is not made:
                    continue
                here[keys[id(item)]] += 1
                if here[keys[id(item)]] <= told[keys[id(item)]]:
                    dropped.add(id(item))
            told |= here
    return dropped


def _key(item: Inkomstpost) -> str:
    """What makes a payment the same in two portions: all but its numbers, its state and its note."""
    return item.model_dump_json(exclude={"id", "uppgiftId", "tillstand", "anmarkning"})


def _settled(item: Inkomstpost, today: date | None, kind: SectionType) -> Inkomstpost:
    """Made or coming by the day of the answer: nothing is made on a day to come, whatever it is called."""
    if item.utbetalningsdag is None or today is None:
        return item
    passed = item.utbetalningsdag <= today
    if kind.state_by_day and item.tillstand is Tillstand.PRELIMINAR:
        return item.like({"tillstand": Tillstand.UTBETALD if passed else Tillstand.PLANERAD})
    if item.tillstand is Tillstand.UTBETALD and not passed:
        note = _together(item.anmarkning, DAY_TO_COME)
        return item.like({"tillstand": Tillstand.PLANERAD, "anmarkning": note})
    return item
