"""Encrypted to the receiver in the age format (C2SP), so that any age program opens it: `age -d -i KEY FILE`.

Streams both ways: what is read is authenticated piece by piece, and that it is whole only at its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyrage  # type: ignore[import-untyped]
from pyrage import x25519

from hub.handover.order import HandoverRefused

SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - what such a line begins with


class Target(Protocol):
    """Where encrypted pieces go."""

    def write(self, piece: bytes, /) -> int: ...

    def flush(self) -> None: ...


class Source(Protocol):
    """Where encrypted pieces come from."""

    def read(self, most: int = -1, /) -> bytes: ...


class Unsealable(ValueError):
    """What is encrypted cannot be opened; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key, `age1...`: who is to be able to read it."""

    public: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The secret key of one."""

    secret: str = field(repr=False)


def recipient_of(text: str) -> Recipient:
    """Read a public key. Raises HandoverRefused."""
    try:
        return Recipient(str(x25519.Recipient.from_str(text.strip())))
    except pyrage.RecipientError:
        raise HandoverRefused(
            "The receiver's public key begins with age1 and is made with nyttonav namnd nyckel, or "
            "age-keygen. Ask the receiver for it, and compare it over another channel."
        ) from None


def new_identity(path: Path) -> str:
    """Make a secret key in a new file, readable by its owner only; its public key. Raises HandoverRefused."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise HandoverRefused(f"{path}: cannot be made ({error.strerror}). Name a new file.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{made}\n")
    return public


def identity_in(path: Path) -> Identity:
    """The secret key in a file as age-keygen writes it. Raises HandoverRefused."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    secrets = [line.strip() for line in lines if line.startswith(SECRET)]
    try:
        (secret,) = secrets
        x25519.Identity.from_str(secret)
        return Identity(secret)
    except (ValueError, pyrage.IdentityError):
        raise HandoverRefused(
            f"{path}: holds no secret key of age (one line that begins with {SECRET}). Name the file that "
            "nyttonav namnd nyckel or age-keygen made."
        ) from None


def seal(pieces: Iterable[bytes], target: Target, to: Recipient) -> None:
    """Encrypt. What `pieces` or `target` raise is raised on."""
    source = _Pieces(iter(pieces))
    into = _Kept(target)
    try:
        pyrage.encrypt_io(source, into, [x25519.Recipient.from_str(to.public)])
    except (pyrage.EncryptError, OSError):
        _raise(source.failed or into.failed)
        raise
    # What fails in the library's last write is not told by it.
    _raise(source.failed or into.failed)


def each_line(source: Source, identity: Identity, take: Callable[[bytes], None]) -> None:
    """Decrypt, and give line by line what stood there. Nothing of it may count before this returns.

    Raises Unsealable when it was altered, cut off or encrypted to another, and what `take` raises.
    """
    lines = _Lines(take)
    try:
        pyrage.decrypt_io(source, lines, [x25519.Identity.from_str(identity.secret)])
    except (pyrage.DecryptError, OSError) as error:
        _raise(lines.failed)
        raise Unsealable(f"it cannot be decrypted with this key: {error}") from None
    _raise(lines.failed)
    lines.end()


def _raise(failed: BaseException | None) -> None:
    if failed is not None:
        raise failed


class _Pieces:
    """Reads from pieces of any size; remembers what they raised."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.failed: BaseException | None = None

    def read(self, most: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        given, self._rest = (self._rest, b"") if most < 0 else (self._rest[:most], self._rest[most:])
        return given


class _Kept:
    """A target that remembers what it raised: the way through the library loses it."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.failed: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._target.write(piece)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self._target.flush()


class _Lines:
    """Cuts what is decrypted into lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._rest = b""
        self.failed: BaseException | None = None

    def write(self, piece: bytes) -> int:
        *whole, self._rest = (self._rest + piece).split(b"\n")
        try:
            for line in whole:
                self._take(line)
        except BaseException as error:
            self.failed = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Lines are given as they come."""

    def end(self) -> None:
        if self._rest:
            raise Unsealable("its last line has no end")
