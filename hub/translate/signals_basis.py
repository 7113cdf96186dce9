"""What signals are concluded from: the parts and income items of one person, and what is known of a month.

That something is not there tells something only where its source has answered, with all groups that hold
payments, for the whole month and after its end. `Source.complete` is the one place that says so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar

from hub.adapter import Days
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.arbetssokande import Arbetssokande
from messages.base import Sektion
from messages.delar import KodText
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand, Utfall
from messages.pension import Pension
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod
from messages.uppehallstillstand import Uppehallstillstand
from messages.uppgifter import Kallsvar, Signal

_PAYMENTS: Mapping[str, frozenset[str]] = {
    "arbetsloshetsersattning": frozenset({"arbetsloshetsersattning.utbetalningar"}),
    "pension": frozenset({"pension.utbetalningar", "pension.preliminaraUtbetalningar"}),
    "socialforsakring": frozenset(
        {"socialforsakring.utbetalningar", "socialforsakring.preliminaraUtbetalningar"}
    ),
    "studiestod": frozenset({"studiestod.utbetalningar"}),
}
"""The groups that hold a section's payments. Of other sections it is not known: any of theirs may."""

_KNOWN = (Arbetsloshetsersattning, Arbetssokande, Pension, Socialforsakring, Studiestod, Uppehallstillstand)
_WITHOUT_PAYMENTS = frozenset(
    group
    for section in _KNOWN
    for group in section.grupper
    if group not in _PAYMENTS.get(section.namn, frozenset())
)

MIXED = frozenset({"FLERA", "OKAND"})
"""Benefit codes of a payment that pays several benefits, or does not say which: it may be any of them."""

_ANSWERED = frozenset({Utfall.BESVARAD, Utfall.DELVIS_BESVARAD, Utfall.INGA_UPPGIFTER})

_LONGEST = 2000

S = TypeVar("S", bound=Sektion)


class Benefit(NamedTuple):
    """What payments are compared within; texts too, as one code may stand for two benefits. `part` is the
    sub-benefit's code and text, where that is a benefit of its own."""

    code: str
    text: str
    part: tuple[str, str] | None

    @property
    def name(self) -> str:
        """A benefit and its only part often go by the same name."""
        return ", ".join(dict.fromkeys((self.text, self.part[1]))) if self.part else self.text


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the answer as it is handed over, the groups in it, and the days that were asked about."""

    part: Kallsvar
    groups: Collection[str]
    period: Days | None
    """None where the source may not be asked."""
    untold: Collection[str] = ()
    """Groups that may hold payments and were not asked for, or are withheld: their silence tells nothing."""
    by_part: bool = False
    """The source's sub-benefits are benefits of their own (`SectionType.benefit_by_part`)."""


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments of one benefit, in the order of the answer."""

    items: Sequence[Inkomstpost]
    by_month: Mapping[date, Sequence[Inkomstpost]]
    """Those that have a payment date, by the first day of its month."""
    undated: Sequence[Inkomstpost]
    of_another: bool
    """Some are paid by another source than tells of them."""

    def within(self, month: Days) -> Sequence[Inkomstpost]:
        """Those paid in a calendar month: the payment date decides, not what the payment is for."""
        return self.by_month.get(month.first, ())

    def may_be_in(self, days: Days) -> bool:
        """Whether one is in the days, or has no date and may be."""
        # Mostly the month that the days begin in tells, and the others need not be looked at.
        return (
            any(is_in(item, days) for item in self.within(days))
            or any(may_be_in(item, days) for item in self.undated)
            or any(is_in(item, days) for item in self.items)
        )


@dataclass(frozen=True, slots=True)
class Source:
    """All parts of one source, more than one where a long period was asked about in portions."""

    id: str
    name: str
    parts: Sequence[Told]
    items: Sequence[Inkomstpost]
    benefits: Mapping[Benefit, Payments]
    """The items by benefit, in the order of the answer."""
    mixed: Sequence[Inkomstpost]
    """Those that may be of any benefit."""
    made_of: Mapping[tuple[str, str | None], Inkomstpost]
    """The items by element id and, where there are portions, the log record of theirs."""
    tells_payments: bool
    """Every part answered, with all groups that hold payments."""
    by_part: bool
    _complete: dict[Days, bool] = field(default_factory=dict, repr=False, compare=False)
    """Asked of the same few months over and over."""

    @property
    def first(self) -> date | None:
        """The first day that it was asked about, which may be later than the question's."""
        return min((told.period.first for told in self.parts if told.period is not None), default=None)

    def complete(self, month: Days) -> bool:
        """Whether a payment in the month would have been told."""
        known = self._complete.get(month)
        if known is None:
            known = self._complete[month] = self._told_all_of(month)
        return known

    def _told_all_of(self, month: Days) -> bool:
        asked = [told for told in self.parts if told.period is not None]
        return (
            self.tells_payments
            and all(any(_within(day, told.period) for told in asked) for day in (month.first, month.last))
            and all(_known_through(told, month) for told in asked)
        )

    def in_doubt(self, benefit: Benefit, month: Days) -> bool:
        """Whether something in the month is, or may be, a payment of the benefit."""
        own = self.benefits.get(benefit)
        return (own is not None and own.may_be_in(month)) or self.mixed_in(month)

    def mixed_in(self, days: Days) -> bool:
        """Whether a payment that may be of any benefit is, or may be, in the days."""
        return any(may_be_in(item, days) for item in self.mixed)

    def item(self, told: Told, element: str) -> Inkomstpost | None:
        """The income item that was made of an element of the part, if one was."""
        return self.made_of.get((element, told.part.loggpostId)) or self.made_of.get((element, None))

    def element(self, element: str) -> str:
        return f"{self.id}:{element}"

    def signal(self, kod: str, text: str, basis: Iterable[str]) -> Signal:
        # The names of benefits are the source's own words: however long, the whole stays a text of the wire.
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return Signal(kod=kod, text=short, kalla=self.id, underlag=list(basis))


