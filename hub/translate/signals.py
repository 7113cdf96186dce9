"""What a caseworker should notice, person by person: signals, each a Swedish sentence with what is behind it.

signals_payments.py  the payments of a benefit, and the months they are in
signals_basis.py     parts and items as the signals see them; what is known of a month
signals_incomes.py   gone, new, changed, planned without date, study grant in September
signals_decided.py   decided and not paid
signals_rejected.py  claimed and undecided, rejected
signals_status.py    suspended, permit ends, activity report, sources that could not be read
signals_text.py      months, days and amounts in words

Everything is read from the answer as it is handed over, so what was withheld or hidden is in no signal. The
codes are the list schemas/codes/svar-signal.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hub.adapter import Days
from hub.translate.signals_basis import Basis, Source
from hub.translate.signals_decided import decided_unpaid
from hub.translate.signals_incomes import (
    changed,
    gone,
    new,
    planned_without_date,
    study_grant_in_september,
)
from hub.translate.signals_payments import month_before, month_of
from hub.translate.signals_rejected import claimed, rejected
from hub.translate.signals_status import permit_ends, report_missing, suspended, unread
from messages.inkomster import KandInkomstpost
from messages.uppgifter import Signal
from messages.values import Personidentitet

SIGNALS: tuple[Callable[[Basis], Iterator[Signal]], ...] = (
    unread,
    gone,
    new,
    changed,
    planned_without_date,
    decided_unpaid,
    study_grant_in_september,
    claimed,
    rejected,
    suspended,
    report_missing,
    permit_ends,
)
"""In the order of the answer: first what nothing may be concluded of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When and about what: the period of the question, the Swedish day of the answer, how much a net must
    change to be told of (0.2 is 20 per cent), and by person the income items that the asker has already."""

    period: Days
    today: date
    change_share: Decimal = Decimal("0.2")
    known: Mapping[Personidentitet, Sequence[KandInkomstpost]] = field(default_factory=dict, repr=False)


def signals(sources: Sequence[Source], asked: Asked) -> list[Signal]:
    """The signals of one person, each text once. `sources` are what `sources_of` made of the answer."""
    month = month_of(asked.period.last)
    before = month_before(month)
    basis = Basis(
        sources,
        asked.period,
        (month_before(before), before, month),
        asked.today,
        asked.change_share,
    )
    found = [signal for one in SIGNALS for signal in one(basis)]
    return _each_once(found)


def _each_once(found: Iterable[Signal]) -> list[Signal]:
    """What two portions tell, or two equal claims, is one sentence with all that is behind it."""
    merged: dict[tuple[str, str | None, str], Signal] = {}
    for signal in found:
        key = (signal.kod, signal.kalla, signal.text)
        known = merged.get(key)
        if known is None:
            merged[key] = signal
        else:
            basis = dict.fromkeys((*known.underlag, *signal.underlag))
            merged[key] = known.like({"underlag": list(basis)})
    return list(merged.values())
