"""Writes units into the log's tables: indices, leaves, tree, tiles, signed heads; one transaction for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from hub.audit.data_keys import DataKeys
from hub.audit.tiles import HEIGHT, WIDTH, filled, tile_root
from hub.audit.tree import HASH_BYTES, Frontier, leaf_of
from hub.model.ledger import (
    NO_FACETS,
    AlreadyClaimed,
    Claim,
    Committed,
    Head,
    NewEntry,
    StorageFault,
    Unit,
    WrappedKey,
)
from hub.ports import CheckpointSigner, Clock
from hub.stores.data_keys import as_rows
from hub.stores.ended import Ended
from hub.stores.engine import kind_of
from hub.stores.kind import Kind
from hub.stores.log_statements import locking, statements
from hub.stores.moments import to_micros
from hub.stores.months import month_of
from hub.stores.room import Room

_ClaimKey = tuple[int, str, bytes]
"""Log, client, question id."""


@dataclass(slots=True)
class _OpenLog:
    """A log while a batch is being written to it."""

    id: int
    origin: str
    before: int
    frontier: Frontier


@dataclass(slots=True)
class _Rows:
    entries: list[tuple[object, ...]] = field(default_factory=list)
    refs: list[tuple[object, ...]] = field(default_factory=list)
    facets: list[tuple[object, ...]] = field(default_factory=list)
    outcomes: list[tuple[object, ...]] = field(default_factory=list)
    intentions: list[tuple[object, ...]] = field(default_factory=list)
    conclusions: list[tuple[object, ...]] = field(default_factory=list)
    claims: list[tuple[object, ...]] = field(default_factory=list)
    data_keys: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A unit that was written; its head is known when the batch is."""

    log: str
    late: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitAppender:
    """The log writer's `apply`: units in, for each what became of it."""

    signer: CheckpointSigner
    keys: DataKeys
    clock: Clock
    room: Room = field(default_factory=Room)
    ended: Ended = field(default_factory=Ended)

    def __call__(
        self, connection: Connection, units: Sequence[Unit]
    ) -> Sequence[Committed | AlreadyClaimed | Exception]:
        kind = kind_of(connection)
        self.room.of(connection, _times(units))
        batch = _Batch(kind, connection, self.signer, self.clock.now())
        batch.keep(self.keys.unsaved())
        batch.open(units)
        self.ended.check(connection, (unit.log for unit in units))
        taken = [batch.take(unit) for unit in units]
        heads = batch.write()
        return [batch.claimed(it) if isinstance(it, Unit) else _result(it, heads) for it in taken]


def _times(units: Sequence[Unit]) -> set[datetime]:
    """Of all records that may be written."""
    entries = (it for unit in units for it in (*unit.entries, *(one.entry for one in unit.closings)))
    return {it.time for it in entries} | {unit.opening.time for unit in units if unit.opening is not None}


def _result(taken: _Taken | StorageFault, heads: dict[str, Head]) -> Committed | StorageFault:
    return taken if isinstance(taken, StorageFault) else Committed(heads[taken.log], taken.late)


