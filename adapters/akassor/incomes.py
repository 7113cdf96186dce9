"""The a-kassor's payments as income items: one item for each payment, never more and never fewer."""

from __future__ import annotations

from decimal import Decimal

from adapters.akassor.codes import UNEMPLOYMENT_BENEFIT
from messages.arbetsloshetsersattning import Arbetsloshetsersattning, Ersattningsutbetalning
from messages.base import Sektion
from messages.inkomster import Belopp, Inkomstpost
from messages.koder import Tillstand

NO_DATE = "A-kassan anger ingen utbetalningsdag, så det går inte att avgöra om utbetalningen är gjord."
NO_AMOUNT = "Beloppet efter skatt saknas i svaret eller kunde inte läsas."
DEDUCTED = "A-kassan har gjort avdrag utöver skatt; vad som återstår (nettoEfterAvdrag) står i uppgiften."
NEGATIVE = "Beloppet är negativt."

_CENTS = Decimal("0.01")


def incomes(section: Sektion, source: str) -> tuple[Inkomstpost, ...]:
    """Every payment of every a-kassa, in their order; amount `nettoEfterSkatt`, never a sum.

    Two equal payments are two items. The a-kassor tell no state of a payment, only its day: every item is
    PRELIMINAR here, and who knows the day of the answer settles it by that (`SectionType.state_by_day`).
    Raises TypeError for another section than arbetsloshetsersattning.
    """
    if not isinstance(section, Arbetsloshetsersattning):
        raise TypeError(f"payments of arbetsloshetsersattning are read here, not of {section.namn}")
    payments = (payment for fund in section.akassor for payment in fund.utbetalningar)
    return tuple(_item(f"i{place}", source, payment) for place, payment in enumerate(payments, start=1))


def _item(number: str, source: str, payment: Ersattningsutbetalning) -> Inkomstpost:
    return Inkomstpost(
        id=number,
        kalla=source,
        uppgiftId=payment.id,
        forman=UNEMPLOYMENT_BENEFIT,
        belopp=Belopp(netto=_with_ore(payment.nettoEfterSkatt)),
        utbetalningsdag=payment.utbetalningsdag,
        avser=payment.avser,
        tillstand=Tillstand.PRELIMINAR,
        dagar=payment.ersattningsdagar,
        anmarkning=_remark(payment),
    )


def _with_ore(amount: Decimal | None) -> Decimal | None:
    """Two decimals, as a calculation writes amounts; one that has more to it is left as it is."""
    if amount is None:
        return None
    written = amount.quantize(_CENTS)
    return written if written == amount else amount


def _remark(payment: Ersattningsutbetalning) -> str | None:
    after_tax, after_deductions = payment.nettoEfterSkatt, payment.nettoEfterAvdrag
    both = after_tax is not None and after_deductions is not None
    remarks = [
        (payment.utbetalningsdag is None, NO_DATE),
        (after_tax is None, NO_AMOUNT),
        (after_tax is not None and after_tax < 0, NEGATIVE),
        (both and after_tax != after_deductions, DEDUCTED),
    ]
    return " ".join(text for holds, text in remarks if holds) or None
