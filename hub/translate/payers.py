"""A payment that two sources tell of: one income, and the payer's own word stands.

Where the payer has not told of it (it failed, or was not asked) the other's word is all there is. Nothing is
taken for the same that is not of the same day and net; where it may be, the caseworker is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from hub.model.incomes import ToldPayment

_ALSO = "Samma utbetalning redovisas också av {source}."
_BY_OTHER = "Utbetalningen görs av {source}."
_MAY_BE_ONE = (
    "{source} redovisar själv en utbetalning samma dag, med ett annat belopp: det kan vara samma. "
    "Räkna inte båda utan att ha kontrollerat."
)


def of_one_payer(
    told: Sequence[ToldPayment], names: Mapping[str, str]
) -> Iterator[tuple[ToldPayment, str | None]]:
    """Each payment once, with what must be said of who tells it. `names` are the sources' names by id."""
    if all(one.payment.utbetalare is None for one in told):
        yield from ((one, None) for one in told)
        return
    repeated = _told_by_the_payer(told)
    also = {id(own): other for other, own in repeated}
    dropped = {id(other) for other, _ in repeated}
    days = {(one.source, one.payment.utbetalningsdag) for one in told if one.payment.utbetalare is None}
    for one in told:
        payer, day = one.payment.utbetalare, one.payment.utbetalningsdag
        if id(one) in dropped:
            continue
        if id(one) in also:
            teller = also[id(one)].source
            yield one, _ALSO.format(source=names.get(teller, teller))
        elif payer is not None:
            same_day = day is not None and (payer, day) in days
            sentence = f"{_BY_OTHER} {_MAY_BE_ONE}" if same_day else _BY_OTHER
            yield one, sentence.format(source=names.get(payer, payer))
        else:
            yield one, None


def _told_by_the_payer(told: Sequence[ToldPayment]) -> list[tuple[ToldPayment, ToldPayment]]:
    """Pairs of what another source tells and the payer's own; two equal payments are two pairs."""
    own: dict[tuple[str, date | None, Decimal | None], list[ToldPayment]] = defaultdict(list)
    for one in told:
        if one.payment.utbetalare is None:
            own[one.source, one.payment.utbetalningsdag, one.payment.netto].append(one)
    pairs = []
    for one in told:
        payer, day, net = one.payment.utbetalare, one.payment.utbetalningsdag, one.payment.netto
        if payer is None or day is None or net is None:
            continue
        same = own.get((payer, day, net))
        if same:
            pairs.append((one, same.pop(0)))
    return pairs
