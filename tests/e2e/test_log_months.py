"""The search index that an older hub had made: brought under months, with the values that it lacked."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hub.audit import Search
from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.stores.engine import transaction
from hub.stores.folder import LOG_FILE
from hub.stores.log_file import verify_stored
from hub.stores.migrate import Database, downgrade, upgrade
from hub.stores.sqlite_files import write_engine
from tests.e2e.test_log_search import AUDITOR, LOOK_UPS, something
from tests.support.audit import ORIGIN, opened
from tests.support.policy import CHILD


async def test_a_log_from_before_is_given_months_and_values(tmp_path: Path) -> None:
    """Down to the tables before, and up again: every row as the appender had written it."""
    with opened(tmp_path) as here:
        chance = random.Random(3)
        for _ in range(LOOK_UPS):
            await something(here, chance)
        await here.log.search(AUDITOR, Search(persons=(CHILD,)), "prov")
        verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    path = tmp_path / "data" / LOG_FILE
    before = rows(path)
    engine = write_engine(path, busy_ms=100)
    with engine.connect() as connection:
        with transaction(connection):
            downgrade(connection, Database.LOG, "0002")
        assert rows(path, "refs") == [sorted({(log, kind, key, i) for _, log, kind, key, _, i in before[0]})]
        with transaction(connection):
            upgrade(connection, Database.LOG)
    engine.dispose()
    assert rows(path) == before
    assert len({row[0] for row in before[0]}) > 1, "of several months"
    assert verify_stored(tmp_path / "data", ORIGIN, verifier).state is State.VALID


def rows(path: Path, *tables: str) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return [
            sorted(database.execute(f"SELECT * FROM {table}"), key=repr)
            if table == "facets"
            else sorted(database.execute(f"SELECT * FROM {table}"))
            for table in tables or ("refs", "facets")
        ]
