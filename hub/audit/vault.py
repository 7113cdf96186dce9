"""What the master keys do: seal persons, find them by keyed hash, digest content, sign checkpoints.

Every key in use is derived for one board (HKDF with the log's origin), so that one board's data says nothing
about another's.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.audit.checkpoint import Checkpoint, sign, verifier_of
from hub.audit.epochs import board_of
from hub.audit.keys import KeyRing
from hub.model.board import BoardId
from messages.values import Personidentitet

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class _BoardKeys:
    """Keys ready for use. HMACs are copied, not begun anew: that also keeps the interpreter's lock, which
    `hmac.digest` gives away for 32 bytes."""

    seal: AESGCM
    lookup: hmac.HMAC
    digest: hmac.HMAC


@dataclass(slots=True)
class KeyVault:
    """Implements `ports.PersonVault` and `ports.CheckpointSigner` over a key ring. Safe between threads."""

    ring: KeyRing = field(repr=False)
    _boards: dict[BoardId, _BoardKeys] = field(default_factory=dict, repr=False)
    _signers: dict[str, Ed25519PrivateKey] = field(default_factory=dict, repr=False)
    key_ids: dict[str, str] = field(init=False)
    """Use to key id, as every record names them."""

    def __post_init__(self) -> None:
        self.key_ids = {key.use.value: key.id for key in self.ring.all()}

    def lookup_key(self, board: BoardId, person: Personidentitet) -> bytes:
        return _keyed(self._of(board).lookup, person.value.encode())

    def seal(self, board: BoardId, person: Personidentitet) -> bytes:
        """Version byte, nonce, ciphertext and tag. The board's origin is bound in."""
        nonce = os.urandom(_NONCE_BYTES)
        version = bytes([self.ring.person.version])
        return (
            version
            + nonce
            + self._of(board).seal.encrypt(nonce, person.value.encode(), version + board.origin.encode())
        )

    def open(self, board: BoardId, sealed: bytes) -> Personidentitet:
        version, nonce, text = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            if version != bytes([self.ring.person.version]):
                raise InvalidTag
            number = self._of(board).seal.decrypt(nonce, text, version + board.origin.encode())
        except (InvalidTag, ValueError):
            raise ValueError(
                "a sealed person cannot be opened: altered, or sealed with another key"
            ) from None
        return Personidentitet(number.decode())

    def digest(self, board: BoardId, content: bytes) -> bytes:
        return _keyed(self._of(board).digest, content)

    def sign(self, origin: str, size: int, root: bytes) -> str:
        """By the board's one key, in every epoch of its log: who verified the first can verify the next."""
        board = board_of(origin)
        return sign(Checkpoint(origin, size, root), board, self._signer(board))

    def attest(self, origin: str, content: bytes) -> str:
        """The log's key signs what is handed over with it: size and SHA-256, under a name that no log has."""
        attested = Checkpoint(attested_as(origin), len(content), sha256(content).digest())
        return sign(attested, origin, self._signer(origin))

    def handed_over(self, board: BoardId) -> dict[str, bytes]:
        """The board's own keys, by the id of the master and what each is for: what opens its sealed persons
        and finds them. Derived for this board, they tell nothing of a master key or of another board."""
        person, lookup = self.ring.person, self.ring.lookup
        return {
            f"{person.id}/person": person.derive("person", board.origin),
            f"{lookup.id}/person": lookup.derive("person", board.origin),
            f"{lookup.id}/innehall": lookup.derive("innehall", board.origin),
        }

    def verifier(self, origin: str) -> str:
        board = board_of(origin)
        return verifier_of(board, self._signer(board)).vkey()

    def _of(self, board: BoardId) -> _BoardKeys:
        keys = self._boards.get(board)
        if keys is None:
            keys = self._boards[board] = _BoardKeys(
                AESGCM(self.ring.person.derive("person", board.origin)),
                hmac.new(self.ring.lookup.derive("person", board.origin), digestmod="sha256"),
                hmac.new(self.ring.lookup.derive("innehall", board.origin), digestmod="sha256"),
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
