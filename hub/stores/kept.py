"""A few of the newest values, kept in memory by a process that is the only one to change them.

Where several processes change them, see to it that nothing is kept: `Kept(0)`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values; the one not used for longest goes first.

    Any thread may call it: what changes is forgotten by the thread that wrote it, see `forget`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._changes = 0
        self._lock = Lock()

    @property
    def changes(self) -> int:
        """Counts what has been forgotten. Look before reading, and give it to `keep`."""
        return self._changes

    def get(self, key: K) -> V | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def keep(self, key: K, value: V, changes: int) -> None:
        """Keeps nothing that was read before something was forgotten: it may be what was changed."""
        with self._lock:
            if changes != self._changes:
                return
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def forget(self, keys: Iterable[K]) -> None:
        """To be called when the change is settled, whether or not it is known to have worked.

        Settled in the storage, and not when somebody stopped waiting for it: it may come about after that.
        """
        with self._lock:
            self._changes += 1
            for key in keys:
                self._values.pop(key, None)

    def forget_all(self) -> None:
        """As `forget`, when it cannot be said what was changed."""
        with self._lock:
            self._changes += 1
            self._values = OrderedDict()
