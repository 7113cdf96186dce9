"""The access log in its database: implements `ports.AuditStore`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from hub.audit.data_keys import DataKeys
from hub.model.ledger import (
    AlreadyClaimed,
    Committed,
    Figures,
    Found,
    Head,
    InclusionPath,
    OpenIntention,
    Ref,
    StorageFault,
    StoredEntry,
    StoreHealth,
    Unit,
    Wanted,
    WrappedKey,
)
from hub.ports import CheckpointSigner, Clock
from hub.standing import ClockLimits, Standing
from hub.stores import log_queries as queries
from hub.stores import log_search
from hub.stores.data_keys import data_keys_of
from hub.stores.engine import Base
from hub.stores.ground import Ground
from hub.stores.log_append import UnitAppender
from hub.stores.readers import Readers
from hub.stores.remedies import remedy
from hub.stores.searches import Searches
from hub.stores.writer import Writer

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """When the disk counts as nearly full (told) and as full (no new look-ups), and how long to wait.

    `busy_ms` is for a database that somebody else has locked, `patience_s` for all that a caller waits.
    """

    warn_free_bytes: int = 512 * _MB
    refuse_free_bytes: int = 64 * _MB
    busy_ms: int = 3_000
    patience_s: float = 15.0
    clock: ClockLimits = field(default_factory=ClockLimits)


class StoredLog:
    """Every method raises StorageFault when the database cannot be read or written."""

    def __init__(
        self,
        base: Base,
        signer: CheckpointSigner,
        keys: DataKeys,
        clock: Clock,
        limits: Limits,
        ground: Ground,
        standing: Standing,
    ) -> None:
        self.exclusive = base.exclusive
        self._ground = ground
        self._standing = standing
        self._held_up = 0
        self._limits = limits
        self._readers = Readers(base.reading)
        self.searches = Searches(base.reading)
        self._keys = keys
        self._brought: tuple[WrappedKey, ...] = ()
        self._writer: Writer[Unit, Committed | AlreadyClaimed] = Writer(
            base.writing,
            self._gated(UnitAppender(signer, keys, clock)),
            clock,
            patience_s=limits.patience_s,
            committed=self._keys_saved,
        )

    def start(self) -> None:
        """Start the writing thread; the tables must be there."""
        self._writer.start()

    def close(self) -> None:
        # The writer last: who closes a file last clears away its write-ahead log, and a reader cannot.
        self.searches.close()
        self._readers.close()
        self._writer.close()

    async def append(self, unit: Unit) -> Committed | AlreadyClaimed:
        try:
            self._standing.check()
        except StorageFault:
            self._held_up += 1
            raise
        written = await self._writer.submit(unit)
        if isinstance(written, Committed):
            self._standing.committed(written.head.time)
        return written

    async def claimed(self, log: str, client: str, question_id: str) -> AlreadyClaimed | None:
        return await self._readers.read(
            partial(queries.claimed, log=log, client=client, question_id=question_id)
        )

    async def head(self, log: str) -> Head | None:
        return await self._readers.read(partial(queries.head, log=log))

    async def logs(self) -> tuple[str, ...]:
        return await self._readers.read(queries.log_names)

    async def data_keys(self, board: str) -> tuple[WrappedKey, ...]:
        return await self._readers.read(partial(data_keys_of, board=board))

    async def figures(self) -> Figures:
        return await self._readers.read(queries.figures)

    async def entry(self, log: str, entry_id: str) -> StoredEntry | None:
        return await self._readers.read(partial(queries.entry, log=log, entry_id=entry_id))

    async def conclusions(self, log: str, intentions: Sequence[str]) -> Mapping[str, StoredEntry]:
        return await self._readers.read(partial(queries.concluding, log=log, ids=intentions))

    async def anywhere(self, ref: Ref) -> tuple[StoredEntry, ...]:
        return await self._readers.read(partial(log_search.anywhere, ref=ref))

    async def following(self, log: str, index: int, limit: int) -> tuple[StoredEntry, ...]:
        return await self._readers.read(partial(queries.following, log=log, index=index, limit=limit))

    async def find(self, log: str, wanted: Wanted) -> tuple[StoredEntry, ...]:
        return await self._readers.read(partial(log_search.find, log=log, wanted=wanted))

    async def search(self, log: str, wanted: Wanted) -> Found:
        return await self.searches.read(partial(log_search.search, log=log, wanted=wanted))

    async def inclusion(self, log: str, entry_id: str) -> InclusionPath | None:
        return await self._readers.read(partial(queries.inclusion, log=log, entry_id=entry_id))

    async def consistency(
        self, log: str, old_size: int, size: int | None = None
    ) -> tuple[Head, tuple[bytes, ...]] | None:
        return await self._readers.read(partial(queries.consistency, log=log, old_size=old_size, size=size))

    async def open_intentions(self, due_before: datetime | None, limit: int) -> tuple[OpenIntention, ...]:
        return await self._readers.read(partial(queries.open_intentions, due_before=due_before, limit=limit))

    def health(self) -> StoreHealth:
        self._writer.look_again()
        free = self._ground.free_bytes()
        faults = list(self._standing.faults())
        warnings: list[str] = []
        if self._writer.fault is not None:
            faults.append(
                f"The access log could not be written: {self._writer.fault}. {remedy(self._writer.fault)}"
            )
        if free is not None and free < self._limits.refuse_free_bytes:
            faults.append(
                f"The access log's disk is full ({free // _MB} MB free): no look-ups are made until there is "
                f"room for {self._limits.refuse_free_bytes // _MB} MB. Move away what else lies on the disk."
            )
        elif free is not None and free < self._limits.warn_free_bytes:
            limit = self._limits.refuse_free_bytes // _MB
            warnings.append(f"The access log's disk has {free // _MB} MB left; look-ups stop at {limit} MB.")
        warnings.extend(self._ground.warnings())
        return StoreHealth(
            self._writer.last_commit,
            self._writer.fault is not None,
            free,
            self._writer.waiting,
            tuple(faults),
            tuple(warnings),
            self._writer.commits,
            self._writer.failures + self._held_up,
            self._standing.behind_s(),
        )

    def _keys_saved(self) -> None:
        """The batch is durable, and with it the data keys that were unsaved when it began."""
        if self._brought:
            self._keys.saved(self._brought)

    def _gated(
        self, appender: UnitAppender
    ) -> Callable[[Connection, Sequence[Unit]], Sequence[Committed | AlreadyClaimed | Exception]]:
        """Keep the last of the disk for conclusions: what has been asked can still be concluded."""

        def apply(
            connection: Connection, units: Sequence[Unit]
        ) -> Sequence[Committed | AlreadyClaimed | Exception]:
            self._ground.check()
            self._brought = self._keys.unsaved()
            free = self._ground.free_bytes()
            if free is None or free >= self._limits.refuse_free_bytes:
                return appender(connection, units)
            done = iter(appender(connection, [unit for unit in units if unit.essential]))
            full = StorageFault("the disk is nearly full; its last space is kept for conclusions")
            return [next(done) if unit.essential else full for unit in units]

        return apply
