"""Opens everything that is stored, in the right order: lock, keys, tables, checks, writers."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection

from hub.audit import KeyVault, StartRefused
from hub.audit.keys import KeyRing, open_keys
from hub.ports import Clock
from hub.stores import log_tables, register_tables
from hub.stores.folder import LOG_FILE, REGISTER_FILE, DataLock
from hub.stores.lists import SqliteLists
from hub.stores.log_check import check_keys, check_logs, take_into_use
from hub.stores.log_store import Limits, SqliteLog
from hub.stores.measures import SqliteMeasures
from hub.stores.migrate import Database, upgrade
from hub.stores.notices import SqliteNotices
from hub.stores.reaches import SqliteReaches
from hub.stores.register import SqliteRegister
from hub.stores.register_file import RegisterFile
from hub.stores.sqlite_files import FAILURES, transaction, write_engine
from hub.stores.statements import SqliteStatements
from hub.stores.traffic import SqliteTraffic

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Stores:
    """The storage of one hub process."""

    log: SqliteLog
    register_file: RegisterFile
    register: SqliteRegister
    lists: SqliteLists
    statements: SqliteStatements
    notices: SqliteNotices
    reaches: SqliteReaches
    traffic: SqliteTraffic
    measures: SqliteMeasures
    vault: KeyVault
    lock: DataLock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what waits and let the data folder go."""
        self.log.close()
        self.register_file.close()
        self.lock.release()


def open_stores(
    data: Path,
    keys: Path,
    clock: Clock,
    *,
    limits: Limits | None = None,
    free_bytes: Callable[[], int] | None = None,
) -> Stores:
    """Open the data folder for this process alone, making what a first start needs.

    Raises StartRefused, with a sentence for the operator: folder in use, keys missing or wrong, a log that
    does not hang together, data of a later version. `free_bytes` tells the space left on the data's disk.
    """
    with ExitStack() as undo:
        lock = DataLock(data)
        lock.take()
        undo.callback(lock.release)
        log_file, register_file = data / LOG_FILE, data / REGISTER_FILE
        if register_file.exists() and not log_file.exists():
            raise StartRefused(
                f"{log_file}: the access log is missing although {REGISTER_FILE} is there. Restore it from "
                "its backup; a new log would hide that there was another."
            )
        ring, now = open_keys(keys, may_create=not log_file.exists()), clock.now()

        def check_log(connection: Connection) -> KeyRing:
            used = check_keys(connection, log_tables.key_checks, ring, LOG_FILE, now)
            check_logs(connection, KeyVault(used), str(log_file))
            return used

        def check_register(connection: Connection) -> KeyRing:
            for key in used.all():
                take_into_use(connection, register_tables.key_checks, key, now)
            return check_keys(connection, register_tables.key_checks, ring, REGISTER_FILE, now)

        # In use is what the log says: there a rotation is recorded, before anything is made with the key. A
        # register that is newer than a log put back from a backup may hold what a later key sealed.
        used = prepare(log_file, Database.LOG, check_log)
        vault = KeyVault(used.with_older(prepare(register_file, Database.REGISTER, check_register)))
        limits = limits or Limits()
        log = SqliteLog(log_file, vault, clock, limits, free_bytes)
        file = RegisterFile(register_file, clock, limits.busy_ms)
        log.start()
        file.start()
        undo.pop_all()
        return _of(log, file, vault, clock, lock)


def _of(log: SqliteLog, file: RegisterFile, vault: KeyVault, clock: Clock, lock: DataLock) -> Stores:
    return Stores(
        log=log,
        register_file=file,
        register=SqliteRegister(file, vault, clock),
        lists=SqliteLists(file, vault, clock),
        statements=SqliteStatements(file, vault),
        notices=SqliteNotices(file),
        reaches=SqliteReaches(file),
        traffic=SqliteTraffic(file),
        measures=SqliteMeasures(file, clock),
        vault=vault,
        lock=lock,
    )


def prepare(path: Path, database: Database, check: Callable[[Connection], Found]) -> Found:
    """Newest tables, and nothing wrong, in one transaction; what the check found."""
    engine = write_engine(path, busy_ms=3_000)
    try:
        # Writable, or a sentence now. Only before SQLite has it open: closing a file drops the locks on it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with engine.connect() as connection, transaction(connection):
            upgrade(connection, database)
            return check(connection)
    except FAILURES as error:
        raise StartRefused(
            f"{path}: the database cannot be used: {getattr(error, 'orig', error)}. It must be "
            "writable by the hub, on a local disk with space left, and not open in another program."
        ) from error
    finally:
        engine.dispose()
