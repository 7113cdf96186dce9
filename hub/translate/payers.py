"""A payment that two sources tell of: one income, and the payer's own word stands.

Where the payer has not told of it (it failed, or was not asked) the other's word is all there is. Nothing is
taken for the same that is not of the same day and net; where it may be, the caseworker is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from messages.inkomster import Inkomstpost

_ALSO = "Samma utbetalning redovisas också av {source}."
_BY_OTHER = "Utbetalningen görs av {source}."
_MAY_BE_ONE = (
    "{source} redovisar själv en utbetalning samma dag, med ett annat belopp: det kan vara samma. "
    "Räkna inte båda utan att ha kontrollerat."
)


def of_one_payer(
    items: Sequence[Inkomstpost], names: Mapping[str, str]
) -> Iterator[tuple[Inkomstpost, str | None]]:
    """Each payment once, with what must be said of who tells it. `names` are the sources' names by id."""
    repeated = _told_by_the_payer(items)
    also = {id(own): other for other, own in repeated}
    dropped = {id(other) for other, _ in repeated}
    days = {(item.kalla, item.utbetalningsdag) for item in items if item.utbetalare is None}
    for item in items:
        if id(item) in dropped:
            continue
        if id(item) in also:
            teller = also[id(item)].kalla
            yield item, _ALSO.format(source=names.get(teller, teller))
        elif item.utbetalare is not None:
            payer = names.get(item.utbetalare, item.utbetalare)
            same_day = item.utbetalningsdag is not None and (item.utbetalare, item.utbetalningsdag) in days
            sentence = f"{_BY_OTHER} {_MAY_BE_ONE}" if same_day else _BY_OTHER
            yield item, sentence.format(source=payer)
        else:
            yield item, None


def _told_by_the_payer(items: Sequence[Inkomstpost]) -> list[tuple[Inkomstpost, Inkomstpost]]:
    """Pairs of what another source tells and the payer's own; two equal payments are two pairs."""
    if all(item.utbetalare is None for item in items):
        return []
    own: dict[tuple[str, date | None, Decimal | None], list[Inkomstpost]] = defaultdict(list)
    for item in items:
        if item.utbetalare is None:
            own[item.kalla, item.utbetalningsdag, item.belopp.netto].append(item)
    pairs = []
    for item in items:
        if item.utbetalare is None or item.utbetalningsdag is None or item.belopp.netto is None:
            continue
        same = own.get((item.utbetalare, item.utbetalningsdag, item.belopp.netto))
        if same:
            pairs.append((item, same.pop(0)))
    return pairs
