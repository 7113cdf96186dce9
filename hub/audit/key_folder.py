"""Master keys in a folder of their own, apart from the data: one small file each. A `KeyProvider`.

    signering-1.key   signs checkpoints
    person-1.key      encrypts personal numbers
    sokning-1.key     keyed hashes

A file holds 32 random bytes in base64. The folder is 0700 and the files 0600, or the start is refused.
"""

from __future__ import annotations

import os
import re
import stat
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from hub.audit.key_ring import (
    COST_OF_LOSS,
    KEY_BYTES,
    MOST_VERSIONS,
    KeyUse,
    MasterKey,
    StartRefused,
    key_id,
    missing,
    read_secret,
)

_NAME = re.compile(r"(signering|person|sokning)-([1-9][0-9]{0,2})\.key")
_UNFINISHED = ".ofullstandig"


@dataclass(frozen=True, slots=True)
class FolderKeys:
    """The folder that the setting `keys` names."""

    folder: Path

    def ready(self, *, may_create: bool) -> None:
        if may_create:
            try:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StartRefused(
                    f"{self.folder}: the keys folder cannot be made: {error.strerror}."
                ) from None
        elif not self.folder.is_dir():
            raise StartRefused(
                f"{self.folder}: the keys folder is missing although there is data. Restore it from its "
                f"backup; {COST_OF_LOSS[KeyUse.PERSON]}."
            )
        _private(self.folder, 0o700)

    def versions(self, use: KeyUse) -> tuple[int, ...]:
        names = (_NAME.fullmatch(it.name) for it in self.folder.iterdir())
        found = [int(it[2]) for it in names if it is not None and it[1] == use.value]
        if found and max(found) > MOST_VERSIONS:
            raise StartRefused(
                f"{self.place(use, max(found))}: there are at most {MOST_VERSIONS} versions of a key. Take "
                "the file away."
            )
        return tuple(sorted(found))

    def key(self, use: KeyUse, version: int) -> MasterKey:
        path = self._path(use, version)
        if not path.exists():
            raise missing(str(path), use, "Restore the file from its backup.")
        _private(path, 0o600)
        try:
            text = path.read_bytes()
        except OSError as error:
            raise StartRefused(
                f"{path}: the key cannot be read: {error.strerror}. Let the hub's user own it."
            ) from None
        return MasterKey(use, version, read_secret(text, str(path)))

    def make(self, use: KeyUse, version: int) -> None:
        """Whole under its name or not there at all, also when the machine stops meanwhile."""
        path = self._path(use, version)
        draft = path.with_name(path.name + _UNFINISHED)
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # Unlike a rename it fails where there is one already.
        draft.unlink()
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def place(self, use: KeyUse, version: int) -> str:
        return str(self._path(use, version))

    def _path(self, use: KeyUse, version: int) -> Path:
        return self.folder / f"{key_id(use, version)}.key"


def _private(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StartRefused(f"{path}: others on this machine can read it. Run: chmod {mode:o} {path}")
