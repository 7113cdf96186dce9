"""The log opened by a command while no hub serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from hub.audit import StartRefused
from hub.stores.engine import transaction
from hub.stores.folder import LOG_FILE, DataLock, refuse_moved
from hub.stores.kind import FAILURES, told
from hub.stores.migrate import Database, upgrade
from hub.stores.postgresql import Address
from hub.stores.sqlite_files import write_engine
from hub.stores.where import Where, named


@contextmanager
def log_alone(where: Where) -> Iterator[Connection]:
    """One transaction on the newest tables of the log, which is there; committed when the block ends.

    Raises StartRefused: a hub serves the data, or has moved from it; there is none; it cannot be written.
    """
    name = named(where, Database.LOG)
    if isinstance(where, Address):
        raise StartRefused(f"{name}: this is done in a data folder only, as yet.")
    if not (where / LOG_FILE).is_file():
        raise StartRefused(f"{name}: there is no log here. Name the hub's data folder with --data.")
    lock = DataLock(where)
    lock.take()
    try:
        refuse_moved(where)
        engine = write_engine(where / LOG_FILE, busy_ms=3_000)
        try:
            with engine.connect() as connection, transaction(connection):
                upgrade(connection, Database.LOG)
                yield connection
        finally:
            engine.dispose()
    except FAILURES as error:
        raise StartRefused(f"{name}: the log cannot be used: {told(error)}.") from error
    finally:
        lock.release()
