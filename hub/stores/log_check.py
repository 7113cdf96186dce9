"""At start: does what is stored still hang together, and with the keys? If not, the hub does not start."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select

from hub.audit import StartRefused
from hub.audit.checkpoint import CheckpointError, Verifier
from hub.audit.keys import COST_OF_LOSS, KeyRing, KeyUse, MasterKey
from hub.audit.tiles import WIDTH, frontier_of
from hub.audit.tree import leaf_of
from hub.ports import CheckpointSigner
from hub.stores.log_queries import tile_reader
from hub.stores.log_tables import entries, logs
from hub.stores.moments import to_micros

_REMEDY = (
    "Nothing is added to a log that does not hold together. Find the damage with: nyttonav audit verify "
    "--data DIR, keep the files, and restore the newest backup."
)


def check_keys(connection: Connection, table: Table, ring: KeyRing, place: str, now: datetime) -> KeyRing:
    """The keys in use: those the file was made with, each of them there and no other in its place.

    Remembers them in a new file. A version that was made and never taken into use is left out: with
    `nyttonav audit rotera` it is taken into use, and in no other way. Raises StartRefused.
    """
    known: dict[str, bytes] = {row.key: row.value for row in connection.execute(select(table))}
    given = {key.id: key for key in ring.all()}
    for key_id, value in known.items():
        use = KeyUse(key_id.rsplit("-", 1)[0])
        if key_id not in given:
            raise StartRefused(
                f"The key {key_id} is missing, although {place} holds what was made with it; "
                f"{COST_OF_LOSS[use]}: all that is older than the rotation. Put it back from its backup: a "
                "key is kept as long as anything that was made with it."
            )
        if given[key_id].check() != value:
            raise StartRefused(
                f"The key {key_id} is not the one that {place} was made with; {COST_OF_LOSS[use]}. "
                "Put the right one back from its backup."
            )
    for key in (ring.signing, ring.person, ring.lookup):
        if not any(KeyUse(it.rsplit("-", 1)[0]) is key.use for it in known):
            take_into_use(connection, table, key, now)
            known[key.id] = key.check()
    return ring.in_use(known)


def take_into_use(connection: Connection, table: Table, key: MasterKey, now: datetime) -> None:
    """From the commit on the file holds what is made with it. One that is in use already stays so."""
    there = select(table.c.key).where(table.c.key == key.id)
    if connection.execute(there).first() is None:
        connection.execute(insert(table).values(key=key.id, value=key.check(), since=to_micros(now)))


def check_logs(connection: Connection, signer: CheckpointSigner, place: str) -> None:
    """Each log's signed checkpoint against its tree. Raises StartRefused. Reads tail and tiles only."""
    for row in connection.execute(select(logs)).all():
        fault = _fault(connection, row, signer)
        if fault is not None:
            raise StartRefused(f"{place}: the log {row.origin} is damaged: {fault}. {_REMEDY}")


def _fault(connection: Connection, row: Row[Any], signer: CheckpointSigner) -> str | None:
    try:
        checkpoint = Verifier.parse(signer.verifier(row.origin)).open(row.checkpoint)
        frontier = frontier_of(row.size, tile_reader(connection, row.id))
    except CheckpointError as error:
        return str(error)
    except ValueError:
        return "hashes of its tree are missing"
    count = connection.scalar(select(func.max(entries.c.idx)).where(entries.c.log == row.id))
    if (checkpoint.origin, checkpoint.size) != (row.origin, row.size) or count != row.size - 1:
        return f"its signed checkpoint is of {checkpoint.size} records, but {(count or 0) + 1} are stored"
    if frontier.pack() != row.frontier or frontier.root() != checkpoint.root:
        return "its tree does not lead to the signed root"
    return _tail_fault(connection, row)


def _tail_fault(connection: Connection, row: Row[Any]) -> str | None:
    """The newest records against their leaves."""
    start = max(0, row.size - WIDTH)
    tail = select(entries).where(entries.c.log == row.id, entries.c.idx >= start).order_by(entries.c.idx)
    for it in connection.execute(tail):
        if it.payload is not None and leaf_of(it.payload, it.salt or b"", it.idx) != it.leaf:
            return f"record {it.idx} has been altered"
    return None
