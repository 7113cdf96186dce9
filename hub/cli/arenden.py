"""`nyttonav arenden`: a list of a case system's cases, from a file into the running hub."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from hub.cli.arenden_file import ReadFile
    from hub.model.board import BoardId

app = typer.Typer(help="The board's cases: lists of them, into a running hub.", no_args_is_help=True)


@app.command()
def importera(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="The list, CSV: see nyttonav arenden layout.")],
    namnd: Annotated[str, typer.Option(help="Board as ORGANISATIONSNUMMER/NAMND.")],
    system: Annotated[str, typer.Option(help="The case system's id in the board's file.")],
    avser: Annotated[str, typer.Option(help="When the list was made, with time zone.")],
    url: Annotated[str | None, typer.Option(help="The hub's address, else the settings'.")] = None,
    client: Annotated[
        str | None, typer.Option(help="Development: client id, else the first that may write cases.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="NYTTONAV_BILJETT", help="Access token; in development the local issuer's."),
    ] = None,
    kontrollera: Annotated[bool, typer.Option("--kontrollera", help="Check the file and stop.")] = False,
) -> None:
    """Bring a list of cases into use, whole or not at all, in place of the one before.

    The file is checked line by line before anything is sent. Run again after a stop, it goes on where it
    was; a list that is in use already changes nothing. The token is best given in NYTTONAV_BILJETT: what
    stands on a command line is seen by others. Exit code 0: done. 1: found wanting, nothing is changed.
    2: wrongly used.

    Example:

      nyttonav arenden importera lista.csv --namnd 2120002411/SN --system demo --avser 2026-11-20T18:00+01:00
    """
    from messages.values import holds_personal_number

    if holds_personal_number(str(file)):
        _stop("FIL: filens namn eller mapp rymmer ett personnummer. Byt namn.", 2)
    board, system, moment = _board(namnd), _system(system), _moment(avser)
    read = _read(file, moment)
    print(f"Kontrollerad: {read.persons} personer i {len(read.cases)} ärenden. Inga fel.", file=sys.stderr)
    if kontrollera:
        return
    _send(read, board, system, moment, url, client, token)


@app.command()
def layout() -> None:
    """Print the layout of a list's file, as a page in Markdown."""
    from hub.lists import page

    print(page(), end="")


def _board(namnd: str) -> BoardId:
    from hub.cli.named import board_named

    board = board_named(namnd)
    if board is None:
        _stop("--namnd skrivs ORGANISATIONSNUMMER/NAMND, till exempel 2120002411/SN.", 2)
    return board


def _system(system: str) -> str:
    from messages.values import is_identifier

    if not is_identifier(system):
        _stop("--system är ärendesystemets id i nämndens fil, till exempel demo.", 2)
    return system


def _moment(avser: str) -> datetime:
    from datetime import datetime

    from messages.values import to_utc

    try:
        moment = datetime.fromisoformat(avser)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        _stop("--avser skrivs med datum, klockslag och tidszon, till exempel 2026-11-20T18:00:00+01:00.", 2)
    try:
        return to_utc(moment)
    except ValueError as outside:
        _stop(f"--avser: {outside}", 2)


def _read(file: Path, moment: datetime) -> ReadFile:
    from hub.cli.arenden_file import read_file
    from hub.lists import BadList
    from hub.model.calendar import swedish_day

    try:
        return read_file(file, swedish_day(moment))
    except BadList as bad:
        for fault in bad.faults:
            print(fault, file=sys.stderr)
        shown = f"; de {len(bad.faults)} första visas" if bad.count > len(bad.faults) else ""
        _stop(f"{_named(file)}: {bad.count} fel{shown}. Ingenting är infört.", 1)
    except OSError as error:
        _stop(f"{_named(file)}: kan inte läsas ({error.strerror}).", 2)


def _send(
    read: ReadFile,
    board: BoardId,
    system: str,
    moment: datetime,
    url: str | None,
    client: str | None,
    token: str | None,
) -> None:
    from hub.cli.arenden_sent import AGAIN, bring_in
    from hub.cli.progress import progress
    from hub.cli.talking import NotTaken, Talk
    from hub.cli.ticket import address, token_source

    tokens = token_source(board, client, token, "arenden:skriv")
    try:
        with Talk(url or address(), tokens, AGAIN) as talk, progress("Lämnar", read.parts) as tell:
            done = bring_in(talk, read, board, system, moment, tell)
    except NotTaken as refused:
        _stop(str(refused), 1)
    if done.changed:
        print(f"Införd: {done.cases} ärenden, {done.persons} personer. Listans id: {done.list_id}")
    else:
        print(f"Listan var redan införd. Ingenting är ändrat. Listans id: {done.list_id}")


def _named(file: Path) -> str:
    from messages.unreadable import shown

    return shown(file.name)


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nyttonav: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
