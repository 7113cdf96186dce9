"""The data folder, and the lock that lets one hub process write to it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from hub.audit import StartRefused

LOG_FILE = "logg.db"
REGISTER_FILE = "register.db"
LOCK_FILE = "nyttonav.lock"
MOVED_FILE = "FLYTTAD.txt"
"""Left where data has been moved from: it says where to."""


def refuse_moved(folder: Path) -> None:
    """Raises StartRefused where the data has been moved to a database: two logs would grow apart."""
    mark = folder / MOVED_FILE
    if mark.exists():
        raise StartRefused(
            f"{mark}: {mark.read_text(encoding='utf-8').strip()} Set NYTTONAV_DATABASE to that database. "
            "Never serve this folder again: what the two logs say would differ from here on."
        )


def serving_process(folder: Path) -> int | None:
    """The process that serves the data; None where none does. Who only once did is not taken for it."""
    try:
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        told = os.read(descriptor, 32).decode(errors="replace").strip()
        return int(told) if told.isdecimal() else None
    finally:
        os.close(descriptor)
    return None


class DataLock:
    """Held from `take` until `release` or the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises StartRefused when another process holds it or the folder cannot be used."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StartRefused(f"{self._path.parent}: the data folder is no use: {error.strerror}.") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 32).decode(errors="replace").strip()
            os.close(descriptor)
            raise StartRefused(
                f"{self._path.parent}: a hub is already serving this data (process {holder or 'unknown'}). "
                "Stop it first, or choose another folder."
            ) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