def sources_of(
    told: Iterable[Told], items: Iterable[Inkomstpost], names: Mapping[str, str]
) -> tuple[Source, ...]:
    """The sources in the order of the answer. `names` are their Swedish names by id."""
    parts: dict[str, list[Told]] = {}
    for one in told:
        parts.setdefault(one.part.kalla, []).append(one)
    by_source: dict[str, list[Inkomstpost]] = {}
    for item in items:
        by_source.setdefault(item.kalla, []).append(item)
    return tuple(
        _source(source, names.get(source, source), own, by_source.get(source, []))
        for source, own in parts.items()
    )


def _source(source: str, name: str, parts: Sequence[Told], items: Sequence[Inkomstpost]) -> Source:
    by_part = any(told.by_part for told in parts)
    own: dict[Benefit, list[Inkomstpost]] = {}
    for item in items:
        own.setdefault(benefit_of(item.forman, item.delforman if by_part else None), []).append(item)
    benefits = {benefit: _payments(paid_for) for benefit, paid_for in own.items()}
    made_of = {(item.uppgiftId, item.loggpostId): item for item in items}
    mixed = [item for item in items if is_mixed(item)]
    tells = all(map(_tells_payments, parts))
    return Source(source, name, parts, items, benefits, mixed, made_of, tells, by_part)


def _payments(items: Sequence[Inkomstpost]) -> Payments:
    by_month: dict[date, list[Inkomstpost]] = {}
    for item in items:
        if item.utbetalningsdag is not None:
            by_month.setdefault(item.utbetalningsdag.replace(day=1), []).append(item)
    undated = [item for item in items if item.utbetalningsdag is None]
    return Payments(items, by_month, undated, any(item.utbetalare is not None for item in items))


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the signals of one person are made from. `months` are M-2, M-1 and M; `today` is Swedish."""

    sources: Sequence[Source]
    period: Days
    months: tuple[Days, Days, Days]
    today: date
    share: Decimal
    """A net that changes by more than this share of what it was, is a change: 0.2 is 20 per cent."""

    def sections(self, kind: type[S]) -> Iterator[tuple[Source, Told, S]]:
        for source in self.sources:
            for told in source.parts:
                section = told.part.uppgifter.get(kind.namn)
                if isinstance(section, kind):
                    yield source, told, section


# ---------------------------------------------------------------- what was told


def _tells_payments(told: Told) -> bool:
    """Answered, and no group that holds payments is missing, withheld or not asked for."""
    return (
        told.part.utfall in _ANSWERED
        and _WITHOUT_PAYMENTS.issuperset(told.untold)
        and all(one.grupp in _WITHOUT_PAYMENTS for one in told.part.saknas)
    )


def has_group(told: Told, group: str) -> bool:
    """Whether the group was asked for, came and is handed over."""
    return group in told.groups and all(one.grupp != group for one in told.part.saknas)


def _known_through(told: Told, month: Days) -> bool:
    if told.period is None or told.period.last < month.first or told.period.first > month.last:
        return True
    until = told.part.fullstandigTom
    return until is not None and until >= min(told.period.last, month.last)


def _within(day: date, period: Days | None) -> bool:
    return period is not None and period.first <= day <= period.last


# ---------------------------------------------------------------- items and months


def benefit_of(benefit: KodText, part: KodText | None) -> Benefit:
    return Benefit(benefit.kod, benefit.text, (part.kod, part.text) if part else None)


def is_mixed(item: Inkomstpost) -> bool:
    return item.forman.kod in MIXED


def paid(item: Inkomstpost) -> bool:
    """Made, and not known to be nothing or a recovery."""
    return item.tillstand is Tillstand.UTBETALD and (item.belopp.netto is None or item.belopp.netto > 0)


def is_in(item: Inkomstpost, month: Days) -> bool:
    """The payment date decides, not what the payment is for."""
    day = item.utbetalningsdag
    return day is not None and month.first <= day <= month.last


def may_be_in(item: Inkomstpost, month: Days) -> bool:
    """In the month; one without a date goes by the days it is for, and may be any where it has none."""
    if item.utbetalningsdag is not None:
        return is_in(item, month)
    covers = item.avser
    if covers is None:
        return True
    return (covers.from_ is None or covers.from_ <= month.last) and (
        covers.tom is None or covers.tom >= month.first
    )


def month_of(day: date) -> Days:
    """The calendar month that the day is in."""
    return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def month_before(month: Days) -> Days:
    """The first month of the calendar is its own."""
    return month if month.first == date.min else month_of(month.first - timedelta(days=1))
