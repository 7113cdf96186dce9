"""A consistent copy of both databases, also while hubs serve them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from hub.audit import StartRefused
from hub.stores.folder import LOG_FILE, REGISTER_FILE
from hub.stores.postgresql import Address
from hub.stores.where import SCHEMAS, Where

_PAGES = 1024


DUMP = "nyttonav.dump"
"""Both schemas, in the custom format of pg_dump: for pg_restore."""

_BY_HAND = (
    "Install PostgreSQL's client programs, of the server's version or a later one, or make the copy where "
    "they are: pg_dump --format=custom --schema=logg --schema=register --file=nyttonav.dump DATABASE; or "
    "pg_basebackup with archived WAL, which loses less."
)


def back_up(where: Where, target: Path) -> tuple[Path, ...]:
    """Copy into a folder that holds no copy yet; the files. Raises StartRefused."""
    return _dumped(where, target) if isinstance(where, Address) else _copied(where, target)


def _dumped(address: Address, target: Path) -> tuple[Path, ...]:
    """Both schemas of one moment, by the database's own program."""
    program = shutil.which("pg_dump")
    if program is None:
        raise StartRefused(f"{target}: there is no pg_dump on the path, and no copy is made. {_BY_HAND}")
    copy, draft = target / DUMP, target / f"{DUMP}.ofullstandig"
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        if copy.exists():
            raise StartRefused(f"{copy} is there already. Name a new folder: no copy is written over.")
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        asked = [f"--schema={schema}" for schema in SCHEMAS.values()]
        url = address.url.set(drivername="postgresql", password=None).render_as_string()
        command = [program, "--format=custom", "--no-owner", *asked, f"--file={draft}", f"--dbname={url}"]
        done = subprocess.run(  # noqa: S603 - the program of the path, as the operator would call it
            command, env={**os.environ, **_password(address)}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            draft.unlink()
            why = " ".join(done.stderr.strip().splitlines()[:2])
            raise StartRefused(f"{address}: pg_dump made no copy: {why}. {_BY_HAND}")
        _kept(draft, copy)
    except OSError as error:
        raise StartRefused(f"{target}: the copy could not be made: {error}.") from error
    return (copy,)


def _password(address: Address) -> dict[str, str]:
    """Not among the arguments, where others on the machine would see it."""
    password = address.url.password
    return {} if password is None else {"PGPASSWORD": str(password)}


def _copied(data: Path, target: Path) -> tuple[Path, ...]:
    """Each file by itself.

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
    _kept(draft, copy)


def _kept(draft: Path, copy: Path) -> None:
    """It has its name when it is on disk."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(copy)
