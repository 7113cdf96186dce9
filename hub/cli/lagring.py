"""`nyttonav lagring`: where the hub keeps log and register."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Var navet har sin logg och sitt ärenderegister."""


@app.command()
def flytta(
    till: Annotated[
        str | None,
        typer.Option(
            "--till",
            help="postgresql+psycopg://..., annars NYTTONAV_DATABASE. Ett lösenord här syns för andra på "
            "maskinen; skriv det hellre i inställningen.",
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Navets datamapp, annars den som är inställd.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Navets nyckelmapp, annars den som är inställd.")
    ] = None,
) -> None:
    """Flytta logg och ärenderegister från datamappen till en tom PostgreSQL-databas.

    Navet ska vara stoppat. Varje logg flyttas hel och prövas på plats mot sin signerade kontrollpunkt. Det
    som avbryts körs om och går vidare. Filerna lämnas kvar och märks: inget nav startar på dem mer.

    Exempel:

      NYTTONAV_DATABASE=postgresql+psycopg://... nyttonav lagring flytta
    """
    from hub.audit import StartRefused
    from hub.clock import SystemClock
    from hub.settings import load
    from hub.stores import Address
    from hub.stores.move import move

    settings = load()
    if till is None and settings.database is not None:
        till = settings.database.get_secret_value()
    if till is None:
        raise StartRefused("Say which database to move to: set NYTTONAV_DATABASE, or give --till.")
    address = Address.parse(till)
    moved = move(data or settings.data, keys or settings.keys, address, SystemClock(), _told)
    for log, size in moved.items():
        print(f"{log}: {size} poster, hela")
    print(f"Flyttat till {address}. Starta navet med NYTTONAV_DATABASE satt till den.")


def _told(what: str, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}: {count}", end="", file=sys.stderr, flush=True)
