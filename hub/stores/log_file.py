"""The stored log read by somebody else than the hub: export and verification, also while the hub serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from sqlalchemy import Connection, Row

from hub.audit import StartRefused
from hub.audit.checkpoint import Checkpoint, Verifier
from hub.audit.export import Row as ExportRow
from hub.audit.export import exported
from hub.audit.vault import KeyVault
from hub.audit.verify import Verdict
from hub.stores.log_check import check_keys
from hub.stores.log_index_keys import check_index
from hub.stores.log_queries import blocks, log_names, log_row
from hub.stores.log_tables import key_checks
from hub.stores.log_verify import verify_rows
from hub.stores.migrate import Database
from hub.stores.where import Where, named, reading


def stored_logs(where: Where) -> tuple[str, ...]:
    """The names of the logs that are stored. Raises StartRefused when there is no log to read."""
    with reading(where, Database.LOG) as connection:
        return log_names(connection)


def export_log(where: Where, log: str, target: BinaryIO) -> Checkpoint:
    """Write one log's export; the checkpoint it proves. Raises StartRefused when there is no such log."""
    with reading(where, Database.LOG) as connection:
        row = _row(connection, where, log)
        for piece in exported(log, export_blocks(connection, row), row.checkpoint):
            target.write(piece)
        return Checkpoint(log, row.size, b"")


def export_blocks(connection: Connection, row: Row[Any]) -> Iterator[list[ExportRow]]:
    """A log's records, 256 at a time, as its export has them; `row` is the log's head."""
    for block in blocks(connection, row.id, row.size):
        yield [(it.idx, it.payload, it.salt, it.leaf) for it in block]


def verify_stored(
    where: Where, log: str, key: Verifier, progress: Callable[[int], None] = lambda _count: None
) -> Verdict:
    """Verify a log where it lies: records, columns, index, tiles, conclusions and signed head."""
    with reading(where, Database.LOG) as connection:
        return verify_rows(connection, _row(connection, where, log), key, progress)


def check_stored_index(
    where: Where, log: str, vault: KeyVault, progress: Callable[[int], None] = lambda _count: None
) -> Verdict:
    """Compare a log's search index with its records, persons opened.

    Raises StartRefused, also for keys that the log was not made with.
    """
    with reading(where, Database.LOG) as connection:
        check_keys(connection, key_checks, vault.ring, named(where, Database.LOG))
        return check_index(connection, _row(connection, where, log), vault, progress)


def _row(connection: Connection, where: Where, log: str) -> Row[Any]:
    row = log_row(connection, log)
    if row is None:
        known = ", ".join(log_names(connection)) or "none yet"
        raise StartRefused(f"{named(where, Database.LOG)}: there is no log {log}. The logs here: {known}.")
    return row
