"""Master keys: one small file each, in a folder of their own, apart from the data.

    signering-1.key   signs checkpoints. Lost: old checkpoints still verify, new ones cannot be signed.
    person-1.key      encrypts personal numbers. Lost: no record or case tells who it was about any more.
    sokning-1.key     keyed hashes. Lost: nobody can be found by personal number, no digest compared.

A file holds 32 random bytes in base64. The folder is 0700 and the files 0600, or the start is refused.
"""

from __future__ import annotations

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class StartRefused(Exception):
    """The hub must not start; the text is a sentence for the operator, with the remedy."""


class KeyUse(StrEnum):
    """What a master key is for. The value is the stem of its file."""

    SIGNING = "signering"
    PERSON = "person"
    LOOKUP = "sokning"


COST_OF_LOSS: Mapping[KeyUse, str] = {
    KeyUse.SIGNING: "without it no new checkpoint can be signed (old ones still verify with the public key)",
    KeyUse.PERSON: "without it no record and no case can tell any more which person it is about",
    KeyUse.LOOKUP: "without it nobody can be found by personal number, in the log or in the case register",
}


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key. `id` (`person-1`) is named in every record."""

    use: KeyUse
    version: int
    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return f"{self.use.value}-{self.version}"

    def derive(self, purpose: str, scope: str) -> bytes:
        """A key of 32 bytes for one purpose within one scope (a log's origin: the board is the border)."""
        info = f"nyttonav/{self.id}/{purpose}\n{scope}".encode()
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self.secret)

    def check(self) -> bytes:
        """16 bytes kept beside the data, so that another key in its place is noticed at start."""
        return self.derive("kontroll", "")[:16]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The three master keys in use."""

    signing: MasterKey
    person: MasterKey
    lookup: MasterKey

    def all(self) -> tuple[MasterKey, MasterKey, MasterKey]:
        return self.signing, self.person, self.lookup


def open_keys(folder: Path, *, may_create: bool) -> KeyRing:
    """Read the master keys; make those missing only when `may_create` (no data exists that needs them).

    Raises StartRefused for a missing, damaged or openly readable key.
    """
    if may_create:
        _make_folder(folder)
    elif not folder.is_dir():
        raise StartRefused(
            f"{folder}: the keys folder is missing although there is data. Restore it from its backup; "
            f"{COST_OF_LOSS[KeyUse.PERSON]}."
        )
    _private(folder, 0o700)
    return KeyRing(*(_open(folder / f"{use.value}-1.key", use, may_create=may_create) for use in KeyUse))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartRefused(f"{folder}: the keys folder cannot be made: {error.strerror}.") from None


def _open(path: Path, use: KeyUse, *, may_create: bool) -> MasterKey:
    if not path.exists():
        if not may_create:
            raise StartRefused(
                f"{path}: the key is missing although there is data made with it; {COST_OF_LOSS[use]}. "
                "Restore the file from its backup. The hub makes no new key over an old log."
            )
        _create(path)
    _private(path, 0o600)
    try:
        secret = b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError, NotBase64):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise StartRefused(
            f"{path}: the key is damaged: it should hold 32 bytes in base64. Restore its backup."
        )
    return MasterKey(use, 1, secret)


def _create(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(b64encode(os.urandom(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _private(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StartRefused(f"{path}: others on this machine can read it. Run: chmod {mode:o} {path}")
