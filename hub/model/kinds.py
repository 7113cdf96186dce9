"""What the calculation calls an income: the board's table of kinds (inkomstslag), as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from hub.adapter import Payment
from messages.delar import KodText

_REMEMBERED = 4096
"""Benefits remembered at most: an agency that invents a text for each payment must not fill the memory."""


class Judged(NamedTuple):
    """The kind of a payment, and what the caseworker must know of it. Neither: the table does not have it."""

    kind: KodText | None = None
    note: str | None = None


OFF_THE_LIST = Judged(
    note="Förmånen står inte i tabellen över inkomstslag; bedöm om och hur den ska räknas som inkomst."
)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One row. Each set holds codes or the source's own texts (casefolded); an empty one says nothing.

    A payment is of the row when every set that says something has its code or its text: whole words, so that
    what only looks like it is not taken for it.
    """

    source: str
    benefit: frozenset[str]
    sub_benefit: frozenset[str]
    amount_type: frozenset[str]
    judged: Judged

    def has(self, source: str, payment: Payment) -> bool:
        return (
            source == self.source
            and _named(payment.forman, self.benefit)
            and _named(payment.delforman, self.sub_benefit)
            and _named(payment.beloppstyp, self.amount_type)
        )


def _named(coded: KodText | None, words: frozenset[str]) -> bool:
    return not words or (coded is not None and (word(coded.kod) in words or word(coded.text) in words))


def word(written: str) -> str:
    """As codes and texts are compared: without regard to case and spaces around."""
    return written.strip().casefold()


@dataclass(frozen=True, slots=True)
class Kinds:
    """The rows in order: the first that a payment is of counts. A board's own come before those of all."""

    rows: tuple[KindRow, ...] = ()
    _found: dict[tuple[object, ...], Judged] = field(default_factory=dict, repr=False, compare=False)

    def of(self, source: str, payment: Payment) -> Judged:
        """Never guessed: what no row has is `OFF_THE_LIST`. `source` is the one that tells of the payment."""
        key = (source, _said(payment.forman), _said(payment.delforman), _said(payment.beloppstyp))
        found = self._found.get(key)
        if found is None:
            found = next((row.judged for row in self.rows if row.has(source, payment)), OFF_THE_LIST)
            if len(self._found) < _REMEMBERED:
                self._found[key] = found
        return found


def _said(coded: KodText | None) -> tuple[str, str] | None:
    return (coded.kod, coded.text) if coded else None
