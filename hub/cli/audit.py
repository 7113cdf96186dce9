"""`nyttonav audit`: export a log, verify it, print public keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.audit_keys import nycklar, rotera

if TYPE_CHECKING:
    from hub.audit.verify import Verdict

app = typer.Typer(help="The access log: export, verify, keys.", no_args_is_help=True)
for _one in (nycklar, rotera):
    app.command()(_one)

_Data = Annotated[Path | None, typer.Option("--data", help="The hub's data folder, else the settings'.")]
_Keys = Annotated[Path | None, typer.Option("--keys", help="The hub's keys folder, else the settings'.")]
_Namnd = Annotated[
    str | None,
    typer.Option("--namnd", help="Board as ORGANISATIONSNUMMER/NAMND, or operator; else the only log."),
]


@app.command()
def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write; - is standard output.")],
    namnd: _Namnd = None,
    data: _Data = None,
) -> None:
    """Write one log to a file that proves itself. Works beside a serving hub, and needs no keys.

    The file holds persons sealed, and as keyed hashes; what it says can be verified by anyone who has the
    public key (nyttonav audit pubkey).

    Example:

      nyttonav audit export --namnd 2120002411/SN -o sn.logg
    """
    from hub.stores.log_file import export_log

    data = data or _settings_data()
    log = _log(data, namnd)
    if str(out) == "-":
        export_log(data, log, sys.stdout.buffer)
        return
    draft = out.with_name(out.name + ".ofullstandig")
    draft.touch(mode=0o600)
    with draft.open("wb") as target:
        size = export_log(data, log, target).size
    draft.replace(out)
    print(f"{out}: {size} records of {log}", file=sys.stderr)


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="An export; without one, the stored log.")] = None,
    key: Annotated[
        str | None, typer.Option("--key", help="The public key (a vkey), or a file that holds it.")
    ] = None,
    namnd: _Namnd = None,
    data: _Data = None,
    keys: _Keys = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say whether a log is as it was written: valid, erased but committed, or INVALID and from where.

    An export needs the public key only, got another way than with the file. A stored log is verified with
    the hub's own key when no other is given. Exit code 0: it holds. 1: INVALID. 2: nothing could be verified.

    Examples:

      nyttonav audit verify sn.logg --key sn.vkey

      nyttonav audit verify --namnd 2120002411/SN
    """
    from hub.audit.checkpoint import CheckpointError
    from hub.audit.keys import StartRefused
    from hub.audit.verify import State

    progress = _Progress(shown=not quiet and sys.stderr.isatty())
    try:
        if file is not None:
            verdict = _verify_file(file, key, progress)
        else:
            verdict = _verify_data(key, namnd, data, keys, progress)
    except (CheckpointError, StartRefused, OSError) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    finally:
        progress.end()
    print(verdict.sentence())
    if verdict.state is State.INVALID:
        raise typer.Exit(1)


@app.command()
def pubkey(namnd: _Namnd = None, data: _Data = None, keys: _Keys = None) -> None:
    """Print the public key that a log's checkpoints are verified with, in the form of a vkey.

    Example:

      nyttonav audit pubkey --namnd 2120002411/SN > sn.vkey
    """
    from hub.audit.keys import open_keys
    from hub.audit.vault import KeyVault

    log = _origin(namnd) if namnd is not None else _log(data or _settings_data(), None)
    print(KeyVault(open_keys(keys or _settings_keys(), may_create=False)).verifier(log))


class _Progress:
    """A counter on standard error, where there is a terminal."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._next = 0

    def __call__(self, count: int) -> None:
        if self._shown and count >= self._next:
            print(f"\r{count} records", end="", file=sys.stderr, flush=True)
            self._next = count + 100_000

    def end(self) -> None:
        if self._shown:
            print("\r", end="", file=sys.stderr, flush=True)


def _verify_file(file: Path, key: str | None, progress: _Progress) -> Verdict:
    from hub.audit.checkpoint import CheckpointError, Verifier
    from hub.audit.verify import verify_export

    if key is None:
        raise CheckpointError("an export is verified with the log's public key: give it with --key")
    verifier = Verifier.parse(_text(key))
    with file.open("rb") as lines:
        return verify_export(lines, verifier, progress)


def _verify_data(
    key: str | None, namnd: str | None, data: Path | None, keys: Path | None, progress: _Progress
) -> Verdict:
    from hub.audit.checkpoint import Verifier
    from hub.audit.keys import open_keys
    from hub.audit.vault import KeyVault
    from hub.stores.log_file import verify_stored

    data = data or _settings_data()
    log = _log(data, namnd)
    if key is not None:
        return verify_stored(data, log, Verifier.parse(_text(key)), progress)
    vault = KeyVault(open_keys(keys or _settings_keys(), may_create=False))
    return verify_stored(data, log, Verifier.parse(vault.verifier(log)), progress)


def _text(key: str) -> str:
    """A vkey, or the text of the file it stands in."""
    return key if "+" in key and not Path(key).is_file() else Path(key).read_text(encoding="utf-8")


def _log(data: Path, namnd: str | None) -> str:
    """The log named, or the only log of a board."""
    from hub.audit.keys import StartRefused
    from hub.audit.log import OPERATOR
    from hub.stores.log_file import stored_logs

    if namnd is not None:
        return _origin(namnd)
    known = stored_logs(data)
    boards = [log for log in known if log != OPERATOR]
    if len(boards) != 1:
        names = ", ".join(log.removeprefix("nyttonav/") for log in known) or "none yet"
        raise StartRefused(f"Say which log with --namnd. The logs here: {names}.")
    return boards[0]


def _origin(namnd: str) -> str:
    return f"nyttonav/{namnd}"


def _settings_data() -> Path:
    from hub.settings import load

    return load().data


def _settings_keys() -> Path:
    from hub.settings import load

    return load().keys
