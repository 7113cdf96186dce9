"""Pensionsmyndigheten's payments as income items: one for each payment, never more and never fewer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from adapters.forsakringskassan.pension_codes import WHOLE_PAYMENT
from hub.adapter import Payment
from hub.elements import all_deducted, remarked, told_once, with_ore
from messages.base import Sektion
from messages.delar import KodText
from messages.koder import Tillstand
from messages.pension import Pension, Pensionsutbetalning

NO_DATE = "Pensionsmyndigheten anger ingen utbetalningsdag."
NO_AMOUNT = "Nettobeloppet saknas i svaret eller kunde inte läsas."
NEGATIVE = "Beloppet är negativt."
SEVERAL_ROWS = "Utbetalningen består av flera belopp; de står i uppgiften."
SEVERAL_DEDUCTIONS = "Flera avdrag är gjorda; de står i uppgiften."
ALL_DEDUCTED = "Hela beloppet går till avdrag; inget betalas ut."


def incomes(section: Sektion) -> Iterator[Payment]:
    """Every payment made, then every preliminary one; amount `netto`, never a sum of rows or deductions.

    Two equal payments are two items. A preliminary payment that stands among those made, of the same day
    and contents, is told once, as made. Raises TypeError for another section than pension.
    """
    if not isinstance(section, Pension):
        raise TypeError(f"payments of pension are read here, not of {section.namn}")
    # Preliminary is Pensionsmyndigheten's own word. That such a payment is decided it does not say.
    payments = told_once(section.utbetalningar, section.preliminaraUtbetalningar, _contents)
    return (_payment(payment, state) for payment, state in payments)


def _contents(payment: Pensionsutbetalning) -> Pensionsutbetalning | None:
    """What makes a payment the same one in both lists. Without a day nobody knows."""
    return payment.like({"id": ""}) if payment.utbetalningsdag else None


def _payment(payment: Pensionsutbetalning, state: Tillstand) -> Payment:
    row = payment.rader[0] if len(payment.rader) == 1 else None
    return Payment(
        element=payment.id,
        forman=_benefit(payment),
        delforman=row.utbetalningsforman if row else None,
        beloppstyp=row.beloppstyp if row else None,
        brutto=with_ore(payment.brutto),
        avdrag=with_ore(_deduction(payment)),
        netto=with_ore(payment.netto),
        utbetalningsdag=payment.utbetalningsdag,
        avser=payment.period,
        tillstand=state,
        anmarkning=_remark(payment),
    )


def _benefit(payment: Pensionsutbetalning) -> KodText:
    """The group of benefits, where every row is of the same one."""
    groups = [row.formansgrupp for row in payment.rader]
    named = {group.kod: group for group in groups if group is not None}
    if not named or None in groups:
        return WHOLE_PAYMENT.known["OKAND"]
    if len(named) > 1:
        return WHOLE_PAYMENT.known["FLERA"]
    return next(iter(named.values()))


def _deduction(payment: Pensionsutbetalning) -> Decimal | None:
    """A single one stands as one, tax or not: which codes are tax is not published."""
    return payment.avdrag[0].belopp if len(payment.avdrag) == 1 else None


def _remark(payment: Pensionsutbetalning) -> str | None:
    return remarked(
        (
            (payment.utbetalningsdag is None, NO_DATE),
            (payment.netto is None, NO_AMOUNT),
            (payment.netto is not None and payment.netto < 0, NEGATIVE),
            (all_deducted(payment.netto, (row.belopp for row in payment.avdrag)), ALL_DEDUCTED),
            (len(payment.rader) > 1, SEVERAL_ROWS),
            (len(payment.avdrag) > 1, SEVERAL_DEDUCTIONS),
        )
    )
