"""Which kind of database a connection leads to, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from hub.stores.kind import Kind
from hub.stores.postgresql import Postgresql
from hub.stores.sqlite_files import Sqlite

_KINDS: dict[str, Kind] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


@dataclass(frozen=True, slots=True)
class Base:
    """One of the two databases, to be written through one connection and read through several.

    `exclusive`: no other process writes it, and so what is remembered of it cannot be out of date.
    """

    writing: Engine
    reading: Engine
    exclusive: bool


def kind_of(connection: Connection) -> Kind:
    return _KINDS[connection.dialect.name]


@contextmanager
def transaction(connection: Connection, *, reading: bool = False) -> Iterator[None]:
    """All or nothing. What the block or the commit raises is raised on, after a roll-back."""
    kind = kind_of(connection)
    kind.begin(connection, reading=reading)
    try:
        yield
        kind.commit(connection)
    except BaseException:
        kind.roll_back(connection)
        raise
