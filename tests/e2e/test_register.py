"""The case register: the newest whole state wins, each board sees its own, and nobody stands in clear."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.model.case import CasePerson
from hub.problems import MalformedQuestion, RegisterUnavailable, StaleCase
from hub.stores import Where
from hub.stores.register import StoredRegister
from messages.arende import Arende, Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv
from tests.support.audit import opened
from tests.support.policy import AN, APPLICANT, CHILD, NOW, PARTNER, SN

ASKED = (SN, "demo", "EB-1")


@pytest.fixture
def register(tmp_path: Path, where: Where) -> Iterator[StoredRegister]:
    with opened(tmp_path, where=where) as here:
        yield here.stores.register


def case(minutes: int = -10, **changes: Any) -> Arende:
    made = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": NOW + timedelta(minutes=minutes),
        "oppnat": "2026-11-01",
        "personer": [
            {"personidentitet": APPLICANT.value, "roll": "SOKANDE", "skydd": "SEKRETESSMARKERING"},
            {
                "personidentitet": CHILD.value,
                "roll": "BARN",
                "skydd": "INGET",
                "from": "2026-11-10",
                "tom": "2026-12-01",
            },
        ],
    }
    return Arende.model_validate(made | changes)


async def test_a_case_comes_back_as_it_was_told(register: StoredRegister) -> None:
    assert await register.get(*ASKED) is None
    assert await register.case(*ASKED) is None
    stored = await register.put(*ASKED, case())
    assert (stored.created, stored.changed) == (True, True)
    assert await register.get(*ASKED) == case()
    fact = await register.case(*ASKED)
    assert fact is not None
    assert (fact.system, fact.case_id, fact.kind, fact.status) == (
        "demo",
        "EB-1",
        Arendetyp.EKONOMISKT_BISTAND,
        Arendestatus.PAGAENDE,
    )
    assert (fact.opened, fact.closed, fact.origin) == (date(2026, 11, 1), None, VisadAv.REGISTER)
    assert fact.as_of == NOW - timedelta(minutes=10)
    assert fact.persons == (
        CasePerson(APPLICANT, Roll.SOKANDE, Skydd.SEKRETESSMARKERING),
        CasePerson(CHILD, Roll.BARN, Skydd.INGET, date(2026, 11, 10), date(2026, 12, 1)),
    )


async def test_the_newest_wins_whatever_the_order(register: StoredRegister) -> None:
    await register.put(*ASKED, case(-10))
    closed = case(-5, status="AVSLUTAT", avslutat="2026-11-20")
    stored = await register.put(*ASKED, closed)
    assert (stored.created, stored.changed) == (False, True)
    with pytest.raises(StaleCase, match="2026-11-21T08:55:00Z"):
        await register.put(*ASKED, case(-7))
    assert await register.get(*ASKED) == closed


async def test_the_same_again_changes_nothing(register: StoredRegister) -> None:
    await register.put(*ASKED, case(-10))
    stored = await register.put(*ASKED, case(-10))
    assert (stored.created, stored.changed) == (False, False)
    with pytest.raises(StaleCase):
        await register.put(*ASKED, case(-10, oppnat="2026-11-02"))


async def test_the_same_state_told_later_is_fresher(register: StoredRegister) -> None:
    await register.put(*ASKED, case(-10))
    stored = await register.put(*ASKED, case(-1))
    assert (stored.created, stored.changed) == (False, False)
    fact = await register.case(*ASKED)
    assert fact is not None
    assert fact.as_of == NOW - timedelta(minutes=1)
    assert len(fact.persons) == 2


async def test_persons_who_left_are_gone(register: StoredRegister) -> None:
    await register.put(*ASKED, case(-10))
    await register.put(*ASKED, case(-1, personer=[{"personidentitet": PARTNER.value, "roll": "SOKANDE"}]))
    fact = await register.case(*ASKED)
    assert fact is not None
    assert [it.person for it in fact.persons] == [PARTNER]


async def test_a_time_to_come_is_refused_since_nothing_could_mend_it(register: StoredRegister) -> None:
    await register.put(*ASKED, case(5))
    with pytest.raises(MalformedQuestion) as refused:
        await register.put(*ASKED, case(6))
    assert [it.plats for it in refused.value.fel] == ["/tidpunkt"]


async def test_each_board_and_system_has_cases_of_its_own(register: StoredRegister) -> None:
    await register.put(*ASKED, case())
    assert await register.case(AN, "demo", "EB-1") is None
    assert await register.case(SN, "annat", "EB-1") is None
    assert await register.case(SN, "demo", "eb-1") is None
    await register.put(AN, "demo", "EB-1", case(typ="KONTROLL"))
    fact = await register.case(*ASKED)
    assert fact is not None
    assert fact.kind is Arendetyp.EKONOMISKT_BISTAND


async def test_many_at_once_end_with_the_newest(register: StoredRegister) -> None:
    puts = [register.put(*ASKED, case(-minutes)) for minutes in range(30, 0, -1)]
    found = await asyncio.gather(*puts, return_exceptions=True)
    assert not [it for it in found if isinstance(it, BaseException) and not isinstance(it, StaleCase)]
    fact = await register.case(*ASKED)
    assert fact is not None
    assert fact.as_of == NOW - timedelta(minutes=1)


async def test_microseconds_and_offsets_are_kept(register: StoredRegister) -> None:
    moment = "2026-11-21T09:30:00.123456+01:00"
    await register.put(*ASKED, case(tidpunkt=moment))
    fact = await register.case(*ASKED)
    assert fact is not None
    assert fact.as_of == datetime(2026, 11, 21, 8, 30, 0, 123456, tzinfo=UTC)


async def test_it_is_kept_over_a_restart(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, where=where) as here:
        await here.stores.register.put(*ASKED, case())
    with opened(tmp_path, where=where) as here:
        assert await here.stores.register.get(*ASKED) == case()


async def test_a_register_that_cannot_be_written_says_so_and_recovers(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        register = here.stores.register
        await register.put(*ASKED, case(-10))
        with closing(sqlite3.connect(tmp_path / "data" / "register.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(RegisterUnavailable):
                await register.put(*ASKED, case(-9))
            assert await register.get(*ASKED) == case(-10), "reading goes on"
            assert len(here.stores.register_file.faults()) == 1
        await register.put(*ASKED, case(-8))
        assert here.stores.register_file.faults() == ()


async def test_a_register_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as here:
        register = here.stores.register
        (tmp_path / "data" / "register.db").rename(tmp_path / "undan.db")
        with pytest.raises(RegisterUnavailable):
            await register.case(*ASKED)
        (tmp_path / "undan.db").rename(tmp_path / "data" / "register.db")
        assert await register.case(*ASKED) is None
