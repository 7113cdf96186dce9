"""Moves log and register from the files of a hub that is stopped to an empty PostgreSQL database.

Each log goes over whole or not at all: copied in one transaction, and committed when all that then stands in
the database has been verified there against the signed checkpoint. What was broken off goes on where it was.
Until all is there no hub starts on the database, and from then on none on the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select

from hub.audit import KeyVault, StartRefused
from hub.audit.checkpoint import Verifier
from hub.audit.epochs import board_of, number_of
from hub.audit.keys import open_keys
from hub.audit.verify import State
from hub.ports import Clock
from hub.stores import log_tables, postgresql, register_tables
from hub.stores.engine import kind_of, transaction
from hub.stores.folder import LOG_FILE, MOVED_FILE, REGISTER_FILE, DataLock
from hub.stores.key_checks import TABLES
from hub.stores.kind import FAILURES, told
from hub.stores.log_tables import claims, conclusions, entries, facets, intentions, logs, refs, tiles
from hub.stores.log_verify import verify_rows
from hub.stores.migrate import Database
from hub.stores.months import month_at
from hub.stores.opening import prepare_files
from hub.stores.partitions import BY_MONTH
from hub.stores.postgresql import Address
from hub.stores.postgresql_start import moving_to, prepare_database
from hub.stores.where import reading, within

AT_A_TIME = 2_000
_OF_A_LOG = (entries, refs, facets, tiles, intentions, conclusions, claims)
_NOTES = "key_checks"
"""Moved before all else: what comes is opened with the keys noted there."""

Progress = Callable[[str, int], None]
"""What is being moved, and how many rows of it are there."""


def move(data: Path, keys: Path, address: Address, clock: Clock, progress: Progress) -> Mapping[str, int]:
    """Log name to its number of records. Raises StartRefused: then what was there before is there still."""
    for name in (LOG_FILE, REGISTER_FILE):
        if not (data / name).is_file():
            raise StartRefused(f"{data / name}: is not there. Name the data folder of the hub with --data.")
    lock = DataLock(data)
    lock.take()
    try:
        now = clock.now()
        vault = KeyVault(prepare_files(data, open_keys(keys, may_create=False), now))
        with moving_to(address, f"from {data.absolute()}", _empty) as finished:
            _key_notes(data, address)
            prepare_database(address, keys, now, moving=True)
            moved = _logs(data, vault, address, progress)
            _register(data, address, progress)
            _mark(data, address)
            finished()
    finally:
        lock.release()
    return moved


def _key_notes(data: Path, address: Address) -> None:
    """Master keys used, and the data keys. Of a move that was broken off they are there already."""
    for database, table in (*TABLES.items(), (Database.LOG, log_tables.data_keys)):
        with reading(data, database) as source, _writing(address, database) as target, transaction(target):
            within(target, database)
            rows = [list(it) for it in source.execute(select(table))]
            if rows:
                kind = kind_of(target)
                kind.hand(target).insert(kind.inserting(table, unless_there=True), rows)


def _logs(data: Path, vault: KeyVault, address: Address, progress: Progress) -> dict[str, int]:
    moved: dict[str, int] = {}
    with reading(data, Database.LOG) as source, _writing(address, Database.LOG) as target:
        for log in sorted(source.execute(select(logs)).all(), key=_newest_epoch_first):
            key = Verifier.parse(vault.verifier(log.origin))
            with transaction(target):
                within(target, Database.LOG)
                _one_log(source, target, log, key, progress)
            moved[log.origin] = log.size
    return moved


def _newest_epoch_first(log: Row[Any]) -> tuple[str, int]:
    """What an epoch left open is concluded in a later one, which so is there when the earlier is verified."""
    return board_of(log.origin), -number_of(log.origin)


def _one_log(
    source: Connection, target: Connection, log: Row[Any], key: Verifier, progress: Progress
) -> None:
    there = target.execute(select(logs).where(logs.c.origin == log.origin)).one_or_none()
    if there is not None:
        if (there.size, there.checkpoint) != (log.size, log.checkpoint):
            raise StartRefused(
                f"The log {log.origin} is in the database already, with other records. "
                "Empty the database and move anew."
            )
        return
    head = {column.name: getattr(log, column.name) for column in logs.c if column.name != "id"}
    number = target.execute(insert(logs).values(head).returning(logs.c.id)).scalar_one()
    for table in _OF_A_LOG:
        _copied(source, target, table, select(table).where(table.c.log == log.id), {"log": number}, progress)
    row = target.execute(select(logs).where(logs.c.id == number)).one()
    target.execution_options(stream_results=True)  # a log is not to be held in memory
    verdict = verify_rows(target, row, key, lambda count: progress(f"{log.origin} verified", count))
    target.execution_options(stream_results=False)
    if verdict.state is State.INVALID:
        raise StartRefused(
            f"The log {log.origin} does not hold, and is not moved: {verdict.sentence()}. "
            "Verify the files with: nyttonav audit verify"
        )


def _register(data: Path, address: Address, progress: Progress) -> None:
    """All of it in one transaction; moved before, it is left as it is."""
    tables = [it for it in register_tables.metadata.sorted_tables if it.name != _NOTES]
    with (
        reading(data, Database.REGISTER) as source,
        _writing(address, Database.REGISTER) as target,
        transaction(target),
    ):
        within(target, Database.REGISTER)
        there = [_count(target, it) for it in tables]
        if any(there):
            if there != [_count(source, it) for it in tables]:
                raise StartRefused("The database has another register. Empty it and move anew.")
            return
        for table in tables:
            _copied(source, target, table, select(table), {}, progress)
            if table.c.get("id") is not None and table.c.id.autoincrement is True:
                # New rows go on after those that were moved with their numbers.
                target.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608
                    f"coalesce(max(id), 0) + 1, false) FROM {table.name}"
                )


def _copied(
    source: Connection,
    target: Connection,
    table: Table,
    rows: Select[Any],
    instead: Mapping[str, object],
    progress: Progress,
) -> None:
    kind = kind_of(target)
    hand, statement = kind.hand(target), kind.inserting(table)
    columns, done = [it.name for it in table.c], 0
    for some in source.execution_options(yield_per=AT_A_TIME).execute(rows).partitions():
        if table in BY_MONTH:
            kind.room(target, {month_at(row.time) for row in some})
        hand.insert(statement, [_values(row, columns, instead) for row in some])
        done += len(some)
        progress(table.name, done)


def _values(row: Row[Any], columns: Sequence[str], instead: Mapping[str, object]) -> list[object]:
    return [instead.get(column, value) for column, value in zip(columns, row, strict=True)]


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _empty(connection: Connection) -> bool:
    """Whether nothing is kept in the database's tables."""
    for database, metadata in (
        (Database.LOG, log_tables.metadata),
        (Database.REGISTER, register_tables.metadata),
    ):
        within(connection, database)
        if any(_count(connection, it) for it in metadata.sorted_tables):
            return False
    return True


@contextmanager
def _writing(address: Address, database: Database) -> Iterator[Connection]:
    engine = postgresql.start_engine(address)
    try:
        with engine.connect() as connection:
            yield connection
    except FAILURES as error:
        raise StartRefused(f"{address}: the {database.value} could not be moved: {told(error)}.") from error
    finally:
        engine.dispose()


def _mark(data: Path, address: Address) -> None:
    """The files stay as they were; who starts a hub on them by mistake is told where the data is."""
    with (data / MOVED_FILE).open("w", encoding="utf-8") as mark:
        mark.write(f"Log and register have been moved to {address}.\n")
        mark.flush()
        os.fsync(mark.fileno())
