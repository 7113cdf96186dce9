"""Storage for rows that write: where the repository lies, since a flush costs what its disk costs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

import pytest

from hub.stores import Stores, open_stores
from hub.stores.where import Where
from tests.bench.frame import RowError
from tests.support import policy
from tests.support.postgres import Server, running_server

HERE = Path(__file__).parents[2] / ".nyttonav"
ON_DISK = Path("/var/tmp")
"""For a server that runs as another user, who may not enter the repository; never in memory."""

_SERVER = {"shared_buffers": "256MB", "max_wal_size": "2GB", "autovacuum_naptime": "1min"}
"""As on a small server of one's own."""


@dataclass(frozen=True, slots=True)
class StandingClock:
    """By default the moment that the shared builders speak of."""

    moment: datetime = policy.NOW

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return monotonic()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of its own, gone with the context."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE, prefix="bench-") as name:
        yield Path(name)


@contextmanager
def server() -> Iterator[Server]:
    """A PostgreSQL server with its data on disk, gone with the context. Raises RowError without one."""
    try:
        running = running_server(ON_DISK, **_SERVER)
        started = running.__enter__()
    except pytest.fail.Exception as error:
        raise RowError(str(error)) from None
    try:
        yield started
    finally:
        running.__exit__(None, None, None)


@contextmanager
def bare_rows(folder: Path) -> Iterator[Callable[[bytes], object]]:
    """Writes bare rows to a table of their own, a flushed commit each, with the log's way of flushing."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, payload BLOB)")
        yield lambda payload: connection.execute("INSERT INTO entry (payload) VALUES (?)", (payload,))


@contextmanager
def storage(folder: Path, where: Where | None = None, moment: datetime = policy.NOW) -> Iterator[Stores]:
    """In the folder, keys and all; or in a database, with the keys in the folder."""
    place = where or folder / "data"
    with open_stores(place, folder / "keys", StandingClock(moment)) as stores:
        yield stores


def resident_mb() -> float:
    """What this process holds in memory. Raises RowError where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        raise RowError("the system does not tell what a process holds in memory (/proc/self/statm)") from None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
