"""Checkpoints kept elsewhere and signed by witnesses: they show that a log was cut off or replaced.

They are safe keeping of the log, not the log: while the folder is out of reach health warns and look-ups go
on. Where an installation says within which time a witness must have signed (`required_within`), nothing is
asked of any source once that time has passed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hub.audit.checkpoint import Checkpoint, CheckpointError, checkpoint_of
from hub.audit.cosignature import Cosigner, named
from hub.audit.epochs import board_of, current, epochs_of, number_of
from hub.audit.exchange import Continuation
from hub.audit.shelf import Shelf
from hub.audit.tree import ProofError, verify_consistency
from hub.checkpoints.elsewhere import Elsewhere
from hub.model.board import BoardId
from hub.model.ledger import StorageFault
from hub.ports import AuditStore, CheckpointSigner, Clock
from hub.problems import LogUnavailable, MalformedQuestion, NotFound, Pointer

LATE = timedelta(hours=4)
"""When a witness that has not signed is told of; what the most trusted systems stop at."""

_NO_LOG = "Nämnden har ingen logg ännu: ingenting har frågats eller registrerats."
_UNAVAILABLE = "Åtkomstloggen kan inte läsas just nu. Försök igen om en stund."
_SHUT = "Mappen för kontrollpunkter kan inte skrivas just nu. Försök igen om en stund."


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A log's newest checkpoint that a witness has signed, its signatures, and the time of the latest."""

    checkpoint: Checkpoint
    note: str
    time: datetime


@dataclass(slots=True)
class _State:
    started: datetime
    witnessed: dict[str, Witnessed] = field(default_factory=dict)
    """By the name of the board's log."""
    waiting: dict[str, datetime] = field(default_factory=dict)
    """Since when a board's log has had a kept checkpoint, and no cosignature at all."""
    fault: str | None = None
    """Why the folder could not be used the last time."""


