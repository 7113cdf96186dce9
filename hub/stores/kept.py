"""A few of the newest values, kept in memory by a process that is the only one to change them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values; the one not used for longest goes first. For one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._changes = 0

    @property
    def changes(self) -> int:
        """Counts what has been forgotten. Look before reading, and give it to `keep`."""
        return self._changes

    def get(self, key: K) -> V | None:
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def keep(self, key: K, value: V, changes: int) -> None:
        """Keeps nothing that was read before something was forgotten: it may be what was changed."""
        if changes != self._changes:
            return
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def forget(self, key: K) -> None:
        """To be called when the change is done, whether or not it is known to have worked."""
        self._changes += 1
        self._values.pop(key, None)
