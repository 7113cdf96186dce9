"""A log that grows and forks, with its checkpoints and proofs; and a witness as its text words it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.audit.checkpoint import Checkpoint, sign, verifier_of
from hub.audit.cosignature import CosignerKey
from hub.audit.exchange import Continuation
from tests.support.audit import ORIGIN, naive_consistency, naive_root

LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = verifier_of(ORIGIN, LOG_KEY)
WITNESS = CosignerKey("vittne.example/w1", bytes(range(32, 64)))


def leaves_of(size: int, seed: str = "") -> list[bytes]:
    return [sha256(f"{seed}{at}".encode()).digest() for at in range(size)]


def note_of(leaves: list[bytes], origin: str = ORIGIN) -> str:
    return sign(Checkpoint(origin, len(leaves), naive_root(leaves)), ORIGIN, LOG_KEY)


def continued(old: int, leaves: list[bytes], origin: str = ORIGIN) -> Continuation:
    proof = naive_consistency(old, leaves) if old else []
    return Continuation(old, tuple(proof), note_of(leaves, origin))


def naive_cosigned(note: str, name: str, public: bytes) -> int | None:
    """C2SP tlog-cosignature, word by word: the time of a cosignature that holds."""
    body, _, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        dash, by, encoded = line.split(" ")
        raw = b64decode(encoded)
        key_id = sha256(name.encode() + b"\n" + b"\x04" + public).digest()[:4]
        if dash == "—" and by == name and raw[:4] == key_id and len(raw) == 4 + 8 + 64:
            seconds = int.from_bytes(raw[4:12], "big")
            said = f"cosignature/v1\ntime {seconds}\n{body}\n"
            Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], said.encode())
            return seconds
    return None


def naive_vkey(name: str, public: bytes) -> str:
    key_id = sha256(name.encode() + b"\n\x04" + public).digest()[:4].hex()
    return f"{name}+{key_id}+{b64encode(bytes([4]) + public).decode()}"
