"""Verification by anyone: an export and a public key, nothing of the hub but tree and checkpoints.

Nothing that the file says is believed: each leaf is computed from `index salt payload`, the root from the
leaves, and the root is compared with the one that was signed. Whatever is not written exactly as the export
writes it is taken for tampering, so that no changed byte passes.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier
from hub.audit.cosignature import Cosigner
from hub.audit.epochs import board_of
from hub.audit.tree import HASH_BYTES, Frontier, root_of

_HEADER = b"nyttonav-logg/1 "
_ERASED = b"- -\n"
_BLOCK = 256
_LEVEL = 8


class State(StrEnum):
    """What verification can say."""

    VALID = "valid"
    ERASED = "erased but committed"
    INVALID = "INVALID"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `first_bad` is the index of the first bad record, where a record is bad."""

    state: State
    entries: int
    erased: int = 0
    first_bad: int | None = None
    why: str | None = None
    checkpoint: Checkpoint | None = None

    def sentence(self) -> str:
        """For people."""
        if self.state is State.INVALID:
            where = "" if self.first_bad is None else f"first bad record {self.first_bad}: "
            return f"INVALID: {where}{self.why}"
        short = self.checkpoint.short() if self.checkpoint else ""
        erased = f", {self.erased} of them erased" if self.erased else ""
        return f"{self.state.value}: {self.entries} records{erased}, checkpoint {short}"


