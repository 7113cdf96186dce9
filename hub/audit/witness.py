"""The witness: another party that signs a log's checkpoints as long as each extends the one before.

It needs no part of the hub but tree and checkpoints. For each log it keeps the last checkpoint it signed, as
a file, on disk before the signature is given away: whatever happens to the witness, it never signs two trees
of a log of which neither extends the other.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier
from hub.audit.cosignature import CosignerKey
from hub.audit.epochs import board_of, name_of, number_of
from hub.audit.exchange import Continuation, Former, Opening
from hub.audit.shelf import stem, write_durably
from hub.audit.tree import ProofError, verify_consistency


class Exit(IntEnum):
    """How the command ends."""

    SIGNED = 0
    REFUSED = 1
    UNUSABLE = 2
    ASKS = 3
    """Only somebody at the witness can decide: the first checkpoint of a log, or a new epoch."""


class NotSigned(Exception):
    """The witness does not sign; the text is a sentence that says why."""

    def __init__(self, text: str, exit_: Exit = Exit.REFUSED) -> None:
        super().__init__(text)
        self.exit = exit_


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What was signed: the line to hand back, and a sentence when an epoch was opened."""

    checkpoint: Checkpoint
    line: str
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """`state` is the witness' own folder, `key` what it signs with, `log` the key of the log it watches."""

    state: Path
    key: CosignerKey
    log: Verifier

    def last(self, origin: str) -> Checkpoint | None:
        """The last checkpoint signed of a log. Raises NotSigned when the state cannot be read."""
        file = self._file(origin)
        try:
            note = file.read_text(encoding="utf-8")
            if self.key.public().signed(note) is None:
                raise CheckpointError("it does not bear this witness' signature")
            return self.log.open(note)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise NotSigned(
                f"{file}: what was signed last cannot be read ({why}). Restore it; without it nothing is "
                "signed.",
                Exit.UNUSABLE,
            ) from None

    def sign(self, asked: Continuation, now: int, *, first: bool = False) -> Cosigned:
        """The cosignature of the checkpoint if it extends the last one signed. `now`: seconds since 1970.

        `first` permits the first checkpoint of a log. Raises NotSigned.
        """
        checkpoint = self._opened(asked.note)
        with self._alone():
            self._not_ended(checkpoint.origin)
            last = self.last(checkpoint.origin)
            if last is None:
                self._may_begin(checkpoint, first=first)
            else:
                _extends(last, checkpoint, asked)
            return self._signed(checkpoint, asked.note, now)

    def begin(self, opening: Opening, now: int, *, accepted: bool) -> Cosigned:
        """The first checkpoint of an epoch. Somebody at the witness must have `accepted` what is missing.

        Raises NotSigned, always where the epoch does not admit what this witness has signed.
        """
        try:
            checkpoint, former = opening.verified(self.log)
        except CheckpointError as error:
            raise NotSigned(f"Refused: {error}.") from None
        with self._alone():
            self._admits(checkpoint, former)
            if (last := self.last(checkpoint.origin)) is not None and last.root != checkpoint.root:
                _same_epoch(last)
            if not accepted:
                raise NotSigned(
                    f"{told(former)} Sign on with --ny-epok if that is as it should be.", Exit.ASKS
                )
            # First the end of the former: whoever stops between the two has signed neither.
            write_durably(self._ended(former.log), opening.text())
            done = self._signed(checkpoint, opening.note, now) if last is None else _again(self, last, now)
            return Cosigned(done.checkpoint, done.line, former)

    def _opened(self, note: str) -> Checkpoint:
        try:
            checkpoint = self.log.open(note)
        except CheckpointError as error:
            raise NotSigned(f"Refused: {error}.") from None
        if board_of(checkpoint.origin) != self.log.name:
            raise NotSigned(f"Refused: the checkpoint is of {checkpoint.origin}, not of {self.log.name}.")
        return checkpoint

    def _not_ended(self, origin: str) -> None:
        if self._ended(origin).exists():
            raise NotSigned(f"Refused: {origin} has ended, and a later epoch goes on in its place.")

    def _may_begin(self, checkpoint: Checkpoint, *, first: bool) -> None:
        if number_of(checkpoint.origin) > 1 and self._known():
            raise NotSigned(
                f"{checkpoint.origin} is a new epoch. Its opening must be seen first: fetch the file *.epok.",
                Exit.ASKS,
            )
        if not first:
            raise NotSigned(
                f"Nothing has been signed of {checkpoint.origin} before. If this is the first time, and the "
                "state folder is not another than it was, begin with --forsta.",
                Exit.ASKS,
            )

    def _known(self) -> bool:
        """Whether anything of this log has been signed in any epoch."""
        return any(self.state.glob(f"{stem(self.log.name)}*.kontrollpunkt"))

    def _admits(self, checkpoint: Checkpoint, former: Former) -> None:
        number = number_of(checkpoint.origin)
        if former.log != name_of(self.log.name, number - 1) or board_of(checkpoint.origin) != self.log.name:
            raise NotSigned(f"Refused: {checkpoint.origin} does not follow on {former.log}.")
        last = self.last(former.log)
        if last is None:
            return
        if former.known_size > last.size:
            raise NotSigned(
                f"{former.known_size} records of {former.log} are said to be known, and it is not shown that "
                f"they extend the {last.size} that this witness has signed. Fetch the checkpoints between.",
                Exit.UNUSABLE,
            )
        if former.known_size < last.size or (
            former.known_size == last.size and former.known_root != last.root
        ):
            raise NotSigned(
                f"Refused: a rollback. The new epoch admits {former.known_size} records of {former.log}, and "
                f"this witness has signed {last.size} (checkpoint {last.short()})."
            )

    def _signed(self, checkpoint: Checkpoint, note: str, now: int) -> Cosigned:
        line = self.key.cosign(checkpoint, now)
        own = next(it for it in note.split("\n") if it.startswith(f"— {self.log.name} "))
        write_durably(self._file(checkpoint.origin), f"{checkpoint.body()}\n{own}\n{line}")
        return Cosigned(checkpoint, line)

    def _file(self, origin: str) -> Path:
        return self.state / f"{stem(origin)}.kontrollpunkt"

    def _ended(self, origin: str) -> Path:
        return self.state / f"{stem(origin)}.avslutad"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time over one state: two that sign at once might sign two trees."""
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self.state / "vittne.lock").open("w")
        except OSError as error:
            raise NotSigned(
                f"{self.state}: the state folder is no use: {error.strerror}.", Exit.UNUSABLE
            ) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            except OSError as error:
                raise NotSigned(
                    f"{self.state}: the state cannot be kept ({error.strerror}), so nothing is signed.",
                    Exit.UNUSABLE,
                ) from None


def told(former: Former) -> str:
    """What a new epoch says of the one before, for people."""
    missing = (
        "no record is known to be missing"
        if former.missing is None
        else f"records {former.missing[0]} to {former.missing[1]} are missing, and any written after that"
    )
    return (
        f"{former.log} was restored with {former.size} records; {missing}. The reason given: {former.reason}."
    )


def _extends(last: Checkpoint, new: Checkpoint, asked: Continuation) -> None:
    if new.size < last.size:
        raise NotSigned(
            f"Refused: a rollback. {new.origin} is shown with {new.size} records, and this witness has "
            f"signed {last.size} (checkpoint {last.short()})."
        )
    if new.size == last.size:
        if new.root != last.root:
            raise NotSigned(
                f"Refused: a fork. This witness has signed another tree of {last.size} records of "
                f"{new.origin} (checkpoint {last.short()})."
            )
        return
    if asked.old != last.size:
        raise NotSigned(
            f"The proof begins at {asked.old} records, and the last signed are {last.size}: ask for one from "
            "there.",
            Exit.UNUSABLE,
        )
    try:
        verify_consistency(last.size, new.size, last.root, new.root, asked.hashes)
    except ProofError as error:
        raise NotSigned(
            f"Refused: {new.origin} of {new.size} records does not extend the {last.size} that this witness "
            f"has signed ({error}). Its past was written anew, or the proof is wrong."
        ) from None


def _same_epoch(last: Checkpoint) -> None:
    if last.size == 1:
        raise NotSigned(f"Refused: a fork. This witness has signed another first record of {last.origin}.")


def _again(witness: Witness, last: Checkpoint, now: int) -> Cosigned:
    """The epoch has been opened before: what was signed last, anew."""
    return Cosigned(last, witness.key.cosign(last, now))
