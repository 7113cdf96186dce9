"""Where the hub's two databases are, and reading them by somebody else than the hub, also while it serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect

from hub.audit import StartRefused
from hub.stores import postgresql, sqlite_files
from hub.stores.engine import transaction
from hub.stores.folder import LOG_FILE, REGISTER_FILE
from hub.stores.kind import OF_DRIVERS, told
from hub.stores.migrate import VERSIONS, Database
from hub.stores.postgresql import Address

Where = Path | Address
"""A data folder with SQLite's files, or a PostgreSQL database."""

FILES: Final = {Database.LOG: LOG_FILE, Database.REGISTER: REGISTER_FILE}
SCHEMAS: Final = {Database.LOG: postgresql.LOG_SCHEMA, Database.REGISTER: postgresql.REGISTER_SCHEMA}
_WHAT: Final = {Database.LOG: "log", Database.REGISTER: "register"}


def place(data: Path, database: str | None) -> Where:
    """What the settings name: the database, where there is one. Raises StartRefused."""
    return data if database is None else Address.parse(database)


def named(where: Where, database: Database) -> str:
    """As the operator knows it."""
    if isinstance(where, Path):
        return str(where / FILES[database])
    return f"{where}, schema {SCHEMAS[database]}"


@contextmanager
def reading(where: Where, database: Database) -> Iterator[Connection]:
    """One consistent view. Raises StartRefused where there is nothing to read, or it cannot be read."""
    name = named(where, database)
    if isinstance(where, Path) and not (where / FILES[database]).is_file():
        raise StartRefused(
            f"{name}: there is no {_WHAT[database]} here. Name the hub's data folder with --data."
        )
    engine = _engine(where, database)
    try:
        with engine.connect() as connection, transaction(connection, reading=True):
            if isinstance(where, Address) and not inspect(connection).has_table(VERSIONS):
                raise StartRefused(
                    f"{name}: there is no {_WHAT[database]} here. Start the hub on it once, or "
                    "move one there with: nyttonav lagring flytta"
                )
            # A log is not to be held in memory: PostgreSQL would otherwise send all of an answer at once.
            yield connection.execution_options(stream_results=True)
    except OF_DRIVERS as error:  # what whoever reads fails with else, a full disk for instance, is its own
        raise StartRefused(f"{name}: the {_WHAT[database]} cannot be read: {told(error)}.") from error
    finally:
        engine.dispose()


def within(connection: Connection, database: Database) -> None:
    """On PostgreSQL: until the transaction ends, tables are those of the database."""
    connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMAS[database]}")


def _engine(where: Where, database: Database) -> Engine:
    if isinstance(where, Path):
        return sqlite_files.read_engine(where / FILES[database])
    return postgresql.read_engine(where, SCHEMAS[database], statement_ms=0)
