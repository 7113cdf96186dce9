"""Signals about payments: gone, new, changed, without date, decided but unpaid, study grant in September."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from hub.adapter import Days
from hub.translate.signals_basis import Basis, Source
from hub.translate.signals_payments import (
    MIXED,
    Benefit,
    Payments,
    coming,
    is_in,
    may_be_in,
    month_of,
    paid,
)
from hub.translate.signals_text import addition, month_name
from messages.inkomster import Inkomstpost
from messages.koder import Tillstand
from messages.studiestod import Studiestod, Studiestodsarende
from messages.uppgifter import Signal

_NOTHING = Decimal(0)

_ONCE = frozenset({"SKATTEATERBARING"})
"""Benefits that are paid when there is something to pay: that none comes, or another amount, is no change."""


def _runs(benefit: Benefit, payments: Payments) -> bool:
    """Whether the payments are one running income, and all of it is here.

    Of what another authority pays some stand as that one's items, once it has told of them.
    """
    return benefit.code not in _ONCE and benefit.code not in MIXED and not payments.of_another


def gone(basis: Basis) -> Iterator[Signal]:
    """BORTFALLEN: paid in M-1 or M-2; nothing paid, planned or preliminary in M, of which all is known."""
    *earlier, month = basis.months
    for source in basis.sources:
        if not source.complete(month):
            continue
        for benefit, payments in source.benefits.items():
            if not any(one.first in payments.paid_in for one in earlier):
                continue
            if not _runs(benefit, payments) or source.in_doubt(benefit, month):
                continue
            before = [
                item for item in payments.items if paid(item) and any(is_in(item, one) for one in earlier)
            ]
            last = max(item.utbetalningsdag for item in before if item.utbetalningsdag)
            yield source.signal(
                "BORTFALLEN",
                f"{benefit.name} ({source.name}) betalades senast ut {last}. I {month_name(month)} är "
                "inget utbetalat, planerat eller preliminärt.",
                (item.id for item in before),
            )


def new(basis: Basis) -> Iterator[Signal]:
    """NY: paid in M-1 or M, and not before within the period; all of the month before is known."""
    pairs = tuple(pairwise(basis.months))
    for source in basis.sources:
        for benefit, payments in source.benefits.items():
            begun = next((pair for pair in pairs if pair[1].first in payments.paid_in), None)
            if begun is None or not _runs(benefit, payments) or not source.complete(begun[0]):
                continue
            before, first = begun
            earlier = _days_before(source, before, first)
            if earlier is None or source.in_doubt(benefit, earlier):
                continue
            made = [item for item in payments.within(first) if paid(item)]
            yield source.signal(
                "NY",
                f"{benefit.name} ({source.name}): {_made(made)} har ingen tidigare motsvarighet i den tid "
                f"som källan har tillfrågats om (från {source.first}).{_before_that(payments, earlier)}"
                f"{_after_that(payments, first)}",
                (item.id for item in made),
            )


def _made(items: Sequence[Inkomstpost]) -> str:
    """What is known: these payments. That there is one does not tell that more will come."""
    days = sorted({item.utbetalningsdag.isoformat() for item in items if item.utbetalningsdag})
    named = " och ".join(filter(None, (", ".join(days[:-1]), days[-1])))
    if len(items) == 1:
        return f"en utbetalning, {named},"
    return f"{len(items)} utbetalningar, {named},"


def _after_that(payments: Payments, first: Days) -> str:
    """Whether anything is told after the month in which it was paid first."""
    days = [item.utbetalningsdag for item in payments.items if item.utbetalningsdag and paid(item)]
    since = min((day for day in days if day > first.last), default=None)
    again = f" Utbetalt igen {since}." if since else ""
    later = (
        one for one in payments.items if one.utbetalningsdag is None or one.utbetalningsdag >= first.first
    )
    if any(map(coming, later)):
        return f"{again} Fler är planerade eller preliminära."
    return again or " Om fler kommer framgår inte."


def _before_that(payments: Payments, asked: Days) -> str:
    """Some sources tell of more than they are asked about: then it has been paid before, and this is when."""
    days = [item.utbetalningsdag for item in payments.items if item.utbetalningsdag and paid(item)]
    last = max((day for day in days if day < asked.first), default=None)
    return f" Före den tiden betalades senast ut {last}." if last else ""


def _days_before(source: Source, before: Days, month: Days) -> Days | None:
    """All days asked about before the month; None where not all of the month before was asked about."""
    first = source.first
    return None if before == month or first is None or before.first < first else Days(first, before.last)


def changed(basis: Basis) -> Iterator[Signal]:
    """ANDRAD: a month's net differs from that of the month before by more than the share; both are known."""
    pairs = [(before, after, Days(before.first, after.last)) for before, after in pairwise(basis.months)]
    for source in basis.sources:
        for before, after, whole in pairs:
            if not (source.complete(before) and source.complete(after)):
                continue
            # A payment of several benefits may hold any of them: then no month's net is known.
            if not source.mixed_in(whole):
                yield from _changes(basis, source, before, after, whole)


