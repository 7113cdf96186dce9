"""Signed checkpoints: C2SP tlog-checkpoint as signed notes with Ed25519, and verifier keys (vkey).

    nyttonav/2120002411/SN          origin
    1234                            size of the tree
    <base64 of the root>

    — nyttonav/2120002411/SN <base64 of 4 bytes key id and the signature>

Reading is strict: whatever is not written exactly as `sign` writes it is refused.
"""

from __future__ import annotations

from base64 import b64decode, b64encode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


class CheckpointError(ValueError):
    """A checkpoint or a verifier key cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The signed text."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    def short(self) -> str:
        """`<size>.<root as base64url>`, as the receipt of an answer carries it."""
        return f"{self.size}.{urlsafe_b64encode(self.root).rstrip(b'=').decode()}"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read `<name>+<key id in hex>+<base64(0x01 || public key)>`."""
        try:
            name, key_id, encoded = vkey.strip().split("+", 2)
            raw = b64decode(encoded, validate=True)
        except (ValueError, NotBase64):
            raise CheckpointError(
                "the key is not of the form <name>+<key id>+<base64>; print it with: nyttonav audit pubkey"
            ) from None
        key = cls(name, raw[1:])
        if raw[:1] != _ED25519 or len(raw) != 33 or key.key_id.hex() != key_id:
            raise CheckpointError("the key is damaged: its key id does not match its name and public key")
        return key

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    def open(self, note: str) -> Checkpoint:
        """The checkpoint in a signed note. Raises CheckpointError unless this key signed exactly it."""
        checkpoint, signature = parse_note(note, self)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, checkpoint.body().encode())
        except InvalidSignature:
            raise CheckpointError("the signature of the checkpoint does not hold") from None
        return checkpoint


def sign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """The signed note. `name` is the key's name, by custom the origin."""
    body = checkpoint.body()
    signature = b64encode(verifier_of(name, key).key_id + key.sign(body.encode())).decode()
    return f"{body}\n— {name} {signature}\n"


@lru_cache(maxsize=1024)
def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """Kept, since each commit signs: a few hundred boards have a key each."""
    return Verifier(name, key.public_key().public_bytes_raw())


def parse_note(note: str, by: Verifier) -> tuple[Checkpoint, bytes]:
    """The checkpoint and the signature of one signer. Says nothing of whether the signature holds."""
    lines = note.split("\n")
    if len(lines) < 6 or lines[3] or lines[-1]:
        raise CheckpointError("the checkpoint is not a signed note of origin, size and root")
    signatures = [line for line in lines[4:-1] if line.startswith(f"— {by.name} ")]
    if len(signatures) != 1 or any(not line.startswith("— ") for line in lines[4:-1]):
        raise CheckpointError(f"the checkpoint is not signed by {by.name}")
    raw = decoded(signatures[0].rsplit(" ", 1)[1], 68)
    if raw[:4] != by.key_id:
        raise CheckpointError(f"the checkpoint is signed by another key of the name {by.name}")
    return parse_body(lines), raw[4:]


def parse_body(lines: list[str]) -> Checkpoint:
    """Origin, size and root from a note's first three lines."""
    origin, size = lines[0], lines[1]
    if not origin or not size.isdecimal() or not size.isascii() or str(int(size)) != size:
        raise CheckpointError("the checkpoint's second line is not the size of the tree")
    return Checkpoint(origin, int(size), decoded(lines[2], 32))


def checkpoint_of(note: str) -> Checkpoint:
    """What a note says, whoever signed it. Raises CheckpointError for what is no note of a checkpoint."""
    lines = note.split("\n")
    if len(lines) < 6 or lines[3] or lines[-1]:
        raise CheckpointError("the checkpoint is not a signed note of origin, size and root")
    return parse_body(lines)


def decoded(text: str, length: int) -> bytes:
    """Base64 of exactly `length` bytes, in the one way of writing it."""
    try:
        raw = b64decode(text, validate=True)
    except (ValueError, NotBase64):
        raw = b""
    if len(raw) != length or b64encode(raw).decode() != text:
        raise CheckpointError("the checkpoint holds a damaged hash or signature")
    return raw
