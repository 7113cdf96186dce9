"""A new version of a master key taken into use, while no hub serves the data.

The key is made and durable first; then one commit records it in every log and takes it into use. Whatever is
stopped in between leaves a key that nothing was made with, and that the next attempt takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from hub import __version__
from hub.audit import KeyVault, StartRefused
from hub.audit.data_keys import rewrapped
from hub.audit.epochs import board_of, current
from hub.audit.key_events import KeyRotated
from hub.audit.keys import MOST_VERSIONS, KeyRing, KeyUse, MasterKey, open_keys, provider_of, ring_of
from hub.audit.scribe import Scribe, without_numbers
from hub.model.ledger import Committed, Unit
from hub.ports import Clock
from hub.stores.alone import alone, whole
from hub.stores.data_keys import wrap_anew
from hub.stores.key_checks import take_into_use, used_keys
from hub.stores.log_append import UnitAppender
from hub.stores.log_check import check_logs
from hub.stores.log_file import stored_logs
from hub.stores.log_queries import log_names
from hub.stores.migrate import Database
from hub.stores.opening import open_stores
from hub.stores.where import Where, named


@dataclass(frozen=True, slots=True)
class Order:
    """Which key is to be new, by whom and why."""

    use: KeyUse
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was done: the key in use before and now, where the new one is kept, and the logs that tell it."""

    former: str
    key: str
    place: str
    logs: tuple[str, ...]


def rotate(where: Where, keys: Path, order: Order, clock: Clock, node: str) -> Rotated:
    """Raises StartRefused: a hub serves the data, something is not as it should be, no key can be made."""
    stored_logs(where)  # refuses where nothing is: looking over what is there would make it
    _checked(where, keys, clock)
    with alone(where) as (connection, own), whole(connection, own):
        done = _turned(connection, where, keys, order, clock, node)
    _checked(where, keys, clock)
    return done


def _turned(
    connection: Connection, where: Where, keys: Path, order: Order, clock: Clock, node: str
) -> Rotated:
    """In one transaction: recorded in the epoch of every log that goes on, and taken into use."""
    ring, now, place = open_keys(keys, may_create=False), clock.now(), named(where, Database.LOG)
    used = used_keys(connection, Database.LOG, ring, place)
    vault = KeyVault(used)
    check_logs(connection, vault, place)
    former = used.of(order.use)[0]
    key = _next(keys, ring, former)
    event = KeyRotated(
        order.use.value, former.id, key.id, without_numbers(order.by), without_numbers(order.reason)
    )
    names = log_names(connection)
    logs = tuple(sorted({current(names, board_of(name)) for name in names}))
    entry = Scribe(vault, node, __version__).entry
    units = [Unit(log, (entry(event, now),)) for log in logs]
    told = UnitAppender(vault, vault.data_keys, clock)(connection, units)
    assert all(isinstance(it, Committed) for it in told), "each log is there, and nothing is claimed"
    take_into_use(connection, Database.LOG, key, now)
    if order.use is KeyUse.PERSON:
        wrap_anew(connection, partial(rewrapped, ring_of([*used.all(), key])))
    return Rotated(former.id, key.id, provider_of(keys).place(key.use, key.version), logs)


def _next(keys: Path, ring: KeyRing, former: MasterKey) -> MasterKey:
    """The next version, where it is there already; else it is made."""
    given = [key for key in ring.of(former.use) if key.version > former.version]
    if given:
        return min(given, key=lambda key: key.version)
    if former.version == MOST_VERSIONS:
        raise StartRefused(f"{former.id}: there are at most {MOST_VERSIONS} versions of a key.")
    provider = provider_of(keys)
    provider.make(former.use, former.version + 1)
    return provider.key(former.use, former.version + 1)


def _checked(where: Where, keys: Path, clock: Clock) -> None:
    """All that a start looks at is as it should be; afterwards the register knows the key too."""
    with open_stores(where, keys, clock):
        pass
