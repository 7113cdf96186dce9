"""Searches read beside everything else: with threads, connections and a time limit of their own.

A search that reads much takes none of the readers that look-ups wait for, is broken off when its time is
over, and waits behind few others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from hub.model.ledger import Crowded, TooWide
from hub.stores.engine import kind_of
from hub.stores.kind import BrokenOff
from hub.stores.readers import Readers

Found = TypeVar("Found")

SECONDS: Final = 2.0
"""How long one search may read."""

_AT_ONCE: Final = 2
_WAITING: Final = 8


class Searches:
    """Runs searches. `seconds` is how long one may take, once it has begun."""

    def __init__(self, engine: Engine, seconds: float = SECONDS) -> None:
        self._readers = Readers(engine, _AT_ONCE)
        self._under_way = 0
        self.seconds = seconds

    async def read(self, work: Callable[[Connection], Found]) -> Found:
        """Raises TooWide, Crowded, and StorageFault when the database cannot be read."""

        def in_time(connection: Connection) -> Found:
            with kind_of(connection).breaking_off(connection, self.seconds):
                return work(connection)

        if self._under_way >= _AT_ONCE + _WAITING:
            raise Crowded
        self._under_way += 1
        try:
            return await self._readers.read(in_time)
        except BrokenOff:
            raise TooWide from None
        finally:
            self._under_way -= 1

    def close(self) -> None:
        self._readers.close()