@dataclass(frozen=True, slots=True)
class CheckpointDesk:
    """Without a folder nothing is kept elsewhere, and nothing can be witnessed."""

    store: AuditStore
    signer: CheckpointSigner
    where: Elsewhere
    clock: Clock
    _state: _State = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_state", _State(self.clock.now()))

    async def keep(self) -> int:
        """A round: each log's newest checkpoint is kept if it is new, and cosignatures are read; how many.

        Raises LogUnavailable.
        """
        if self.where.shelf is None:
            return 0
        try:
            names = await self.store.logs()
            kept = 0
            for board in sorted({board_of(name) for name in names}):
                kept += await self._keep(self.where.shelf, current(names, board))
                await asyncio.to_thread(self._read, self.where.shelf, board, epochs_of(names, board))
            self._state.fault = None
        except StorageFault as fault:
            raise LogUnavailable(_UNAVAILABLE) from fault
        except OSError as error:
            self._state.fault = error.strerror or type(error).__name__
            return 0
        except CheckpointError as error:
            self._state.fault = str(error)
            return 0
        return kept

    async def continuation(self, board: BoardId, old: int) -> Continuation:
        """The newest checkpoint of the log, and that it extends the tree of `old` records.

        Raises NotFound where there are not so many, and LogUnavailable.
        """
        try:
            log = current(await self.store.logs(), board.origin)
            found = await self.store.consistency(log, old)
        except StorageFault as fault:
            raise LogUnavailable(_UNAVAILABLE) from fault
        except ValueError:
            raise NotFound("Loggen har inte så många poster; se dess senaste kontrollpunkt.") from None
        if found is None:
            raise NotFound(_NO_LOG)
        return Continuation(old, found[1], found[0].note)

    async def take(self, board: BoardId, note: str) -> Witnessed:
        """A checkpoint that one of the witnesses has signed; the newest witnessed one afterwards.

        Raises MalformedQuestion for what no witness of ours signed, or is no checkpoint of the log, and
        LogUnavailable.
        """
        if self.where.shelf is None:
            raise NotFound("Navet tar inte emot medsignaturer: inställningen checkpoint_folder saknas.")
        try:
            at = checkpoint_of(note)
            signed = [it for it in self.where.witnesses if it.signed(note) is not None]
        except CheckpointError:
            raise _unfit("är ingen undertecknad kontrollpunkt") from None
        if not signed or board_of(at.origin) != board.origin:
            raise _unfit("är inte undertecknad av något av navets vittnen, eller av en annan logg")
        names = {it.name for it in signed}
        lines = [it for it in note.splitlines(keepends=True)[4:] if named(it) in names]
        try:
            await self._keep_of(self.where.shelf, at)
            for line in lines:
                await asyncio.to_thread(
                    self.where.shelf.keep_cosignature, at.origin, at.size, named(line), line
                )
            epochs = epochs_of(await self.store.logs(), board.origin)
            await asyncio.to_thread(self._read, self.where.shelf, board.origin, epochs)
        except (OSError, StorageFault) as error:
            raise LogUnavailable(_SHUT) from error
        return self._state.witnessed[board.origin]

    def witnessed(self, board: BoardId) -> Witnessed | None:
        return self._state.witnessed.get(board.origin)

    def held(self, log: str) -> str | None:
        """Why nothing may be sent for the log's board now, in a sentence; None where it may."""
        if self.where.required_within is None:
            return None
        since = self._since(log)
        if self.clock.now() - since <= self.where.required_within:
            return None
        return (
            f"No witness has signed a checkpoint of {log} since {since:%Y-%m-%d %H:%M} UTC, and the setting "
            "witness_required_within_s demands it: nothing is asked. Let the witness run."
        )

    def faults(self) -> tuple[str, ...]:
        """What stops look-ups, for health."""
        return tuple(filter(None, map(self.held, sorted(self._boards()))))

    def warnings(self) -> tuple[str, ...]:
        """For health: what stops no look-up but must be mended."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterable[str]:
        if self.where.shelf is not None and self._state.fault is not None:
            folder, why = self.where.shelf.folder, self._state.fault
            yield f"Checkpoints cannot be kept in {folder}: {why}. Look-ups go on."
        if self.where.shelf is None or not self.where.witnesses:
            return
        for log in sorted(self._boards()):
            since = self._since(log)
            if self.clock.now() - since > LATE and self.held(log) is None:
                yield f"No witness has signed a checkpoint of {log} since {since:%Y-%m-%d %H:%M} UTC."

    def _boards(self) -> set[str]:
        return {*self._state.witnessed, *self._state.waiting}

    def _since(self, log: str) -> datetime:
        found = self._state.witnessed.get(log)
        return found.time if found is not None else self._state.waiting.get(log, self._state.started)

    async def _keep(self, shelf: Shelf, log: str) -> int:
        sizes = await asyncio.to_thread(shelf.sizes, log)
        # A witness begins an epoch with the checkpoint of its first record, which lies in its opening.
        before = sizes[0] if sizes else int(number_of(log) > 1)
        try:
            found = await self.store.consistency(log, before)
        except ValueError as error:
            raise CheckpointError(f"there is a larger checkpoint of {log} than the log has") from error
        if found is None or (sizes and found[0].size == sizes[0]):
            return 0
        head, hashes = found
        extends = Continuation(before, hashes, head.note)
        await asyncio.to_thread(shelf.keep, log, head.size, extends)
        return 1

    def _read(self, shelf: Shelf, board: str, epochs: tuple[str, ...]) -> None:
        """The newest kept checkpoint that a witness has signed."""
        for log in epochs:
            for size in shelf.sizes(log):
                lines = shelf.cosignatures(log, size)
                found = self._signed(shelf.note(log, size), lines) if lines else None
                if found is not None:
                    self._state.witnessed[board] = found
                    return
        kept = [shelf.kept_at(log, shelf.sizes(log)[-1]) for log in epochs if shelf.sizes(log)]
        self._state.waiting[board] = min([self._state.started, *kept])

    def _signed(self, note: str, lines: list[str]) -> Witnessed | None:
        """With the lines that hold; others are nobody's."""
        times = []
        for line in lines:
            for one in self.where.witnesses:
                time = _time_of(one, note, line)
                if time is not None:
                    times.append(time)
                    note += line
        if not times:
            return None
        at = checkpoint_of(note)
        return Witnessed(at, note, datetime.fromtimestamp(max(times), UTC))

    async def _keep_of(self, shelf: Shelf, at: Checkpoint) -> None:
        """Keep that checkpoint, signed by the log. Raises MalformedQuestion unless the log had that tree."""
        sizes = await asyncio.to_thread(shelf.sizes, at.origin)
        if at.size in sizes:
            if checkpoint_of(await asyncio.to_thread(shelf.note, at.origin, at.size)) != at:
                raise _unfit("är av en annan logg än den som är sparad")
            return
        before = next((it for it in sizes if it < at.size), 0)
        try:
            ahead = await self.store.consistency(at.origin, at.size)
            extends = await self.store.consistency(at.origin, before, at.size)
        except ValueError:
            raise _unfit("är av fler poster än loggen har") from None
        if ahead is None or extends is None:
            raise _unfit("är av en annan logg")
        try:
            verify_consistency(at.size, ahead[0].size, at.root, ahead[0].root, ahead[1])
        except ProofError:
            raise _unfit("är av en annan logg") from None
        note = self.signer.sign(at.origin, at.size, at.root)
        await asyncio.to_thread(shelf.keep, at.origin, at.size, Continuation(before, extends[1], note))


def _time_of(witness: Cosigner, note: str, line: str) -> int | None:
    try:
        return witness.signed(note + line) if named(line) == witness.name else None
    except CheckpointError:
        return None


def _unfit(why: str) -> MalformedQuestion:
    return MalformedQuestion(
        f"Kontrollpunkten {why}. Hämta loggens senaste och underteckna den.",
        fel=[Pointer("/kontrollpunkt", "kan inte tas emot")],
    )
