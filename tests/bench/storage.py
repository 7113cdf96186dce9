"""Storage for rows that write: where the repository lies, since a flush costs what its disk costs."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from hub.stores import Stores, open_stores
from tests.support import policy

HERE = Path(__file__).parents[2] / ".nyttonav"


@dataclass(frozen=True, slots=True)
class StandingClock:
    """The moment that the shared builders speak of."""

    def now(self) -> datetime:
        return policy.NOW

    def monotonic(self) -> float:
        return monotonic()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of its own, gone with the context."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE, prefix="bench-") as name:
        yield Path(name)


@contextmanager
def bare_rows(folder: Path) -> Iterator[Callable[[bytes], object]]:
    """Writes bare rows to a table of their own, a flushed commit each, with the log's way of flushing."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, payload BLOB)")
        yield lambda payload: connection.execute("INSERT INTO entry (payload) VALUES (?)", (payload,))


@contextmanager
def storage(folder: Path) -> Iterator[Stores]:
    with open_stores(folder / "data", folder / "keys", StandingClock()) as stores:
        yield stores
