"""What was promised against what was measured.

Availability is the share of questions that were answered, not of time: the hub sees a source only when it
asks it, and to say how long it was down between two questions would be a guess. What was not sent counts
against nobody (maintenance that has been told of, limits, the hub's own hindrances), nor does what the hub
itself failed with. What failed at the intermediary or in the network does: it is the way to the source that
was agreed, and the hop is told beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from hub.measures import MeasureDesk
from hub.model.agreement import Agreement
from hub.model.board import BoardId
from hub.model.measured import Count, Counts, Kind, MeasureKey, is_month, month_of, months_before
from hub.model.promise import LIMITS_MS, Promises, kept, percent
from hub.model.registry import Registry
from hub.ports import Clock
from hub.problems import MalformedQuestion, NotFound, Pointer
from messages.koder import Led
from messages.uppfoljning import (
    Felantal,
    Kalluppfoljning,
    Manadsuppfoljning,
    Svarstid,
    Svarstidsantal,
    Tillganglighet,
)
from messages.uppgifter import Avtalsreferens

OURS = frozenset({Led.NYTTONAV.value, Led.KLIENT.value})
"""Hops whose faults are no fault of the source's or of the way to it."""


MONTHS_BEFORE = 2
"""Where nobody says which months: this one and so many before it."""


@dataclass(frozen=True, slots=True)
class FollowUpDesk:
    """Tells a board how its sources have kept their promises to it."""

    measures: MeasureDesk
    registry: Registry
    agreements: Mapping[str, tuple[Agreement, ...]]
    clock: Clock

    async def of(self, board: BoardId, source: str, first: str | None, last: str | None) -> Kalluppfoljning:
        """Months as `2026-11`, both included.

        Raises NotFound, MalformedQuestion for what is no month, and RegisterUnavailable.
        """
        if source not in self.registry.sources:
            known = ", ".join(sorted(self.registry.sources))
            raise NotFound(f"Källan finns inte. Alla källor: {known}.")
        now = self.clock.now()
        first, last = asked_months(first, last, now)
        counts = await self.measures.months(board, source, first, last)
        return followed_up(source, first, last, counts, self.agreements, now)


def asked_months(first: str | None, last: str | None, now: datetime) -> tuple[str, str]:
    """The months that are meant. Raises MalformedQuestion; what was written is not repeated."""
    faults = [
        Pointer(name, "En månad skrivs med år och månad, till exempel 2026-11.")
        for name, month in (("fran", first), ("tom", last))
        if month is not None and not is_month(month)
    ]
    if faults:
        raise MalformedQuestion("Månaderna kan inte läsas. Se fel för varje.", fel=faults)
    last = last or max(month_of(now), first or "")
    first = first or months_before(last, MONTHS_BEFORE)
    if first > last:
        raise MalformedQuestion(
            "Perioden slutar innan den börjar.", fel=[Pointer("fran", "Ligger efter tom. Byt plats på dem.")]
        )
    return first, last


def followed_up(
    source: str,
    first: str,
    last: str,
    counts: Counts,
    agreements: Mapping[str, tuple[Agreement, ...]],
    now: datetime,
) -> Kalluppfoljning:
    """Of one board's counts of one source; the months are as asked for, both included."""
    return Kalluppfoljning(
        kalla=source,
        fran=first,
        tom=last,
        tidpunkt=now,
        manader=[
            _month(key, counts[key], promised(key, agreements), month_of(now))
            for key in sorted(counts, key=lambda key: (key.month, key.route, key.agreement, key.version))
        ],
    )


def promised(key: MeasureKey, agreements: Mapping[str, tuple[Agreement, ...]]) -> Promises:
    """By the version that the questions were put under; nothing where it is not among the contracts now."""
    for agreement in agreements.get(key.source, ()):
        if (agreement.id, agreement.version) == (key.agreement, key.version):
            return agreement.promises or Promises()
    return Promises()


def _month(key: MeasureKey, counts: Counter[Count], promises: Promises, this_month: str) -> Manadsuppfoljning:
    refused = counts[Count(Kind.REFUSED)]
    answered = counts[Count(Kind.ANSWERED)] + refused
    unanswered, not_sent = list(_faults(counts, Kind.UNANSWERED)), list(_faults(counts, Kind.NOT_SENT))
    against = sum(row.antal for row in unanswered if row.led.value not in OURS)
    return Manadsuppfoljning(
        manad=key.month,
        pagar=key.month >= this_month,
        vag=key.route,
        avtal=Avtalsreferens(id=key.agreement, version=key.version),
        fragor=answered + sum(row.antal for row in (*unanswered, *not_sent)),
        besvarade=answered,
        nekade=refused,
        obesvarade=unanswered,
        ejStallda=not_sent,
        tillganglighet=_availability(answered, answered + against, promises),
        svarstid=_answer_times([counts[Count(Kind.TIME, code=code)] for code in _buckets()], promises),
    )


def _faults(counts: Counter[Count], kind: Kind) -> Iterator[Felantal]:
    """The most frequent first."""
    found = [(count, number) for count, number in counts.items() if count.kind is kind]
    for count, number in sorted(found, key=lambda item: (-item[1], item[0])):
        yield Felantal(led=Led(count.hop), kod=count.code, antal=number)


def _availability(answered: int, counting: int, promises: Promises) -> Tillganglighet:
    share = promises.availability
    return Tillganglighet(
        raknade=counting,
        mattProcent=percent(answered, counting),
        utlovadProcent=share,
        uppfyllt=None if share is None else kept(answered, counting, share),
    )


def _buckets() -> tuple[str, ...]:
    return (*map(str, LIMITS_MS), "")


def _answer_times(numbers: list[int], promises: Promises) -> Svarstid:
    """`numbers` of answers between the limits, the last beyond them all."""
    whole, within = sum(numbers), dict(zip(LIMITS_MS, accumulate(numbers), strict=False))
    found = Svarstid(
        raknade=whole,
        p50HogstMs=_at_most(within, whole, 50),
        p95HogstMs=_at_most(within, whole, 95),
        p99HogstMs=_at_most(within, whole, 99),
        fordelning=[
            Svarstidsantal(hogstMs=limit, antal=number)
            for limit, number in zip((*LIMITS_MS, None), numbers, strict=True)
            if number
        ],
    )
    soon = promises.answer_time
    if soon is None:
        return found
    good = within[soon.within_ms]
    return found.model_copy(
        update={
            "inomMs": soon.within_ms,
            "mattProcent": percent(good, whole),
            "utlovadProcent": soon.share,
            "uppfyllt": kept(good, whole, soon.share),
        }
    )


def _at_most(within: Mapping[int, int], whole: int, share: int) -> int | None:
    """The least limit that so many percent keep within; None of nothing, and beyond the longest limit."""
    if whole == 0:
        return None
    return next((limit for limit, number in within.items() if number * 100 >= share * whole), None)
