"""What signals are concluded from: the parts and income items of one person, and what is known of a month.

That something is not there tells something only where its source has answered, with all groups that hold
payments, for the whole month and after its end. `Source.complete` is the one place that says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hub.adapter import Days
from hub.translate.signals_payments import Benefit, Payments, benefit_of, is_mixed, may_be_in, payments_of
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.arbetssokande import Arbetssokande
from messages.base import Sektion
from messages.inkomster import Inkomstpost
from messages.koder import Utfall
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

_ANSWERED = frozenset({Utfall.BESVARAD, Utfall.DELVIS_BESVARAD, Utfall.INGA_UPPGIFTER})

_LONGEST = 2000

S = TypeVar("S", bound=Sektion)


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
    first: date | None
    """The first day that it was asked about, which may be later than the question's."""
    _complete: dict[Days, bool] = field(default_factory=dict, repr=False, compare=False)
    """Asked of the same few months over and over."""

    def complete(self, month: Days) -> bool:
        """Whether a payment in the days, a month or one of them, would have been told."""
        known = self._complete.get(month)
        if known is None:
            known = self._complete[month] = self.tells_payments and self._told_all_of(month)
        return known

    def _told_all_of(self, month: Days) -> bool:
        asked = [told.period for told in self.parts if told.period is not None]
        for day in (month.first, month.last):
            if not any(period.first <= day <= period.last for period in asked):
                return False
        return all(_known_through(told, month) for told in self.parts)

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
        return Signal.of({"kod": kod, "text": short, "kalla": self.id, "underlag": list(basis)})


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
    benefits = {benefit: payments_of(paid_for) for benefit, paid_for in own.items()}
    made_of = {(item.uppgiftId, item.loggpostId): item for item in items}
    mixed = [item for item in items if is_mixed(item)]
    tells = all(map(_tells_payments, parts))
    first = min((told.period.first for told in parts if told.period is not None), default=None)
    return Source(source, name, parts, items, benefits, mixed, made_of, tells, by_part, first)


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the signals of one person are made from. `months` are M-2, M-1 and M; `today` is Swedish."""

    sources: Sequence[Source]
    period: Days
    months: tuple[Days, Days, Days]
    today: date
    share: Decimal
    """A net that changes by more than this share of what it was, is a change: 0.2 is 20 per cent."""

    _found: dict[str, list[tuple[Source, Told, Sektion]]] = field(init=False, repr=False, compare=False)
    """The sections by name: most signals are of one kind, and most persons have few kinds."""

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[Source, Told, Sektion]]] = {}
        for source in self.sources:
            for told in source.parts:
                for name, section in told.part.uppgifter.items():
                    found.setdefault(name, []).append((source, told, section))
        object.__setattr__(self, "_found", found)

    def sections(self, kind: type[S]) -> Iterator[tuple[Source, Told, S]]:
        for source, told, section in self._found.get(kind.namn, ()):
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
