"""What master keys are, whatever gives them: uses, versions, the ring in use, and the port of a provider."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32

MOST_VERSIONS = 127
"""A sealed person begins with the version in a byte; the upper half is kept for other forms of seals."""


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
        return key_id(self.use, self.version)

    def derive(self, purpose: str, scope: str) -> bytes:
        """A key of 32 bytes for one purpose within one scope (a log's origin: the board is the border)."""
        info = f"nyttonav/{self.id}/{purpose}\n{scope}".encode()
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self.secret)

    def check(self) -> bytes:
        """16 bytes kept beside the data, so that another key in its place is noticed at start."""
        return self.derive("kontroll", "")[:16]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The master keys that new things are made with, and the older ones that what is there was made with."""

    signing: MasterKey
    person: MasterKey
    lookup: MasterKey
    older: tuple[MasterKey, ...] = ()

    def all(self) -> tuple[MasterKey, ...]:
        return self.signing, self.person, self.lookup, *self.older

    def of(self, use: KeyUse) -> tuple[MasterKey, ...]:
        """Every version, the one in use first and then the newest first."""
        mine = [key for key in self.all() if key.use is use]
        return (mine[0], *sorted(mine[1:], key=lambda key: key.version, reverse=True))

    def in_use(self, ids: Collection[str]) -> KeyRing:
        """The ring of these only, the highest version of each use first: a key that was made but never taken
        into use has sealed nothing. A use of which none is named stays as it is."""
        used = [key for key in self.all() if key.id in ids]
        return ring_of([key for use in KeyUse for key in _of(used, use) or self.of(use)])

    def with_older(self, other: KeyRing) -> KeyRing:
        """This ring, that also opens and finds what was made with the keys of another."""
        further = tuple(key for key in other.all() if key not in self.all())
        return replace(self, older=(*self.older, *further))


def _of(keys: Collection[MasterKey], use: KeyUse) -> tuple[MasterKey, ...]:
    return tuple(key for key in keys if key.use is use)


def ring_of(keys: Collection[MasterKey]) -> KeyRing:
    """A ring whose keys in use are the highest versions. Each use must be there."""
    signing, person, lookup = (max(_of(keys, use), key=lambda key: key.version) for use in KeyUse)
    older = (key for key in keys if key not in (signing, person, lookup))
    return KeyRing(signing, person, lookup, tuple(sorted(older, key=lambda key: (key.use, -key.version))))


class KeyProvider(Protocol):
    """Where master keys come from. What a provider for a key service (HSM, KMS) has to do is this.

    Keys are read once, at start and when a command runs; the hub derives its own from them in memory. A
    service that gives no key away can therefore hold the key that master keys are wrapped with, and this
    unwraps them; it cannot hold the master keys themselves. Every method raises StartRefused with a sentence
    that names the key, what its loss costs and what to do.
    """

    def ready(self, *, may_create: bool) -> None:
        """Before anything else: whether keys can be had at all, and privately. `may_create`: no data exists
        that needs them."""
        ...

    def versions(self, use: KeyUse) -> tuple[int, ...]:
        """Those there are, in rising order. None is an empty tuple, not a fault."""
        ...

    def key(self, use: KeyUse, version: int) -> MasterKey: ...

    def make(self, use: KeyUse, version: int) -> None:
        """A new random key, durable when this returns; never over another. Raises StartRefused, with how to
        make it by hand, where the provider cannot."""
        ...

    def place(self, use: KeyUse, version: int) -> str:
        """Where the operator finds it: a path, the name of a variable."""
        ...


def key_id(use: KeyUse, version: int) -> str:
    return f"{use.value}-{version}"


def read_secret(text: bytes, place: str) -> bytes:
    """32 bytes from base64. Raises StartRefused; the text itself is never told."""
    try:
        secret = b64decode(text.strip(), validate=True)
    except (ValueError, NotBase64):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise StartRefused(
            f"{place}: the key is damaged: it should hold 32 bytes in base64. Restore its backup."
        )
    return secret


def missing(place: str, use: KeyUse, remedy: str) -> StartRefused:
    return StartRefused(
        f"{place}: the key is missing although there is data made with it; {COST_OF_LOSS[use]}. "
        f"{remedy} The hub makes no new key over an old log."
    )
