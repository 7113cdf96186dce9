"""All that one hub process stores, opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hub.audit import KeyVault
from hub.ports import Clock
from hub.standing import Standing
from hub.stores.data_keys import learn
from hub.stores.engine import Base, transaction
from hub.stores.ground import Ground
from hub.stores.lists import StoredLists
from hub.stores.log_check import newest_record
from hub.stores.log_store import Limits, StoredLog
from hub.stores.measures import StoredMeasures
from hub.stores.months import month_of
from hub.stores.notices import StoredNotices
from hub.stores.reaches import StoredReaches
from hub.stores.register import StoredRegister
from hub.stores.register_file import RegisterFile
from hub.stores.room import StoredMonths
from hub.stores.statements import StoredStatements
from hub.stores.traffic import StoredTraffic
from hub.stores.turns import Turns


@dataclass(frozen=True, slots=True)
class Stores:
    """The storage of one hub process."""

    log: StoredLog
    register_file: RegisterFile
    register: StoredRegister
    lists: StoredLists
    statements: StoredStatements
    notices: StoredNotices
    reaches: StoredReaches
    traffic: StoredTraffic
    measures: StoredMeasures
    months: StoredMonths
    turns: Turns
    vault: KeyVault
    standing: Standing
    release: Callable[[], None]
    """Lets go of what keeps others away from the data."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what waits and let the data go."""
        self.log.close()
        self.register_file.close()
        self.release()


@dataclass(frozen=True, slots=True)
class Bases:
    """The two databases, their tables made and looked over."""

    log: Base
    register: Base
    ground: Ground


def started(
    bases: Bases, keys: Path, vault: KeyVault, clock: Clock, limits: Limits, release: Callable[[], None]
) -> Stores:
    """Everything over the two databases, and their writing threads going. `keys` is looked at again."""
    with bases.log.reading.connect() as connection, transaction(connection, reading=True):
        newest = newest_record(connection)
        # So that this month's are gone on with; what is older is read when somebody asks for it.
        learn(vault, connection, "The access log", month=month_of(clock.now()))
    standing = Standing(clock, limits.clock, keys, vault.ring, newest)
    log = StoredLog(bases.log, vault, vault.data_keys, clock, limits, bases.ground, standing)
    file = RegisterFile(bases.register, clock)
    log.start()
    file.start()
    return Stores(
        log=log,
        register_file=file,
        register=StoredRegister(file, vault, clock),
        lists=StoredLists(file, vault, clock),
        statements=StoredStatements(file, vault),
        notices=StoredNotices(file),
        reaches=StoredReaches(file),
        traffic=StoredTraffic(file),
        measures=StoredMeasures(file, clock),
        months=StoredMonths(bases.log, clock),
        turns=Turns(bases.log),
        vault=vault,
        standing=standing,
        release=release,
    )
