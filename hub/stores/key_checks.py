"""Which master keys a database was made with: noted beside the data, and compared whenever it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Table, insert, select

from hub.audit import StartRefused
from hub.audit.keys import COST_OF_LOSS, KeyRing, KeyUse, MasterKey
from hub.stores import log_tables, register_tables
from hub.stores.migrate import Database
from hub.stores.moments import to_micros

TABLES: Final[Mapping[Database, Table]] = {
    Database.LOG: log_tables.key_checks,
    Database.REGISTER: register_tables.key_checks,
}


def used_keys(connection: Connection, database: Database, ring: KeyRing, place: str) -> KeyRing:
    """The keys that the database was made with, each of them there and no other in its place.

    A version that was made and never taken into use is left out: `nyttonav audit rotera` takes it into use,
    and nothing else does. Raises StartRefused.
    """
    given = {key.id: key for key in ring.all()}
    known = _known(connection, database)
    for key_id, value in known.items():
        cost = COST_OF_LOSS[_use(key_id)]
        if key_id not in given:
            raise StartRefused(
                f"The key {key_id} is missing, although {place} holds what was made with it; {cost}: all "
                "that is older than the rotation. Put it back from its backup: a key is kept as long as "
                "anything that was made with it."
            )
        if given[key_id].check() != value:
            raise StartRefused(
                f"The key {key_id} is not the one that {place} was made with; {cost}. "
                "Put the right one back from its backup."
            )
    return ring.in_use(known)


def check_keys(
    connection: Connection, database: Database, ring: KeyRing, place: str, now: datetime
) -> KeyRing:
    """As `used_keys`. Where nothing was made with a key of some use yet, the newest is taken."""
    noted = {_use(key_id) for key_id in _known(connection, database)}
    for key in (ring.signing, ring.person, ring.lookup):
        if key.use not in noted:
            take_into_use(connection, database, key, now)
    return used_keys(connection, database, ring, place)


def check_register_keys(
    connection: Connection, ring: KeyRing, log_used: KeyRing, place: str, now: datetime
) -> KeyRing:
    """The register's own: those in use by the log, where a rotation is recorded before anything is made with
    the key, and those that only the register knows, when the log was put back from an older backup."""
    for key in log_used.all():
        take_into_use(connection, Database.REGISTER, key, now)
    return used_keys(connection, Database.REGISTER, ring, place)


def take_into_use(connection: Connection, database: Database, key: MasterKey, now: datetime) -> None:
    """From the commit on the database holds what is made with it. One that is in use already stays so."""
    if key.id not in _known(connection, database):
        noted = insert(TABLES[database]).values(key=key.id, value=key.check(), since=to_micros(now))
        connection.execute(noted)


def _known(connection: Connection, database: Database) -> dict[str, bytes]:
    table = TABLES[database]
    return {row.key: row.value for row in connection.execute(select(table.c.key, table.c.value))}


def _use(key_id: str) -> KeyUse:
    return KeyUse(key_id.rsplit("-", 1)[0])
