"""The revisions of the two databases' tables, up and down, by alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection

from hub.audit import StartRefused
from hub.stores.migrate import MIGRATIONS, Database


def upgrade(connection: Connection, database: Database) -> None:
    """To the newest. Raises StartRefused when the data was made by a later version of the hub."""
    now = MigrationContext.configure(connection).get_current_revision()
    try:
        command.upgrade(_config(connection, database), "head")
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
    config.set_main_option("script_location", str(MIGRATIONS / database.value).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
