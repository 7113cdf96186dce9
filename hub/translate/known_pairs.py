"""Which income items are the same payment: those of an answer and those that the asker has."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from hub.model.kinds import word
from messages.delar import KodText
from messages.inkomster import Inkomstpost, KandInkomstpost
from messages.koder import Tillstand

FIELDS = (
    "forman",
    "delforman",
    "beloppstyp",
    "belopp.brutto",
    "belopp.skatt",
    "belopp.avdrag",
    "belopp.netto",
    "utbetalningsdag",
    "avser",
    "tillstand",
    "dagar",
)
"""What a payment says, by the names that are told when it has changed; in the order of `Payment.content`."""


class Payment(NamedTuple):
    """An item of either side. `content` in the order of `FIELDS`; numbers in it are equal by value."""

    id: str
    of: tuple[str, str, str, tuple[str, ...]]
    """Source, the benefit's code and text, and those of its part where that is a benefit of its own. Texts
    too: one code of a source may stand for two benefits."""
    content: tuple[Hashable, ...]
    day: date | None
    period: tuple[int, int] | None
    """Ordinals of its days, 0 for one that is not told."""
    amount: Decimal | None
    """By which the nearest is found: the net, or the gross where no net is told."""
    made: bool
    """Paid, on a day that is known: it cannot be moved any more."""

    @property
    def kind(self) -> tuple[Hashable, ...]:
        return self.content[1:3]

    @property
    def order(self) -> tuple[object, ...]:
        """By what it says, so that nothing depends on the order in which items are sent."""
        return (self.of, *((value is not None, value) for value in self.content))


class Pair(NamedTuple):
    """The same payment, as it is known and as it is answered."""

    known: Payment
    item: Payment

    @property
    def differing(self) -> list[str]:
        """The names of what differs. Notes, kinds of income and ids never do, and 3968 is 3968.00."""
        fields = zip(FIELDS, self.known.content, self.item.content, strict=True)
        return [name for name, was, now in fields if was != now]


def _payment(item: Inkomstpost | KandInkomstpost, by_part: Collection[str]) -> Payment:
    amounts, covers = item.belopp, item.avser
    told = None if covers is None else (_ordinal(covers.from_), _ordinal(covers.tom))
    if told == (0, 0):
        told = None
    benefit = word(item.forman.kod), word(item.forman.text)
    content = (
        benefit,
        _coded(item.delforman),
        _coded(item.beloppstyp),
        amounts.brutto,
        amounts.skatt,
        amounts.avdrag,
        amounts.netto,
        item.utbetalningsdag,
        told,
        item.tillstand,
        item.dagar,
    )
    amount = amounts.brutto if amounts.netto is None else amounts.netto
    part = _coded(item.delforman) if item.kalla in by_part else None
    made = item.tillstand is Tillstand.UTBETALD and item.utbetalningsdag is not None
    of = (item.kalla, *benefit, part or ())
    return Payment(item.id, of, content, item.utbetalningsdag, told, amount, made)


def _ordinal(day: date | None) -> int:
    """Ordered also where there is none: 0."""
    return 0 if day is None else day.toordinal()


def _coded(coded: KodText | None) -> tuple[str, str] | None:
    return (word(coded.kod), word(coded.text)) if coded else None


_Key = Callable[[Payment], Hashable | None]
"""What two must have in common; None for a payment that the step does not concern."""

_Pairing = Callable[[list[Payment], list[Payment]], Iterable[Pair]]


def _day_and_period(payment: Payment) -> Hashable:
    return payment.of, payment.day, payment.period


def _period(payment: Payment) -> Hashable | None:
    """A planned payment that got its day, or another one."""
    return (payment.of, payment.period) if payment.period else None


def _day(payment: Payment) -> Hashable | None:
    return (payment.of, payment.day) if payment.day else None


def _code_day_and_amount(payment: Payment) -> Hashable | None:
    """The benefit goes by other words than it did."""
    source, code, *_ = payment.of
    return (source, code, payment.day, payment.amount) if payment.day and payment.amount is not None else None


def pairs_of(
    known: Sequence[KandInkomstpost], items: Sequence[Inkomstpost], by_part: Collection[str]
) -> list[Pair]:
    """Each item in one pair at most. Never across sources; the surest sameness first.

    `by_part` are the sources whose sub-benefits are benefits of their own: never across those either.

    Where several could be the same payment, the nearest amount decides. Both sides are counted: of two equal
    payments two are expected. Every step is n log n in the number of items.
    """
    unpaired = _Unpaired([_payment(one, by_part) for one in known], [_payment(one, by_part) for one in items])
    unpaired.take(lambda it: (it.of, it.content), _in_order)
    unpaired.sort()
    unpaired.take(_day_and_period, _of_one_time)
    # What has been made on a day is not made again on another: that is one more.
    unpaired.take(_period, _of_one_time, lambda it: not it.made)
    unpaired.take(_day, _of_one_time)
    unpaired.take(_code_day_and_amount, _in_order)
    return unpaired.found


class _Unpaired:
    """What has no counterpart yet, and the pairs found so far."""

    def __init__(self, known: list[Payment], items: list[Payment]) -> None:
        self.found: list[Pair] = []
        self._known, self._items = known, items

    def take(
        self, key: _Key, pair: _Pairing, of_the_known: Callable[[Payment], bool] = lambda _: True
    ) -> None:
        """Pair those of the same key; of the known ones only such."""
        if not self._known or not self._items:
            return
        groups: dict[Hashable, tuple[list[Payment], list[Payment]]] = defaultdict(lambda: ([], []))
        for side, payments in enumerate((self._known, self._items)):
            for payment in payments:
                common = key(payment)
                if common is not None and (side == 1 or of_the_known(payment)):
                    groups[common][side].append(payment)
        more = [found for known, items in groups.values() if known and items for found in pair(known, items)]
        taken = {id(one) for found in more for one in found}
        self._known = [one for one in self._known if id(one) not in taken]
        self._items = [one for one in self._items if id(one) not in taken]
        self.found += more

    def sort(self) -> None:
        if self._known and self._items:
            self._known.sort(key=lambda it: it.order)
            self._items.sort(key=lambda it: it.order)


def _in_order(known: list[Payment], items: list[Payment]) -> Iterable[Pair]:
    return map(Pair, known, items)


def _of_one_time(known: list[Payment], items: list[Payment]) -> Iterable[Pair]:
    """Of the same amount those that are the same kind of benefit first, then the nearest amounts."""
    if len(known) == len(items) == 1:
        return _in_order(known, items)
    unpaired = _Unpaired(known, items)
    unpaired.take(lambda it: (it.amount, it.kind), _in_order)
    unpaired.take(lambda it: (it.amount,), _in_order)
    unpaired.take(lambda _: True, _nearest)
    return unpaired.found


def _nearest(known: list[Payment], items: list[Payment]) -> Iterator[Pair]:
    """Nearest amounts first, then those without an amount in order. No amount is there on both sides.

    Along the amounts in order the two nearest of different sides always stand beside each other, so only
    neighbours are measured: anew each time that one between them is gone.
    """
    shelves = _shelves(known, items)
    line = _Line(sorted(shelves))
    gaps = [(high - low, low, high) for low, high in line.after.items()]
    heapify(gaps)
    paired: set[int] = set()
    while gaps:
        _, low, high = heappop(gaps)
        (low_is_known, lower), (high_is_known, higher) = shelves[low], shelves[high]
        if low_is_known is high_is_known:
            continue
        while lower and higher:
            one, other = lower.popleft(), higher.popleft()
            paired |= {id(one), id(other)}
            yield Pair(one, other) if low_is_known else Pair(other, one)
        for spent in [amount for amount in (low, high) if not shelves[amount][1]]:
            closed = line.without(spent)
            if closed is not None:
                below, above = closed
                heappush(gaps, (above - below, below, above))
    rest = [[one for one in side if id(one) not in paired] for side in (known, items)]
    yield from map(Pair, *rest)


def _shelves(
    known: Iterable[Payment], items: Iterable[Payment]
) -> dict[Decimal, tuple[bool, deque[Payment]]]:
    """By amount: whether they are known ones, and they."""
    shelves: dict[Decimal, tuple[bool, deque[Payment]]] = {}
    for is_known, side in ((True, known), (False, items)):
        for one in side:
            if one.amount is not None:
                shelves.setdefault(one.amount, (is_known, deque()))[1].append(one)
    return shelves


class _Line:
    """Amounts in order, each knowing its neighbours while others are taken away."""

    def __init__(self, amounts: Sequence[Decimal]) -> None:
        self.after = dict(pairwise(amounts))
        self._before = {high: low for low, high in self.after.items()}

    def without(self, amount: Decimal) -> tuple[Decimal, Decimal] | None:
        """The two that have become neighbours, if it stood between two."""
        below, above = self._before.pop(amount, None), self.after.pop(amount, None)
        if above is not None:
            self._before.pop(above)
        if below is not None:
            self.after.pop(below)
        if below is None or above is None:
            return None
        self._before[above], self.after[below] = below, above
        return below, above
