"""The search index by month: brought there from older hubs' tables, and room made for months to come."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect, select

from hub.audit import Search
from hub.audit.checkpoint import Verifier
from hub.audit.verify import State
from hub.problems import LogUnavailable
from hub.stores import Address, Where, postgresql
from hub.stores.engine import transaction
from hub.stores.folder import LOG_FILE
from hub.stores.log_file import verify_stored
from hub.stores.log_tables import facets, refs
from hub.stores.migrate import Database, upgrade
from hub.stores.revisions import downgrade
from hub.stores.room import AHEAD
from hub.stores.sqlite_files import write_engine
from hub.stores.where import reading, within
from tests.e2e.test_log_search import AUDITOR, LOOK_UPS, something
from tests.support.audit import ORIGIN, OpenLog, look_up, opened
from tests.support.policy import CHILD, SN
from tests.support.postgres import Server

MONTH_S = 31 * 86_400


async def test_a_log_from_before_is_given_months_and_values(tmp_path: Path, where: Where) -> None:
    """Down to the tables before, and up again: every row as the appender had written it."""
    with opened(tmp_path, where=where) as here:
        chance = random.Random(3)
        for _ in range(LOOK_UPS):
            await something(here, chance)
        await here.log.search(AUDITOR, Search(persons=(CHILD,)), "prov")
        verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    before = rows(where)
    with changing(where) as connection:
        with changed(connection, where):
            downgrade(connection, Database.LOG, "0003")
        assert rows(where) == before
        with changed(connection, where):
            downgrade(connection, Database.LOG, "0002")
        with changed(connection, where):
            found = connection.exec_driver_sql("SELECT log, kind, key, idx FROM refs").all()
            assert sorted({(log, kind, key, i) for _, log, kind, key, _, i in before[0]}) == sorted(
                tuple(row) for row in found
            )
            upgrade(connection, Database.LOG)
    assert rows(where) == before
    assert len({row[0] for row in before[0]}) > 1, "of several months"
    assert verify_stored(where, ORIGIN, verifier).state is State.VALID
    here.clock.move(400 * 86_400)
    with opened(tmp_path, here.clock, where=where) as here:
        await look_up(here.log)
    assert verify_stored(where, ORIGIN, verifier).state is State.VALID


def rows(where: Where) -> list[list[tuple[Any, ...]]]:
    with reading(where, Database.LOG) as connection:
        return [sorted(map(tuple, connection.execute(select(it))), key=repr) for it in (refs, facets)]


@contextmanager
def changing(where: Where) -> Iterator[Connection]:
    engine: Engine = (
        postgresql.start_engine(where)
        if isinstance(where, Address)
        else write_engine(where / LOG_FILE, busy_ms=100)
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def changed(connection: Connection, where: Where) -> Iterator[None]:
    with transaction(connection):
        if isinstance(where, Address):
            within(connection, Database.LOG)
        yield


# ------------------------------------------------------------ partitions, on PostgreSQL


def partitions(database: Address, table: str) -> list[str]:
    """The months of a table's partitions."""
    with changing(database) as connection:
        names = inspect(connection).get_table_names(schema="logg")
    return sorted(it.rpartition("_")[2] for it in names if it.startswith(f"{table}_"))


async def test_months_are_made_ahead_once_whoever_makes_them(postgres: Server, tmp_path: Path) -> None:
    database = postgres.database()
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        made = await asyncio.gather(one.stores.months.make(), two.stores.months.make(), look_up(one.log))
        assert 0 < made[0] + made[1] <= AHEAD + 1
        assert (await one.stores.months.make(), await two.stores.months.make()) == (0, 0)
        expected = ["202611", "202612", "202701", "202702"]
        assert [partitions(database, it) for it in ("refs", "facets")] == [expected] * 2
        one.clock.move(MONTH_S)
        assert await one.stores.months.make() == 1
        assert one.stores.months.warnings() == ()


async def test_a_month_that_nobody_made_is_made_by_its_first_record(postgres: Server, tmp_path: Path) -> None:
    """Two hubs write at once in the moment when a month begins, years after the last one was made."""
    database = postgres.database()
    with opened(tmp_path, where=database) as one, opened(tmp_path, where=database) as two:
        await look_up(one.log)
        for here in (one, two):
            here.clock.move(30 * MONTH_S)
        await asyncio.gather(*(look_up(here.log) for here in (one, two, one, two)))
        assert [here.log.health().failures for here in (one, two)] == [0, 0]
        assert partitions(database, "refs") == ["202611", "202906"]
        assert valid(one)
        found = await one.log.search(AUDITOR, Search(limit=500, first=one.clock.now()), "prov")
        assert len(found.records) == 4 * 4 + 1, "and that it was searched"


def valid(here: OpenLog) -> bool:
    verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    return verify_stored(here.where, ORIGIN, verifier).state is State.VALID


async def test_while_the_coming_month_cannot_be_made_health_says_so_and_look_ups_go_on(
    postgres: Server, tmp_path: Path
) -> None:
    database = postgres.database()
    with opened(tmp_path, where=database) as here:
        await look_up(here.log)
        with postgres.connect(str(database.url.database)) as other, other.transaction():
            other.execute("LOCK TABLE logg.refs IN SHARE UPDATE EXCLUSIVE MODE")
            with pytest.raises(LogUnavailable):
                await here.stores.months.make()
            (told,) = here.stores.months.warnings()
            assert told.startswith("The log has no partitions for 2026-12 yet")
            await look_up(here.log)
        assert await here.stores.months.make() == AHEAD
        assert here.stores.months.warnings() == ()


async def test_a_search_reads_the_months_that_it_is_about(postgres: Server, tmp_path: Path) -> None:
    """And in all of them, page by page, finds each record once and in the order of time."""
    with opened(tmp_path, where=postgres.database()) as here:
        for _ in range(4):
            await look_up(here.log)
            here.clock.move(MONTH_S)
        wanted, ids, times = Search(limit=3), list[str](), list[Any]()
        while True:
            page = await here.log.search(AUDITOR, wanted, "prov")
            ids += [it.entry_id for it in page.records]
            times += [it.time for it in page.records]
            if page.cursor is None:
                break
            wanted = replace(wanted, cursor=page.cursor)
        assert len(ids) == len(set(ids)) == 1 + 4 * 4 + 1
        assert times == sorted(times, reverse=True)
        assert AUDITOR.board == SN
