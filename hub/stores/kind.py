"""What SQLite and PostgreSQL each do in a way of their own, by one name; all else is written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

Values = Sequence[object]
Insert = sqlite.Insert | postgresql.Insert
"""An insert that can say what becomes of a row already there; both say it with the same words."""


class DriverFailure(Exception):
    """What a driver raised where SQLAlchemy did not stand between, or an answer that cannot be trusted."""


OF_DRIVERS = (sqlite3.Error, DBAPIError, DriverFailure)
"""What comes from a database and from nothing else."""

FAILURES = (*OF_DRIVERS, OSError)
"""What a broken, full, locked, lost or missing database raises."""


class BrokenOff(Exception):
    """A read took longer than it might."""


class Hand(Protocol):
    """Carries out statements compiled beforehand, past SQLAlchemy, inside a transaction."""

    def rows(self, statement: str, values: Values) -> list[tuple[Any, ...]]: ...

    def each(self, statement: str, values: Sequence[Values]) -> list[list[tuple[Any, ...]]]:
        """For each of the values, in their order, the rows that the statement gives."""
        ...

    def many(self, statement: str, values: Sequence[Values]) -> None: ...

    def insert(self, statement: str, rows: Sequence[Values]) -> None:
        """With a statement of `inserting` or `for_rows`; there is at least one row."""
        ...

    def together(self) -> AbstractContextManager[object]:
        """What is written in the block need not be answered before the next is sent. What fails is raised in
        the block or at its end."""
        ...


class Kind(Protocol):
    """One kind of database."""

    def __hash__(self) -> int: ...

    def begin(self, connection: Connection, *, reading: bool) -> None:
        """A transaction that writes, durable once committed; or that reads, one consistent view."""
        ...

    def commit(self, connection: Connection) -> None:
        """Raises one of FAILURES unless it is sure that all of it is committed."""
        ...

    def roll_back(self, connection: Connection) -> None: ...

    def alone(self, connection: Connection) -> None:
        """Until the transaction ends nobody else writes the register, of whatever process."""
        ...

    def room(self, connection: Connection, months: Collection[int]) -> frozenset[int]:
        """The tables kept by month take rows of those months from now on; which of them had so before.

        Inside a transaction that writes, and before it holds anything that others wait for.
        """
        ...

    def alive(self, connection: Connection) -> bool:
        """Whether a connection kept for a while can still be used."""
        ...

    def breaking_off(self, connection: Connection, seconds: float) -> AbstractContextManager[None]:
        """Reads within the block end with BrokenOff when the seconds are over."""
        ...

    def hand(self, connection: Connection) -> Hand: ...

    def insert(self, table: Table) -> Insert: ...

    def inserting(self, table: Table, *, unless_there: bool = False) -> str:
        """Text of a statement that inserts rows, every column of each in the table's order."""
        ...

    def for_rows(self, one: ClauseElement, together: str) -> str:
        """Text for `Hand.insert` of a statement that is carried out for each row, or of its other form that
        takes all rows at once, a column at a time."""
        ...

    def text(self, statement: ClauseElement) -> str:
        """The statement as the driver takes it, its values by their place."""
        ...


def told(error: BaseException) -> str:
    """What went wrong, in one line. What a server says after the first may hold values."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
