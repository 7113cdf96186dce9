"""What the log's database stands on: whether there is room for more, and whether it is still the same."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from hub.model.ledger import StorageFault
from hub.stores.sqlite_files import wal_defect


class Ground(Protocol):
    def check(self) -> None:
        """Before a commit. Raises StorageFault when it is not what was there at the start."""
        ...

    def free_bytes(self) -> int | None:
        """None where it cannot be known from here."""
        ...

    def warnings(self) -> tuple[str, ...]: ...


class FileGround:
    """A file on a disk of this machine."""

    def __init__(self, path: Path, free_bytes: Callable[[], int] | None = None) -> None:
        self._path = path
        self._inode = path.stat().st_ino
        self._free_bytes = free_bytes or (lambda: shutil.disk_usage(path.parent).free)

    def check(self) -> None:
        if self._path.stat().st_ino != self._inode:
            raise StorageFault(f"{self._path} is another file than at start")

    def free_bytes(self) -> int:
        return self._free_bytes()

    def warnings(self) -> tuple[str, ...]:
        return tuple(filter(None, [wal_defect(sqlite3.sqlite_version_info)]))


class ServerGround:
    """A database server: its disk is watched by whoever runs it."""

    def check(self) -> None:
        """A connection leads to one server, and a server that is replaced ends it."""

    def free_bytes(self) -> None:
        return None

    def warnings(self) -> tuple[str, ...]:
        return ()
