"""Payouts from the tax account as income items. The date is the day they were booked."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.skatteverket.codes import BENEFIT, ZERO
from hub.adapter import Payment
from hub.elements import remarked, with_ore
from messages.base import Sektion
from messages.beskattning import Beskattning, Skattekontoutbetalning
from messages.koder import Tillstand

NO_DATE = "Skatteverket anger ingen bokföringsdag; räkna inte med att beloppet är utbetalt."
NO_AMOUNT = "Beloppet saknas i svaret eller kunde inte läsas."
NEGATIVE = "Beloppet är negativt."


def incomes(section: Sektion) -> Iterator[Payment]:
    """Every payout, in their order. One of 0 that was never booked is no payout, and no item.

    Raises TypeError for another section than beskattning.
    """
    if not isinstance(section, Beskattning):
        raise TypeError(f"payouts of beskattning are read here, not of {section.namn}")
    payouts = section.skattekontoutbetalningar
    return (_payment(payout) for payout in payouts if payout.belopp or payout.bokforingsdag)


def _payment(payout: Skattekontoutbetalning) -> Payment:
    benefit = BENEFIT.read("SKATTEATERBARING")
    assert benefit is not None
    booked = payout.bokforingsdag is not None
    return Payment(
        element=payout.id,
        forman=benefit,
        netto=with_ore(payout.belopp),
        utbetalningsdag=payout.bokforingsdag,
        tillstand=Tillstand.UTBETALD if booked else Tillstand.PRELIMINAR,
        anmarkning=_remark(payout),
    )


def _remark(payout: Skattekontoutbetalning) -> str | None:
    return remarked(
        (
            (payout.bokforingsdag is None, NO_DATE),
            (payout.belopp is None, NO_AMOUNT),
            (payout.belopp is not None and payout.belopp == 0, ZERO),
            (payout.belopp is not None and payout.belopp < 0, NEGATIVE),
        )
    )
