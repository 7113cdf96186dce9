"""A payment that a source tells of, and the income item that it becomes."""

from __future__ import annotations

from typing import NamedTuple

from hub.adapter import Payment
from messages.delar import KodText
from messages.inkomster import Belopp, Inkomstpost

OUTSIDE = "Utbetalningsdagen ligger utanför den tid som frågan gäller."
LATER = "Utbetalningen har ingen dag, och det som den avser ligger efter den tid som frågan gäller."
"""How the notes of such payments begin. The answer has no other mark of them, and the page goes by it."""


class ToldPayment(NamedTuple):
    """A payment with the source that tells of it and, where there are portions, the log record of its own."""

    source: str
    payment: Payment
    record: str | None = None


def item_of(
    told: ToldPayment, number: str, kind: KodText | None = None, note: str | None = None
) -> Inkomstpost:
    """The item `number`, of the kind that the board's table says. `note` is all that must be said of it."""
    source, payment, record = told
    return Inkomstpost.of(
        {
            "id": number,
            "kalla": source,
            "uppgiftId": payment.element,
            "forman": payment.forman,
            "delforman": payment.delforman,
            "beloppstyp": payment.beloppstyp,
            "belopp": Belopp.of(
                {
                    "brutto": payment.brutto,
                    "skatt": payment.skatt,
                    "avdrag": payment.avdrag,
                    "netto": payment.netto,
                }
            ),
            "utbetalningsdag": payment.utbetalningsdag,
            "avser": payment.avser,
            "tillstand": payment.tillstand,
            "dagar": payment.dagar,
            "anmarkning": note,
            "loggpostId": record,
            "inkomstslag": kind,
            "utbetalare": payment.utbetalare,
        }
    )
