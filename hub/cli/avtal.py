"""`nyttonav avtal`: how sources have kept what their agreements promise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.table import Table

    from hub.model.board import BoardId
    from hub.model.measured import Counts
    from hub.stores.where import Where
    from messages.uppfoljning import Felantal, Kalluppfoljning, Manadsuppfoljning

app = typer.Typer(no_args_is_help=True)

Row = tuple["BoardId", "Kalluppfoljning"]
"""One board's months of one source."""
Month = tuple[str, "Manadsuppfoljning"]
"""A source, and one of its rows."""

_VERDICT = {True: "hållet", False: "INTE HÅLLET", None: "för få frågor för att säga"}


@app.callback()
def group() -> None:
    """Följ upp avtal: vad källorna har utlovat och vad som har mätts.

    Filerna med avtal kontrolleras, visas och jämförs med nyttonav contracts.
    """


@app.command()
def uppfoljning(
    kalla: Annotated[str | None, typer.Option("--kalla", help="Källans id, CSN; annars alla.")] = None,
    namnd: Annotated[
        str | None, typer.Option("--namnd", help="ORGANISATIONSNUMMER/NAMND; annars alla nämnder.")
    ] = None,
    manad: Annotated[str | None, typer.Option("--manad", help="2026-11; annars den som pågår.")] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Navets datamapp, annars den som är inställd.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Som JSON, en post per nämnd och källa.")] = False,
) -> None:
    """Visa vad källorna har utlovat och vad som har mätts under en månad.

    Läser datamappen, också bredvid ett nav som går: det som navet har räknat de senaste femton sekunderna är
    inte med. Säger inget av hur det gick en enda fråga; det gör loggen.

    Exempel:

      nyttonav avtal uppfoljning --kalla CSN --manad 2026-11
    """
    from hub.cli.loaded import settings_where

    month = _month(manad)
    rows = _rows(data or settings_where(), month, kalla, namnd)
    if as_json:
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2))
    elif not rows:
        print(f"{month}: ingenting är räknat{_narrowed(kalla, namnd)}.")
    else:
        _show(month, rows)


def _month(manad: str | None) -> str:
    from datetime import UTC, datetime

    from hub.model.measured import is_month, month_of

    if manad is not None and not is_month(manad):
        raise typer.BadParameter("skrivs med år och månad, till exempel 2026-11", param_hint="--manad")
    return manad or month_of(datetime.now(UTC))


def _rows(where: Where, month: str, source: str | None, board: str | None) -> list[Row]:
    """Each board's and source's counts against the contracts of the settings."""
    from datetime import UTC, datetime

    from hub.agreements import load
    from hub.cli.loaded import Loaded, told
    from hub.follow_up import followed_up
    from hub.stores.measures import stored_months

    loaded = Loaded.from_settings()
    with told():
        agreements = load(loaded.contracts, loaded.registry()).agreements
    counts, now = stored_months(where, month, month), datetime.now(UTC)
    wanted = sorted(
        {
            (key.board, key.source)
            for key in counts
            if source in {None, key.source} and board in {None, str(key.board)}
        }
    )
    return [
        (one, followed_up(it, month, month, _only(counts, one, it), agreements, now)) for one, it in wanted
    ]


def _only(counts: Counts, board: BoardId, source: str) -> Counts:
    return {key: found for key, found in counts.items() if (key.board, key.source) == (board, source)}


def _narrowed(source: str | None, board: str | None) -> str:
    of = f" av {source}" if source else ""
    return of + (f" för {board}" if board else "")


def _as_json(row: Row) -> dict[str, Any]:
    board, found = row
    return {"namnd": str(board), **found.model_dump(mode="json", exclude_none=True)}


def _show(month: str, rows: list[Row]) -> None:
    """A table for each board, and below it what was promised and where it broke, in sentences."""
    from rich.console import Console

    console = Console()
    for board in dict.fromkeys(board for board, _ in rows):
        mine = [(found.kalla, row) for one, found in rows if one == board for row in found.manader]
        going_on = " (pågår)" if any(row.pagar for _, row in mine) else ""
        console.print(f"{board}, {month}{going_on}", style="bold", markup=False, highlight=False)
        console.print(_table(mine))
        for source, row in mine:
            for line in _sentences(source, row):
                console.print(line, markup=False, highlight=False, soft_wrap=True)
        console.print()


def _table(rows: list[Month]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("Källa", "Väg"):
        table.add_column(name)
    for name in ("Frågor", "Besvarade", "Obesvarade", "Ej ställda", "Besvarat", "p95"):
        table.add_column(name, justify="right")
    for source, row in rows:
        numbers = (row.fragor, row.besvarade, _sum(row.obesvarade), _sum(row.ejStallda))
        cells = (source, row.vag, *map(str, numbers), _percent(row.tillganglighet.mattProcent), _p95(row))
        table.add_row(*map(Text, cells))
    return table


def _sum(rows: list[Felantal]) -> int:
    return sum(row.antal for row in rows)


def _percent(share: Decimal | None) -> str:
    return "-" if share is None else f"{share} %"


def _p95(row: Manadsuppfoljning) -> str:
    from hub.model.promise import LIMITS_MS

    if row.svarstid.raknade == 0:
        return "-"
    longest = row.svarstid.p95HogstMs
    return f"> {LIMITS_MS[-1]} ms" if longest is None else f"<= {longest} ms"


def _sentences(source: str, row: Manadsuppfoljning) -> Iterator[str]:
    """What was promised and whether it was kept; where it broke, and why what was not sent was not."""
    there, soon = row.tillganglighet, row.svarstid
    kept = [
        f"utlovat {share} % {what}: {_VERDICT[verdict]} ({_percent(measured)} av {number})"
        for share, what, verdict, measured, number in (
            (there.utlovadProcent, "besvarat", there.uppfyllt, there.mattProcent, there.raknade),
            (soon.utlovadProcent, f"inom {soon.inomMs} ms", soon.uppfyllt, soon.mattProcent, soon.raknade),
        )
        if share is not None
    ]
    promises = "; ".join(kept) or "inget utlovat"
    yield f"{source}, {row.avtal.id} {row.avtal.version}: {promises}."
    for what, faults in (("obesvarade", row.obesvarade), ("ej ställda", row.ejStallda)):
        if faults:
            yield f"  {what}: {', '.join(f'{it.antal} {it.led.value} {it.kod}' for it in faults)}"
