"""Writes units into the log's tables: indices, leaves, tree, tiles, signed heads; one transaction for all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from hub.audit.tiles import HEIGHT, WIDTH, filled, tile_root
from hub.audit.tree import HASH_BYTES, Frontier, leaf_of
from hub.model.ledger import AlreadyClaimed, Claim, Committed, Head, NewEntry, StorageFault, Unit
from hub.ports import CheckpointSigner, Clock
from hub.stores.log_tables import claims, conclusions, entries, intentions, logs, refs, tiles
from hub.stores.moments import to_micros
from hub.stores.sqlite_files import compiled, driver_of, replacing, unless_there

_LOG: Final = compiled(select(logs.c.id, logs.c.size, logs.c.frontier).where(logs.c.origin == bindparam("o")))
_NEW_LOG: Final = compiled(
    insert(logs).values({it.name: bindparam(it.name) for it in logs.c if it.name != "id"})
)
_HEAD: Final = compiled(
    update(logs)
    .values({it: bindparam(f"new_{it}") for it in ("size", "frontier", "checkpoint", "time")})
    .where(logs.c.id == bindparam("log"))
)
_ENTRY: Final = compiled(insert(entries))
_REF: Final = compiled(unless_there(refs))
_INTENTION: Final = compiled(insert(intentions))
_CLOSE: Final = compiled(delete(intentions).where(intentions.c.entry_id == bindparam("i")))
_CONCLUSION: Final = compiled(insert(conclusions))
_CLAIM: Final = compiled(unless_there(claims))
_CLAIMED: Final = compiled(
    select(claims.c.digest, claims.c.reply, claims.c.first, claims.c.count).where(
        claims.c.log == bindparam("l"), claims.c.client == bindparam("c"), claims.c.question == bindparam("q")
    )
)
_IDS: Final = compiled(
    select(entries.c.entry_id)
    .where(entries.c.log == bindparam("l"), entries.c.idx >= bindparam("f"), entries.c.idx < bindparam("t"))
    .order_by(entries.c.idx)
)
_LEAVES: Final = compiled(
    select(entries.c.leaf)
    .where(entries.c.log == bindparam("l"), entries.c.idx >= bindparam("f"), entries.c.idx < bindparam("t"))
    .order_by(entries.c.idx)
)
_TILE: Final = compiled(
    select(tiles.c.hashes).where(
        tiles.c.log == bindparam("l"), tiles.c.level == bindparam("h"), tiles.c.number == bindparam("n")
    )
)
_PUT_TILE: Final = compiled(replacing(tiles))


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
    intentions: list[tuple[object, ...]] = field(default_factory=list)
    conclusions: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A unit that was written; its head is known when the batch is."""

    log: str
    late: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitAppender:
    """The log writer's `apply`: units in, for each what became of it."""

    signer: CheckpointSigner
    clock: Clock

    def __call__(
        self, connection: Connection, units: Sequence[Unit]
    ) -> Sequence[Committed | AlreadyClaimed | Exception]:
        batch = _Batch(driver_of(connection).cursor(), self.signer, self.clock.now())
        taken = [batch.take(unit) for unit in units]
        heads = batch.write()
        return [batch.claimed(it) if isinstance(it, Unit) else _result(it, heads) for it in taken]


def _result(taken: _Taken | StorageFault, heads: dict[str, Head]) -> Committed | StorageFault:
    return taken if isinstance(taken, StorageFault) else Committed(heads[taken.log], taken.late)


