"""Försäkringskassan's payments: made, and decided but not made. One kind of row for both."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.forsakringskassan import codes, shapes
from adapters.forsakringskassan.case_rows import amount, coded, items, period, share, value
from adapters.forsakringskassan.cases import FK
from adapters.forsakringskassan.law import BELOPP, BETALDAG, FORMAN, OMFATTNING
from adapters.forsakringskassan.pension_shapes import number
from hub.elements import AGREEMENT, Row

PAID, COMING = "utbetalningsuppgift", "preliminarautbetalningar"

AMOUNTS = (
    ("bruttobelopp", "brutto"),
    ("skattebelopp", "skatt"),
    ("avdragsbelopp", "avdrag"),
    ("nettobelopp", "netto"),
)


def _rows(name: str, place: str, *, made: bool) -> Iterator[Row]:
    """What is not paid yet is nothing that the statute speaks of."""
    what, when = (BELOPP, BETALDAG) if made else (AGREEMENT, AGREEMENT)
    benefit, extent = (FORMAN, OMFATTNING) if made else (AGREEMENT, AGREEMENT)
    path, one = f"{FK}/{name}", f"{place}[]"
    yield items(path, place, what, numbered=True)
    yield coded(f"{path}/typ", f"{one}.typ", codes.PAYMENT_KIND)
    yield coded(f"{path}/foretag", f"{one}.foretag", codes.PAYING_AUTHORITY)
    yield coded(f"{path}/formansfamilj", f"{one}.formansfamilj", codes.BENEFIT_FAMILY, benefit)
    yield value(f"{path}/datum", f"{one}.utbetalningsdag", shapes.day, when)
    yield period(f"{path}/period", f"{one}.period", extent)
    yield from (amount(f"{path}/{theirs}", f"{one}.{ours}", what) for theirs, ours in AMOUNTS)
    path, one = f"{path}/utbetalningsdetalj", f"{one}.detaljer[]"
    yield items(path, one.removesuffix("[]"), what)
    yield coded(f"{path}/forman", f"{one}.forman", codes.BENEFIT, benefit)
    yield period(f"{path}/period", f"{one}.period", extent)
    yield coded(f"{path}/beloppstyp", f"{one}.beloppstyp", codes.AMOUNT_TYPE)
    yield share(f"{path}/omfattning", f"{one}.omfattning", extent)
    yield value(f"{path}/dagar", f"{one}.dagar", number, extent)
    yield value(f"{path}/timmar", f"{one}.timmar", number, extent)
    # The net is the payment's alone: it is no sum of its rows.
    yield from (amount(f"{path}/{theirs}", f"{one}.{ours}", what) for theirs, ours in AMOUNTS[:3])


ROWS = (
    *_rows(PAID, "utbetalningar", made=True),
    *_rows(COMING, "preliminaraUtbetalningar", made=False),
)
