"""Brings a database to the newest shape of its tables, in code, at start."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from hub.audit import StartRefused

_FOLDER = Path(__file__).parent / "migrations"


class Database(StrEnum):
    """The two databases; the value is the folder of its migrations."""

    LOG = "log"
    REGISTER = "register"


def upgrade(connection: Connection, database: Database, to: str = "head") -> None:
    """To the newest revision. Raises StartRefused when the data was made by a later version of the hub."""
    config = _config(connection, database)
    script = ScriptDirectory.from_config(config)
    now = MigrationContext.configure(connection).get_current_revision()
    if now == script.get_current_head() and to == "head":
        return
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StartRefused(
            f"The {database.value} database is of revision {now}, which this hub does not know. "
            "It was made by a later version: install that one, or restore the backup taken before it."
        ) from error


def downgrade(connection: Connection, database: Database, to: str) -> None:
    """Back to an older revision (`base` removes all tables)."""
    command.downgrade(_config(connection, database), to)


def _config(connection: Connection, database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER / database.value).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
