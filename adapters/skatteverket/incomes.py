"""Payouts from the tax account as income items. The date is the day they were booked."""

from __future__ import annotations

from adapters.skatteverket.codes import BENEFIT, ZERO
from hub.elements import remarked, with_ore
from messages.base import Sektion
from messages.beskattning import Beskattning, Skattekontoutbetalning
from messages.inkomster import Belopp, Inkomstpost
from messages.koder import Tillstand

NO_DATE = "Skatteverket anger ingen bokföringsdag; räkna inte med att beloppet är utbetalt."
NO_AMOUNT = "Beloppet saknas i svaret eller kunde inte läsas."
NEGATIVE = "Beloppet är negativt."


def incomes(section: Sektion, source: str) -> tuple[Inkomstpost, ...]:
    """Every payout, in their order. One of 0 that was never booked is no payout, and no item.

    Raises TypeError for another section than beskattning.
    """
    if not isinstance(section, Beskattning):
        raise TypeError(f"payouts of beskattning are read here, not of {section.namn}")
    payouts = [payout for payout in section.skattekontoutbetalningar if payout.belopp or payout.bokforingsdag]
    return tuple(_item(f"i{place}", source, payout) for place, payout in enumerate(payouts, start=1))


def _item(number: str, source: str, payout: Skattekontoutbetalning) -> Inkomstpost:
    benefit = BENEFIT.read("SKATTEATERBARING")
    assert benefit is not None
    booked = payout.bokforingsdag is not None
    return Inkomstpost(
        id=number,
        kalla=source,
        uppgiftId=payout.id,
        forman=benefit,
        belopp=Belopp(netto=with_ore(payout.belopp)),
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
