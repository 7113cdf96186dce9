"""The a-kassor's payments as income items: one item for each payment, never more and never fewer."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.akassor.codes import UNEMPLOYMENT_BENEFIT
from hub.adapter import Payment
from hub.elements import remarked, with_ore
from messages.arbetsloshetsersattning import Arbetsloshetsersattning, Ersattningsutbetalning
from messages.base import Sektion
from messages.koder import Tillstand

NO_DATE = "A-kassan anger ingen utbetalningsdag, så det går inte att avgöra om utbetalningen är gjord."
NO_AMOUNT = "Beloppet efter skatt saknas i svaret eller kunde inte läsas."
DEDUCTED = "A-kassan har gjort avdrag utöver skatt; vad som återstår (nettoEfterAvdrag) står i uppgiften."
ALL_DEDUCTED = "Hela beloppet går till avdrag; inget betalas ut."
NEGATIVE = "Beloppet är negativt."


def incomes(section: Sektion) -> Iterator[Payment]:
    """Every payment of every a-kassa, in their order; amount `nettoEfterSkatt`, never a sum.

    Two equal payments are two. The a-kassor tell no state of a payment, only its day: every one is
    PRELIMINAR here, and who knows the day of the answer settles it by that (`SectionType.state_by_day`).
    Raises TypeError for another section than arbetsloshetsersattning.
    """
    if not isinstance(section, Arbetsloshetsersattning):
        raise TypeError(f"payments of arbetsloshetsersattning are read here, not of {section.namn}")
    return (_payment(payment) for fund in section.akassor for payment in fund.utbetalningar)


def _payment(payment: Ersattningsutbetalning) -> Payment:
    return Payment(
        element=payment.id,
        forman=UNEMPLOYMENT_BENEFIT,
        netto=with_ore(payment.nettoEfterSkatt),
        utbetalningsdag=payment.utbetalningsdag,
        avser=payment.avser,
        tillstand=Tillstand.PRELIMINAR,
        dagar=payment.ersattningsdagar,
        anmarkning=_remark(payment),
    )


def _remark(payment: Ersattningsutbetalning) -> str | None:
    after_tax, after_deductions = payment.nettoEfterSkatt, payment.nettoEfterAvdrag
    both = after_tax is not None and after_deductions is not None
    return remarked(
        (
            (payment.utbetalningsdag is None, NO_DATE),
            (after_tax is None, NO_AMOUNT),
            (after_tax is not None and after_tax < 0, NEGATIVE),
            (both and after_tax != after_deductions, DEDUCTED),
            (bool(after_tax) and after_deductions is not None and not after_deductions, ALL_DEDUCTED),
        )
    )
