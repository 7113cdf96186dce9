"""Payments as income items: what every source's own reading of them has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from messages.koder import Tillstand


class Dated(Protocol):
    """A payment as any source tells it."""

    @property
    def utbetalningsdag(self) -> date | None: ...


_P = TypeVar("_P", bound=Dated)
_ORE = Decimal("0.01")
_WIDEST = 15
"""The power of ten of the first digit: with two decimals more a number would have over 18 digits."""


def with_ore(amount: Decimal | None) -> Decimal | None:
    """Two decimals, as a calculation writes amounts; one that has more to it is left as it is."""
    if amount is None or amount.adjusted() > _WIDEST:
        return amount
    written = amount.quantize(_ORE)
    return written if written == amount else amount


def told_once(
    made: Sequence[_P], preliminary: Sequence[_P], contents: Callable[[_P], object | None]
) -> Iterator[tuple[_P, Tillstand]]:
    """Every payment made, then every preliminary one that is not among those made.

    Two are the same payment when their `contents` are; each made one answers for one preliminary. Contents of
    None say that nothing tells which payment it is: it is the same as no other.
    """
    yield from ((payment, Tillstand.UTBETALD) for payment in made)
    days = {payment.utbetalningsdag for payment in preliminary}
    found = [contents(payment) for payment in made if payment.utbetalningsdag in days]
    for payment in preliminary:
        what = contents(payment)
        if what is not None and what in found:
            found.remove(what)
        else:
            yield payment, Tillstand.PRELIMINAR


def remarked(remarks: Iterable[tuple[bool, str]]) -> str | None:
    """The sentences that hold, in order; None where none does."""
    return " ".join([text for holds, text in remarks if holds]) or None


def all_deducted(net: Decimal | None, taken: Iterable[Decimal | None]) -> bool:
    """Nothing is paid out, and the source says that something was taken off."""
    return net is not None and net.is_zero() and any(each is not None and each > 0 for each in taken)
