"""Cosignatures by witnesses: C2SP tlog-cosignature with Ed25519, one more signature line on a checkpoint.

    — vittne.example <base64 of 4 bytes key id, 8 bytes time, 64 bytes signature>

Signed is `cosignature/v1`, the time, and the checkpoint's body. The witness says by it that at that time this
was the largest tree it had seen of the log, and that it extends every one it had signed before.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.audit.checkpoint import Checkpoint, CheckpointError, decoded, parse_body

_COSIGNATURE_V1 = b"\x04"
_PRIVATE = "PRIVATE+KEY+"
_LATEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness' public key, and the name it signs under."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Cosigner:
        """Read `<name>+<key id in hex>+<base64(0x04 || public key)>`. Raises CheckpointError."""
        name, raw = _read(vkey.strip(), "the witness' key")
        return cls(name, raw)

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + _COSIGNATURE_V1 + self.public).digest()[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(_COSIGNATURE_V1 + self.public).decode()}"

    def signed(self, note: str) -> int | None:
        """When this witness signed the checkpoint in the note (seconds since 1970); None where it has not.

        Raises CheckpointError for a signature of its name and key that does not hold.
        """
        body, lines = _parted(note)
        for line in lines:
            raw = _of(line, self)
            if raw is not None:
                return self._verified(body, raw)
        return None

    def _verified(self, body: str, raw: bytes) -> int:
        time = int.from_bytes(raw[4:12], "big")
        try:
            if time > _LATEST:
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw[12:], _message(body, time))
        except InvalidSignature:
            raise CheckpointError(f"the cosignature by {self.name} does not hold") from None
        return time


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """A witness' private key, `PRIVATE+KEY+<name>+<key id>+<base64(0x04 || seed)>` as notes have it."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> CosignerKey:
        """Raises CheckpointError."""
        text = text.strip()
        if not text.startswith(_PRIVATE):
            raise CheckpointError("this is no witness' private key: it begins with PRIVATE+KEY+")
        name, _, rest = text.removeprefix(_PRIVATE).partition("+")
        key_id, _, encoded = rest.partition("+")
        key = cls(name, _key_bytes(encoded, "the witness' private key"))
        if key.public().key_id.hex() != key_id:
            raise CheckpointError("the witness' private key is damaged: its key id does not match")
        return key

    def text(self) -> str:
        encoded = b64encode(_COSIGNATURE_V1 + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.public().key_id.hex()}+{encoded}"

    def public(self) -> Cosigner:
        return Cosigner(self.name, self._key().public_key().public_bytes_raw())

    def cosign(self, checkpoint: Checkpoint, time: int) -> str:
        """The signature line, with its line end. `time` in seconds since 1970."""
        signature = self._key().sign(_message(checkpoint.body(), time))
        raw = self.public().key_id + time.to_bytes(8, "big") + signature
        return f"— {self.name} {b64encode(raw).decode()}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def named(line: str) -> str:
    """The name on a signature line. Raises CheckpointError where it is none."""
    parts = line.rstrip("\n").split(" ")
    if len(parts) != 3 or parts[0] != "—" or not parts[1] or line.count("\n") > 1:
        raise CheckpointError("a cosignature is one line: a dash, the witness' name, and base64")
    return parts[1]


def _message(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def _parted(note: str) -> tuple[str, list[str]]:
    """The body and the signature lines."""
    lines = note.split("\n")
    if len(lines) < 6 or lines[3] or lines[-1]:
        raise CheckpointError("the checkpoint is not a signed note of origin, size and root")
    return parse_body(lines).body(), lines[4:-1]


def _of(line: str, by: Cosigner) -> bytes | None:
    """The bytes of a line if they are of this name and key: others are nobody we know, and say nothing."""
    if not line.startswith(f"— {by.name} "):
        return None
    try:
        raw = decoded(line.rsplit(" ", 1)[1], 76)
    except CheckpointError:
        return None
    return raw if raw[:4] == by.key_id else None


def _read(vkey: str, what: str) -> tuple[str, bytes]:
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _key_bytes(encoded, what)
    if not name or Cosigner(name, raw).key_id.hex() != key_id:
        raise CheckpointError(f"{what} is damaged: its key id does not match its name and public key")
    return name, raw


def _key_bytes(encoded: str, what: str) -> bytes:
    try:
        raw = b64decode(encoded, validate=True)
    except (ValueError, NotBase64):
        raw = b""
    if len(raw) != 33 or raw[:1] != _COSIGNATURE_V1:
        raise CheckpointError(
            f"{what} is not of the form <name>+<key id>+<base64> of a cosigner (its first byte is 4)"
        )
    return raw[1:]
