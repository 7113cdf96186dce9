"""Whose turn it is, of several hubs over one database, to do what need be done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

from sqlalchemy import Connection

from hub.problems import LogUnavailable
from hub.stores.engine import Base
from hub.stores.kind import FAILURES

_ROUNDS = 0x4E595404
"""The first half of an advisory lock's name; the other says which round."""

_UNAVAILABLE = "Databasen kan inte användas just nu."


class Turns:
    """Implements `rounds.Turn`: a lock of the server's, held by a connection of its own.

    Whoever dies or is cut off loses its turn with the connection. What it had begun may then be done by
    another at the same time: what is done must bear that, and tells of it twice at worst.
    """

    def __init__(self, base: Base) -> None:
        self._base = base

    @asynccontextmanager
    async def __call__(self, name: str) -> AsyncIterator[bool]:
        """Always this hub's where no other can write. Raises LogUnavailable."""
        if self._base.exclusive:
            yield True
            return
        taking = asyncio.ensure_future(asyncio.to_thread(self._take, name))
        try:
            connection = await asyncio.shield(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(_let_go)
            raise
        except FAILURES as error:
            raise LogUnavailable(_UNAVAILABLE) from error
        try:
            yield connection is not None
        finally:
            if connection is not None:
                await asyncio.to_thread(connection.close)

    def _take(self, name: str) -> Connection | None:
        """What holds the lock, until it is closed; None where another has it."""
        connection = self._base.writing.connect()
        try:
            lock = f"SELECT pg_try_advisory_lock({_ROUNDS}, {crc32(name.encode()) - 2**31})"
            if connection.exec_driver_sql(lock).scalar_one():
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None


def _let_go(taking: asyncio.Future[Connection | None]) -> None:
    """The hub was stopped while it took its turn."""
    if not taking.cancelled() and taking.exception() is None and (connection := taking.result()) is not None:
        connection.close()
