"""Which months there is room for: asked of the database once, and made where it is lacking.

Months are made well ahead, at start and again and again (`StoredMonths`). Should one be missing all the same
when its first record comes, it is made in that record's own transaction: no look-up fails for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from hub.ports import Clock
from hub.problems import LogUnavailable
from hub.stores.engine import Base, kind_of, transaction
from hub.stores.kind import FAILURES, told
from hub.stores.months import month_of, next_month

AHEAD = 3
"""Months made beside this one: so long may a database refuse before it is noticed by those who ask."""

_UNAVAILABLE = "Åtkomstloggens månader kan inte förberedas just nu."


class Room:
    """Remembers months that were found in the database. For one thread."""

    def __init__(self) -> None:
        self._known: set[int] = set()

    def of(self, connection: Connection, times: Iterable[datetime]) -> None:
        """Records of those times can be written. First of all in a transaction."""
        wanted = {month_of(it) for it in times} - self._known
        if wanted:
            # Not those made now: they are there only once this is committed.
            self._known |= kind_of(connection).room(connection, wanted)


class StoredMonths:
    """Makes the coming months' partitions, where the database has partitions."""

    def __init__(self, base: Base, clock: Clock) -> None:
        self._base = base
        self._clock = clock
        self._known: set[int] = set()
        self._fault: str | None = None

    async def make(self) -> int:
        """This month and those to come; how many were made. Raises LogUnavailable."""
        if self._base.exclusive:
            return 0
        try:
            made = await asyncio.to_thread(self._make)
        except FAILURES as error:
            self._fault = told(error)
            raise LogUnavailable(_UNAVAILABLE) from error
        self._fault = None
        return made

    def warnings(self) -> tuple[str, ...]:
        """A sentence as long as the coming month is known to be missing."""
        coming = next_month(month_of(self._clock.now()))
        if self._fault is None or coming in self._known:
            return ()
        why = (
            f"The log has no partitions for {coming // 100}-{coming % 100:02} yet, and they cannot be made: "
            f"{self._fault}. Let the hub's role own the schema logg; it is tried again every hour, and when "
            "the month's first record is written."
        )
        return (why,)

    def _make(self) -> int:
        made, month = 0, month_of(self._clock.now())
        with self._base.writing.connect() as connection:
            for _ in range(AHEAD + 1):
                # A transaction for each: what they lock for a moment others wait for.
                with transaction(connection):
                    made += month not in kind_of(connection).room(connection, {month})
                self._known.add(month)
                month = next_month(month)
        return made
