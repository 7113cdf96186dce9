"""After a lost disk: a new epoch of each log that is known to have come further than its copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from hub import __version__
from hub.audit import KeyVault, StartRefused
from hub.audit.checkpoint import CheckpointError
from hub.audit.cosignature import Cosigner
from hub.audit.epochs import board_of, epochs_of, name_of, number_of
from hub.audit.exchange import Former, Opening, former_of
from hub.audit.keys import open_keys
from hub.audit.parts import FormerRef
from hub.audit.scribe import Scribe, without_numbers
from hub.audit.shelf import Shelf
from hub.model.ledger import Unit
from hub.ports import Clock
from hub.stores.alone import alone, whole
from hub.stores.engine import transaction
from hub.stores.key_checks import used_keys
from hub.stores.log_append import UnitAppender
from hub.stores.log_check import check_logs
from hub.stores.log_outside import Gap, agreed, gaps, keep_openings, known_of, opening_of
from hub.stores.log_queries import log_names, log_row
from hub.stores.log_tables import entries
from hub.stores.migrate import Database
from hub.stores.moments import from_micros
from hub.stores.postgresql import Address
from hub.stores.where import Where, named, within


@dataclass(frozen=True, slots=True)
class Restored:
    """A new epoch: its name, how the former one ended, and its opening for the witnesses."""

    log: str
    former: Former
    opening: Opening


@dataclass(frozen=True, slots=True)
class Restore:
    """Opens new epochs where no hub serves. `witnesses` are named where they signed."""

    where: Where
    keys: Path
    clock: Clock
    node: str
    shelf: Shelf | None
    witnesses: tuple[Cosigner, ...] = ()

    def run(
        self, notes: Iterable[tuple[str, str]], reason: str, board: str | None = None
    ) -> tuple[Restored, ...]:
        """All of it or nothing. `notes` are checkpoints, with their places, beside those on the shelf.

        Raises StartRefused: a hub serves, nothing is missing, no reason, or a checkpoint that is none.
        """
        if not reason.strip():
            raise StartRefused("Say why with --skal: the new epoch's first record holds the reason.")
        with alone(self.where) as (connection, where):
            with whole(connection, where):
                ring, name = open_keys(self.keys, may_create=False), named(self.where, Database.LOG)
                vault = KeyVault(used_keys(connection, Database.LOG, ring, name))
                check_logs(connection, vault, name)
                found = self._gaps(connection, vault, list(notes), board)
                begun = [self._begin(connection, vault, gap, reason) for gap in found]
            with transaction(connection, reading=True):
                if isinstance(self.where, Address):
                    within(connection, Database.LOG)
                if self.shelf is not None:
                    keep_openings(connection, self.shelf, vault)
                return tuple(_restored(connection, log, vault) for log in begun)

    def _gaps(
        self, connection: Connection, vault: KeyVault, notes: list[tuple[str, str]], board: str | None
    ) -> tuple[Gap, ...]:
        kept = [] if self.shelf is None else [(str(file), note) for file, note in self.shelf.newest()]
        found = gaps(connection, known_of([*kept, *notes], vault))
        if board is not None:
            found = tuple(it for it in found if board_of(it.known.checkpoint.origin) == board)
        if not found:
            raise StartRefused(
                "Nothing is missing: the log holds all that the checkpoints tell of. Start the hub; or give "
                "the newest checkpoint that somebody else kept, with --kontrollpunkt."
            )
        return found

    def _begin(self, connection: Connection, vault: KeyVault, gap: Gap, reason: str) -> str:
        """The next epoch, with its first record; its name."""
        ended = gap.known.checkpoint.origin
        newest = epochs_of({*log_names(connection), ended}, board_of(ended))[0]
        log = name_of(board_of(ended), number_of(newest) + 1)
        scribe = Scribe(vault, self.node, __version__)
        entry = scribe.opening(log, self.clock.now(), self._former(connection, vault, gap, reason))
        (written,) = UnitAppender(vault, vault.data_keys, self.clock)(connection, [Unit(log, opening=entry)])
        if isinstance(written, Exception):
            raise written
        return log

    def _former(self, connection: Connection, vault: KeyVault, gap: Gap, reason: str) -> FormerRef:
        at = gap.known.checkpoint
        row = log_row(connection, at.origin)
        last = (
            None
            if row is None
            else connection.scalar(select(func.max(entries.c.time)).where(entries.c.log == row.id))
        )
        sure = agreed(connection, gap, self.shelf, vault)
        return FormerRef(
            log=at.origin,
            size=gap.size,
            root=gap.root,
            known_size=at.size,
            known_root=at.root,
            reason=without_numbers(reason.strip()),
            last=None if last is None else from_micros(last),
            witnesses=tuple(it.name for it in self.witnesses if self._signed(it, gap)),
            missing_first=sure,
            missing_last=at.size - 1,
        )

    def _signed(self, witness: Cosigner, gap: Gap) -> bool:
        at = gap.known.checkpoint
        lines = [] if self.shelf is None else self.shelf.cosignatures(at.origin, at.size)
        for note in (gap.known.note, *(gap.known.note + line for line in lines)):
            try:
                if witness.signed(note) is not None:
                    return True
            except CheckpointError:
                continue
        return False


def _restored(connection: Connection, log: str, vault: KeyVault) -> Restored:
    opening = opening_of(connection, log, vault)
    former = former_of(opening.payload)
    assert former is not None, "an epoch that was opened says how the former one ended"
    return Restored(log, former, opening)
