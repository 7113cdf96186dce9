"""The bare store: what a disk and a database take to keep rows, without a log over them.

Rows of 600 bytes with four indexes whose keys are random, so many to a commit, each commit flushed as the
log's are: the work that the budget of durable records was set beside (12,200 a second on SQLite at a million
rows, 32 a commit). Rows are made beforehand, so that nothing but the store's own work is timed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from tests.support.postgres import Server

Row = tuple[bytes, ...]
Write = Callable[[Sequence[Row]], None]
"""One durable commit."""

_KEYS = "abcd"
_KEY_BYTES = 16
_PAYLOAD_BYTES = 600 - _KEY_BYTES * len(_KEYS)
_PORTION = 20_000


def rows(count: int) -> list[Row]:
    return [(*(os.urandom(_KEY_BYTES) for _ in _KEYS), os.urandom(_PAYLOAD_BYTES)) for _ in range(count)]


@contextmanager
def on_sqlite(folder: Path, there: int) -> Iterator[Write]:
    """Over a table of so many rows, with the log's way of flushing."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")

        def write(portion: Sequence[Row]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO bare ({_columns()}) VALUES (?, ?, ?, ?, ?)", portion)
            connection.execute("COMMIT")

        connection.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {_columns('BLOB')})")
        _fill(write, there)
        _index(connection.execute)
        yield write


@contextmanager
def on_postgresql(server: Server, there: int) -> Iterator[Write]:
    """The same on a server, all rows of a commit in one statement."""
    insert = (
        f"INSERT INTO bare ({_columns()}) "
        "SELECT * FROM unnest(%b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[])"
    )
    with server.connect(str(server.empty().url.database)) as connection:

        def write(portion: Sequence[Row]) -> None:
            connection.execute("BEGIN; SET LOCAL synchronous_commit = on")
            connection.execute(insert, [list(column) for column in zip(*portion, strict=True)])
            connection.execute("COMMIT")

        connection.execute(f"CREATE TABLE bare (id bigserial PRIMARY KEY, {_columns('bytea')})")
        _fill(write, there)
        _index(connection.execute)
        yield write


def _columns(kind: str = "") -> str:
    return ", ".join(f"{name} {kind}".strip() for name in (*_KEYS, "payload"))


def _index(execute: Callable[[str], object]) -> None:
    """After what is there already: a sorted index is built faster, and is the same."""
    for key in _KEYS:
        execute(f"CREATE INDEX bare_by_{key} ON bare ({key})")


def _fill(write: Write, there: int) -> None:
    left = range(0, there, _PORTION)
    for first in left:
        write(rows(min(_PORTION, there - first)))


def in_portions(every: Sequence[Row], size: int) -> Iterator[list[Row]]:
    going = iter(every)
    while portion := list(islice(going, size)):
        yield portion
