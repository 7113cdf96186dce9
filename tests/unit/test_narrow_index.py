"""What was put to a source is found by its id there: in any log, by one step, and for that source only."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hub.audit import PutTo
from hub.audit.checkpoint import Verifier
from hub.audit.refs import put_to_ref
from hub.audit.verify import State
from hub.model.plan import Plan
from hub.stores.engine import transaction
from hub.stores.log_file import verify_stored
from hub.stores.log_search import by_key
from hub.stores.migrate import Database, upgrade
from hub.stores.revisions import downgrade
from hub.stores.sqlite_files import write_engine
from messages.koder import Utfall, VisadAv
from tests.support.audit import ORIGIN, OpenLog, grounds, new_query, opened, plan, result, results
from tests.support.policy import APPLICANT, NOW, PARTNER, case

ID = "5b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as here:
        yield here


async def put(here: OpenLog, **outcomes: Utfall) -> None:
    """A whole look-up about two persons at CSN and FK, under ID; sources end as told."""
    query = replace(new_query(APPLICANT, PARTNER), correlation=ID)
    intended = await here.log.intend(query, grounds(APPLICANT, PARTNER), plan(APPLICANT, PARTNER))
    ended = [
        result(it.subject.person, it.subject.source, outcome=outcomes.get(it.subject.source, it.outcome))
        for it in results(intended)
    ]
    await here.log.conclude(intended, ended)


async def test_found_by_the_source_that_it_went_to_and_by_no_other(here: OpenLog) -> None:
    await put(here)
    assert await here.log.put_to("CSN", ID) == PutTo(ORIGIN, NOW, VisadAv.REGISTER)
    assert await here.log.put_to("FK", ID) == PutTo(ORIGIN, NOW, VisadAv.REGISTER)
    assert await here.log.put_to("AF", ID) is None
    assert await here.log.put_to("CSN", ID.replace("5", "6")) is None


async def test_what_never_left_the_hub_was_not_put(here: OpenLog) -> None:
    await put(here, CSN=Utfall.EJ_STALLD, FK=Utfall.EJ_TILLGANGLIG)
    assert await here.log.put_to("CSN", ID) is None
    assert await here.log.put_to("FK", ID) is not None


async def test_an_open_intention_may_have_left(here: OpenLog) -> None:
    query = replace(new_query(), correlation=ID)
    await here.log.intend(query, grounds(), plan(APPLICANT))
    assert await here.log.put_to("CSN", ID) is not None


async def test_the_weakest_of_what_showed_the_case_is_told(here: OpenLog) -> None:
    planned = plan(APPLICANT, PARTNER)
    weak = replace(planned.calls[1].grants[0], shown=case(origin=VisadAv.LISTA))
    second = replace(planned.calls[1], grants=(weak, planned.calls[1].grants[1]))
    query = replace(new_query(APPLICANT, PARTNER), correlation=ID)
    await here.log.intend(query, grounds(APPLICANT, PARTNER), Plan((planned.calls[0], second), ()))
    for source, told in (("CSN", VisadAv.LISTA), ("FK", VisadAv.REGISTER)):
        found = await here.log.put_to(source, ID)
        assert found is not None
        assert found.shown_by is told


def test_no_log_is_read_through(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(put(here))
    statement = by_key(put_to_ref("CSN", ID), [202610, 202611])
    engine = write_engine(tmp_path / "data" / "logg.db", busy_ms=100)
    with engine.connect() as connection:
        compiled = statement.compile(engine, compile_kwargs={"render_postcompile": True})
        values = tuple(compiled.params[name] for name in compiled.positiontup or ())
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    engine.dispose()
    (search,) = [step for step in steps if " refs " in step]
    assert search == "SEARCH refs USING PRIMARY KEY (month=? AND log=? AND kind=? AND key=?)"


def test_a_log_from_before_is_given_its_keys(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        asyncio.run(put(here))
        verifier = Verifier.parse(here.stores.vault.verifier(ORIGIN))
    path = tmp_path / "data" / "logg.db"
    before = _keys(path)
    assert len(before) == 4
    engine = write_engine(path, busy_ms=100)
    with engine.connect() as connection:
        with transaction(connection):
            downgrade(connection, Database.LOG, "0001")
        assert _keys(path) == []
        assert verify_stored(tmp_path / "data", ORIGIN, verifier).state is not State.VALID
        with transaction(connection):
            upgrade(connection, Database.LOG)
    engine.dispose()
    assert _keys(path) == before
    assert verify_stored(tmp_path / "data", ORIGIN, verifier).state is State.VALID


def _keys(path: Path) -> list[tuple[int, bytes, int]]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.execute("SELECT log, key, idx FROM refs WHERE kind = 4 ORDER BY log, key, idx"))
