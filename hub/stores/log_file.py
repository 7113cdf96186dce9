"""The stored log read by somebody else than the hub: export and verification, also while the hub serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Row

from hub.audit import StartRefused
from hub.audit.checkpoint import Checkpoint, Verifier
from hub.audit.export import exported
from hub.audit.vault import KeyVault
from hub.audit.verify import Verdict
from hub.stores.folder import LOG_FILE
from hub.stores.log_check import check_keys
from hub.stores.log_index_keys import check_index
from hub.stores.log_queries import blocks, log_names, log_row
from hub.stores.log_tables import key_checks
from hub.stores.log_verify import verify_rows
from hub.stores.sqlite_files import FAILURES, read_engine, transaction


def stored_logs(data: Path) -> tuple[str, ...]:
    """The names of the logs in a data folder. Raises StartRefused when there is no log to read."""
    with _reading(data) as connection:
        return log_names(connection)


def export_log(data: Path, log: str, target: BinaryIO) -> Checkpoint:
    """Write one log's export; the checkpoint it proves. Raises StartRefused when there is no such log."""
    with _reading(data) as connection:
        row = _row(connection, data, log)
        every = (
            [(it.idx, it.payload, it.salt, it.leaf) for it in block]
            for block in blocks(connection, row.id, row.size)
        )
        for piece in exported(log, every, row.checkpoint):
            target.write(piece)
        return Checkpoint(log, row.size, b"")


def verify_stored(
    data: Path, log: str, key: Verifier, progress: Callable[[int], None] = lambda _count: None
) -> Verdict:
    """Verify a log where it lies: records, columns, index, tiles, conclusions and signed head."""
    with _reading(data) as connection:
        return verify_rows(connection, _row(connection, data, log), key, progress)


def check_stored_index(
    data: Path, log: str, vault: KeyVault, progress: Callable[[int], None] = lambda _count: None
) -> Verdict:
    """Compare a log's search index with its records, persons opened.

    Raises StartRefused, also for keys that the log was not made with.
    """
    with _reading(data) as connection:
        check_keys(connection, key_checks, vault.ring, LOG_FILE)
        return check_index(connection, _row(connection, data, log), vault, progress)


@contextmanager
def _reading(data: Path) -> Iterator[Connection]:
    path = data / LOG_FILE
    if not path.is_file():
        raise StartRefused(f"{path}: there is no log here. Name the hub's data folder with --data.")
    engine = read_engine(path)
    try:
        with engine.connect() as connection, transaction(connection, "BEGIN"):
            yield connection
    except FAILURES as error:
        raise StartRefused(f"{path}: the log cannot be read: {getattr(error, 'orig', error)}.") from error
    finally:
        engine.dispose()


def _row(connection: Connection, data: Path, log: str) -> Row[Any]:
    row = log_row(connection, log)
    if row is None:
        known = ", ".join(log_names(connection)) or "none yet"
        raise StartRefused(f"{data / LOG_FILE}: there is no log {log}. The logs here: {known}.")
    return row
