"""Försäkringskassan's payments as income items: one item for each payment, never more and never fewer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from adapters.forsakringskassan.codes import INCOME_BENEFIT
from messages.base import Sektion
from messages.delar import KodText
from messages.forsakringsuppgifter import Forsakringsutbetalning
from messages.inkomster import Belopp, Inkomstpost
from messages.koder import Tillstand
from messages.socialforsakring import Socialforsakring

NO_DATE = "Försäkringskassan anger ingen utbetalningsdag."
NO_AMOUNT = "Nettobeloppet saknas i svaret, är i en annan valuta än kronor eller kunde inte läsas."
NEGATIVE = "Beloppet är negativt."
SEVERAL_ROWS = "Utbetalningen består av flera rader; de står i uppgiften."

_CENTS = Decimal("0.01")


def incomes(section: Sektion, source: str) -> tuple[Inkomstpost, ...]:
    """Every payment made, then every preliminary one; amount `netto`, never a sum of rows.

    Two equal payments are two items. A preliminary payment that stands among those made, of the same day and
    contents, is told once, as made. Raises TypeError for another section than socialforsakring.
    """
    if not isinstance(section, Socialforsakring):
        raise TypeError(f"payments of socialforsakring are read here, not of {section.namn}")
    return tuple(
        _item(f"i{place}", source, payment, state)
        for place, (payment, state) in enumerate(_payments(section), start=1)
    )


def _payments(section: Socialforsakring) -> Iterator[tuple[Forsakringsutbetalning, Tillstand]]:
    made = [_contents(payment) for payment in section.utbetalningar]
    yield from ((payment, Tillstand.UTBETALD) for payment in section.utbetalningar)
    for payment in section.preliminaraUtbetalningar:
        contents = _contents(payment)
        if payment.utbetalningsdag is not None and contents in made:
            made.remove(contents)
        else:
            yield payment, Tillstand.PRELIMINAR


def _contents(payment: Forsakringsutbetalning) -> Forsakringsutbetalning:
    """What makes a payment the same one in both lists: `typ` may tell that it is not made yet."""
    return payment.model_copy(update={"id": "", "typ": None})


def _item(number: str, source: str, payment: Forsakringsutbetalning, state: Tillstand) -> Inkomstpost:
    row = payment.detaljer[0] if len(payment.detaljer) == 1 else None
    return Inkomstpost(
        id=number,
        kalla=source,
        uppgiftId=payment.id,
        forman=_benefit(payment),
        delforman=row.forman if row else None,
        beloppstyp=row.beloppstyp if row else None,
        belopp=Belopp(
            brutto=_with_ore(payment.brutto),
            skatt=_with_ore(payment.skatt),
            avdrag=_with_ore(payment.avdrag),
            netto=_with_ore(payment.netto),
        ),
        utbetalningsdag=payment.utbetalningsdag,
        avser=payment.period,
        tillstand=state,
        dagar=row.dagar if row else None,
        anmarkning=_remark(payment),
    )


def _benefit(payment: Forsakringsutbetalning) -> KodText:
    """The family of benefits, or the only benefit that the rows name."""
    if payment.formansfamilj is not None:
        return payment.formansfamilj
    named = {row.forman.kod: row.forman for row in payment.detaljer if row.forman is not None}
    if len(named) == 1:
        return next(iter(named.values()))
    return INCOME_BENEFIT.known["FLERA" if named else "OKAND"]


def _with_ore(amount: Decimal | None) -> Decimal | None:
    """Two decimals, as a calculation writes amounts; one that has more to it is left as it is."""
    if amount is None:
        return None
    written = amount.quantize(_CENTS)
    return written if written == amount else amount


def _remark(payment: Forsakringsutbetalning) -> str | None:
    remarks = [
        (payment.utbetalningsdag is None, NO_DATE),
        (payment.netto is None, NO_AMOUNT),
        (payment.netto is not None and payment.netto < 0, NEGATIVE),
        (len(payment.detaljer) > 1, SEVERAL_ROWS),
    ]
    return " ".join(text for holds, text in remarks if holds) or None
