"""Which ongoing cases a person is in: found in register and lists, by an index, and no other board's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

from hub.model.case import CaseName
from hub.stores import Where
from hub.stores.person_cases import StoredPersonCases, listed, registered
from messages.arende import Arendetyp
from messages.koder import VisadAv
from tests.support.audit import OpenLog, opened
from tests.support.policy import AN, APPLICANT, SN, TODAY
from tests.unit.test_narrow_ongoing import Place, Told
from tests.unit.test_narrow_ongoing import listed as in_a_list
from tests.unit.test_narrow_ongoing import register as in_the_register

BOTH = (VisadAv.REGISTER, VisadAv.LISTA)
ONE, TWO = Told(case_id="E-1"), Told(case_id="E-2", system="annat")
OUTSIDE = [
    Told(status="AKTUALISERAT"),
    Told(status="AVSLUTAT"),
    Told(kind="KONTROLL"),
    Told(board=AN),
    Told(person=None),
]


@pytest.fixture
def here(tmp_path: Path, where: Where) -> Iterator[OpenLog]:
    with opened(tmp_path, where=where) as here:
        yield here


async def found(here: OpenLog, origins: Collection[VisadAv] = BOTH, **changes: Any) -> set[CaseName]:
    asked: dict[str, Any] = {
        "board": SN,
        "person": APPLICANT,
        "kind": Arendetyp.EKONOMISKT_BISTAND,
        "day": TODAY,
    } | changes
    cases = StoredPersonCases(here.stores.register_file, here.stores.vault)
    return set(await cases.ongoing(origins=origins, **asked))


async def test_each_place_is_looked_in_where_it_is_named(here: OpenLog) -> None:
    await in_the_register(here, ONE)
    await in_a_list(here, TWO)
    await in_a_list(here, replace(ONE, case_id="E-3"), state="STAGED")
    one, two = CaseName("demo", "E-1"), CaseName("annat", "E-2")
    assert await found(here) == {one, two}
    assert await found(here, [VisadAv.REGISTER]) == {one}
    assert await found(here, [VisadAv.LISTA, VisadAv.EGET_INTYG]) == {two}
    assert await found(here, []) == set()


async def test_the_same_case_in_both_places_is_one(here: OpenLog) -> None:
    await in_the_register(here, ONE)
    await in_a_list(here, ONE)
    assert await found(here) == {CaseName("demo", "E-1")}


@pytest.mark.parametrize("place", [in_the_register, in_a_list])
async def test_what_is_not_ongoing_of_another_kind_or_somebody_elses_is_not_there(
    here: OpenLog, place: Place
) -> None:
    for number, told in enumerate(OUTSIDE):
        await place(here, replace(told, case_id=f"U-{number}", system=f"annat-{number}"))
    assert await found(here) == set()
    assert await found(here, board=AN) == {CaseName("annat-3", "U-3")}
    assert await found(here, kind=Arendetyp.KONTROLL) == {CaseName("annat-2", "U-2")}
    assert await found(here, board=AN, day=TODAY - timedelta(days=1)) == set(), "not opened then"


STATEMENTS = [(registered, "members_by_person"), (listed, "listed_members_by_person")]


@pytest.mark.parametrize(("statement", "index"), STATEMENTS, ids=["register", "lists"])
async def test_it_begins_in_the_index_by_person_and_reads_no_table_whole(
    here: OpenLog, statement: Any, index: str
) -> None:
    key = here.stores.vault.lookup_key(SN, APPLICANT)
    asked: Select[Any] = statement(SN.origin, [key], Arendetyp.EKONOMISKT_BISTAND, TODAY)

    def plan(connection: Connection) -> str:
        small = connection.dialect.name == "sqlite"
        if not small:
            # A table of a few rows is read whole, rightly; that it need not be is what is asked here.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        dialect = sqlite.dialect(paramstyle="named") if small else connection.dialect
        said = asked.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        values = {k: v.isoformat() if isinstance(v, date) else v for k, v in said.params.items()}
        how = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if small else ''}{said}", values)
        return "\n".join(str(row) for row in how)

    told = await here.stores.register_file.read(plan)
    assert index in told, told
    assert "SCAN" not in told, told
    assert "Seq Scan" not in told, told
