"""Which logs have ended: nothing is written to an epoch once a later one goes on in its place.

An epoch begins while nobody else is connected to the database, and heads of logs cannot be locked
(`log_restore`). A hub that was left running while the database was restored under it has lost its connection:
at a new one this is looked at, once the heads are locked.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from hub.audit.epochs import board_of, number_of
from hub.model.ledger import StorageFault
from hub.stores.log_queries import log_names


class Ended:
    """Remembers the epochs that went on when the connection was made. For one thread."""

    def __init__(self) -> None:
        self._at: Connection | None = None
        self._newest: dict[str, int] = {}

    def check(self, connection: Connection, logs: Iterable[str]) -> None:
        """Raises StorageFault where one of them has ended."""
        if self._at is not connection:
            self._newest = {}
            for name in sorted(log_names(connection), key=number_of):
                self._newest[board_of(name)] = number_of(name)
            self._at = connection
        for log in logs:
            if number_of(log) < self._newest.get(board_of(log), 0):
                raise StorageFault(f"the log {log} has ended, and a later epoch goes on in its place")
