"""`nyttonav audit`: export a log, verify it and its index, public keys, events; witnesses, coming back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.audit_elsewhere import aterstall, kontrollpunkt, sakerhetskopia
from hub.cli.audit_events import handelser
from hub.cli.audit_keys import nycklar, rotera
from hub.cli.audit_named import epoch_named, log_named, origin_of, settings_keys, settings_where, text_of
from hub.cli.audit_witness import vittnesnyckel, witness

if TYPE_CHECKING:
    from hub.audit.checkpoint import Checkpoint, Verifier
    from hub.audit.cosignature import Cosigner
    from hub.audit.verify import Verdict

app = typer.Typer(
    help="The access log: export, verify, check its index, keys, events, witnesses, copies.",
    no_args_is_help=True,
)
for _one in (handelser, nycklar, rotera, kontrollpunkt, sakerhetskopia, aterstall, witness, vittnesnyckel):
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
    epoch: Annotated[int | None, typer.Option("--epok", min=1, help="An epoch, else the newest.")] = None,
    witnessed: Annotated[
        Path | None,
        typer.Option(
            "--vittnad", help="File with a checkpoint that a witness has signed: so far, and with it."
        ),
    ] = None,
    data: _Data = None,
) -> None:
    """Write one log to a file that proves itself. Works beside a serving hub, and needs no keys.

    The file holds persons sealed, and as keyed hashes; what it says can be verified by anyone who has the
    public key (nyttonav audit pubkey).

    Example:

      nyttonav audit export --namnd 2120002411/SN -o sn.logg
    """
    from hub.stores.log_file import export_log

    where = data or settings_where()
    log = epoch_named(where, log_named(where, namnd), epoch)
    note = None if witnessed is None else witnessed.read_text(encoding="utf-8")
    if str(out) == "-":
        export_log(where, log, sys.stdout.buffer, note)
        return
    draft = out.with_name(out.name + ".ofullstandig")
    draft.touch(mode=0o600)
    with draft.open("wb") as target:
        size = export_log(where, log, target, note).size
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
    since: Annotated[
        Path | None, typer.Option("--sedan", help="File with an earlier checkpoint that it must extend.")
    ] = None,
    witness: Annotated[
        str | None,
        typer.Option(
            "--vittne", help="A witness' public key: it must have signed --sedan, or else the export."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say whether a log is as it was written: valid, erased but committed, or INVALID and from where.

    An export needs the public key only, got another way than with the file. A stored log is verified with
    the hub's own key when no other is given, each of its epochs and how they follow on each other.

    Exit code 0: it holds. 1: INVALID. 2: nothing could be verified.

    Examples:

      nyttonav audit verify sn.logg --key sn.vkey

      nyttonav audit verify --namnd 2120002411/SN --sedan sn.kontrollpunkt --vittne vittne.vkey
    """
    from hub.audit.checkpoint import CheckpointError
    from hub.audit.keys import StartRefused
    from hub.audit.verify import State

    progress = _Progress(shown=not quiet and sys.stderr.isatty())
    try:
        if file is not None:
            verdicts = {str(file): _verify_file(file, key, since, witness, progress)}
        else:
            verdicts = _verify_data(key, namnd, data, keys, (since, witness), progress)
    except (CheckpointError, StartRefused, OSError) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    finally:
        progress.end()
    for name, verdict in verdicts.items():
        print(f"{name}: {verdict.sentence()}" if len(verdicts) > 1 else verdict.sentence())
    if any(verdict.state is State.INVALID for verdict in verdicts.values()):
        raise typer.Exit(1)


