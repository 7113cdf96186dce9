"""A folder while it is written: `<name>.ofullstandig`, and its own name only when all of it is on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from hub.handover.contents import Fil
from hub.handover.order import HandoverRefused

UNFINISHED = ".ofullstandig"


class Counted:
    """A file being written: what passes is counted and hashed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = sha256()
        self.size = 0

    def write(self, piece: bytes) -> int:
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing to do yet: the file is flushed to the disk when it is whole."""

    def told(self, name: str) -> Fil:
        return Fil(namn=name, byte=self.size, sha256=self._digest.hexdigest())


class Draft:
    """Folders 0700, files 0600. What fails on the way leaves nothing behind."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.folder = target.with_name(target.name + UNFINISHED)
        self.files: list[Fil] = []

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Everything inside, or nothing. Raises HandoverRefused: the place is taken, or cannot be written."""
        if self._target.exists() or self._target.is_symlink():
            raise HandoverRefused(f"{self._target}: is there already. Name a folder that is not.")
        try:
            self.folder.mkdir(mode=0o700)
        except FileExistsError:
            raise HandoverRefused(
                f"{self.folder}: is left from one that was stopped half-way, and is no use. Remove it first."
            ) from None
        except OSError as error:
            raise HandoverRefused(f"{self.folder}: cannot be made: {error.strerror}.") from None
        try:
            yield
            _flushed(self.folder)
            self.folder.rename(self._target)
            _flush(self._target.parent)
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise HandoverRefused(
                f"{self._target}: could not be written: {error.strerror or error}. Nothing of it is left; "
                "make room, or name another place, and do it again."
            ) from error
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @contextmanager
    def file(self, name: str) -> Iterator[Counted]:
        """A file of the folder, on disk when the block ends."""
        path = self.folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
            counted = Counted(file)
            yield counted
            file.flush()
            os.fsync(file.fileno())
        self.files.append(counted.told(name))

    def put(self, name: str, content: bytes) -> None:
        with self.file(name) as target:
            target.write(content)


def _flushed(folder: Path) -> None:
    for below in (it for it in folder.iterdir() if it.is_dir()):
        _flushed(below)
    _flush(folder)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