class _Batch:
    """What is asked of the database is asked once for all units: one by one each would cost a round trip.

    The heads of the logs are locked from `open` on, so that what was found then holds until the commit.
    """

    def __init__(self, kind: Kind, connection: Connection, signer: CheckpointSigner, now: datetime) -> None:
        self._kind = kind
        self._hand = kind.hand(connection)
        self._texts = statements(kind)
        self._signer = signer
        self._now = now
        self._logs: dict[str, _OpenLog] = {}
        self._rows = _Rows()
        self._taken: set[_ClaimKey] = set()
        self._open: set[bytes] = set()

    def open(self, units: Sequence[Unit]) -> None:
        """Lock the logs; find what of the units' promises is taken."""
        openings = {unit.log: unit.opening for unit in units if unit.opening is not None}
        if openings:
            # Before any lock is held: whoever waits here for another that makes the same log holds up nobody.
            self._hand.many(self._texts.new_log, [(origin, 0, b"", "", 0) for origin in sorted(openings)])
        origins = tuple({unit.log for unit in units})
        found = self._hand.rows(locking(self._kind, len(origins)), origins) if origins else []
        for origin, number, size, frontier in found:
            log = self._logs[origin] = _OpenLog(number, origin, size, Frontier.unpack(size, frontier))
            if size == 0:
                self._append(log, openings[origin])
        claims = [key for unit in units if (key := self._key(unit)) is not None]
        before = self._hand.each(self._texts.claimed, claims)
        self._taken = {key for key, rows in zip(claims, before, strict=True) if rows}
        closings = [(_raw(it.intention),) for unit in units if unit.log in self._logs for it in unit.closings]
        self._open = {key for rows in self._hand.each(self._texts.close, closings) for (key,) in rows}

    def keep(self, keys: Sequence[WrappedKey]) -> None:
        """What persons in the units are sealed with, and is not known to be durable."""
        self._rows.data_keys.extend(as_rows(keys))

    def take(self, unit: Unit) -> _Taken | Unit | StorageFault:
        """Put the unit in the batch; the unit itself when its question id is taken (nothing is written)."""
        log = self._logs.get(unit.log)
        if log is None:
            return StorageFault(f"the log {unit.log} does not exist, and the unit does not open it")
        if unit.claim is not None and not self._claim(log, unit, unit.claim):
            return unit
        late: set[str] = set()
        for closing in unit.closings:
            key = _raw(closing.intention)
            if key in self._open:
                self._open.remove(key)
            else:
                late.add(closing.intention)
        for entry in unit.entries:
            self._append(log, entry)
        for entry_id, deadline in unit.deadlines.items():
            self._rows.intentions.append((_raw(entry_id), log.id, to_micros(deadline)))
        for closing in unit.closings:
            if closing.intention not in late:
                index = self._append(log, closing.otherwise() if late else closing.entry)
                self._rows.conclusions.append((_raw(closing.intention), log.id, index))
        return _Taken(unit.log, frozenset(late))

    def write(self) -> dict[str, Head]:
        """All rows, then the tiles that became full, then each log's signed head."""
        with self._hand.together():
            self._insert()
            for log in self._logs.values():
                self._put_tiles(log)
            return self._sign()

    def _insert(self) -> None:
        for statement, rows in (
            (self._texts.data_key, self._rows.data_keys),
            (self._texts.entry, self._rows.entries),
            (self._texts.ref, self._rows.refs),
            (self._texts.facets, self._rows.facets),
            (self._texts.intention, self._rows.intentions),
            (self._texts.conclusion, self._rows.conclusions),
            (self._texts.claim, self._rows.claims),
        ):
            if rows:
                self._hand.insert(statement, rows)
        if self._rows.outcomes:
            self._hand.insert(self._texts.outcome, self._rows.outcomes)

    def claimed(self, unit: Unit) -> AlreadyClaimed:
        """What the unit's question id was taken for, also when that was in this very batch."""
        key = self._key(unit)
        assert key is not None
        ((digest, reply, first, count),) = self._hand.rows(self._texts.claimed, key)
        ids = self._hand.rows(self._texts.ids, (key[0], first, first + count))
        return AlreadyClaimed(digest, str(UUID(bytes=reply)), tuple(str(UUID(bytes=it)) for (it,) in ids))

    def _key(self, unit: Unit) -> _ClaimKey | None:
        log = self._logs.get(unit.log)
        if log is None or unit.claim is None:
            return None
        return log.id, unit.claim.client, _raw(unit.claim.question_id)

    def _claim(self, log: _OpenLog, unit: Unit, claim: Claim) -> bool:
        key = (log.id, claim.client, _raw(claim.question_id))
        if key in self._taken:
            return False
        self._taken.add(key)
        made = (claim.digest, _raw(claim.reply_id), log.frontier.size, len(unit.entries))
        self._rows.claims.append((*key, *made))
        return True

    def _append(self, log: _OpenLog, entry: NewEntry) -> int:
        index, raw, time = log.frontier.size, _raw(entry.entry_id), to_micros(entry.time)
        leaf = leaf_of(entry.payload, entry.salt, index)
        log.frontier.append(leaf)
        self._rows.entries.append((log.id, index, raw, time, entry.event, entry.payload, entry.salt, leaf))
        month = month_of(entry.time.astimezone(UTC))
        for ref in entry.refs:
            self._rows.refs.append((month, log.id, int(ref.kind), ref.key, time, index))
        told = entry.facets
        if told.concludes is not None:
            self._rows.outcomes.append((told.outcome, told.protection, _raw(told.concludes)))
            told = NO_FACETS
        said = told.client, told.source, told.outcome, told.gate, told.agreement, told.protection
        self._rows.facets.append((log.id, time, index, *said))
        return index

    def _put_tiles(self, log: _OpenLog) -> None:
        """Those that became full, and what stands above them."""
        for number in filled(log.before, log.frontier.size):
            leaves = self._hand.rows(self._texts.leaves, (log.id, number * WIDTH, (number + 1) * WIDTH))
            self._put_tile(log.id, 0, number, b"".join(leaf for (leaf,) in leaves))

    def _sign(self) -> dict[str, Head]:
        heads: dict[str, Head] = {}
        rows: list[tuple[object, ...]] = []
        for log in self._logs.values():
            size, root = log.frontier.size, log.frontier.root()
            note = self._signed(log.origin, size, root)
            rows.append((size, log.frontier.pack(), note, to_micros(self._now), log.id))
            heads[log.origin] = Head(log.origin, size, root, note, self._now)
        if rows:
            self._hand.insert(self._texts.head, rows)
        return heads

    def _signed(self, origin: str, size: int, root: bytes) -> str:
        """In the records' own transaction: none is there for a moment without a signature that covers it."""
        try:
            return self._signer.sign(origin, size, root)
        except Exception as error:
            raise StorageFault(f"the checkpoint could not be signed ({type(error).__name__})") from error

    def _put_tile(self, log: int, level: int, number: int, hashes: bytes) -> None:
        """Store a tile; a full one adds its root to the tile above."""
        self._hand.many(self._texts.put_tile, [(log, level, number, hashes)])
        if len(hashes) < WIDTH * HASH_BYTES:
            return
        above = number >> HEIGHT
        before = b"".join(it for (it,) in self._hand.rows(self._texts.tile, (log, level + 1, above)))
        self._put_tile(log, level + 1, above, before + tile_root(hashes))


def _raw(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))
