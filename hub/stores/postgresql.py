"""All that is PostgreSQL's own: how its connections are made, and what a commit must be to be believed.

Several hub processes write one database. Each locks the head of every log it adds to, so that nobody else
adds to them before it has committed, and the register as a whole. What waits for a lock, lies idle in a
transaction or is cut off is given up after some seconds: it must not stop the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from secrets import token_hex
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import URL, Connection, Dialect, Engine, Table, create_engine, make_url
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.sql import ClauseElement

from hub.audit import StartRefused
from hub.stores import partitions
from hub.stores.kind import FAILURES, BrokenOff, DriverFailure, Insert, Values

if TYPE_CHECKING:
    import psycopg

_READERS = 4
_STATEMENT_MS = 10_000
_IDLE_MS = 10_000
"""A process that stands still in the middle of a transaction holds the others up this long at most."""

_NET = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
NAME = "nyttonav"
"""What the names of all connections of ours begin with."""

_SERVER_LOOKS = {"tcp_keepalives_idle": 5, "tcp_keepalives_interval": 2, "tcp_keepalives_count": 3}
"""So that what a machine that fell has locked is let go, too."""
LOG_SCHEMA, REGISTER_SCHEMA = "logg", "register"
"""The two databases of the hub lie side by side in one of the server's."""

_REGISTER_LOCK, START_LOCK = 0x4E595401, 0x4E595402
"""Advisory locks of the database."""

_SCHEME = re.compile(r"postgresql(\+psycopg)?")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a PostgreSQL database is. The text with its password is never shown."""

    url: URL = field(repr=False)
    name: str = NAME
    """What its connections are called in the server's list of them."""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Raises StartRefused."""
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            url = None
        if url is None or not _SCHEME.fullmatch(url.drivername) or not url.database:
            raise StartRefused(
                "The database's address is not understood. It reads "
                "postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE."
            )
        return cls(url.set(drivername="postgresql+psycopg"))

    def own(self) -> Address:
        """The same, with connections that can be told from all others'."""
        return replace(self, name=f"{NAME} {token_hex(8)}")

    def __str__(self) -> str:
        place = f"{self.url.host or 'localhost'}:{self.url.port or 5432}"
        return f"the PostgreSQL database {self.url.database} at {place}"


def write_engine(address: Address, schema: str, busy_ms: int) -> Engine:
    """For the one connection of this process that writes the database."""
    options = {"lock_timeout": busy_ms, "statement_timeout": _STATEMENT_MS}
    return _engine(address, schema, options, poolclass=NullPool)


def read_engine(address: Address, schema: str, statement_ms: int = _STATEMENT_MS) -> Engine:
    """For connections that cannot write. `statement_ms` 0: they may take the time they need, and wait for
    who reads."""
    options = {"default_transaction_read_only": "on", "statement_timeout": statement_ms}
    if not statement_ms:
        options["idle_in_transaction_session_timeout"] = 0
    return _engine(address, schema, options, poolclass=QueuePool, pool_size=_READERS)


def start_engine(address: Address) -> Engine:
    """For making and changing tables, however long that takes and whoever else is at it."""
    return _engine(address, "pg_catalog", {}, poolclass=NullPool)


def _engine(address: Address, schema: str, options: Mapping[str, object], **how: Any) -> Engine:
    said = {
        "search_path": schema,
        "timezone": "UTC",
        **_SERVER_LOOKS,
        "idle_in_transaction_session_timeout": _IDLE_MS if options else 0,
        **options,
    }
    settings = " ".join(f"-c {name}={value}" for name, value in said.items())
    try:
        return create_engine(
            address.url,
            isolation_level="AUTOCOMMIT",
            use_native_hstore=False,
            connect_args={**_NET, "application_name": address.name, "options": settings},
            **how,
        )
    except ModuleNotFoundError:
        raise StartRefused(
            "PostgreSQL is asked for, but its driver is not installed. Install the hub with it: "
            "pip install 'nyttonav[postgresql]'."
        ) from None


