"""Försäkringskassan's payments, made and to come, as LEFI writes them. SEK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.forsakringskassan.simulated_days import Time
from adapters.forsakringskassan.writing import Json, Number, amount, benefit, maybe, number_code, span, told

BY_MONTH, BY_DAY = number_code(1, "Månad"), number_code(2, "Daglig")
RETROACTIVE, PRESUMED = number_code(3, "Retro"), number_code(4, "Presumtiv")
PAYERS = {"FK": number_code(1001, "Försäkringskassan"), "PM": number_code(1003, "Pensionsmyndigheten")}


def detail(
    forman: Json,
    time: Time,
    gross: Number | None,
    *,
    tax: Number | None = None,
    deducted: Number | None = None,
    kind: Json | None = None,
    part: Json | None = None,
    days: int | None = None,
    hours: int | None = None,
) -> Json:
    """One row of a payment; `kind` says why money was taken off, where it was."""
    return told(
        forman=forman,
        period=span(time),
        beloppstyp=kind,
        omfattning=part,
        dagar=days,
        timmar=hours,
        bruttobelopp=maybe(gross),
        skattebelopp=maybe(tax),
        avdragsbelopp=maybe(deducted),
    )


def payment(
    group: str, day: date, time: Time, details: Sequence[Json], *, kind: Json = BY_MONTH, payer: str = "FK"
) -> Json:
    """A payment: its sums are those of its rows, and the net is what is left of the gross."""
    gross, tax, deducted = (
        sum(row[name]["summa"] for row in details if name in row)
        for name in ("bruttobelopp", "skattebelopp", "avdragsbelopp")
    )
    return told(
        typ=kind,
        foretag=PAYERS[payer],
        formansfamilj=benefit(group),
        datum=day.isoformat(),
        period=span(time),
        bruttobelopp=amount(gross),
        skattebelopp=amount(tax),
        avdragsbelopp=amount(deducted),
        nettobelopp=amount(gross - tax - deducted),
        utbetalningsdetalj=list(details),
    )
