"""Payments as income items: what every source's own reading of them has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from messages.base import Meddelande
from messages.koder import Tillstand

_P = TypeVar("_P", bound=Meddelande)
_ORE = Decimal("0.01")


def with_ore(amount: Decimal | None) -> Decimal | None:
    """Two decimals, as a calculation writes amounts; one that has more to it is left as it is."""
    if amount is None:
        return None
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
    found = [contents(payment) for payment in made] if preliminary else []
    for payment in preliminary:
        what = contents(payment)
        if what is not None and what in found:
            found.remove(what)
        else:
            yield payment, Tillstand.PRELIMINAR


def remarked(remarks: Iterable[tuple[bool, str]]) -> str | None:
    """The sentences that hold, in order; None where none does."""
    return " ".join(text for holds, text in remarks if holds) or None


def all_deducted(net: Decimal | None, taken: Iterable[Decimal | None]) -> bool:
    """Nothing is paid out, and the source says that something was taken off."""
    return net is not None and net.is_zero() and any(each is not None and each > 0 for each in taken)
