"""Försäkringskassan's payments as income items: one item for each payment, never more and never fewer."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.forsakringskassan.codes import INCOME_BENEFIT
from hub.adapter import Payment
from hub.elements import all_deducted, remarked, told_once, with_ore
from messages.base import Sektion
from messages.delar import KodText
from messages.forsakringsuppgifter import Forsakringsutbetalning
from messages.koder import Tillstand
from messages.socialforsakring import Socialforsakring

_PRESUMED = "4"
"""The code of a payment that is expected and not made (socialforsakring-betalningstyp)."""

NOT_MADE = "Försäkringskassan kallar utbetalningen presumtiv: den väntas, men är inte gjord."
NO_DATE = "Försäkringskassan anger ingen utbetalningsdag."
NO_AMOUNT = "Nettobeloppet saknas i svaret, är i en annan valuta än kronor eller kunde inte läsas."
NEGATIVE = "Beloppet är negativt."
SEVERAL_ROWS = "Utbetalningen består av flera rader; de står i uppgiften."
ALL_DEDUCTED = "Hela beloppet går till avdrag; inget betalas ut."

_PAYERS = {"1003": "PM"}
"""`foretag` to the source that is that authority: Försäkringskassan tells of payments that others make."""


def incomes(section: Sektion) -> Iterator[Payment]:
    """Every payment made, then every preliminary one; amount `netto`, never a sum of rows.

    Two equal payments are two items. A preliminary payment that stands among those made, of the same day and
    contents, is told once, as made. Raises TypeError for another section than socialforsakring.
    """
    if not isinstance(section, Socialforsakring):
        raise TypeError(f"payments of socialforsakring are read here, not of {section.namn}")
    payments = told_once(section.utbetalningar, section.preliminaraUtbetalningar, _contents)
    return (_payment(payment, state) for payment, state in payments)


def _contents(payment: Forsakringsutbetalning) -> Forsakringsutbetalning | None:
    """What makes a payment the same one in both lists: `typ` may tell that it is not made yet.

    Without a day nobody knows.
    """
    return payment.like({"id": "", "typ": None}) if payment.utbetalningsdag else None


def _payment(payment: Forsakringsutbetalning, listed: Tillstand) -> Payment:
    state = Tillstand.PRELIMINAR if _is_presumed(payment) else listed
    row = payment.detaljer[0] if len(payment.detaljer) == 1 else None
    return Payment(
        element=payment.id,
        forman=_benefit(payment),
        delforman=row.forman if row else None,
        beloppstyp=row.beloppstyp if row else None,
        brutto=with_ore(payment.brutto),
        skatt=with_ore(payment.skatt),
        avdrag=with_ore(payment.avdrag),
        netto=with_ore(payment.netto),
        utbetalningsdag=payment.utbetalningsdag,
        avser=payment.period,
        tillstand=state,
        dagar=row.dagar if row else None,
        anmarkning=_remark(payment, presumed=state is not listed),
        utbetalare=_PAYERS.get(payment.foretag.kod) if payment.foretag else None,
    )


def _benefit(payment: Forsakringsutbetalning) -> KodText:
    """The family of benefits, or the only benefit that the rows name."""
    if payment.formansfamilj is not None:
        return payment.formansfamilj
    named = {row.forman.kod: row.forman for row in payment.detaljer if row.forman is not None}
    if len(named) == 1:
        return next(iter(named.values()))
    return INCOME_BENEFIT.known["FLERA" if named else "OKAND"]


def _is_presumed(payment: Forsakringsutbetalning) -> bool:
    return payment.typ is not None and payment.typ.kod == _PRESUMED


def _remark(payment: Forsakringsutbetalning, *, presumed: bool) -> str | None:
    return remarked(
        (
            (presumed, NOT_MADE),
            (payment.utbetalningsdag is None, NO_DATE),
            (payment.netto is None, NO_AMOUNT),
            (payment.netto is not None and payment.netto < 0, NEGATIVE),
            (all_deducted(payment.netto, (payment.skatt, payment.avdrag)), ALL_DEDUCTED),
            (len(payment.detaljer) > 1, SEVERAL_ROWS),
        )
    )
