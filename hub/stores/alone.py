"""The log opened by a command while no hub serves it: a data folder under its lock, a database with nobody
else connected."""

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
from hub.stores.postgresql_start import alone_on, nobody_else
from hub.stores.sqlite_files import write_engine
from hub.stores.where import Where


@contextmanager
def alone(where: Where) -> Iterator[tuple[Connection, Where]]:
    """A connection to a log that nobody else uses, and the place by which `whole` knows that connection.

    Raises StartRefused, also for what fails within.
    """
    if isinstance(where, Address):
        own = where.own()
        with alone_on(own) as connection:
            yield connection, own
        return
    path = where / LOG_FILE
    if not path.is_file():
        raise StartRefused(f"{path}: there is no log here. Restore the newest copy there is, then run this.")
    lock = DataLock(where)
    lock.take()
    engine = write_engine(path, busy_ms=3_000)
    try:
        refuse_moved(where)
        with engine.connect() as connection:
            yield connection, where
    except FAILURES as error:
        raise StartRefused(f"{path}: the log cannot be used: {told(error)}.") from error
    finally:
        engine.dispose()
        lock.release()


@contextmanager
def whole(connection: Connection, where: Where) -> Iterator[None]:
    """One transaction over the log, with the newest tables; all of it or nothing. Raises StartRefused."""
    if isinstance(where, Address):
        with nobody_else(connection, where):
            yield
        return
    with transaction(connection):
        upgrade(connection, Database.LOG)
        yield
