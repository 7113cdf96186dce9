"""`nyttonav audit witness` and `vittnesnyckel`: what another party runs, who signs a log's checkpoints.

Needs nothing of the hub but tree and checkpoints, and reads nothing but checkpoints and proofs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hub.audit.witness import Cosigned


def witness(
    state: Annotated[Path, typer.Option("--state", help="The witness' own folder: what it has signed.")],
    key: Annotated[Path, typer.Option("--key", help="File with the witness' private key (vittnesnyckel).")],
    log: Annotated[
        str, typer.Option("--logg", help="The log's public key (a vkey), or a file that holds it.")
    ],
    folder: Annotated[
        Path | None, typer.Option("--mapp", help="The hub's checkpoint_folder, or a copy of it.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="The hub's address, instead of a folder.")] = None,
    token: Annotated[
        str, typer.Option("--token", envvar="NYTTONAV_BILJETT", help="Access token with logg:vittna.")
    ] = "",
    first: Annotated[
        bool, typer.Option("--forsta", help="Sign a log of which nothing was signed before.")
    ] = False,
    epoch: Annotated[
        bool, typer.Option("--ny-epok", help="Sign on though the log was restored and records are missing.")
    ] = False,
    opening: Annotated[
        Path | None, typer.Option("--epok", help="File with the opening of a new epoch (*.epok).")
    ] = None,
) -> None:
    """Sign a log's newest checkpoint if it extends the last one signed. Run it again and again (cron).

    What was signed is kept before it is handed over. A rollback, a fork or a wrong signature is refused.
    Exit code 0: signed. 1: refused. 2: nothing could be done. 3: somebody must decide (--forsta, --ny-epok).

    Examples:

      nyttonav audit witness --state vittne --key vittne.key --logg sn.vkey --mapp kontrollpunkter --forsta

      nyttonav audit witness --state vittne --key vittne.key --logg sn.vkey --url https://nav.example
    """
    from hub.audit.checkpoint import CheckpointError, Verifier
    from hub.audit.cosignature import CosignerKey
    from hub.audit.exchange import Opening
    from hub.audit.witness import Exit, NotSigned, Witness
    from hub.cli.audit_exchanged import by_folder, by_http

    try:
        if (folder is None) == (url is None):
            raise NotSigned("Say where the log is: --mapp or --url, one of them.", Exit.UNUSABLE)
        text = log if "+" in log and not Path(log).is_file() else Path(log).read_text(encoding="utf-8")
        own = CosignerKey.parse(key.read_text(encoding="utf-8"))
        here = Witness(state, own, Verifier.parse(text))
        now = int(time())
        if opening is not None:
            _tell(here.begin(Opening.parse(opening.read_text(encoding="utf-8")), now, accepted=epoch))
        if folder is not None:
            done = by_folder(here, folder, now, first=first, accepted=epoch)
        else:
            done = by_http(here, url or "", token, now, first=first)
    except NotSigned as refused:
        print(f"nyttonav: {refused}", file=sys.stderr)
        raise typer.Exit(refused.exit) from None
    except (CheckpointError, OSError) as error:
        print(f"nyttonav: {error}", file=sys.stderr)
        raise typer.Exit(Exit.UNUSABLE) from None
    _tell(done)


def vittnesnyckel(
    name: Annotated[
        str, typer.Option("--namn", help="The witness' name, by custom an address without scheme.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="File for the private key; must not exist.")],
) -> None:
    """Make a witness' key: the private one to a file, the public one (a vkey) printed for the hub's settings.

    Example:

      nyttonav audit vittnesnyckel --namn vittne.example/w1 -o vittne.key
    """
    from hub.audit.cosignature import CosignerKey

    if not name or any(it.isspace() or it == "+" for it in name):
        print("nyttonav: a witness' name has no spaces and no plus sign.", file=sys.stderr)
        raise typer.Exit(2)
    made = CosignerKey(name, os.urandom(32))
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        print(f"nyttonav: {out} cannot be made ({error.strerror}). Name a new file.", file=sys.stderr)
        raise typer.Exit(2) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(made.text() + "\n")
    print(made.public().vkey())


def _tell(done: Cosigned) -> None:
    from hub.audit.witness import told

    if done.former is not None:
        print(f"new epoch {done.checkpoint.origin}: {told(done.former)}")
    print(f"signed: {done.checkpoint.origin}, {done.checkpoint.size} records, {done.checkpoint.short()}")
