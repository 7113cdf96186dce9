"""The stored log read by somebody else than the hub: export and verification, also while the hub serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from sqlalchemy import Connection, Row, select

from hub.audit import StartRefused
from hub.audit.checkpoint import Checkpoint, CheckpointError, Verifier, checkpoint_of
from hub.audit.epochs import board_of, number_of
from hub.audit.exchange import Continuation, former_of
from hub.audit.export import Row as ExportRow
from hub.audit.export import exported
from hub.audit.keys import KeyRing
from hub.audit.vault import KeyVault
from hub.audit.verify import State, Verdict
from hub.stores.data_keys import learn
from hub.stores.key_checks import used_keys
from hub.stores.log_index_keys import check_index
from hub.stores.log_queries import blocks, consistency, log_names, log_row
from hub.stores.log_tables import entries
from hub.stores.log_verify import verify_rows
from hub.stores.migrate import Database
from hub.stores.where import Where, named, reading


def stored_logs(where: Where) -> tuple[str, ...]:
    """The names of the logs that are stored. Raises StartRefused when there is no log to read."""
    with reading(where, Database.LOG) as connection:
        return log_names(connection)


def export_log(where: Where, log: str, target: BinaryIO, note: str | None = None) -> Checkpoint:
    """Write one log's export; the checkpoint it proves: the newest, or an earlier one in `note`.

    Raises StartRefused when there is no such log, or it has not had that checkpoint.
    """
    with reading(where, Database.LOG) as connection:
        row = _row(connection, where, log)
        size = row.size if note is None else _had(note, row)
        for piece in exported(log, export_blocks(connection, row, size), note or row.checkpoint):
            target.write(piece)
        return Checkpoint(log, size, b"")


def _had(note: str, row: Row[Any]) -> int:
    """The size of an earlier checkpoint of the log. Raises StartRefused where it is none."""
    try:
        at = checkpoint_of(note)
    except CheckpointError as error:
        raise StartRefused(f"The checkpoint cannot be used: {error}.") from None
    if at.origin != row.origin or at.size > row.size:
        raise StartRefused(
            f"It is of {at.size} records of {at.origin}, and the log {row.origin} has {row.size}. "
            "Name its epoch with --epok."
        )
    return at.size


def newest_checkpoint(where: Where, log: str, old: int | None = None) -> Continuation:
    """The newest signed checkpoint of a log, and that it extends the tree of `old` records.

    Raises StartRefused when there is no such log, or it has not had so many records.
    """
    with reading(where, Database.LOG) as connection:
        row = _row(connection, where, log)
        if old is None:
            return Continuation(0, (), row.checkpoint)
        if not 0 <= old <= row.size:
            raise StartRefused(
                f"{named(where, Database.LOG)}: the log {log} has {row.size} records, and not {old}."
            )
        found = consistency(connection, log, old)
        assert found is not None, "the log was there in this very view"
        return Continuation(old, found[1], row.checkpoint)


def export_blocks(
    connection: Connection, row: Row[Any], size: int | None = None
) -> Iterator[list[ExportRow]]:
    """A log's records, 256 at a time, as its export has them: all, or the first `size`; `row` is its head."""
    size = row.size if size is None else size
    for block in blocks(connection, row.id, size):
        yield [(it.idx, it.payload, it.salt, it.leaf) for it in block if it.idx < size]


def verify_stored(
    where: Where,
    log: str,
    key: Verifier,
    progress: Callable[[int], None] = lambda _count: None,
    since: Checkpoint | None = None,
) -> Verdict:
    """Verify a log where it lies: records, columns, index, tiles, conclusions and signed head, and that it
    extends `since`. An epoch must also follow on the one before as its first record says."""
    with reading(where, Database.LOG) as connection:
        row = _row(connection, where, log)
        verdict = verify_rows(connection, row, key, progress, since)
        if verdict.state is not State.INVALID and number_of(log) > 1:
            why = _broken_link(connection, row)
            if why is not None:
                return Verdict(State.INVALID, verdict.entries, verdict.erased, 0, why)
        return verdict


def _broken_link(connection: Connection, row: Row[Any]) -> str | None:
    """Why an epoch does not follow on the one before it, as that is stored."""
    payload = connection.scalar(select(entries.c.payload).where(entries.c.log == row.id, entries.c.idx == 0))
    try:
        former = None if payload is None else former_of(payload)
    except CheckpointError as error:
        return str(error)
    if former is None:
        return "its first record does not say how the former epoch ended"
    before = log_row(connection, former.log)
    if before is None:
        return None if former.size == 0 else f"the former epoch {former.log} is gone"
    if (before.size, checkpoint_of(before.checkpoint).root) != (former.size, former.root):
        return f"the former epoch {former.log} is not what it was when this one began"
    return None


def check_stored_index(
    where: Where, log: str, ring: KeyRing, progress: Callable[[int], None] = lambda _count: None
) -> Verdict:
    """Compare a log's search index with its records, persons opened.

    Raises StartRefused, also for keys that the log was not made with.
    """
    with reading(where, Database.LOG) as connection:
        vault = KeyVault(used_keys(connection, Database.LOG, ring, named(where, Database.LOG)))
        learn(vault, connection, named(where, Database.LOG), board=board_of(log))
        return check_index(connection, _row(connection, where, log), vault, progress)


def _row(connection: Connection, where: Where, log: str) -> Row[Any]:
    row = log_row(connection, log)
    if row is None:
        known = ", ".join(log_names(connection)) or "none yet"
        raise StartRefused(f"{named(where, Database.LOG)}: there is no log {log}. The logs here: {known}.")
    return row
