"""Which income items are the same payment: those of an answer and those that the asker has."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from messages.delar import KodText
from messages.inkomster import Inkomstpost, KandInkomstpost

FIELDS = (
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


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """An item of either side. `content` in the order of `FIELDS`; numbers in it are equal by value."""

    id: str
    of: tuple[str, str, str]
    """Source, and the benefit's code and text: one code of a source may stand for two benefits."""
    content: tuple[Hashable, ...]
    day: date | None
    period: tuple[str, str] | None
    amount: Decimal | None
    """By which the nearest is found: the net, or the gross where no net is told."""

    @property
    def kind(self) -> tuple[Hashable, ...]:
        return self.content[:2]

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


def _payment(item: Inkomstpost | KandInkomstpost) -> Payment:
    amounts, covers = item.belopp, item.avser
    period = (str(covers.from_ or ""), str(covers.tom or "")) if covers is not None else ("", "")
    told = period if any(period) else None
    content = (
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
    of = (item.kalla, item.forman.kod, item.forman.text)
    return Payment(item.id, of, content, item.utbetalningsdag, told, amount)


def _coded(coded: KodText | None) -> tuple[str, str] | None:
    return (coded.kod, coded.text) if coded else None


_Key = Callable[[Payment], Hashable | None]
"""What two must have in common; None for a payment that the step does not concern."""


def _day_and_period(payment: Payment) -> Hashable:
    return payment.of, payment.day, payment.period


def _period(payment: Payment) -> Hashable | None:
    """A planned payment that got its day, or another one."""
    return (payment.of, payment.period) if payment.period else None


def _day(payment: Payment) -> Hashable | None:
    return (payment.of, payment.day) if payment.day else None


def _at(time: _Key, further: Callable[[Payment], Hashable]) -> _Key:
    def key(payment: Payment) -> Hashable | None:
        when = time(payment)
        return None if when is None else (when, further(payment))

    return key


def pairs_of(known: Sequence[KandInkomstpost], items: Sequence[Inkomstpost]) -> list[Pair]:
    """Each item in one pair at most. Never across sources; the surest sameness first.

    Where several could be the same payment, the nearest amount decides. Both sides are counted: of two equal
    payments two are expected.
    """
    pairs = _Pairs([_payment(one) for one in known], [_payment(one) for one in items])
    pairs.take(lambda it: (it.of, it.content))
    pairs.in_order()
    for time in (_day_and_period, _period, _day):
        pairs.take(_at(time, lambda it: (it.amount, it.kind)))
        pairs.take(_at(time, lambda it: it.amount))
        pairs.take_nearest(time)
    return pairs.found


class _Pairs:
    """Pairs found so far, and what has no counterpart yet. Every step is n log n in the number of items."""

    def __init__(self, known: list[Payment], items: list[Payment]) -> None:
        self.found: list[Pair] = []
        self._known, self._items = known, items

    def take(self, key: _Key) -> None:
        """Pair those of the same key, in order."""
        self._add(pair for group in self._groups(key) for pair in map(Pair, *group))

    def take_nearest(self, key: _Key) -> None:
        """Pair those of the same key, the nearest amounts first. None of a key have the same amount."""
        self._add(pair for group in self._groups(key) for pair in _nearest(*group))

    def in_order(self) -> None:
        self._known.sort(key=lambda it: it.order)
        self._items.sort(key=lambda it: it.order)

    def _groups(self, key: _Key) -> Iterator[tuple[list[Payment], list[Payment]]]:
        groups: dict[Hashable, tuple[list[Payment], list[Payment]]] = defaultdict(lambda: ([], []))
        for side, payments in enumerate((self._known, self._items)):
            for payment in payments:
                common = key(payment)
                if common is not None:
                    groups[common][side].append(payment)
        return (group for group in groups.values() if all(group))

    def _add(self, pairs: Iterable[Pair]) -> None:
        more = list(pairs)
        self.found += more
        taken = {id(one) for pair in more for one in pair}
        self._known = [one for one in self._known if id(one) not in taken]
        self._items = [one for one in self._items if id(one) not in taken]


def _nearest(known: list[Payment], items: list[Payment]) -> Iterator[Pair]:
    """Nearest amounts first, then those without an amount in order.

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
    """By amount: whether they are known ones, and they. No amount is there on both sides."""
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