class Tampered(Exception):
    """Something is not as it was written; `index` names the record, where it is a record."""

    def __init__(self, why: str, index: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.index = index


@dataclass(slots=True)
class Since:
    """An earlier checkpoint that the log must extend: its root is looked for on the way."""

    checkpoint: Checkpoint | None = None
    _met: bool = field(default=False, init=False)

    def look(self, frontier: Frontier, hashes: Sequence[bytes]) -> None:
        """Before the frontier grows by `hashes`. Raises Tampered where the log had another tree then."""
        earlier = self.checkpoint
        if earlier is None or not frontier.size <= earlier.size <= frontier.size + len(hashes):
            return
        then = Frontier(frontier.size, list(frontier.hashes))
        for leaf in hashes[: earlier.size - frontier.size]:
            then.append(leaf)
        if then.root() != earlier.root:
            raise Tampered(
                f"the log does not extend the earlier checkpoint of {earlier.size} records: its past was "
                "written anew after that was signed"
            )
        self._met = True

    def finish(self, origin: str, size: int) -> None:
        """Raises Tampered where the log is another, or shorter than it was."""
        earlier = self.checkpoint
        if earlier is not None and earlier.origin != origin:
            raise Tampered(f"the earlier checkpoint is of {earlier.origin}, and this log is {origin}")
        if earlier is not None and not self._met and earlier.size:
            raise Tampered(
                f"an earlier checkpoint is of {earlier.size} records: the log was cut off or rolled back",
                size,
            )


def verify_export(
    lines: Iterator[bytes],
    key: Verifier,
    progress: Callable[[int], None] = lambda _count: None,
    *,
    since: Checkpoint | None = None,
    witness: Cosigner | None = None,
) -> Verdict:
    """Verify an export, given as its lines with their line ends: an open binary file.

    Raises nothing for what stands in it. `progress` is told the number of records verified, every 256. The
    log must extend `since`, and its checkpoint be signed by `witness` too, where they are given.
    """
    frontier, erased, earlier = Frontier(), 0, Since(since)
    try:
        origin = _header(next(lines, b""), key)
        for line in lines:
            if line == b"\n":
                checkpoint = _signed(b"".join(lines), origin, key, frontier, witness)
                earlier.finish(origin, frontier.size)
                state = State.ERASED if erased else State.VALID
                return Verdict(state, frontier.size, erased, checkpoint=checkpoint)
            start = frontier.size
            hashes = _tile(line, start)
            rows = list(islice(lines, len(hashes)))
            erased += _block(rows, hashes, start)
            earlier.look(frontier, hashes)
            grow(frontier, hashes)
            progress(frontier.size)
        raise Tampered("the file ends before its signed checkpoint", frontier.size)
    except Tampered as found:
        return Verdict(State.INVALID, frontier.size, erased, found.index, found.why)


def check_root(frontier: Frontier, checkpoint: Checkpoint) -> None:
    """The signed size and root against those computed. Raises Tampered."""
    if frontier.size < checkpoint.size:
        raise Tampered(f"the signed checkpoint is of {checkpoint.size} records", frontier.size)
    if frontier.size > checkpoint.size:
        raise Tampered("records stand beyond the signed checkpoint", checkpoint.size)
    if frontier.root() != checkpoint.root:
        raise Tampered(
            "records and their hashes agree with each other but not with the signed root: some record and "
            "every hash above it were written anew. Compare with an older export to find which"
        )


def grow(frontier: Frontier, hashes: Sequence[bytes]) -> None:
    """Append leaves; a whole block at once."""
    if len(hashes) == _BLOCK:
        frontier.extend_aligned(root_of(hashes), _LEVEL)
    else:
        for leaf in hashes:
            frontier.append(leaf)


def check_witness(note: str, witness: Cosigner | None) -> None:
    """Raises Tampered unless the witness, where one is given, has signed the checkpoint."""
    try:
        if witness is not None and witness.signed(note) is None:
            raise Tampered(
                f"the checkpoint is not signed by the witness {witness.name}. An export of what the witness "
                "has seen is made with: nyttonav audit export --vittnad"
            )
    except CheckpointError as error:
        raise Tampered(str(error)) from None


def _header(line: bytes, key: Verifier) -> str:
    """The log's name: an epoch of the board whose key was given."""
    if not line.startswith(_HEADER) or not line.endswith(b"\n"):
        raise Tampered("this is not an export of a log (its first line should begin with nyttonav-logg/1)")
    origin = line[len(_HEADER) : -1].decode(errors="replace")
    if board_of(origin) != key.name:
        raise Tampered(f"this is not the log {key.name}, whose key was given: see its first line")
    return origin


def _tile(line: bytes, start: int) -> list[bytes]:
    """The leaf hashes that a tile line holds."""
    prefix = b"tile %d " % (start // _BLOCK)
    try:
        raw = b64decode(line[len(prefix) : -1], validate=True)
    except (ValueError, NotBase64):
        raw = b""
    if start % _BLOCK or not raw or len(raw) % HASH_BYTES or len(raw) > _BLOCK * HASH_BYTES:
        raise Tampered("the line of leaf hashes before it is damaged", start)
    if line != prefix + b64encode(raw) + b"\n":
        raise Tampered("the line of leaf hashes before it is damaged", start)
    return [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]


def _block(rows: list[bytes], hashes: list[bytes], start: int) -> int:
    """Each record against its hash; how many are erased."""
    erased = 0
    index = start
    for line, leaf in zip(rows, hashes, strict=False):
        prefix = b"%d " % index
        at = len(prefix)
        salt_hex = line[at : at + 64]
        if not line.startswith(prefix) or line[-1:] != b"\n":
            raise Tampered("its line is damaged, missing or out of order", index)
        if line[at:] == _ERASED:
            erased += 1
        else:
            try:
                salt = unhexlify(salt_hex)
            except ValueError:
                raise Tampered("its salt is damaged", index) from None
            inner = sha256(line[at + 65 : -1] + salt + index.to_bytes(8, "big")).digest()
            if sha256(b"\x00" + inner).digest() != leaf:
                raise Tampered("the record or its hash has been altered", index)
            if line[at + 64] != 32 or hexlify(salt) != salt_hex:
                raise Tampered("its line is not as it was written", index)
        index += 1
    if len(rows) < len(hashes):
        raise Tampered("the file ends here, although more was signed", index)
    return erased


def _signed(
    raw: bytes, origin: str, key: Verifier, frontier: Frontier, witness: Cosigner | None
) -> Checkpoint:
    try:
        note = raw.decode()
        checkpoint = key.open(note)
    except UnicodeDecodeError:
        raise Tampered("the checkpoint is not text") from None
    except CheckpointError as error:
        raise Tampered(str(error)) from None
    if checkpoint.origin != origin:
        raise Tampered(f"the checkpoint is of the log {checkpoint.origin}")
    check_root(frontier, checkpoint)
    check_witness(note, witness)
    return checkpoint
