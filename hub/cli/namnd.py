"""`nyttonav namnd`: a board handed over whole, to another hub or to an archive, and received."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from hub.audit.checkpoint import Verifier
    from hub.handover.contents import Innehall
    from hub.handover.order import Place
    from hub.settings import Settings

app = typer.Typer(
    help="A board handed over whole: its agreements, its register and its log.", no_args_is_help=True
)

_By = Annotated[str, typer.Option("--av", help="Who does it: an id, for the log.")]
_Reason = Annotated[str, typer.Option("--skal", help="Why, in a few words, for the log.")]
_Key = Annotated[
    str,
    typer.Option(
        "--nyckel", help="The log's public key (a vkey) or its file, got another way than the folder."
    ),
]
_Folder = Annotated[Path, typer.Argument(metavar="MAPP", help="The folder that was handed over.")]


@app.command("nyckel")
def key(
    out: Annotated[Path, typer.Option("--ut", help="File for the secret key; must not exist.")],
) -> None:
    """Make the receiver's pair of keys (age): the secret one to a file, the public one printed.

    Give the public key to whoever hands over, and compare it with them over another channel. Keep the secret
    one as long as the old log is to be read.

    Example:

      nyttonav namnd nyckel --ut mottagare.age
    """
    from hub.handover.sealing import new_identity

    print(new_identity(out))


@app.command("lamna-ut")
def give(
    namnd: Annotated[str, typer.Option(help="Board as ORGANISATIONSNUMMER/NAMND.")],
    ut: Annotated[Path, typer.Option(help="The folder to make; must not exist.")],
    mottagare: Annotated[str, typer.Option(help="The receiver's public key, age1..., or its file.")],
    av: _By,
    skal: _Reason,
) -> None:
    """Hand over all that this hub has of a board, encrypted to the receiver where persons stand in clear.

    It is written to the board's log before anything is read out. The hub must be stopped (on
    PostgreSQL every hub) for the second that takes, and may serve again while the folder is written. Nothing
    is deleted here.

    Example:

      nyttonav namnd lamna-ut --namnd 2120002411/SN --ut sn --mottagare k.pub --av it-7 --skal "Vi flyttar nu"
    """
    from hub import agreements, registry
    from hub.cli.named import board_named
    from hub.clock import SystemClock
    from hub.handover.give import hand_over
    from hub.handover.order import Order
    from hub.handover.sealing import recipient_of
    from hub.model.document import FaultyDocuments
    from messages.values import holds_personal_number

    board = board_named(namnd)
    if board is None:
        _stop("--namnd is written ORGANISATIONSNUMMER/NAMND, 2120002411/SN for instance.", 2)
    if holds_personal_number(str(ut)):
        _stop("--ut: the folder's name holds a personal number. Change it.", 2)
    order = Order(board, _by(av), _reason(skal))
    to = recipient_of(_text(mottagare) if Path(mottagare).is_file() else mottagare)
    settings = _settings()
    loaded = registry.discover(allowed=settings.adapters or None, further=settings.adapter_paths)
    try:
        contracts = agreements.load(settings.contracts, loaded)
    except FaultyDocuments as error:
        _stop(str(error), 1)
    made = hand_over(_place(settings), contracts, order, to, ut, SystemClock())
    print(f"{ut}: {_told(made)}", file=sys.stderr)
    print("The log's public key, to be given another way than the folder:", file=sys.stderr)
    print(made.logg.nyckel)


@app.command("kontrollera")
def check(folder: _Folder, nyckel: _Key) -> None:
    """Say whether a folder is as it was handed over: every file, and the log's own proof.

    Needs nothing but the folder and the public key. Exit code 0: it is. 1: it is not; each fault is printed
    with the file's name. 2: nothing could be verified.

    Example:

      nyttonav namnd kontrollera sn --nyckel sn.vkey
    """
    from hub.handover.check import FolderUnfit, checked

    verifier = _verifier(nyckel)
    try:
        found = checked(folder, verifier)
    except FolderUnfit as unfit:
        _unfit(folder, unfit.faults)
    print(f"{folder}: as it was handed over. {_told(found)}")


@app.command("ta-emot")
def take(
    folder: _Folder,
    nyckel: _Key,
    identitet: Annotated[Path, typer.Option(help="File with the receiver's secret key (age).")],
    av: _By,
    skal: _Reason,
) -> None:
    """Receive a board in this hub, which must be stopped and hold nothing of the board; all of it or nothing.

    The register is taken in. The old log is closed: it is kept among the data in arkiv/, and this hub's own
    log of the board begins with a record that names it. The agreements are put in place by hand: they lie in
    the folder's avtal/.

    Example:

      nyttonav namnd ta-emot sn --nyckel sn.vkey --identitet min.age --av it-9 --skal "Till eget nav"
    """
    from hub.clock import SystemClock
    from hub.handover.check import FolderUnfit
    from hub.handover.receive import receive
    from hub.handover.sealing import identity_in

    verifier, identity = _verifier(nyckel), identity_in(identitet)
    by, reason = _by(av), _reason(skal)
    try:
        made = receive(_place(_settings()), folder, verifier, identity, by, reason, SystemClock())
    except FolderUnfit as unfit:
        _unfit(folder, unfit.faults)
    print(f"Received: {_told(made)}")


def _told(made: Innehall) -> str:
    held = made.registret
    before = sum(epoch.poster for epoch in made.tidigareEpoker or ())
    earlier = f" and {before} in earlier epochs" if before else ""
    return (
        f"{made.namnd.id}: cases {held.arenden}, lists {held.listor} with {held.listadeArenden} cases, "
        f"statements {held.intyg}, notices {held.driftmeddelanden}, log records {made.logg.poster}{earlier}, "
        f"checkpoint {made.logg.kontrollpunkt}"
    )


def _by(av: str) -> str:
    from messages.values import is_identifier

    if not is_identifier(av):
        _stop("--av is an id of whoever does it, without spaces and no personal number.", 2)
    return av


def _reason(skal: str) -> str:
    from messages.skal import FEWEST, MOST, checked_reason

    try:
        if not FEWEST <= len(skal) <= MOST:
            raise ValueError(f"has {FEWEST} to {MOST} characters")
        return checked_reason(skal, "Skriv med några ord varför.")
    except ValueError as error:
        _stop(f"--skal: {error}", 2)


def _verifier(nyckel: str) -> Verifier:
    from hub.audit.checkpoint import CheckpointError, Verifier

    try:
        return Verifier.parse(nyckel if "+" in nyckel and not Path(nyckel).is_file() else _text(nyckel))
    except CheckpointError as error:
        _stop(f"--nyckel: {error}", 2)


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _stop(f"{path}: cannot be read ({getattr(error, 'strerror', None) or 'not a text'}).", 2)


def _settings() -> Settings:
    from hub.settings import load

    return load()


def _place(settings: Settings) -> Place:
    from hub.handover.order import Place
    from hub.stores import Address

    named = settings.database
    database = None if named is None else Address.parse(named.get_secret_value()).own()
    return Place(settings.data, settings.keys, settings.contracts, settings.node, database)


def _unfit(folder: Path, faults: tuple[str, ...]) -> NoReturn:
    for fault in faults:
        print(fault, file=sys.stderr)
    _stop(f"{folder}: is not as it was handed over.", 1)


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nyttonav: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
