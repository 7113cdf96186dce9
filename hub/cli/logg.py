"""`nyttonav logg`: who looked at whom, asked of a running hub by those who review the log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from messages.logg import Loggsokning, Loggtraffar

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Granska nämndens åtkomstlogg: vem såg uppgifter om vem, när, varför, med vilket stöd.

    Loggen prövas med nyttonav audit verify; den här gruppen frågar ett nav som går, med en biljett.
    """


@app.command()
def sok(
    namnd: Annotated[str, typer.Option(help="Nämnden som ORGANISATIONSNUMMER/NAMND.")],
    skal: Annotated[str, typer.Option(help="Varför loggen granskas. Skälet blir en post i loggen.")],
    granskare: Annotated[str, typer.Option(help="Vem som granskar: ditt id. Blir en post i loggen.")],
    person: Annotated[
        bool, typer.Option("--person", help="Fråga efter personnummer; ur en pipe läses första raden.")
    ] = False,
    handlaggare: Annotated[str | None, typer.Option(help="Handläggarens id i ärendesystemet.")] = None,
    arende: Annotated[str | None, typer.Option(help="Ärendet som SYSTEM/ID.")] = None,
    kalla: Annotated[list[str] | None, typer.Option(help="Källans id, CSN; flera går bra.")] = None,
    utfall: Annotated[list[str] | None, typer.Option(help="Som BESVARAD eller NEKAD; flera går bra.")] = None,
    grind: Annotated[list[int] | None, typer.Option(help="Grinden som nekade; flera går bra.")] = None,
    skyddade: Annotated[bool, typer.Option("--skyddade", help="Bara svar om skyddade.")] = False,
    granskas: Annotated[bool, typer.Option("--granskas", help="Bara det som någon måste se på.")] = False,
    fran: Annotated[str | None, typer.Option(help="Från och med: 2026-11-01, eller med klockslag.")] = None,
    till: Annotated[str | None, typer.Option(help="Till och med: 2026-11-30, eller med klockslag.")] = None,
    antal: Annotated[int, typer.Option(min=1, help="Så många poster på en sida.", max=1000)] = 50,
    markor: Annotated[str | None, typer.Option(help="Nästa sida: det som den förra slutade med.")] = None,
    aldst: Annotated[bool, typer.Option("--aldst-forst", help="De äldsta först.")] = False,
    url: Annotated[str | None, typer.Option(help="Navets adress, annars den som är inställd.")] = None,
    client: Annotated[
        str | None, typer.Option(help="Utveckling: klientens id, annars den första som får läsa loggen.")
    ] = None,
    token: Annotated[
        str | None, typer.Option(envvar="NYTTONAV_BILJETT", help="Biljett; i utveckling navets egen.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Svaret som det kom, loggtraffar/1.")] = False,
) -> None:
    """Sök i loggen: vem såg, om vem, när, varför, enligt vilket avtal, vad lämnades och vad nekades.

    Personnumret skrivs aldrig på kommandoraden, där andra kan se det. Varje sida av sökningen blir själv en
    post i nämndens logg. Slutkoder: 0 sökt, också utan träffar. 1 navet gjorde det inte. 2 fel använt.

    Exempel:

      nyttonav logg sok --namnd 2120002411/SN --person --skal "anmälan 2026/17" --granskare dso-1
    """
    from hub.cli.logg_shown import page

    asked = _message(
        skal=skal,
        granskare=granskare,
        personidentitet=_number() if person else None,
        handlaggare=handlaggare,
        arende=None if arende is None else _case(arende),
        kallor=kalla or [],
        utfall=utfall or [],
        grindar=grind or [],
        skydd=_PROTECTED if skyddade else [],
        granskas=granskas,
        fran=None if fran is None else _moment(fran, "--fran", last=False),
        till=None if till is None else _moment(till, "--till", last=True),
        antal=antal,
        markor=markor,
        sortering="ALDST_FORST" if aldst else "NYAST_FORST",
    )
    found = _found(asked, namnd, url, client, token)
    if as_json:
        print(found.model_dump_json(indent=2, exclude_none=True))
        return
    print(page(found), end="")


_PROTECTED = ["SEKRETESSMARKERING", "SKYDDAD_FOLKBOKFORING", "SKYDDAD", "OKANT"]


def _message(**fields: object) -> Loggsokning:
    from pydantic import ValidationError

    from messages.logg import Loggsokning

    try:
        return Loggsokning.model_validate({name: it for name, it in fields.items() if it is not None})
    except ValidationError as error:
        # Never the value: it may be a personal number.
        faults = ", ".join(sorted({".".join(map(str, it["loc"])) or "villkor" for it in error.errors()}))
        _stop(f"Sökningen är inte rätt skriven: {faults}. Se nyttonav logg sok --help.", 2)


def _number() -> str:
    """From the terminal, where it does not show, or the first line of what is piped in."""
    from getpass import getpass

    if sys.stdin.isatty():
        return getpass("Personnummer (syns inte): ").strip()
    return sys.stdin.readline().strip()


def _case(told: str) -> dict[str, str]:
    system, slash, case_id = told.partition("/")
    if not slash:
        _stop("--arende skrivs SYSTEM/ID, till exempel demo/EB-2026-001234.", 2)
    return {"system": system, "id": case_id}


def _moment(told: str, option: str, *, last: bool) -> datetime:
    """A day is its Swedish first or last moment."""
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        _stop(f"{option} skrivs som 2026-11-01 eller 2026-11-01T08:00.", 2)
    if "T" not in told and last:
        moment = datetime.combine(moment, time.max)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo("Europe/Stockholm"))


def _found(
    asked: Loggsokning, namnd: str, url: str | None, client: str | None, token: str | None
) -> Loggtraffar:
    from hub.cli.named import board_named
    from hub.cli.talking import NotTaken, Talk
    from hub.cli.ticket import address, token_source
    from messages.logg import Loggtraffar

    board = board_named(namnd)
    if board is None:
        _stop("--namnd skrivs ORGANISATIONSNUMMER/NAMND, till exempel 2120002411/SN.", 2)
    tokens = token_source(board, client, token, "logg:las")
    try:
        with Talk(url or address(), tokens, "Kör kommandot igen.") as talk:
            return talk.ask("POST", "/nyttonav/v1/loggsokningar", asked, Loggtraffar)
    except NotTaken as refused:
        _stop(str(refused), 1)


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nyttonav: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
