"""Opens everything that is stored, in the right order: lock, keys, tables, checks, writers."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from hub.audit import KeyVault, StartRefused
from hub.audit.keys import KeyRing, open_keys
from hub.audit.shelf import Shelf
from hub.ports import Clock
from hub.stores import sqlite_files
from hub.stores.engine import Base, transaction
from hub.stores.folder import LOG_FILE, REGISTER_FILE, DataLock, refuse_moved
from hub.stores.ground import FileGround
from hub.stores.key_checks import check_keys, check_register_keys
from hub.stores.kind import FAILURES, told
from hub.stores.log_check import check_logs
from hub.stores.log_outside import check_outside, known_on
from hub.stores.log_store import Limits
from hub.stores.migrate import Database, upgrade
from hub.stores.postgresql_start import bases_of
from hub.stores.stores import Bases, Stores, started
from hub.stores.where import Where


def open_stores(
    where: Where,
    keys: Path,
    clock: Clock,
    *,
    limits: Limits | None = None,
    free_bytes: Callable[[], int] | None = None,
    shelf: Shelf | None = None,
) -> Stores:
    """Open what is stored, making what a first start needs: a data folder for this process alone, or a
    PostgreSQL database beside others.

    Raises StartRefused, with a sentence for the operator: folder in use, keys missing or wrong, a log that
    does not hang together or is older than what `shelf` knows of, data of a later version, a server that does
    not keep what it has confirmed. `free_bytes` tells the space left on the data folder's disk.
    """
    limits = limits or Limits()
    if not isinstance(where, Path):
        bases, ring = bases_of(where, keys, clock.now(), limits.busy_ms, shelf)
        return started(bases, keys, KeyVault(ring), clock, limits, release=lambda: None)
    with ExitStack() as undo:
        lock = DataLock(where)
        lock.take()
        undo.callback(lock.release)
        refuse_moved(where)
        log_file, register_file = where / LOG_FILE, where / REGISTER_FILE
        if register_file.exists() and not log_file.exists():
            raise StartRefused(
                f"{log_file}: the access log is missing although {REGISTER_FILE} is there. Restore it from "
                "its backup; a new log would hide that there was another."
            )
        ring = open_keys(keys, may_create=not log_file.exists())
        vault = KeyVault(prepare_files(where, ring, clock.now(), shelf))
        bases = Bases(
            _base(log_file, limits.busy_ms), _base(register_file, limits.busy_ms), _ground(where, free_bytes)
        )
        stores = started(bases, keys, vault, clock, limits, lock.release)
        undo.pop_all()
        return stores


def prepare_files(data: Path, ring: KeyRing, now: datetime, shelf: Shelf | None = None) -> KeyRing:
    """The newest tables, and nothing wrong, also by what `shelf` knows; the keys in use. Raises StartRefused.

    The folder's lock is the caller's.
    """
    place = str(data / LOG_FILE)

    def check_log(connection: Connection) -> KeyRing:
        used = check_keys(connection, Database.LOG, ring, LOG_FILE, now)
        vault = KeyVault(used)
        check_logs(connection, vault, place)
        if shelf is not None:
            check_outside(connection, shelf, vault, place, known_on(shelf, vault))
        return used

    used = _prepare(data / LOG_FILE, Database.LOG, check_log)

    def check_register(connection: Connection) -> KeyRing:
        return check_register_keys(connection, ring, used, REGISTER_FILE, now)

    return used.with_older(_prepare(data / REGISTER_FILE, Database.REGISTER, check_register))


def _base(path: Path, busy_ms: int) -> Base:
    writing, reading = sqlite_files.write_engine(path, busy_ms), sqlite_files.read_engine(path)
    return Base(writing, reading, exclusive=True)


def _ground(data: Path, free_bytes: Callable[[], int] | None) -> FileGround:
    return FileGround(data / LOG_FILE, free_bytes)


def _prepare(path: Path, database: Database, check: Callable[[Connection], KeyRing]) -> KeyRing:
    """In one transaction; the keys in use."""
    engine = sqlite_files.write_engine(path, busy_ms=3_000)
    try:
        # Writable, or a sentence now. Only before SQLite has it open: closing a file drops the locks on it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with engine.connect() as connection, transaction(connection):
            upgrade(connection, database)
            return check(connection)
    except FAILURES as error:
        raise StartRefused(
            f"{path}: the database cannot be used: {told(error)}. It must be "
            "writable by the hub, on a local disk with space left, and not open in another program."
        ) from error
    finally:
        engine.dispose()
