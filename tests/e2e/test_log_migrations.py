"""The tables: migrations lead to what the code describes, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect

from hub.stores import log_tables, register_tables
from hub.stores.engine import transaction
from hub.stores.migrate import Database, downgrade, upgrade
from hub.stores.sqlite_files import write_engine

TABLES = {Database.LOG: log_tables.metadata, Database.REGISTER: register_tables.metadata}


@pytest.mark.parametrize("database", Database)
def test_up_is_what_the_code_describes_and_down_is_nothing(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "prov.db"
    path.touch()
    engine = write_engine(path, busy_ms=100)
    with engine.connect() as connection:
        for _ in range(2):
            with transaction(connection):
                upgrade(connection, database)
            assert compare_metadata(MigrationContext.configure(connection), TABLES[database]) == []
            with transaction(connection):
                upgrade(connection, database)
            with transaction(connection):
                downgrade(connection, database, "base")
            assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


@pytest.mark.parametrize("database", Database)
def test_a_migration_broken_off_leaves_nothing(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "prov.db"
    path.touch()
    engine = write_engine(path, busy_ms=100)
    with engine.connect() as connection:
        with pytest.raises(KeyboardInterrupt), transaction(connection):
            _broken_off(connection, database)
        assert inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.parametrize("database", Database)
def test_keyed_tables_are_stored_by_their_key(tmp_path: Path, database: Database) -> None:
    """WITHOUT ROWID does not show in a comparison of tables, so the statements are compared."""
    path, described = tmp_path / "prov.db", tmp_path / "beskrivna.db"
    found = []
    for file, metadata in ((path, None), (described, TABLES[database])):
        file.touch()
        engine = write_engine(file, busy_ms=100)
        with engine.connect() as connection, transaction(connection):
            _make(metadata, database, connection)
            rows = connection.exec_driver_sql(
                "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table' "
                "AND name != 'alembic_version' ORDER BY name"
            )
            found.append([tuple(row) for row in rows if not row[0].startswith("sqlite_")])
        engine.dispose()
    assert found[0] == found[1]


def _broken_off(connection: Connection, database: Database) -> None:
    upgrade(connection, database)
    raise KeyboardInterrupt


def _make(metadata: MetaData | None, database: Database, connection: Connection) -> None:
    if metadata is None:
        upgrade(connection, database)
    else:
        metadata.create_all(connection)