@app.command("check-index")
def check_index(
    namnd: _Namnd = None,
    data: _Data = None,
    keys: _Keys = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say whether searches of a log find what its records say. Works beside a serving hub; needs its keys.

    Every person is opened and the key to find the person by made anew, so that a record or an index that
    leads to somebody else is found; all other keys of the index are compared with the records. Whether the
    records themselves are as written is for: nyttonav audit verify. Exit code 0: it holds. 1: INVALID.
    2: nothing could be checked.

    Example:

      nyttonav audit check-index --namnd 2120002411/SN
    """
    from hub.audit.epochs import epochs_of
    from hub.audit.keys import StartRefused, open_keys
    from hub.audit.verify import State
    from hub.stores.log_file import check_stored_index, stored_logs

    progress = _Progress(shown=not quiet and sys.stderr.isatty())
    try:
        where = data or settings_where()
        ring, log = open_keys(keys or settings_keys(), may_create=False), log_named(where, namnd)
        logs = epochs_of(stored_logs(where), log)[::-1] or (log,)
        verdicts = {it: check_stored_index(where, it, ring, progress) for it in logs}
    except (StartRefused, OSError) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    finally:
        progress.end()
    for name, verdict in verdicts.items():
        said = verdict.sentence() if verdict.state is State.INVALID else _index_sentence(verdict)
        print(f"{name}: {said}" if len(verdicts) > 1 else said)
    if any(verdict.state is State.INVALID for verdict in verdicts.values()):
        raise typer.Exit(1)


@app.command()
def pubkey(namnd: _Namnd = None, data: _Data = None, keys: _Keys = None) -> None:
    """Print the public key that a log's checkpoints are verified with, in the form of a vkey.

    Example:

      nyttonav audit pubkey --namnd 2120002411/SN > sn.vkey
    """
    from hub.audit.keys import open_keys
    from hub.audit.vault import KeyVault

    log = origin_of(namnd) if namnd is not None else log_named(data or settings_where(), None)
    print(KeyVault(open_keys(keys or settings_keys(), may_create=False)).verifier(log))


def _index_sentence(verdict: Verdict) -> str:
    erased = f", {verdict.erased} of them erased" if verdict.erased else ""
    return f"{verdict.state.value}: the search index leads to {verdict.entries} records as they say{erased}"


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


def _verify_file(
    file: Path, key: str | None, since: Path | None, witness: str | None, progress: _Progress
) -> Verdict:
    from hub.audit.checkpoint import CheckpointError, Verifier
    from hub.audit.verify import verify_export

    if key is None:
        raise CheckpointError("an export is verified with the log's public key: give it with --key")
    verifier, by = Verifier.parse(text_of(key)), _witness(witness)
    earlier = _earlier(since, verifier, by)
    with file.open("rb") as lines:
        return verify_export(lines, verifier, progress, since=earlier, witness=None if earlier else by)


def _verify_data(
    key: str | None,
    namnd: str | None,
    data: Path | None,
    keys: Path | None,
    outside: tuple[Path | None, str | None],
    progress: _Progress,
) -> dict[str, Verdict]:
    """Every epoch of a stored log, the newest last."""
    from hub.audit.checkpoint import CheckpointError, Verifier
    from hub.audit.epochs import epochs_of
    from hub.audit.keys import open_keys
    from hub.audit.vault import KeyVault
    from hub.stores.log_file import stored_logs, verify_stored

    where = data or settings_where()
    log = log_named(where, namnd)
    if key is None:
        key = KeyVault(open_keys(keys or settings_keys(), may_create=False)).verifier(log)
    verifier = Verifier.parse(text_of(key))
    by = _witness(outside[1])
    if by is not None and outside[0] is None:
        raise CheckpointError(
            "a stored log is held against what a witness signed: name the file with --sedan"
        )
    since = _earlier(outside[0], verifier, by)
    logs = epochs_of(stored_logs(where), log)[::-1] or (log,)
    if since is not None and since.origin not in logs:
        raise CheckpointError(
            f"the earlier checkpoint is of {since.origin}; the logs here: {', '.join(logs)}"
        )
    return {
        it: verify_stored(where, it, verifier, progress, since if since and since.origin == it else None)
        for it in logs
    }


def _witness(vkey: str | None) -> Cosigner | None:
    from hub.audit.cosignature import Cosigner

    return None if vkey is None else Cosigner.parse(text_of(vkey))


def _earlier(since: Path | None, key: Verifier, witness: Cosigner | None) -> Checkpoint | None:
    """The checkpoint in a file, signed by the log and, where one is given, by the witness."""
    from hub.audit.checkpoint import CheckpointError

    if since is None:
        return None
    note = since.read_text(encoding="utf-8")
    if witness is not None and witness.signed(note) is None:
        raise CheckpointError(f"{since} is not signed by the witness {witness.name}")
    return key.open(note)
