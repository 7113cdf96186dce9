"""At start: does the log that is stored still hang together? If not, the hub does not start."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from hub.audit import StartRefused
from hub.audit.checkpoint import CheckpointError, Verifier
from hub.audit.tiles import WIDTH, frontier_of
from hub.audit.tree import leaf_of
from hub.ports import CheckpointSigner
from hub.stores.log_queries import tile_reader
from hub.stores.log_tables import entries, logs
from hub.stores.moments import from_micros

_REMEDY = (
    "Nothing is added to a log that does not hold together. Find the damage with: nyttonav audit verify "
    "--data DIR, keep the files, and restore the newest backup."
)


def check_logs(connection: Connection, signer: CheckpointSigner, place: str) -> None:
    """Each log's signed checkpoint against its tree. Raises StartRefused. Reads tail and tiles only."""
    for row in connection.execute(select(logs)).all():
        fault = _fault(connection, row, signer)
        if fault is not None:
            raise StartRefused(f"{place}: the log {row.origin} is damaged: {fault}. {_REMEDY}")


def newest_record(connection: Connection) -> datetime | None:
    """When anything was last written, in any of the logs; None where nothing is."""
    newest = connection.scalar(select(func.max(logs.c.time)))
    return None if newest is None else from_micros(newest)


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
