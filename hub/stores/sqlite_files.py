"""All that is SQLite's own: how files are opened, for writing once and for reading often.

One connection writes each file, and alone checkpoints its write-ahead log: SQLite before 3.51.3 can lose
committed rows when two connections write or checkpoint at the same instant. Readers can do neither. No mmap.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.sql import ClauseElement

from hub.stores.kind import FAILURES, BrokenOff, Insert, Values

_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA wal_autocheckpoint=1000",
)
_READER = ("PRAGMA query_only=ON", "PRAGMA mmap_size=0")
_READERS = 4
_STEPS = 100_000
"""Of SQLite's machine, between two looks at the clock: a millisecond or two."""


def write_engine(path: Path, busy_ms: int) -> Engine:
    """For the one connection that writes a file that is there; `transaction` begins its transactions."""

    def connect() -> sqlite3.Connection:
        return _connected(f"{path.absolute().as_uri()}?mode=rw", busy_ms, _WRITER)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def read_engine(path: Path, busy_ms: int = 5_000) -> Engine:
    """For connections that cannot write, also beside a hub that does."""

    def connect() -> sqlite3.Connection:
        return _connected(f"{path.absolute().as_uri()}?mode=ro", busy_ms, _READER)

    return create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=_READERS, isolation_level="AUTOCOMMIT"
    )


def _connected(uri: str, busy_ms: int, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in pragmas:
            connection.execute(pragma).close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class SqliteHand:
    """See `kind.Hand`."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def rows(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        return self._cursor.execute(statement, values).fetchall()

    def each(self, statement: str, values: Sequence[Values]) -> list[list[tuple[Any, ...]]]:
        return [self._cursor.execute(statement, one).fetchall() for one in values]

    def many(self, statement: str, values: Sequence[Values]) -> None:
        self._cursor.executemany(statement, values)

    def insert(self, statement: str, rows: Sequence[Values]) -> None:
        self._cursor.executemany(statement, rows)

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()  # nothing is sent anywhere


class Sqlite:
    """See `kind.Kind`."""

    def begin(self, connection: Connection, *, reading: bool) -> None:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    def commit(self, connection: Connection) -> None:
        connection.exec_driver_sql("COMMIT")

    def roll_back(self, connection: Connection) -> None:
        driver = _driver_of(connection)
        if driver.in_transaction:
            driver.rollback()

    def alone(self, connection: Connection) -> None:
        """Every transaction that writes is."""

    def room(self, connection: Connection, months: Collection[int]) -> frozenset[int]:
        del connection  # the month stands first in the key: there is room for any
        return frozenset(months)

    def alive(self, connection: Connection) -> bool:
        return not connection.closed

    @contextmanager
    def breaking_off(self, connection: Connection, seconds: float) -> Iterator[None]:
        driver, over = _driver_of(connection), monotonic() + seconds
        driver.set_progress_handler(lambda: monotonic() > over, _STEPS)
        try:
            yield
        except FAILURES:
            if monotonic() > over:
                raise BrokenOff from None
            raise
        finally:
            driver.set_progress_handler(None, 0)

    def hand(self, connection: Connection) -> SqliteHand:
        return SqliteHand(_driver_of(connection).cursor())

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def inserting(self, table: Table, *, unless_there: bool = False) -> str:
        row = insert(table)
        return self.text(row.on_conflict_do_nothing() if unless_there else row)

    def for_rows(self, one: ClauseElement, together: str) -> str:
        del together  # it cannot take columns
        return self.text(one)

    def text(self, statement: ClauseElement) -> str:
        return str(statement.compile(dialect=SQLiteDialect_pysqlite(paramstyle="qmark")))


def _driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for statements compiled beforehand."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def wal_defect(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str | None:
    """A sentence when this SQLite has the WAL-reset defect (3.7.0 to 3.51.2 but for 3.50.7 and 3.44.6)."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    if mended:
        return None
    return (
        f"SQLite {'.'.join(map(str, version))} has the WAL-reset defect. The hub avoids it by writing and "
        "checkpointing through one connection; let no other program write to its files."
    )
