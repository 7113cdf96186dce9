"""New tables in SQLite files: planned by the migrations once, and after that made by the same statements.

Hundreds of tests begin with empty files, and the way there through every revision is the same each time. What
the migrations themselves do is the question of tests/e2e/test_log_migrations.py, which asks them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from hub.stores import opening
from hub.stores.migrate import Database, upgrade


@contextmanager
def made_once() -> Iterator[None]:
    known: dict[Database, list[str]] = {}

    def upgraded(connection: Connection, database: Database) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if raw.execute("SELECT 1 FROM sqlite_master").fetchone() is not None:
            upgrade(connection, database)
        elif database in known:
            for statement in known[database]:
                raw.execute(statement)
        else:
            upgrade(connection, database)
            known[database] = [it for it in raw.iterdump() if it not in {"BEGIN TRANSACTION;", "COMMIT;"}]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "upgrade", upgraded)
        yield
