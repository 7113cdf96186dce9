"""BESLUTAD_EJ_UTBETALD: granted for the whole of M, and nothing of it paid, planned or preliminary in M."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub.adapter import Days
from hub.translate.signals_basis import Basis, Source, has_group
from hub.translate.signals_payments import benefit_of, is_mixed, may_be_in
from hub.translate.signals_rejected import decisions_of, every_case, granted
from hub.translate.signals_text import day_or, month_name
from messages.delar import KodText, Period
from messages.forsakringsarende import Arendegrund, Forsakringsbeslut
from messages.pension import Pension
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod
from messages.uppgifter import Signal

_NOT_PAID_OUT = frozenset({"underhallsstodskrav", "barnbidragsmottagare"})
"""Lists of socialforsakring whose decisions pay the person nothing: a debt, and who a benefit goes to."""


def decided_unpaid(basis: Basis) -> Iterator[Signal]:
    """Only of a source that has told all payments of M: what it left out is then not coming in M."""
    month = basis.months[-1]
    for of_section in (_insurance, _pensions, _study_support):
        yield from of_section(basis, month)


def _insurance(basis: Basis, month: Days) -> Iterator[Signal]:
    for source, _, section in basis.sections(Socialforsakring):
        if not source.complete(month):
            continue
        in_month = _codes_in(source, month)
        if in_month is None:
            continue
        for name, case in every_case(section):
            if name in _NOT_PAID_OUT:
                continue
            for decision in decisions_of(case):
                if _covers(decision.period, month) and _lacking(case, decision, in_month):
                    yield _unpaid(source, month, case.forman.text, day_or(decision.fattat, ""), decision.id)


def _lacking(case: Arendegrund, decision: Forsakringsbeslut, in_month: frozenset[str]) -> bool:
    """Granted, and nothing of what it grants is in the month."""
    codes = _codes(decision.forman, decision.delforman, decision.ersattning)
    return bool(codes) and in_month.isdisjoint(codes) and granted(case, decision)


def _codes_in(source: Source, month: Days) -> frozenset[str] | None:
    """The codes of all benefits of which something is in the month; None where a payment does not tell."""
    items = [item for item in source.items if may_be_in(item, month)]
    if any(map(is_mixed, items)):
        return None
    found = {code for item in items for code in _codes(item.forman, item.delforman)}
    ids = {item.id for item in items}
    # The rows of a payment may name the benefit where the payment names only its family.
    for told in source.parts:
        section = told.part.uppgifter.get(Socialforsakring.namn)
        if isinstance(section, Socialforsakring):
            for payment in (*section.utbetalningar, *section.preliminaraUtbetalningar):
                item = source.item(told, payment.id)
                # One that its payer tells of itself is no item of this source, and made all the same.
                if item.id in ids if item else _is_in(payment.utbetalningsdag, month):
                    # Its family is no benefit: without rows that name theirs it may be of any.
                    if not payment.detaljer or any(row.forman is None for row in payment.detaljer):
                        return None
                    found.update(_codes(*(row.forman for row in payment.detaljer)))
    return frozenset(found)


def _is_in(day: date | None, month: Days) -> bool:
    return day is None or month.first <= day <= month.last


def _codes(*given: KodText | None) -> list[str]:
    return [one.kod for one in given if one is not None]


def _pensions(basis: Basis, month: Days) -> Iterator[Signal]:
    for source, told, section in basis.sections(Pension):
        # A payment without a group may be of any.
        if not (source.complete(month) and has_group(told, "pension.beslut")):
            continue
        if source.mixed_in(month):
            continue
        paid_groups = {item.forman.kod for item in source.items if may_be_in(item, month)}
        for decision in section.beslut:
            group, outcome = decision.formansgrupp, decision.utfall
            running = any(_covers(one.period, month) and one.belopp != 0 for one in decision.ersattningar)
            allowed = outcome is not None and outcome.kod == "BIFALL"
            if allowed and running and group is not None and group.kod not in paid_groups:
                yield _unpaid(source, month, group.text, day_or(decision.beslutsdag, ""), decision.id)


def _study_support(basis: Basis, month: Days) -> Iterator[Signal]:
    for source, told, section in basis.sections(Studiestod):
        if not (source.complete(month) and has_group(told, "studiestod.beviljade")):
            continue
        for case in section.arenden:
            benefit = benefit_of(case.stod, case.stodform if source.by_part else None)
            if source.in_doubt(benefit, month):
                continue
            for time in case.beviljade:
                if _covers(time.period, month) and time.totalbelopp != 0:
                    yield _unpaid(source, month, benefit.name, "", time.id)


def _covers(period: Period | None, month: Days) -> bool:
    """All of the month. Without a last day it is for the time being; without a first it is not known."""
    if period is None or period.from_ is None:
        return False
    return period.from_ <= month.first and (period.tom is None or period.tom >= month.last)


def _unpaid(source: Source, month: Days, benefit: str, day: str, element: str) -> Signal:
    when = f" (beslut {day})" if day else ""
    return source.signal(
        "BESLUTAD_EJ_UTBETALD",
        f"{benefit} ({source.name}) har beviljats för hela {month_name(month)}{when}, men ingen utbetalning "
        "är gjord, planerad eller preliminär den månaden.",
        [source.element(element)],
    )
