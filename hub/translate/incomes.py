"""The payments in a person's sections as income items, each source's own reading, numbered through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.adapter import Days, Payment
from hub.model.calendar import swedish_day
from hub.model.incomes import LATER, OUTSIDE, ToldPayment, item_of
from hub.model.kinds import Kinds
from hub.model.manifest import SectionType
from hub.translate.payers import of_one_payer
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.uppgifter import Kallsvar

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
    whole = [(part, _payments(part, sections)) for part in parts]
    dropped = _told_in_another_portion([one for one in whole if one[0].period is not None])
    found = [one for _, told in whole for one in told if id(one) not in dropped]
    items = []
    for place, (told, told_by) in enumerate(of_one_payer(found, names), start=1):
        kind, note = kinds.of(told.source, told.payment)
        said = (_outside(told.payment, period), told.payment.anmarkning, told_by, note)
        items.append(item_of(told, f"i{place}", kind, _together(said)))
    return items


def _outside(payment: Payment, period: Days | None) -> str | None:
    """Without a day it goes by what it is for: but what is for earlier days may be paid late, and within."""
    if period is None:
        return None
    day, covers = payment.utbetalningsdag, payment.avser
    if day is not None:
        return None if period.first <= day <= period.last else OUTSIDE
    return LATER if covers and covers.from_ and covers.from_ > period.last else None


def _together(notes: Iterable[str | None]) -> str | None:
    return " ".join(filter(None, notes)) or None


def _payments(part: Kallsvar, sections: Mapping[str, SectionType]) -> list[ToldPayment]:
    today = None if part.hamtad is None else swedish_day(part.hamtad)
    # Which part of the answer an item is of needs to be told only where its source has several.
    record = None if part.period is None else part.loggpostId
    return [
        ToldPayment(part.kalla, _settled(_of(payment, part.kalla), today, sections[name]), record)
        for name, section in part.uppgifter.items()
        if (incomes := sections[name].incomes) is not None
        for payment in incomes(section)
    ]


def _of(payment: Payment, source: str) -> Payment:
    """Whoever tells of its own payment is no other payer."""
    return payment._replace(utbetalare=None) if payment.utbetalare == source else payment


def _told_in_another_portion(portions: Sequence[tuple[Kallsvar, Sequence[ToldPayment]]]) -> set[int]:
    """Payments that another portion has told: some sources answer past the period that they are asked about.

    Two equal payments in one portion are two; one that comes in two portions is one, and made if any of them
    says so: those made are counted first.
    """
    keys = {id(one): _key(one) for _, told in portions for one in told}
    counted: Counter[tuple[str, Payment]] = Counter()
    dropped: set[int] = set()
    for made in (True, False):
        for _, told in portions:
            here = Counter(keys[id(one)] for one in told if not made and _is_made(one))
            for one in told:
                if _is_made(one) is not made:
                    continue
                here[keys[id(one)]] += 1
                if here[keys[id(one)]] <= counted[keys[id(one)]]:
                    dropped.add(id(one))
            counted |= here
    return dropped


def _is_made(told: ToldPayment) -> bool:
    return told.payment.tillstand is Tillstand.UTBETALD


def _key(told: ToldPayment) -> tuple[str, Payment]:
    """What makes a payment the same in two portions: all but its element, its state and its note."""
    return told.source, told.payment._replace(element="", tillstand=Tillstand.UTBETALD, anmarkning=None)


def _settled(payment: Payment, today: date | None, kind: SectionType) -> Payment:
    """Made or coming by the day of the answer: nothing is made on a day to come, whatever it is called."""
    if payment.utbetalningsdag is None or today is None:
        return payment
    passed = payment.utbetalningsdag <= today
    if kind.state_by_day and payment.tillstand is Tillstand.PRELIMINAR:
        return payment._replace(tillstand=Tillstand.UTBETALD if passed else Tillstand.PLANERAD)
    if payment.tillstand is Tillstand.UTBETALD and not passed:
        note = _together((payment.anmarkning, DAY_TO_COME))
        return payment._replace(tillstand=Tillstand.PLANERAD, anmarkning=note)
    return payment
