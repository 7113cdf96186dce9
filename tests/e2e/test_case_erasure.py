"""Closed cases leave the register when the board's time is over: never an open one, never unlogged."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.cases import CaseErasure
from hub.cases.erasure import AT_ONCE, term_begins
from hub.model.board import Board, BoardId
from hub.model.ledger import Wanted
from hub.model.told import NamedCase
from hub.problems import LogUnavailable
from hub.stores import Where
from messages.arende import Arende
from messages.handelser import Handelse
from tests.support import policy
from tests.support.audit import OpenLog, SetClock, opened
from tests.support.case_events import document, person
from tests.support.policy import AN, PARTNER, SN

TODAY = date(2026, 11, 22)


def at(day: date, hour: int = 11) -> SetClock:
    return SetClock(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def boards(months: int = 12, other: int = 12) -> Mapping[BoardId, Board]:
    made = replace(policy.board(), forget_closed_months=months)
    return {SN: made, AN: replace(made, id=AN, forget_closed_months=other)}


def closed(day: date) -> Arende:
    return case(status="AVSLUTAT", avslutat=day, tidpunkt=datetime(day.year, day.month, day.day, tzinfo=UTC))


def case(**changes: Any) -> Arende:
    made = {
        "typ": "EKONOMISKT_BISTAND",
        "status": "PAGAENDE",
        "tidpunkt": "2020-01-02T08:00:00Z",
        "oppnat": "2020-01-01",
        "personer": [person(), person(PARTNER, "MEDSOKANDE")],
    }
    return Arende.model_validate(made | changes)


def erased(here: OpenLog, served: Mapping[BoardId, Board]) -> int:
    return asyncio.run(CaseErasure(here.stores.register, here.log, served, here.clock).erase())


def put(here: OpenLog, case_id: str, told: Arende, board: BoardId = SN) -> None:
    asyncio.run(here.stores.register.put(board, "demo", case_id, told))


def there(here: OpenLog, case_id: str, board: BoardId = SN) -> bool:
    return asyncio.run(here.stores.register.get(board, "demo", case_id)) is not None


def records(here: OpenLog, board: BoardId = SN) -> list[tuple[str, int]]:
    found = asyncio.run(here.stores.log.find(board.origin, Wanted(limit=1000)))
    read = [asyncio.run(here.log.read_entry(policy.caller(board=board), it.entry_id, board)) for it in found]
    return [
        (it.content["avslutadeFore"], it.content["arenden"])
        for it in read
        if it.content is not None and it.event == "ARENDEN_GALLRADE"
    ]


BOUNDARY = [
    # today, months, closed on, gone
    (date(2026, 11, 22), 12, date(2025, 11, 21), True),
    (date(2026, 11, 22), 12, date(2025, 11, 22), False),
    (date(2026, 11, 23), 12, date(2025, 11, 22), True),
    (date(2026, 3, 28), 1, date(2026, 2, 28), False),
    (date(2026, 3, 29), 1, date(2026, 2, 28), True),
    (date(2026, 3, 29), 1, date(2026, 3, 1), False),
    (date(2026, 2, 28), 1, date(2026, 1, 31), False),
    (date(2026, 3, 1), 1, date(2026, 1, 31), True),
    (date(2025, 2, 28), 12, date(2024, 2, 29), False),
    (date(2025, 3, 1), 12, date(2024, 2, 29), True),
    (date(2026, 1, 1), 1, date(2025, 11, 30), True),
    (date(2026, 1, 1), 1, date(2025, 12, 1), False),
    (date(2026, 11, 22), 120, date(2016, 11, 21), True),
]


@pytest.mark.parametrize(("today", "months", "day", "gone"), BOUNDARY)
def test_the_days_around_the_end_of_the_term(today: date, months: int, day: date, gone: bool) -> None:
    assert (day < term_begins(today, months)) is gone


def test_the_case_its_persons_and_its_events_go_and_the_log_says_so(tmp_path: Path) -> None:
    with opened(tmp_path, at(TODAY)) as here:
        put(here, "EB-1", closed(date(2025, 11, 20)))
        told = Handelse.model_validate(document(1, "AVSLUTAT", -600_000, dag="2025-11-21"))
        asyncio.run(here.stores.register.tell(SN, "demo", "EB-1", [told]))
        put(here, "EB-2", closed(date(2025, 11, 22)))
        assert there(here, "EB-1")
        assert erased(here, boards()) == 1
        assert (there(here, "EB-1"), there(here, "EB-2")) == (False, True)
        assert records(here) == [("2025-11-22", 1)]
        assert erased(here, boards()) == 0, "and nothing is logged when there is nothing to do"
        assert len(records(here)) == 1
    with closing(sqlite3.connect(tmp_path / "data" / "register.db")) as file:
        count = {it: file.execute(f"SELECT count(*) FROM {it}").fetchone()[0] for it in TABLES}
    assert count == {"cases": 1, "members": 2, "case_events": 0}


TABLES = ("cases", "members", "case_events")


@pytest.mark.parametrize("status", ["PAGAENDE", "AKTUALISERAT"])
def test_an_open_case_stays_however_old(tmp_path: Path, status: str) -> None:
    with opened(tmp_path, at(TODAY)) as here:
        put(here, "EB-1", case(status=status))
        assert erased(here, boards(months=1)) == 0
        assert there(here, "EB-1")


def test_each_board_has_its_own_term(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, at(TODAY), where=where) as here:
        for board in (SN, AN):
            put(here, "EB-1", closed(date(2026, 8, 1)), board)
        assert erased(here, boards(months=12, other=3)) == 1
        assert (there(here, "EB-1", SN), there(here, "EB-1", AN)) == (True, False)
        assert (records(here, SN), records(here, AN)) == ([], [("2026-08-22", 1)])


def test_the_day_is_the_swedish_one(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, at(TODAY, hour=22), where=where) as here:
        put(here, "EB-1", closed(date(2025, 11, 22)))
        assert erased(here, boards()) == 0
        here.clock.move(timedelta(hours=1).total_seconds())
        assert erased(here, boards()) == 1, "it is past midnight here"


def test_a_case_registered_by_mistake_goes_in_its_turn_from_when_the_hub_was_told(
    tmp_path: Path, where: Where
) -> None:
    def tell(*events: Handelse) -> frozenset[str]:
        return asyncio.run(here.stores.register.tell(SN, "demo", "EB-1", events)).new

    with opened(tmp_path, at(TODAY), where=where) as here:
        events = [document(1, "OPPNAT", -600_000), document(2, "FELREGISTRERAT", -550_000)]
        events[0]["dag"] = "2025-01-01"
        told = [Handelse.model_validate(it) for it in events]
        assert told[1].tidpunkt.date() == date(2025, 11, 3), "over a year ago"
        tell(*told)
        assert erased(here, boards(months=1)) == 0
        here.clock.move(timedelta(days=30).total_seconds())
        assert erased(here, boards(months=1)) == 0
        tell(Handelse.model_validate(document(3, "PERSON_TILLKOM", -540_000, person=person(PARTNER))))
        here.clock.move(timedelta(days=1).total_seconds())
        assert erased(here, boards(months=1)) == 1, "what is told of it afterwards does not put it off"
        assert tell(*told), "nothing is left of it"


def test_what_cannot_be_logged_is_not_erased(tmp_path: Path) -> None:
    with opened(tmp_path, at(TODAY)) as here:
        put(here, "EB-1", closed(date(2025, 1, 1)))
        with closing(sqlite3.connect(tmp_path / "data" / "logg.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LogUnavailable):
                erased(here, boards())
        assert there(here, "EB-1")
        assert erased(here, boards()) == 1


def test_a_great_many_go_in_several_steps(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, at(TODAY), where=where) as here:
        told = closed(date(2025, 1, 1))
        many = [NamedCase("demo", f"EB-{number}", told) for number in range(AT_ONCE + 1)]
        asyncio.run(here.stores.register.put_all(SN, many))
        assert erased(here, boards()) == AT_ONCE + 1
        assert [count for _, count in records(here)] == [1, AT_ONCE]


def test_what_is_reopened_meanwhile_stays(tmp_path: Path, where: Where) -> None:
    with opened(tmp_path, at(TODAY), where=where) as here:
        register = here.stores.register
        put(here, "EB-1", closed(date(2025, 1, 1)))
        due = asyncio.run(register.closed_before(SN, date(2025, 11, 22), 10))
        put(here, "EB-1", case(tidpunkt="2026-11-22T08:00:00Z"))
        assert asyncio.run(register.erase(SN, date(2025, 11, 22), due)) == 0
        assert there(here, "EB-1")
