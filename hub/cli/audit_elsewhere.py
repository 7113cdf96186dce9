"""`nyttonav audit kontrollpunkt`, `aterstall` and `sakerhetskopia`: kept elsewhere, and coming back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

_Data = Annotated[Path | None, typer.Option("--data", help="The hub's data folder, else the settings'.")]
_Keys = Annotated[Path | None, typer.Option("--keys", help="The hub's keys folder, else the settings'.")]
_Namnd = Annotated[
    str | None,
    typer.Option("--namnd", help="Board as ORGANISATIONSNUMMER/NAMND, or operator; else the only log."),
]


def kontrollpunkt(
    namnd: _Namnd = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write; else printed.")] = None,
    old: Annotated[
        int | None, typer.Option("--fran", help="With the proof that it extends the log of so many records.")
    ] = None,
    data: _Data = None,
) -> None:
    """Write the newest signed checkpoint of a log, to be kept elsewhere. Works beside a serving hub.

    With --fran it is what a witness asks for (C2SP add-checkpoint).

    Example:

      nyttonav audit kontrollpunkt --namnd 2120002411/SN -o /annan/disk/sn.kontrollpunkt
    """
    from hub.audit.checkpoint import checkpoint_of
    from hub.audit.shelf import write_durably
    from hub.cli.audit_named import log_named, settings_where
    from hub.stores.log_file import newest_checkpoint

    where = data or settings_where()
    found = newest_checkpoint(where, log_named(where, namnd), old)
    text = found.note if old is None else found.text()
    if out is None:
        print(text, end="")
        return
    write_durably(out, text)
    print(f"{out}: {checkpoint_of(found.note).size} records", file=sys.stderr)


def aterstall(
    reason: Annotated[str, typer.Option("--skal", help="Why: the new epoch's first record holds it.")],
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option("--kontrollpunkt", help="A checkpoint kept elsewhere; repeat for several."),
    ] = None,
    namnd: Annotated[
        str | None, typer.Option("--namnd", help="Only this board; else every log that has come short.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--mapp", help="Folder of checkpoints, else the settings' checkpoint_folder."),
    ] = None,
    data: _Data = None,
    keys: _Keys = None,
) -> None:
    """After a lost disk: open a new epoch of each log that was restored from a copy older than it had come.

    Every hub is stopped, and the newest copy is in place: in the data folder or, where the settings name one,
    in the database. The new epoch's first record says which records are missing and why; a witness tells it
    from a rollback. What is in the copy is found as before.

    Example:

      nyttonav audit aterstall --kontrollpunkt sn.kontrollpunkt --skal "Disken i nav-1 gick sönder 2026-11-21"
    """
    from hub.audit.shelf import Shelf, stem
    from hub.audit.witness import told
    from hub.checkpoints import Elsewhere, elsewhere
    from hub.cli.audit_named import settings_where
    from hub.clock import SystemClock
    from hub.settings import load
    from hub.stores.log_restore import Restore

    place = data or settings_where()
    if data is None or keys is None:
        settings = load()
        keys = keys or settings.keys
        where = elsewhere(settings.checkpoint_folder, settings.witnesses, None)
    else:
        where = Elsewhere()
    shelf = Shelf(folder) if folder is not None else where.shelf
    restore = Restore(place, keys, SystemClock(), "aterstall", shelf, where.witnesses)
    board = None if namnd is None else f"nyttonav/{namnd}"
    notes = [(str(file), file.read_text(encoding="utf-8")) for file in checkpoints or ()]
    for one in restore.run(notes, reason, board):
        print(f"{one.log}: a new epoch. {told(one.former)}")
        if shelf is None:
            file = Path(f"{stem(one.log)}.epok")
            file.write_text(one.opening.text(), encoding="utf-8")
            print(f"{file}: hand it to the witnesses.")


def sakerhetskopia(
    target: Annotated[Path, typer.Option("--till", help="A new folder for the copy, on another disk.")],
    data: _Data = None,
) -> None:
    """Copy both databases, each as it stands at one moment. Works beside a serving hub. Holds no keys.

    Of a data folder its two files; of a PostgreSQL database one file for pg_restore, made with pg_dump, which
    must be on the path.

    Example:

      nyttonav audit sakerhetskopia --till /backup/nav/2026-11-22
    """
    from hub.cli.audit_named import settings_where
    from hub.stores.backup import back_up

    for file in back_up(data or settings_where(), target):
        print(file)
