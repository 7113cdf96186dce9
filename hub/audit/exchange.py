"""What passes between a log and its witnesses, as text: a request for a cosignature, and an epoch's opening.

The request is the body of `add-checkpoint` in C2SP tlog-witness:

    old 100
    <base64 of a hash>            that the newer tree extends the one of 100 (RFC 9162), none or more lines

    <the checkpoint, a signed note>

The opening of an epoch shows its first record, whole, under the checkpoint of exactly that one:

    nyttonav-epok/1
    <salt, 64 hex digits> <payload>

    <the checkpoint of size 1, a signed note>
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier, decoded
from hub.audit.tree import leaf_of

_OPENING = "nyttonav-epok/1"
_MOST_HASHES = 63
"""C2SP tlog-witness: no proof needs more."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A checkpoint, and the proof that it extends the log's tree of `old` records."""

    old: int
    hashes: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        proof = "".join(f"{b64encode(one).decode()}\n" for one in self.hashes)
        return f"old {self.old}\n{proof}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> Continuation:
        """Raises CheckpointError."""
        head, _, note = text.partition("\n\n")
        first, *proof = head.split("\n")
        old = first.removeprefix("old ")
        if first != f"old {old}" or not old.isascii() or not old.isdecimal() or str(int(old)) != old:
            raise CheckpointError("the proof's first line is not `old` and the size of the earlier tree")
        if len(proof) > _MOST_HASHES:
            raise CheckpointError("the proof is longer than any proof is")
        return cls(int(old), tuple(decoded(one, 32) for one in proof), note)


@dataclass(frozen=True, slots=True)
class Former:
    """How an epoch ended, as the first record of the next one tells it."""

    log: str
    size: int
    """Of the restored log: its records are there."""
    root: bytes
    known_size: int
    """What is known from outside to have been written."""
    known_root: bytes
    missing: tuple[int, int] | None
    """The first and the last record known to be missing, or to be others than those signed."""
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The first record of an epoch, under the checkpoint of it alone."""

    payload: bytes
    salt: bytes
    note: str

    def text(self) -> str:
        return f"{_OPENING}\n{self.salt.hex()} {self.payload.decode()}\n\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> Opening:
        """Raises CheckpointError."""
        head, _, note = text.partition("\n\n")
        kind, _, record = head.partition("\n")
        salt, _, payload = record.partition(" ")
        try:
            raw = bytes.fromhex(salt)
        except ValueError:
            raw = b""
        if kind != _OPENING or len(raw) != 32 or raw.hex() != salt:
            raise CheckpointError(
                f"this is not the opening of an epoch (its first line should be {_OPENING})"
            )
        return cls(payload.encode(), raw, note)

    def verified(self, key: Verifier) -> tuple[Checkpoint, Former]:
        """The epoch's first checkpoint, and how the former one ended. Raises CheckpointError."""
        checkpoint = key.open(self.note)
        if checkpoint.size != 1 or checkpoint.root != leaf_of(self.payload, self.salt, 0):
            raise CheckpointError("the opening of the epoch is not what its checkpoint signs")
        former = former_of(self.payload)
        if former is None or json.loads(self.payload)["logg"] != checkpoint.origin:
            raise CheckpointError("the record says nothing of an earlier epoch of this log")
        return checkpoint, former


def former_of(payload: bytes) -> Former | None:
    """How the former epoch ended; None for a log's first. Raises CheckpointError for another record."""
    try:
        content: dict[str, Any] = json.loads(payload)
        if content["handelse"] != "EPOK_OPPNAD":
            raise KeyError
        said = content.get("forra")
        return None if said is None else _former(said)
    except (ValueError, KeyError, TypeError):
        raise CheckpointError("the record is not the opening of an epoch") from None


def _former(said: dict[str, Any]) -> Former:
    missing = (int(said["saknasFran"]), int(said["saknasTill"])) if "saknasFran" in said else None
    return Former(
        said["logg"],
        int(said["storlek"]),
        decoded(said["rot"], 32),
        int(said["kandStorlek"]),
        decoded(said["kandRot"], 32),
        missing,
        said["skal"],
    )
