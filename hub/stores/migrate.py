"""Brings a database to the newest shape of its tables, in code, at start."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, String, column, inspect, select, table

MIGRATIONS: Final = Path(__file__).parent / "migrations"
VERSIONS: Final = "alembic_version"
"""The table in which a database says of what revision it is."""

_REVISION: Final = select(column("version_num", String)).select_from(table(VERSIONS))


class Database(StrEnum):
    """The two databases; the value is the folder of its migrations."""

    LOG = "log"
    REGISTER = "register"


def upgrade(connection: Connection, database: Database) -> None:
    """To the newest revision. Raises StartRefused when the data was made by a later version of the hub."""
    if _revision(connection) == newest(database):
        return
    # What changes tables is loaded only where they are to be changed: it is a tenth of a start.
    from hub.stores import revisions  # noqa: PLC0415

    revisions.upgrade(connection, database)


def newest(database: Database) -> str:
    """The files of revisions are named by their numbers."""
    files = (MIGRATIONS / database.value / "versions").glob("[0-9]*_*.py")
    return max(path.name.partition("_")[0] for path in files)


def _revision(connection: Connection) -> str | None:
    """None where there are no tables yet."""
    return connection.scalar(_REVISION) if inspect(connection).has_table(VERSIONS) else None