class _Batch:
    def __init__(self, cursor: sqlite3.Cursor, signer: CheckpointSigner, now: datetime) -> None:
        self._cursor = cursor
        self._signer = signer
        self._now = now
        self._logs: dict[str, _OpenLog] = {}
        self._rows = _Rows()

    def take(self, unit: Unit) -> _Taken | Unit | StorageFault:
        """Put the unit in the batch; the unit itself when its question id is taken (nothing is written)."""
        log = self._open(unit)
        if log is None:
            return StorageFault(f"the log {unit.log} does not exist, and the unit does not open it")
        if unit.claim is not None and not self._claim(log, unit.claim, len(unit.entries)):
            return unit
        late: set[str] = set()
        for closing in unit.closings:
            self._cursor.execute(_CLOSE, (_raw(closing.intention),))
            if self._cursor.rowcount == 0:
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
        for statement, rows in (
            (_ENTRY, self._rows.entries),
            (_REF, self._rows.refs),
            (_INTENTION, self._rows.intentions),
            (_CONCLUSION, self._rows.conclusions),
        ):
            if rows:
                self._cursor.executemany(statement, rows)
        return {log.origin: self._sign(log) for log in self._logs.values()}

    def claimed(self, unit: Unit) -> AlreadyClaimed:
        """What the unit's question id was taken for, also when that was in this very batch."""
        claim, log = unit.claim, self._logs[unit.log]
        assert claim is not None
        key = (log.id, claim.client, _raw(claim.question_id))
        digest, reply, first, count = self._cursor.execute(_CLAIMED, key).fetchone()
        ids = self._cursor.execute(_IDS, (log.id, first, first + count)).fetchall()
        return AlreadyClaimed(digest, str(UUID(bytes=reply)), tuple(str(UUID(bytes=it)) for (it,) in ids))

    def _open(self, unit: Unit) -> _OpenLog | None:
        log = self._logs.get(unit.log)
        if log is None:
            row = self._cursor.execute(_LOG, (unit.log,)).fetchone()
            if row is not None:
                log = _OpenLog(row[0], unit.log, row[1], Frontier.unpack(row[1], row[2]))
            elif unit.opening is not None:
                self._cursor.execute(_NEW_LOG, (unit.log, 0, b"", "", 0))
                log = _OpenLog(int(self._cursor.lastrowid or 0), unit.log, 0, Frontier())
                self._append(log, unit.opening)
            else:
                return None
            self._logs[unit.log] = log
        return log

    def _claim(self, log: _OpenLog, claim: Claim, count: int) -> bool:
        row = (log.id, claim.client, _raw(claim.question_id), claim.digest, _raw(claim.reply_id))
        self._cursor.execute(_CLAIM, (*row, log.frontier.size, count))
        return self._cursor.rowcount == 1

    def _append(self, log: _OpenLog, entry: NewEntry) -> int:
        index = log.frontier.size
        leaf = leaf_of(entry.payload, entry.salt, index)
        log.frontier.append(leaf)
        self._rows.entries.append(
            (
                log.id,
                index,
                _raw(entry.entry_id),
                to_micros(entry.time),
                entry.event,
                entry.payload,
                entry.salt,
                leaf,
            )
        )
        for ref in entry.refs:
            self._rows.refs.append((log.id, int(ref.kind), ref.key, index))
        return index

    def _sign(self, log: _OpenLog) -> Head:
        size, root = log.frontier.size, log.frontier.root()
        for number in filled(log.before, size):
            leaves = self._cursor.execute(_LEAVES, (log.id, number * WIDTH, (number + 1) * WIDTH)).fetchall()
            self._put_tile(log.id, 0, number, b"".join(leaf for (leaf,) in leaves))
        note = self._signed(log.origin, size, root)
        self._cursor.execute(_HEAD, (size, log.frontier.pack(), note, to_micros(self._now), log.id))
        return Head(log.origin, size, root, note, self._now)

    def _signed(self, origin: str, size: int, root: bytes) -> str:
        """In the records' own transaction: none is there for a moment without a signature that covers it."""
        try:
            return self._signer.sign(origin, size, root)
        except Exception as error:
            raise StorageFault(f"the checkpoint could not be signed ({type(error).__name__})") from error

    def _put_tile(self, log: int, level: int, number: int, hashes: bytes) -> None:
        """Store a tile; a full one adds its root to the tile above."""
        self._cursor.execute(_PUT_TILE, (log, level, number, hashes))
        if len(hashes) < WIDTH * HASH_BYTES:
            return
        above = number >> HEIGHT
        row = self._cursor.execute(_TILE, (log, level + 1, above)).fetchone()
        self._put_tile(log, level + 1, above, (b"" if row is None else row[0]) + tile_root(hashes))


def _raw(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))
