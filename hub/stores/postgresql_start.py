"""At start on PostgreSQL: is the server one that keeps what it has confirmed, and the database the hub's own?

Several hubs may start at once: one after another they make the tables and look them over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from hub.audit import KeyVault, StartRefused
from hub.audit.keys import KeyRing, open_keys
from hub.audit.shelf import Shelf
from hub.stores import postgresql
from hub.stores.engine import Base, transaction
from hub.stores.ground import ServerGround
from hub.stores.key_checks import TABLES, check_keys, check_register_keys
from hub.stores.kind import FAILURES, told
from hub.stores.log_check import check_logs
from hub.stores.log_outside import check_outside, known_on
from hub.stores.migrate import VERSIONS, Database, upgrade
from hub.stores.postgresql import START_LOCK, Address
from hub.stores.stores import Bases
from hub.stores.where import SCHEMAS, named, within

OLDEST = 15
"""The first version of PostgreSQL that is tried."""

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND starts_with(application_name, 'nyttonav') "
    "AND application_name <> current_setting('application_name')"
)
_COMING = "nyttonav: being moved "
_INSUFFICIENT_PRIVILEGE = "42501"


def bases_of(
    address: Address, keys: Path, now: datetime, busy_ms: int, shelf: Shelf | None = None
) -> tuple[Bases, KeyRing]:
    """Both databases with the newest tables, and nothing wrong, also by what `shelf` knows; the keys in use.
    Raises StartRefused."""
    ring = prepare_database(address, keys, now, shelf=shelf)
    bases = Bases(
        _base(address, postgresql.LOG_SCHEMA, busy_ms),
        _base(address, postgresql.REGISTER_SCHEMA, busy_ms),
        ServerGround(),
    )
    return bases, ring


def prepare_database(
    address: Address, keys: Path, now: datetime, *, moving: bool = False, shelf: Shelf | None = None
) -> KeyRing:
    """The newest tables, and nothing wrong; the keys that they were made with. Raises StartRefused, also
    where data is on its way there and it is not the one who moves it that asks."""
    with _at_start(address) as connection:
        with _one_at_a_time(connection):
            if not moving and (coming := _coming(connection)) is not None:
                raise StartRefused(
                    f"{address}: log and register are on their way there ({coming}), and not all has come. "
                    "Run nyttonav lagring flytta to its end."
                )
            _make_tables(connection, address)
            ring = _used(connection, address, _ring(connection, address, keys), now)
        vault, name = KeyVault(ring), named(address, Database.LOG)
        # Before the view is begun: another hub may keep a later checkpoint, of what is not in the view.
        known = None if shelf is None else known_on(shelf, vault)
        # In one view, since other hubs may be writing.
        with transaction(connection, reading=True):
            within(connection, Database.LOG)
            check_logs(connection, vault, name)
            if shelf is not None:
                check_outside(connection, shelf, vault, name, known)
        return ring


def make_tables(address: Address) -> None:
    """The newest tables. Raises StartRefused."""
    with _at_start(address) as connection, _one_at_a_time(connection):
        _make_tables(connection, address)


@contextmanager
def moving_to(
    address: Address, whence: str, empty: Callable[[Connection], bool]
) -> Iterator[Callable[[], None]]:
    """Within the context, and after it until the callable is called, no hub starts on the database.

    Raises StartRefused unless it is empty, or a move from the same place was broken off.
    """

    def finished() -> None:
        with _at_start(address) as connection, _one_at_a_time(connection):
            _say(connection, "NULL")

    with _at_start(address) as connection, _one_at_a_time(connection):
        coming = _coming(connection)
        _make_tables(connection, address)
        if coming != whence and (coming is not None or not empty(connection)):
            raise StartRefused(
                f"{address}: is not empty{f' ({coming})' if coming else ''}. Make a new database to move to."
            )
        # In the same transaction: no hub starts in between.
        _say(connection, "'" + (_COMING + whence).replace("'", "''").replace("%", "%%") + "'")
    yield finished


@contextmanager
def alone_on(address: Address) -> Iterator[Connection]:
    """A connection for whoever changes what no hub may be using; `nobody_else` before anything is changed.

    Raises StartRefused, also for what the database answers within the context.
    """
    with _at_start(address) as connection:
        yield connection


@contextmanager
def nobody_else(connection: Connection, address: Address) -> Iterator[None]:
    """One transaction over the log, with the newest tables, in which no hub starts. `address` is one's own.

    Raises StartRefused where there is no log, a move has not come to its end, or somebody is connected: a
    hub, or another command of ours.
    """
    with _one_at_a_time(connection):
        _refuse_others(connection, address)
        if _coming(connection) is not None or not inspect(connection).has_table(
            VERSIONS, schema=SCHEMAS[Database.LOG]
        ):
            raise StartRefused(
                f"{address}: there is no log here. Restore the newest copy there is, then run this."
            )
        _make_tables(connection, address)
        within(connection, Database.LOG)
        # A hub that connects only now waits at the heads of the logs, and then sees what has been done.
        connection.exec_driver_sql("LOCK TABLE logs IN EXCLUSIVE MODE")
        yield


@contextmanager
def nobody_serves(address: Address) -> Iterator[None]:
    """Within the context no hub serves, and none starts. `address` is one's own, and may have been opened.

    Raises StartRefused.
    """
    with alone_on(address) as connection, _one_at_a_time(connection):
        _refuse_others(connection, address)
        yield


def _refuse_others(connection: Connection, address: Address) -> None:
    others = connection.exec_driver_sql(_OTHERS).scalar_one()
    if others:
        raise StartRefused(
            f"{address}: a hub is serving this data ({others} connections are open). Stop every hub, and any "
            "other command of nyttonav, first."
        )


def _say(connection: Connection, text: str) -> None:
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMAS[Database.LOG]} IS {text}")


def _coming(connection: Connection) -> str | None:
    """Whence data is being moved here; None where none is. It stands in the schema's comment."""
    schema = SCHEMAS[Database.LOG]
    found = connection.exec_driver_sql(
        f"SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '{schema}'"  # noqa: S608
    ).scalar()
    return found.removeprefix(_COMING) if found is not None and found.startswith(_COMING) else None