class PostgresqlHand:
    """See `kind.Hand`. What stands in a sequence is sent in one go: a round trip costs more than a row."""

    def __init__(self, driver: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._driver = driver

    def rows(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        with _told_apart():
            return self._driver.execute(statement, values).fetchall()

    def each(self, statement: str, values: Sequence[Values]) -> list[list[tuple[Any, ...]]]:
        if len(values) <= 1:  # the pipeline of several costs more than it saves
            return [self.rows(statement, one) for one in values]
        with _told_apart(), self._driver.cursor() as cursor:
            cursor.executemany(statement, values, returning=True)
            return [result.fetchall() for result in cursor.results()]

    def many(self, statement: str, values: Sequence[Values]) -> None:
        with _told_apart(), self._driver.cursor() as cursor:
            if len(values) == 1:
                cursor.execute(statement, values[0])
            else:
                cursor.executemany(statement, values)

    def insert(self, statement: str, rows: Sequence[Values]) -> None:
        """All rows in one statement, a column at a time."""
        with _told_apart():
            self._driver.execute(statement, [list(column) for column in zip(*rows, strict=True)])

    @contextmanager
    def together(self) -> Iterator[None]:
        with _told_apart(), self._driver.pipeline():
            yield


class Postgresql:
    """See `kind.Kind`."""

    def begin(self, connection: Connection, *, reading: bool) -> None:
        if reading:
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        # The server, the database or the role may be set to answer before anything is on disk.
        connection.exec_driver_sql("BEGIN; SET LOCAL synchronous_commit = on")

    def commit(self, connection: Connection) -> None:
        """A transaction that something has broken answers a COMMIT with a roll-back, and no error."""
        with _told_apart():
            answer = _driver_of(connection).execute("COMMIT").statusmessage
        if answer != "COMMIT":
            raise DriverFailure(f"the database answered COMMIT with {answer}")

    def roll_back(self, connection: Connection) -> None:
        if connection.invalidated:
            return  # where the connection is lost the server does it
        with suppress(*FAILURES), _told_apart():
            _driver_of(connection).rollback()

    def alone(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_REGISTER_LOCK})")

    def room(self, connection: Connection, months: Collection[int]) -> frozenset[int]:
        return partitions.make(connection, months)

    def alive(self, connection: Connection) -> bool:
        try:
            connection.exec_driver_sql("SELECT 1")
        except FAILURES:
            return False
        return True

    @contextmanager
    def breaking_off(self, connection: Connection, seconds: float) -> Iterator[None]:
        """The server breaks off; what a statement may take is what is left of the time when it begins."""
        over = monotonic() + seconds
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")
        try:
            yield
        except FAILURES:
            if monotonic() > over:
                raise BrokenOff from None
            raise

    def hand(self, connection: Connection) -> PostgresqlHand:
        return PostgresqlHand(_driver_of(connection))

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def inserting(self, table: Table, *, unless_there: bool = False) -> str:
        """One statement whatever the number of rows: the server plans it once."""
        names = ", ".join(f'"{it.name}"' for it in table.c)
        columns = ", ".join(f"%b::{it.type.compile(dialect=_dialect())}[]" for it in table.c)
        there = " ON CONFLICT DO NOTHING" if unless_there else ""
        return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({columns}){there}"  # noqa: S608

    def for_rows(self, one: ClauseElement, together: str) -> str:
        del one  # the planner would look for its way once for each row
        return together

    def text(self, statement: ClauseElement) -> str:
        return str(statement.compile(dialect=_dialect()))


def _dialect() -> Dialect:
    made: Dialect = PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
    return made


def _driver_of(connection: Connection) -> psycopg.Connection[tuple[Any, ...]]:
    driver = connection.connection.driver_connection
    assert driver is not None
    return cast("psycopg.Connection[tuple[Any, ...]]", driver)


@contextmanager
def _told_apart() -> Iterator[None]:
    """What the driver raises, as one of FAILURES; its details, which may hold values, are left out."""
    import psycopg  # noqa: PLC0415 - installed only where PostgreSQL is used

    try:
        yield
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error).partition("\n")[0]
        raise DriverFailure(f"{type(error).__name__}: {said}") from error
