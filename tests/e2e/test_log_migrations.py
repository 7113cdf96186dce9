"""The tables: migrations lead to what the code describes, and back again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, inspect
from sqlalchemy.pool import NullPool

from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.stores import Address, Where, log_tables, postgresql, register_tables
from hub.stores.engine import transaction
from hub.stores.log_file import verify_stored
from hub.stores.migrate import Database, newest, upgrade
from hub.stores.revisions import downgrade
from hub.stores.sqlite_files import write_engine
from hub.stores.where import FILES, within
from tests.support.audit import ORIGIN, opened, several
from tests.support.case_events import whole
from tests.support.policy import SN
from tests.support.postgres import Server

TABLES = {Database.LOG: log_tables.metadata, Database.REGISTER: register_tables.metadata}


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """To a database without any tables."""
    if request.param == "sqlite":
        path = tmp_path / "prov.db"
        path.touch()
        engine = write_engine(path, busy_ms=100)
    else:
        server: Server = request.getfixturevalue("postgres")
        engine = create_engine(server.empty().url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as made:
        yield made
    engine.dispose()


@pytest.mark.parametrize("database", Database)
def test_up_is_what_the_code_describes_and_down_is_nothing(
    connection: Connection, database: Database
) -> None:
    for _ in range(2):
        with transaction(connection):
            upgrade(connection, database)
        assert compare_metadata(_described(connection), TABLES[database]) == []
        assert MigrationContext.configure(connection).get_current_revision() == newest(database)
        with transaction(connection):
            upgrade(connection, database)
        with transaction(connection):
            downgrade(connection, database, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("database", Database)
def test_a_migration_broken_off_leaves_nothing(connection: Connection, database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), transaction(connection):
        _broken_off(connection, database)
    assert inspect(connection).get_table_names() == []


def test_down_and_up_on_data_changes_nothing(tmp_path: Path, where: Where) -> None:
    """The newest revision of each database, taken back and made again: all that it holds is found."""
    with opened(tmp_path, where=where) as here:
        asyncio.run(several(here.log, 3))
        asyncio.run(here.stores.register.put(SN, "demo", "EB-1", whole(5)))
        key = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    for database, revision in ((Database.LOG, "0001"), (Database.REGISTER, "0004")):
        with _changing(where, database) as connection, transaction(connection):
            if isinstance(where, Address):
                within(connection, database)
            downgrade(connection, database, revision)
    with opened(tmp_path, where=where) as here:
        assert verify_stored(where, ORIGIN, key).state is State.VALID
        assert asyncio.run(here.stores.register.get(SN, "demo", "EB-1")) == whole(5)


def _described(connection: Connection) -> MigrationContext:
    """Partitions are told by their tables."""

    def told(name: str | None, kind: str, _parent: object) -> bool:
        return kind != "table" or not re.fullmatch(r"(refs|facets)_\d{6}", str(name))

    return MigrationContext.configure(connection, opts={"include_name": told})


@contextmanager
def _changing(where: Where, database: Database) -> Iterator[Connection]:
    engine = (
        postgresql.start_engine(where)
        if isinstance(where, Address)
        else write_engine(where / FILES[database], busy_ms=100)
    )
    with engine.connect() as connection:
        yield connection
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
