"""Reading beside the writer: a few connections that cannot write, each read one consistent view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select
from sqlalchemy.exc import DBAPIError

from hub.model.ledger import StorageFault
from hub.stores.engine import transaction
from hub.stores.kind import FAILURES, told

Found = TypeVar("Found")


class Readers:
    """Runs reads in threads of its own."""

    def __init__(self, engine: Engine, threads: int = 4) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._closed = False

    async def read(self, work: Callable[[Connection], Found]) -> Found:
        """Raises StorageFault when the database cannot be read, or is closed."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._read, work)
        except RuntimeError:
            if self._closed:
                raise StorageFault("the storage is closed") from None
            raise

    async def rows(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Row[Any]]:
        """All rows of one statement, which is a consistent view by itself. Raises StorageFault."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._rows, statement, values)

    def _rows(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Row[Any]]:
        def work() -> Sequence[Row[Any]]:
            with self._engine.connect() as connection:
                return connection.execute(statement, values).all()

        return _tried(work)

    def _read(self, work: Callable[[Connection], Found]) -> Found:
        def once() -> Found:
            with self._engine.connect() as connection, transaction(connection, reading=True):
                return work(connection)

        return _tried(once)

    def close(self) -> None:
        self._closed = True
        self._threads.shutdown()
        self._engine.dispose()


def _tried(work: Callable[[], Found]) -> Found:
    """Once more on a new connection where the one kept was lost: the server may have been started anew."""
    try:
        try:
            return work()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return work()
    except FAILURES as error:
        raise StorageFault(f"{type(error).__name__}: {told(error)}") from error
