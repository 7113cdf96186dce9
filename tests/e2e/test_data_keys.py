"""Persons in the log are sealed with the month's key, which goes with the records and outlives processes."""

from __future__ import annotations

import asyncio
import sqlite3
from base64 import b64decode
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hub.audit import Search, StartRefused
from hub.audit.keys import KeyUse, open_keys
from hub.audit.payload import from_payload
from hub.audit.verify import State
from hub.model.ledger import Wanted
from hub.model.query import Caller
from hub.problems import LogUnavailable
from hub.stores import Where
from hub.stores.data_keys import data_keys_of
from hub.stores.log_file import check_stored_index
from hub.stores.migrate import Database
from hub.stores.rotate import Order, rotate
from hub.stores.where import reading
from tests.support.audit import ORIGIN, OpenLog, SetClock, look_up, opened
from tests.support.policy import APPLICANT, PARTNER, SN
from tests.support.postgres import Server

AUDITOR = Caller("granskare-1", SN, frozenset())


def kept(where: Where) -> list[tuple[str, int, str]]:
    with reading(where, Database.LOG) as connection:
        return sorted((it.board, it.month, it.master) for it in data_keys_of(connection))


async def sealed_with(here: OpenLog) -> list[bytes]:
    """The ids of the keys that the persons of the look-ups are sealed with, oldest first."""
    found = await here.stores.log.find(ORIGIN, Wanted(limit=1000))
    contents = [from_payload(it.payload) for it in reversed(found) if it.payload is not None]
    seals = [b64decode(it["person"]["forseglad"]) for it in contents if it["handelse"] == "UPPSLAG_AVSETT"]
    assert {it[:1] for it in seals} == {b"\x80"}
    return [it[1:17] for it in seals]


async def seen(here: OpenLog) -> set[object]:
    page = await here.log.search(AUDITOR, Search(persons=(APPLICANT,)), "granskning")
    return {it.person for it in page.records}


async def test_each_month_has_its_key_also_over_restarts(tmp_path: Path, where: Where) -> None:
    clock = SetClock()
    used: list[list[bytes]] = []
    for _ in range(3):
        for _ in range(2):
            with opened(tmp_path, clock, where=where) as here:
                await look_up(here.log)
                await look_up(here.log)
                used.append((await sealed_with(here))[-4:])
        clock.move(timedelta(days=31).total_seconds())
    with opened(tmp_path, clock, where=where) as here:
        assert await seen(here) == {APPLICANT}, "the months before, and this one"
    assert [len(set(it)) for it in used] == [1] * 6
    assert [used[0] == used[1], used[2] == used[3], used[1] == used[2]] == [True, True, False]
    assert [(it[1], it[2]) for it in kept(where)] == [
        (202611, "person-1"),
        (202612, "person-1"),
        (202701, "person-1"),
        (202702, "person-1"),
    ]


async def test_a_key_whose_commit_failed_comes_with_the_next(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        with closing(sqlite3.connect(tmp_path / "data" / "logg.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LogUnavailable):
                await look_up(here.log)
        assert kept(here.where) == []
        await look_up(here.log)
        assert len(kept(here.where)) == 1
    with opened(tmp_path) as here:
        assert await seen(here) == {APPLICANT}


async def test_two_hubs_open_what_the_other_has_sealed(tmp_path: Path, postgres: Server) -> None:
    address = postgres.database()
    with opened(tmp_path, where=address) as one, opened(tmp_path, where=address) as other:
        await look_up(one.log)
        await look_up(other.log)
        assert await seen(one) == await seen(other) == {APPLICANT}


async def test_a_rotation_wraps_the_data_keys_anew_and_leaves_the_records(
    tmp_path: Path, where: Where
) -> None:
    order = Order(KeyUse.PERSON, "drift-1", "prov")

    def turned() -> None:
        rotate(where, tmp_path / "keys", order, SetClock(), "nod-1")

    with opened(tmp_path, where=where) as here:
        await look_up(here.log)
        before = await sealed_with(here)
        with pytest.raises(StartRefused, match="serving this data"):
            await asyncio.to_thread(turned)
    await asyncio.to_thread(turned)
    assert kept(where) == [(ORIGIN, 202611, "person-2")]
    with opened(tmp_path, where=where) as here:
        await look_up(here.log)
        assert await seen(here) == {APPLICANT}
        assert await sealed_with(here) == before * 2, "the month's key is the month's still"


GONE = "DELETE FROM data_keys"
ALTERED = "UPDATE data_keys SET wrapped = zeroblob(60)"


@pytest.mark.parametrize("harm", [GONE, ALTERED])
async def test_a_data_key_that_was_tampered_with_is_found(tmp_path: Path, harm: str) -> None:
    with opened(tmp_path) as here:
        await look_up(here.log, APPLICANT, PARTNER)
    with closing(sqlite3.connect(tmp_path / "data" / "logg.db")) as file, file:
        file.execute(harm)
    ring = open_keys(tmp_path / "keys", may_create=False)
    if harm == GONE:
        found = check_stored_index(tmp_path / "data", ORIGIN, ring)
        assert (found.state, found.first_bad) == (State.INVALID, 1)
    else:
        with pytest.raises(StartRefused, match=r"data key of nyttonav/.* for 202611 cannot be opened"):
            check_stored_index(tmp_path / "data", ORIGIN, ring)
        with pytest.raises(StartRefused, match="cannot be opened with person-1"), opened(tmp_path):
            pass
