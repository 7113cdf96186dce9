"""A consistent copy of both databases, also while a hub serves them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from hub.audit import StartRefused
from hub.stores.folder import LOG_FILE, REGISTER_FILE

_PAGES = 1024


def back_up(data: Path, target: Path) -> tuple[Path, ...]:
    """Copy into a folder that holds none yet; the files. Raises StartRefused.

    The register first: what it holds was logged before, so that the log's copy has all that explains it.
    """
    done: list[Path] = []
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (REGISTER_FILE, LOG_FILE):
            source, copy = data / name, target / name
            if copy.exists():
                raise StartRefused(f"{copy} is there already. Name a new folder: no copy is written over.")
            if not source.is_file():
                raise StartRefused(
                    f"{source}: there is nothing to copy. Name the hub's data folder with --data."
                )
            _copy(source, copy)
            done.append(copy)
    except (OSError, sqlite3.Error) as error:
        raise StartRefused(f"{target}: the copy could not be made: {error}.") from error
    return tuple(done)


def _copy(source: Path, copy: Path) -> None:
    draft = copy.with_name(copy.name + ".ofullstandig")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(draft)) as writing,
    ):
        reading.backup(writing, pages=_PAGES)
        # The copy is one file, with nothing of it in a write-ahead log beside it.
        writing.execute("PRAGMA journal_mode=DELETE").close()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(copy)
