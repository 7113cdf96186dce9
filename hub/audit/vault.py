"""What the master keys do: seal persons, find them by keyed hash, digest content, sign checkpoints.

Every key in use is derived for one board (HKDF with the log's origin), so that one board's data says nothing
about another's. New things are made with the version in use; what is there is opened, found and compared by
the version it was made with: a seal names its version, a keyed hash is looked for under each.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.audit.checkpoint import Checkpoint, sign, verifier_of
from hub.audit.data_keys import ID_BYTES, DataKeys, UnknownDataKey
from hub.audit.epochs import board_of
from hub.audit.keys import KeyRing, KeyUse
from hub.model.board import BoardId
from messages.values import Personidentitet

_NONCE_BYTES = 12
_IN_LOG = b"\x80"
"""How a seal in the log begins. One in the register begins with the master key's version, which is lower."""


@dataclass(frozen=True, slots=True)
class _BoardKeys:
    """Keys ready for use. HMACs are copied, not begun anew: that also keeps the interpreter's lock, which
    `hmac.digest` gives away for 32 bytes."""

    seals: Mapping[int, AESGCM]
    lookups: tuple[hmac.HMAC, ...]
    digests: tuple[hmac.HMAC, ...]


@dataclass(slots=True)
class KeyVault:
    """Implements `ports.PersonVault` and `ports.CheckpointSigner` over a key ring. Safe between threads."""

    ring: KeyRing = field(repr=False)
    _boards: dict[BoardId, _BoardKeys] = field(default_factory=dict, repr=False)
    _signers: dict[str, Ed25519PrivateKey] = field(default_factory=dict, repr=False)
    data_keys: DataKeys = field(init=False, repr=False)
    key_ids: dict[str, str] = field(init=False)
    """Use to key id, as every record names them."""

    def __post_init__(self) -> None:
        ring = self.ring
        self.data_keys = DataKeys(ring)
        self.key_ids = {key.use.value: key.id for key in (ring.signing, ring.person, ring.lookup)}

    def lookup_key(self, board: BoardId, person: Personidentitet) -> bytes:
        return self.lookup_keys(board, person)[0]

    def lookup_keys(self, board: BoardId, person: Personidentitet) -> tuple[bytes, ...]:
        """The person's keyed hash under every version, the one in use first."""
        number = person.value.encode()
        return tuple(_keyed(begun, number) for begun in self._of(board).lookups)

    def seal(self, board: BoardId, person: Personidentitet) -> bytes:
        """Version byte, nonce, ciphertext and tag. The board's origin is bound in."""
        nonce = os.urandom(_NONCE_BYTES)
        version = self.ring.person.version
        bound = bytes([version]) + board.origin.encode()
        text = self._of(board).seals[version].encrypt(nonce, person.value.encode(), bound)
        return bytes([version]) + nonce + text

    def seal_in_log(self, board: BoardId, person: Personidentitet, month: int) -> bytes:
        """With the board's data key of the month (202611): a byte of 0x80, the key's id, nonce, ciphertext
        and tag. What stands before the nonce, and the board's origin, are bound in."""
        nonce = os.urandom(_NONCE_BYTES)
        key_id, seal = self.data_keys.sealing(board.origin, month)
        head = _IN_LOG + key_id
        return head + nonce + seal.encrypt(nonce, person.value.encode(), head + board.origin.encode())

    def open(self, board: BoardId, sealed: bytes) -> Personidentitet:
        """Of either form. Raises ValueError; UnknownDataKey where the log's data keys are to be read."""
        head = sealed[: 1 + ID_BYTES] if sealed[:1] == _IN_LOG else sealed[:1]
        nonce, text = sealed[len(head) : len(head) + _NONCE_BYTES], sealed[len(head) + _NONCE_BYTES :]
        try:
            number = self._opening(board, head).decrypt(nonce, text, head + board.origin.encode())
        except UnknownDataKey:
            raise
        except (InvalidTag, ValueError):
            raise ValueError(
                "a sealed person cannot be opened: altered, or sealed with another key"
            ) from None
        return Personidentitet(number.decode())

    def digest(self, board: BoardId, content: bytes) -> bytes:
        return self.digests(board, content)[0]

    def digests(self, board: BoardId, content: bytes) -> tuple[bytes, ...]:
        """The content's digest under every version, the one in use first: what was digested before compares
        with one of them."""
        return tuple(_keyed(begun, content) for begun in self._of(board).digests)

    def sign(self, origin: str, size: int, root: bytes) -> str:
        """By the board's one key, in every epoch of its log: who verified the first can verify the next."""
        board = board_of(origin)
        return sign(Checkpoint(origin, size, root), board, self._signer(board))

    def attest(self, origin: str, content: bytes) -> str:
        """The log's key signs what is handed over with it: size and SHA-256, under a name that no log has."""
        attested = Checkpoint(attested_as(origin), len(content), sha256(content).digest())
        return sign(attested, origin, self._signer(origin))

    def handed_over(self, board: BoardId) -> dict[str, bytes]:
        """The board's own keys: what opens its sealed persons and finds them. Data keys, of those that are
        known, by their ids; derived ones by the id of the master and what each is for. None of them tells
        anything of a master key or of another board."""
        seals = {
            f"{key.id}/person": key.derive("person", board.origin) for key in self.ring.of(KeyUse.PERSON)
        }
        seals |= {f"data/{key_id.hex()}": key for key_id, key in self.data_keys.of(board.origin).items()}
        return seals | {
            f"{key.id}/{purpose}": key.derive(purpose, board.origin)
            for key in self.ring.of(KeyUse.LOOKUP)
            for purpose in ("person", "innehall")
        }

    def verifier(self, origin: str) -> str:
        board = board_of(origin)
        return verifier_of(board, self._signer(board)).vkey()

    def _opening(self, board: BoardId, head: bytes) -> AESGCM:
        if head[:1] == _IN_LOG:
            return self.data_keys.opening(board.origin, head[1:])
        seal = self._of(board).seals.get(int.from_bytes(head, "big"))
        if seal is None:
            raise InvalidTag
        return seal

    def _of(self, board: BoardId) -> _BoardKeys:
        keys = self._boards.get(board)
        if keys is None:
            persons, lookups = self.ring.of(KeyUse.PERSON), self.ring.of(KeyUse.LOOKUP)
            keys = self._boards[board] = _BoardKeys(
                {key.version: AESGCM(key.derive("person", board.origin)) for key in persons},
                tuple(hmac.new(it.derive("person", board.origin), digestmod="sha256") for it in lookups),
                tuple(hmac.new(it.derive("innehall", board.origin), digestmod="sha256") for it in lookups),
            )
        return keys

    def _signer(self, origin: str) -> Ed25519PrivateKey:
        key = self._signers.get(origin)
        if key is None:
            seed = self.ring.signing.derive("kontrollpunkt", origin)
            key = self._signers[origin] = Ed25519PrivateKey.from_private_bytes(seed)
        return key


def attested_as(origin: str) -> str:
    """What a log's key signs other things than checkpoints under. No board's name holds such a sign."""
    return f"{origin}#utlamning"


def _keyed(begun: hmac.HMAC, content: bytes) -> bytes:
    going = begun.copy()
    going.update(content)
    return going.digest()
