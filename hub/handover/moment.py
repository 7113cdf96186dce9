"""Register and log of one moment, with the hand-over itself as the log's last record.

The data folder's lock is held while the record is written and both files are opened for reading, and let go
then: a hub that was stopped for this serves again while the folder is written.
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
from hub.stores.log_queries import log_row
from hub.stores.migrate import Database
from hub.stores.where import reading


@dataclass(frozen=True, slots=True)
class Moment:
    """What is to be handed over, as it stands. `log_row` is the head of the board's log."""

    id: str
    at: datetime
    record: str
    register: Connection
    log: Connection
    log_row: Row[Any]
    held: Held
    vault: KeyVault


@contextmanager
def moment(place: Place, order: Order, recipient: str, clock: Clock) -> Iterator[Moment]:
    """Raises StartRefused (a hub serves the data), LogUnavailable (then nothing is read out)."""
    if not (place.data / LOG_FILE).is_file():
        raise HandoverRefused(f"{place.data}: holds no hub's data. Name its folder in the settings.")
    made, at = str(uuid.uuid4()), clock.now()
    with ExitStack() as reads:
        with open_stores(place.data, place.keys, clock) as stores:
            register = reads.enter_context(reading(place.data, Database.REGISTER))
            # A transaction sees the moment of its first statement, so each is given one under the lock.
            found = held(register, order.board)
            _one_epoch(place, asyncio.run(stores.log.logs()), order)
            log = AccessLog(stores.log, stores.vault, clock, place.node)
            record = asyncio.run(_logged(log, order, _event(made, order, recipient, found)))
            connection = reads.enter_context(reading(place.data, Database.LOG))
            row = log_row(connection, order.board.origin)
            assert row is not None, "the record that was just written is in it"
            vault = stores.vault
        yield Moment(made, at, record, register, connection, row, found, vault)


def _one_epoch(place: Place, logs: tuple[str, ...], order: Order) -> None:
    """What is handed over is one log that proves itself. Raises HandoverRefused where there are several."""
    if len(epochs_of(logs, order.board.origin)) > 1:
        raise HandoverRefused(
            f"{place.data}: the log of {order.board} was restored from a copy and goes on in another epoch. "
            "A board is handed over with one log; export each epoch with nyttonav audit export --epok. "
            "Nothing is done."
        )


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
