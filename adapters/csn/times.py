"""Rows for a time in weeks with its amounts: granted and paid times are built alike."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.csn import codes
from adapters.csn.law import BELOPP, STRUCTURE, TIDSPERIOD
from hub.elements import Also, Removed, Row
from hub.elements import convert as to

DROP = Removed.DROP
AMOUNTS = (
    ("beloppstyp", "beloppstyp.kod", to.text),
    ("klartext", "beloppstyp.text", to.text),
    ("belopp", "belopp", to.whole_amount),
    ("totbelopp", "totalbelopp", to.whole_amount),
)


def time_rows(name: str, source: str, place: str, starts: str, ends: str, *, required: bool) -> Iterator[Row]:
    """`starts` and `ends` are the week elements; `place` is the time's place in the section."""
    weeks = ((starts, "startvecka", "from", to.week_first_day), (ends, "slutvecka", "tom", to.week_last_day))
    for week, key, bound, day in weeks:
        yield Row(
            f"{name}.{week}",
            f"{source}/csn:{week}",
            f"{place}.{key}",
            to.week,
            TIDSPERIOD,
            removed=DROP,
            required=required,
            also=(Also(f"{place}.period.{bound}", day),),
        )
    yield from _amounts(name, source, place)
    yield Row(
        f"{name}.totbelopp",
        f"{source}/csn:totbelopp",
        f"{place}.totalbelopp",
        to.whole_amount,
        BELOPP,
        removed=DROP,
        required=True,
    )


def _amounts(name: str, source: str, place: str) -> Iterator[Row]:
    row = f"{source}/csn:Beloppen/Belopp"
    yield Row(f"{name}.beloppen", f"{source}/csn:Beloppen", reason=STRUCTURE)
    yield Row(
        f"{name}.belopp",
        row,
        f"{place}.beloppsrader[]",
        law=BELOPP,
        removed=DROP,
        finish=codes.complete_amount,
    )
    for element, key, convert in AMOUNTS:
        yield Row(
            f"{name}.belopp.{element}",
            f"{row}/{element}",
            f"{place}.beloppsrader[].{key}",
            convert,
            BELOPP,
            removed=DROP,
            required=True,
        )