def _changes(basis: Basis, source: Source, before: Days, after: Days, whole: Days) -> Iterator[Signal]:
    for benefit, payments in source.benefits.items():
        was, now = _nets(payments.within(before)), _nets(payments.within(after))
        # Most are as they were: then there is nothing to add up.
        if not was or not now or was == now or not _runs(benefit, payments):
            continue
        # One without a day may be of either month, and then neither's net is known.
        if any(may_be_in(item, whole) for item in payments.undated):
            continue
        old, fresh = sum(was, _NOTHING), sum(now, _NOTHING)
        if abs(fresh - old) <= basis.share * abs(old):
            continue
        per_cent = f" ({(fresh - old) / abs(old) * 100:+.0f} %)" if old else ""
        yield source.signal(
            "ANDRAD",
            f"{benefit.name} ({source.name}) har ändrats{per_cent}. Netto i {month_name(before)}: "
            f"{addition(was)}. Netto i {month_name(after)}: {addition(now)}."
            f"{_left_out(payments, before, after)}",
            [item.id for month in (before, after) for item in _with_amount(payments.within(month))],
        )


def _nets(items: Iterable[Inkomstpost]) -> list[Decimal]:
    """The amounts of those that have one. Two equal payments are two."""
    return [netto for item in items if (netto := item.belopp.netto) is not None]


def _with_amount(items: Iterable[Inkomstpost]) -> Iterator[Inkomstpost]:
    return (item for item in items if item.belopp.netto is not None)


def _left_out(payments: Payments, *months: Days) -> str:
    unknown = any(item.belopp.netto is None for month in months for item in payments.within(month))
    return " Utbetalningar utan belopp är inte medräknade." if unknown else ""


def planned_without_date(basis: Basis) -> Iterator[Signal]:
    """PLANERAD_UTAN_DATUM: one for each benefit."""
    for source in basis.sources:
        for benefit, payments in source.benefits.items():
            waiting = [item for item in payments.undated if item.tillstand is Tillstand.PLANERAD]
            if waiting:
                count = (
                    "en planerad utbetalning"
                    if len(waiting) == 1
                    else f"{len(waiting)} planerade utbetalningar"
                )
                yield source.signal(
                    "PLANERAD_UTAN_DATUM",
                    f"{benefit.name} ({source.name}): {count} har inget utbetalningsdatum än.",
                    (item.id for item in waiting),
                )


def study_grant_in_september(basis: Basis) -> Iterator[Signal]:
    """STUDIEBIDRAG_SEPTEMBER: paid in June and not in September; the period and the source cover both."""
    for year in range(basis.period.first.year, basis.period.last.year + 1):
        june = month_of(basis.period.first.replace(year=year, month=6, day=1))
        september = month_of(june.first.replace(month=9))
        if june.first < basis.period.first or september.last > basis.period.last:
            continue
        for source in basis.sources:
            yield from _missing_in_september(basis, source, june, september)


def _missing_in_september(basis: Basis, source: Source, june: Days, september: Days) -> Iterator[Signal]:
    grants = [
        item
        for part_source, told, section in basis.sections(Studiestod)
        if part_source is source
        for case in section.arenden
        if _is_study_grant(case)
        for payment in case.utbetalningar
        if (item := source.item(told, payment.id)) is not None
    ]
    in_june = [item for item in grants if paid(item) and is_in(item, june)]
    if not in_june or not (source.complete(june) and source.complete(september)):
        return
    if not any(may_be_in(item, september) for item in grants):
        yield source.signal(
            "STUDIEBIDRAG_SEPTEMBER",
            f"Studiebidrag betalades ut i {month_name(june)} men inte i {month_name(september)}. Kontrollera "
            "om studierna fortsätter.",
            (item.id for item in in_june),
        )


def _is_study_grant(case: Studiestodsarende) -> bool:
    """Studiebidrag, and not the supplements of studiehjälp; as the rows of contracts/inkomstslag.yaml."""
    form = case.stodform
    return case.stod.kod == "STUDIEHJALP" and (
        form is None or form.kod == "GRUND" or form.text.strip().casefold() == "studiebidrag"
    )
