"""Register and log of one moment, with the hand-over itself as the log's last record.

The data folder's lock is held while the record is written and both files are opened for reading, and let go
then: a hub that was stopped for this serves again while the folder is written. On PostgreSQL it is held for
so long that no hub starts, and there must be none that serves.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from hub.audit import AccessLog, KeyVault
from hub.audit.board_events import BoardHandedOver
from hub.audit.epochs import epochs_of
from hub.handover.order import HandoverRefused, Order, Place
from hub.ports import Clock
from hub.stores import open_stores
from hub.stores.board_out import Held, held
from hub.stores.folder import LOG_FILE
from hub.stores.log_file import stored_logs
from hub.stores.log_queries import log_names, log_row
from hub.stores.migrate import Database
from hub.stores.where import reading


@dataclass(frozen=True, slots=True)
class Moment:
    """What is to be handed over, as it stands. `log_row` is the head of the board's log, of the epoch that
    goes on, and `ended` those of the epochs before it, oldest first."""

    id: str
    at: datetime
    record: str
    register: Connection
    log: Connection
    log_row: Row[Any]
    ended: tuple[Row[Any], ...]
    held: Held
    vault: KeyVault


@contextmanager
def moment(place: Place, order: Order, recipient: str, clock: Clock) -> Iterator[Moment]:
    """Raises StartRefused (a hub serves the data), LogUnavailable (then nothing is read out)."""
    if place.database is None and not (place.data / LOG_FILE).is_file():
        raise HandoverRefused(f"{place.data}: holds no hub's data. Name its folder in the settings.")
    stored_logs(place.where)  # an empty database is told of, and not made a hub's
    made, at = str(uuid.uuid4()), clock.now()
    with ExitStack() as reads:
        with open_stores(place.where, place.keys, clock) as stores, place.quiet():
            register = reads.enter_context(reading(place.where, Database.REGISTER))
            # A transaction sees the moment of its first statement, so each is given one under the lock.
            found = held(register, order.board)
            log = AccessLog(stores.log, stores.vault, clock, place.node)
            record = asyncio.run(_logged(log, order, _event(made, order, recipient, found)))
            connection = reads.enter_context(reading(place.where, Database.LOG))
            epochs = _epochs(connection, order)
            vault = stores.vault
        yield Moment(made, at, record, register, connection, epochs[-1], epochs[:-1], found, vault)


def _epochs(connection: Connection, order: Order) -> tuple[Row[Any], ...]:
    """Their heads, oldest first; the last holds the record that was just written."""
    names = epochs_of(log_names(connection), order.board.origin)
    return tuple(row for name in reversed(names) if (row := log_row(connection, name)) is not None)


async def _logged(log: AccessLog, order: Order, event: BoardHandedOver) -> str:
    """What a dead process left open is concluded first, so that nothing that is handed over is left open."""
    await log.recover()
    (record,) = await log.record(order.board.origin, event)
    return record


def _event(made: str, order: Order, recipient: str, found: Held) -> BoardHandedOver:
    return BoardHandedOver(
        made,
        order.by,
        order.reason,
        recipient,
        found.cases,
        found.lists,
        found.listed,
        found.statements,
        found.notices,
    )
