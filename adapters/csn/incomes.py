"""CSN's payments as income items: one item for each payment, never more and never fewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.adapter import Payment
from hub.elements import remarked, with_ore
from messages.base import Sektion
from messages.delar import KodText, Period
from messages.koder import Tillstand
from messages.studiestod import Studiebelopp, Studiestod, Studiestodsarende, Studieutbetalning

NO_DATE = "Utbetalningen är planerad men har inget datum än; den räknas på sina veckor."
NO_DATE_PAID = "CSN anger ingen utbetalningsdag."
NO_AMOUNT = "Beloppet saknas i svaret eller kunde inte läsas."
NO_STATE = "CSN anger inte om utbetalningen är gjord; räkna inte med att den är det."
SEVERAL_TIMES = "Utbetalningen avser flera perioder; se uppgiften."
NEGATIVE = "Beloppet är negativt."

_STATES = {"UTBETALD": Tillstand.UTBETALD, "PLANERAD": Tillstand.PLANERAD}


def incomes(section: Sektion) -> Iterator[Payment]:
    """Every payment of the payment plans, in their order; amount `totalbelopp`, never a sum of its rows.

    The benefit is the support, of a closed list; the sub-benefit is CSN's own form of it, of which no list is
    published. Two equal payments are two items. Raises TypeError for another section than studiestod.
    """
    if not isinstance(section, Studiestod):
        raise TypeError(f"payments of studiestod are read here, not of {section.namn}")
    return (_payment(case, payment) for case in section.arenden for payment in case.utbetalningar)


def _payment(case: Studiestodsarende, payment: Studieutbetalning) -> Payment:
    state = _state(payment)
    return Payment(
        element=payment.id,
        forman=case.stod,
        delforman=case.stodform,
        beloppstyp=_amount_type(payment),
        netto=with_ore(payment.totalbelopp),
        utbetalningsdag=payment.utbetalningsdag,
        avser=_covers(payment),
        tillstand=state,
        anmarkning=_remark(payment, state),
    )


def _state(payment: Studieutbetalning) -> Tillstand:
    # PRELIMINAR is the least that can be said of a payment whose state is not told; the remark says so.
    return _STATES.get(payment.status.kod if payment.status else "", Tillstand.PRELIMINAR)


def _covers(payment: Studieutbetalning) -> Period | None:
    """From the first day covered to the last."""
    periods = [time.period for time in payment.tider if time.period]
    starts = [period.from_ for period in periods if period.from_]
    ends = [period.tom for period in periods if period.tom]
    if not starts and not ends:
        return None
    if len(periods) == 1:
        return periods[0]
    return Period(from_=min(starts, default=None), tom=max(ends, default=None))


def _amount_type(payment: Studieutbetalning) -> KodText | None:
    """Carried when the payment has exactly one row of amounts."""
    rows: Sequence[Studiebelopp] = [row for time in payment.tider for row in time.beloppsrader]
    return rows[0].beloppstyp if len(rows) == 1 else None


def _remark(payment: Studieutbetalning, state: Tillstand) -> str | None:
    return remarked(
        (
            (state is Tillstand.PRELIMINAR, NO_STATE),
            (payment.utbetalningsdag is None and state is Tillstand.PLANERAD, NO_DATE),
            (payment.utbetalningsdag is None and state is Tillstand.UTBETALD, NO_DATE_PAID),
            (payment.totalbelopp is None, NO_AMOUNT),
            (payment.totalbelopp is not None and payment.totalbelopp < 0, NEGATIVE),
            (len(payment.tider) > 1, SEVERAL_TIMES),
        )
    )
