"""Data keys: what persons in a board's log are sealed with, a new one each month.

A data key is 32 random bytes. It lies in the database of the log, wrapped (AES-256-GCM) with a key that is
derived for the board from the master key `person`, and is unwrapped in memory. So a rotation wraps the data
keys anew and no record, and a month can be told from another by whoever holds one data key only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.audit.key_ring import KEY_BYTES, KeyRing, KeyUse
from hub.model.ledger import WrappedKey

ID_BYTES: Final = 16
_NONCE_BYTES: Final = 12


class UnknownDataKey(ValueError):
    """No such data key is known: another process may have made it since."""


@dataclass(frozen=True, slots=True)
class _DataKey:
    secret: bytes = field(repr=False)
    seal: AESGCM = field(repr=False)


class DataKeys:
    """Those that one process knows, of all boards. Safe between threads.

    A new one is made when something is to be sealed, and is in use at once: whoever commits what was sealed
    commits `unsaved` with it, and says `saved` when that is durable. Until then each commit brings it again.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._lock = Lock()
        self._known: dict[tuple[str, bytes], _DataKey] = {}
        self._of_month: dict[tuple[str, int], bytes] = {}
        self._unsaved: dict[bytes, WrappedKey] = {}

    def sealing(self, board: str, month: int) -> tuple[bytes, AESGCM]:
        """Id and key for what a board seals in a month (202611)."""
        key_id = self._of_month.get((board, month)) or self._made(board, month)
        return key_id, self._known[board, key_id].seal

    def opening(self, board: str, key_id: bytes) -> AESGCM:
        """Raises UnknownDataKey."""
        found = self._known.get((board, key_id))
        if found is None:
            raise UnknownDataKey("a sealed person cannot be opened: its data key is not among the log's")
        return found.seal

    def unsaved(self) -> tuple[WrappedKey, ...]:
        """To be committed together with what is committed next."""
        with self._lock:
            return tuple(self._unsaved.values())

    def saved(self, keys: Iterable[WrappedKey]) -> None:
        with self._lock:
            for key in keys:
                self._unsaved.pop(key.id, None)

    def learn(self, keys: Iterable[WrappedKey]) -> None:
        """Those that are stored. Raises ValueError for one that its master key does not open."""
        with self._lock:
            for key in keys:
                if (key.board, key.id) not in self._known:
                    self._keep(key, _unwrapped(self._ring, key))

    def of(self, board: str) -> Mapping[bytes, bytes]:
        """Id to secret of those that are known, to be handed over with the board."""
        with self._lock:
            return {key_id: key.secret for (of, key_id), key in self._known.items() if of == board}

    def _made(self, board: str, month: int) -> bytes:
        with self._lock:
            there = self._of_month.get((board, month))
            if there is not None:
                return there
            secret = os.urandom(KEY_BYTES)
            made = wrapped(self._ring, board, os.urandom(ID_BYTES), month, secret)
            self._unsaved[made.id] = made
            self._keep(made, secret)
            return made.id

    def _keep(self, key: WrappedKey, secret: bytes) -> None:
        self._known[key.board, key.id] = _DataKey(secret, AESGCM(secret))
        self._of_month.setdefault((key.board, key.month), key.id)


def rewrapped(ring: KeyRing, key: WrappedKey) -> WrappedKey:
    """The same data key under the master key in use. Raises ValueError."""
    return wrapped(ring, key.board, key.id, key.month, _unwrapped(ring, key))


def wrapped(ring: KeyRing, board: str, key_id: bytes, month: int, secret: bytes) -> WrappedKey:
    master, nonce = ring.person, os.urandom(_NONCE_BYTES)
    wrap = AESGCM(master.derive("datanyckel", board))
    return WrappedKey(
        board, key_id, month, master.id, nonce + wrap.encrypt(nonce, secret, _bound(board, key_id, month))
    )


def _unwrapped(ring: KeyRing, key: WrappedKey) -> bytes:
    nonce, text = key.wrapped[:_NONCE_BYTES], key.wrapped[_NONCE_BYTES:]
    try:
        (master,) = (it for it in ring.of(KeyUse.PERSON) if it.id == key.master)
        wrap = AESGCM(master.derive("datanyckel", key.board))
        return wrap.decrypt(nonce, text, _bound(key.board, key.id, key.month))
    except (InvalidTag, ValueError):
        raise ValueError(
            f"the data key of {key.board} for {key.month} cannot be opened with {key.master}: altered, or "
            "wrapped with another key"
        ) from None


def _bound(board: str, key_id: bytes, month: int) -> bytes:
    return b"%s\n%d\n" % (board.encode(), month) + key_id