@contextmanager
def _at_start(address: Address) -> Iterator[Connection]:
    """Raises StartRefused, also for what the database answers within the context."""
    engine = postgresql.start_engine(address)
    try:
        with engine.connect() as connection:
            check_server(connection, address)
            yield connection
    except FAILURES as error:
        raise _refused(address, error) from error
    finally:
        engine.dispose()


@contextmanager
def _one_at_a_time(connection: Connection) -> Iterator[None]:
    with transaction(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({START_LOCK})")
        yield


def check_server(connection: Connection, address: Address) -> None:
    """Raises StartRefused with what must be otherwise."""

    def shown(name: str) -> str:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())

    major = int(shown("server_version_num")) // 10_000
    if major < OLDEST:
        raise StartRefused(f"{address}: the server is PostgreSQL {major}; the hub needs {OLDEST} or later.")
    if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar_one():
        raise StartRefused(f"{address}: the server is a standby, which cannot be written. Name the primary.")
    for name in ("fsync", "full_page_writes"):
        if shown(name) != "on":
            raise StartRefused(
                f"{address}: the server runs with {name} off, and may lose what it has confirmed when it "
                f"falls. Set {name} = on in postgresql.conf and restart it."
            )
    if shown("server_encoding") != "UTF8":
        raise StartRefused(f"{address}: the database is not in UTF-8. Make it with: ENCODING 'UTF8'.")
    with transaction(connection):
        if shown("synchronous_commit") != "on":
            raise StartRefused(f"{address}: synchronous_commit cannot be set to on for the hub's role.")


def _ring(connection: Connection, address: Address, keys: Path) -> KeyRing:
    """The master keys; made only when nothing has been made with any."""
    used: dict[Database, bool] = {}
    for database in Database:
        within(connection, database)
        used[database] = connection.execute(select(TABLES[database].c.key)).first() is not None
    if used[Database.REGISTER] and not used[Database.LOG]:
        raise StartRefused(
            f"{named(address, Database.LOG)}: the access log is missing although the register is there. "
            "Restore it from its backup; a new log would hide that there was another."
        )
    return open_keys(keys, may_create=not used[Database.LOG])


def _used(connection: Connection, address: Address, ring: KeyRing, now: datetime) -> KeyRing:
    within(connection, Database.LOG)
    used = check_keys(connection, Database.LOG, ring, named(address, Database.LOG), now)
    within(connection, Database.REGISTER)
    place = named(address, Database.REGISTER)
    return used.with_older(check_register_keys(connection, ring, used, place, now))


def _make_tables(connection: Connection, address: Address) -> None:
    for database in Database:
        schema, found = SCHEMAS[database], inspect(connection)
        tables = found.get_table_names(schema=schema) if found.has_schema(schema) else None
        if tables and VERSIONS not in tables:
            raise StartRefused(
                f"{named(address, database)}: holds tables that are not the hub's. "
                "Give it a database of its own."
            )
        if tables is None:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        within(connection, database)
        upgrade(connection, database)


def _base(address: Address, schema: str, busy_ms: int) -> Base:
    return Base(
        postgresql.write_engine(address, schema, busy_ms),
        postgresql.read_engine(address, schema),
        exclusive=False,
    )


def _refused(address: Address, error: BaseException) -> StartRefused:
    code = getattr(getattr(error, "orig", None), "sqlstate", None)
    if isinstance(error, DBAPIError) and code == _INSUFFICIENT_PRIVILEGE:
        return StartRefused(
            f"{address}: the role lacks a right: {told(error)}. The hub makes its "
            "schemas itself: let its role own the database."
        )
    return StartRefused(
        f"{address}: the database cannot be used: {told(error)}. The server must be up, and take the user, "
        "password and database of NYTTONAV_DATABASE."
    )
