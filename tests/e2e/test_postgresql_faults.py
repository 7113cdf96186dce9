"""A database server that is gone, cut off or killed: nothing is sent unlogged, nothing twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import Signals

import pytest
from sqlalchemy import Connection

from hub.audit import AccessLog
from hub.problems import AnswerWithheld, LogUnavailable, QuestionRepeated
from hub.stores import Address, Limits, open_stores, postgresql
from hub.stores.engine import transaction
from hub.stores.kind import FAILURES
from tests.support.audit import (
    ORIGIN,
    OpenLog,
    grounds,
    look_up,
    new_query,
    opened,
    plan,
    results,
)
from tests.support.crashed import Promised, hold
from tests.support.crasher import MachineClock, look_ups
from tests.support.cut_off import Cut, Relay, relay
from tests.support.log_holds import concluded_once, valid
from tests.support.policy import SN
from tests.support.postgres import Server

# ------------------------------------------------------------ trouble, and after it


async def fails_then_recovers(own: Server, here: OpenLog, trouble: object) -> None:
    """In trouble nothing is intended and nothing released; afterwards all works, without a restart."""
    await look_up(here.log)
    open_still = await here.log.intend(new_query(), grounds(), plan())
    asked = new_query()
    with trouble:  # type: ignore[attr-defined]
        with pytest.raises(LogUnavailable):
            await here.log.intend(asked, grounds(), plan())
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(open_still, results(open_still))
        assert here.log.health().faults
    await here.log.intend(asked, grounds(), plan())
    await here.log.conclude(open_still, results(open_still))
    assert not here.log.health().faults
    assert valid(here)


@contextmanager
def gone(server: Server) -> Iterator[None]:
    server.stop(Signals.SIGKILL)
    try:
        yield
    finally:
        server.start()


@contextmanager
def locked(server: Server, database: Address) -> Iterator[None]:
    with server.connect(str(database.url.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM logg.logs FOR UPDATE")
        yield
        other.execute("ROLLBACK")


async def test_a_server_that_is_gone(own: Server, database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as here:
        await fails_then_recovers(own, here, gone(own))


async def test_a_head_that_somebody_else_holds(own: Server, database: Address, tmp_path: Path) -> None:
    with opened(tmp_path, where=database) as here:
        await fails_then_recovers(own, here, locked(own, database))


async def test_a_server_started_anew_while_nobody_asked_is_not_noticed(
    own: Server, database: Address, tmp_path: Path
) -> None:
    with opened(tmp_path, where=database) as here:
        await look_up(here.log)
        with gone(own):
            pass
        here.clock.move(5)
        await look_up(here.log)
        assert await here.stores.log.logs() == (ORIGIN,)
        assert here.log.health().failures == 0


async def test_a_connection_lost_within_a_transaction_is_a_fault_of_the_database(
    own: Server, database: Address
) -> None:
    """And as such told to callers, also where it is found out by what SQLAlchemy sends."""
    engine = postgresql.write_engine(database, postgresql.LOG_SCHEMA, 1000)

    def lost(connection: Connection) -> None:
        with transaction(connection):
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with own.connect("postgres") as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            connection.exec_driver_sql("SELECT 1")

    with engine.connect() as connection, pytest.raises(FAILURES):
        lost(connection)
    engine.dispose()


# ------------------------------------------------------------ the answer to a COMMIT that never came


@pytest.fixture
def between(own: Server) -> Iterator[Relay]:
    with relay(own.port) as made:
        yield made


@contextmanager
def opened_through(between: Relay, database: Address, folder: Path) -> Iterator[OpenLog]:
    way = Address(database.url.set(port=between.port))
    with opened(folder, limits=Limits(busy_ms=3000, patience_s=10), where=way) as here:
        yield here


@pytest.mark.parametrize("cut", Cut)
async def test_an_intention_is_not_written_twice(
    between: Relay, database: Address, tmp_path: Path, cut: Cut
) -> None:
    with opened_through(between, database, tmp_path) as here:
        await look_up(here.log)
        asked = new_query()
        between.cut = cut
        with pytest.raises(LogUnavailable):
            await here.log.intend(asked, grounds(), plan())
        assert between.cuts == 1
        if cut is Cut.AFTER:
            with pytest.raises(QuestionRepeated):
                await here.log.intend(asked, grounds(), plan())
        else:
            await here.log.intend(asked, grounds(), plan())
        here.clock.move(3600)
        assert await here.log.sweep() == 2
        assert await here.log.sweep() == 0
        assert concluded_once(here) == 4
        assert valid(here)


@pytest.mark.parametrize("cut", Cut)
async def test_a_conclusion_is_not_written_twice(
    between: Relay, database: Address, tmp_path: Path, cut: Cut
) -> None:
    with opened_through(between, database, tmp_path) as here:
        intended = await here.log.intend(new_query(), grounds(), plan())
        between.cut = cut
        with pytest.raises(AnswerWithheld):
            await here.log.conclude(intended, results(intended))
        assert between.cuts == 1
        here.clock.move(3600)
        assert await here.log.sweep() == (0 if cut is Cut.AFTER else 2)
        assert concluded_once(here) == 2
        assert valid(here)


# ------------------------------------------------------------ under load


def under_load(own: Server, database: Address, folder: Path, rounds: int, gone_s: float) -> None:
    """Backends killed with kill -9, and the server gone for a while, over and over, while the hub lives."""
    hold(folder, database, asyncio.run(suffered(own, database, folder, rounds, gone_s)))


async def suffered(own: Server, database: Address, folder: Path, rounds: int, gone_s: float) -> Promised:
    promised, going = Promised(), [True]
    with open_stores(database, folder / "keys", MachineClock(), limits=Limits(busy_ms=1000)) as stores:
        log = AccessLog(stores.log, stores.vault, MachineClock(), "nod-1")
        load = asyncio.create_task(look_ups(log, SN, promised.say, lambda: going[0]))
        for number in range(rounds):
            await some_more(promised)
            if number % 2:
                assert await asyncio.to_thread(own.kill_backends) > 0
            else:
                await asyncio.to_thread(own.stop, Signals.SIGKILL)
                await asyncio.sleep(gone_s)
                await asyncio.to_thread(own.start)
        await some_more(promised)
        going[0] = False
        await load
        assert log.health().failures > 0, "the load never met the trouble"
    return promised


async def some_more(promised: Promised) -> None:
    before, latest = len(promised.concluded), time.monotonic() + 60
    while len(promised.concluded) < before + 50:
        assert time.monotonic() < latest, "the hub does not recover"
        await asyncio.sleep(0.02)


def test_backends_killed_and_the_server_gone_under_load(
    own: Server, database: Address, tmp_path: Path
) -> None:
    under_load(own, database, tmp_path, rounds=4, gone_s=1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_backends_killed_and_the_server_gone_for_long(
    own: Server, database: Address, tmp_path: Path
) -> None:
    under_load(own, database, tmp_path, rounds=2, gone_s=20)
    under_load(own, database, tmp_path, rounds=100, gone_s=0.5)
