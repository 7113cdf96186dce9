"""The narrow question where it is found and written: register and list, and two logs or no answer."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert

from hub.audit import AccessLog
from hub.model.board import BoardId, ToldToNeighbours
from hub.model.ledger import AlreadyClaimed, Committed, StorageFault, Unit
from hub.ongoing import OngoingDesk
from hub.problems import GateRefused, LogUnavailable
from hub.stores import Where
from hub.stores.log_store import StoredLog
from hub.stores.moments import to_micros
from hub.stores.ongoing import StoredOngoing
from hub.stores.register_tables import cases, listed_cases, listed_members, lists, members
from messages.aktualitetskontroller import Aktualitetskontroll
from messages.arende import Arendetyp
from messages.koder import VisadAv
from messages.values import Personidentitet
from tests.support.audit import OpenLog, opened
from tests.support.policy import AN, APPLICANT, NOW, PARTNER, SN, TODAY, board, caller

BOTH = ToldToNeighbours(
    frozenset({Arendetyp.EKONOMISKT_BISTAND}),
    frozenset({"demo"}),
    frozenset({VisadAv.REGISTER, VisadAv.LISTA}),
    timedelta(days=35),
)
Place = Callable[[OpenLog, "Told"], Awaitable[None]]
EARLIER, LATER = NOW - timedelta(days=2), NOW - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A case of the applicant, as the register or a list tells it."""

    as_of: datetime = LATER
    status: str = "PAGAENDE"
    kind: str = "EKONOMISKT_BISTAND"
    system: str = "demo"
    board: BoardId = SN
    person: str | None = "applicant"
    case_id: str = "E-1"

    def columns(self) -> dict[str, Any]:
        return {"kind": self.kind, "status": self.status, "opened": TODAY, "closed": None}


@pytest.fixture
def here(tmp_path: Path, where: Where) -> Iterator[OpenLog]:
    with opened(tmp_path, where=where) as here:
        yield here


def _member(here: OpenLog, told: Told) -> dict[str, Any]:
    who = APPLICANT if told.person else PARTNER
    vault = here.stores.vault
    return {
        "position": 0,
        "board": told.board.origin,
        "person_key": vault.lookup_key(told.board, who),
        "person": vault.seal(told.board, who),
        "role": "SOKANDE",
        "protection": "INGET",
    }


async def register(here: OpenLog, told: Told) -> None:
    def work(connection: Connection) -> None:
        named = {"board": told.board.origin, "system": told.system, "case_id": told.case_id, "digest": b""}
        row = named | told.columns() | {"as_of": to_micros(told.as_of)}
        number = connection.execute(insert(cases).values(row).returning(cases.c.id)).scalar_one()
        connection.execute(insert(members).values(_member(here, told) | {"case": number}))

    await here.stores.register_file.write(work)


async def listed(here: OpenLog, told: Told, state: str = "ACTIVE") -> None:
    def work(connection: Connection) -> None:
        name = str(uuid.uuid4())
        head = {"id": name, "board": told.board.origin, "system": told.system, "state": state, "digest": ""}
        counts = {"parts": 1, "cases": 1, "persons": 1, "made": 0, "as_of": to_micros(told.as_of)}
        connection.execute(insert(lists).values(head | counts))
        at = {"list": name, "case_id": told.case_id}
        connection.execute(insert(listed_cases).values(at | told.columns()))
        connection.execute(insert(listed_members).values(_member(here, told) | at))

    await here.stores.register_file.write(work)


async def ongoing(here: OpenLog, told: ToldToNeighbours = BOTH) -> bool | None:
    found = StoredOngoing(here.stores.register_file, here.stores.vault)
    return await found.ongoing(SN, APPLICANT, told, NOW)


ANOTHER = Told(person=None, case_id="E-0")
"""Somebody else's, so that something is known lately."""

OLD = NOW - timedelta(days=900)
OUTSIDE = [
    Told(status="AKTUALISERAT"),
    Told(status="AVSLUTAT"),
    Told(kind="KONTROLL"),
    Told(system="familjeradgivning"),
    Told(board=AN),
    Told(person=None),
]


@pytest.mark.parametrize("told", OUTSIDE, ids=str)
async def test_what_is_not_told_of_is_not_there(here: OpenLog, told: Told) -> None:
    await register(here, ANOTHER)
    await register(here, told)
    assert await ongoing(here) is False
    await listed(here, replace(told, as_of=LATER + timedelta(hours=1)))
    assert await ongoing(here) is False


async def test_the_register_or_the_list_in_use_shows_it(here: OpenLog) -> None:
    await register(here, ANOTHER)
    await listed(here, Told(), state="STAGED")
    assert await ongoing(here) is False
    await listed(here, Told())
    assert await ongoing(here)
    assert await ongoing(here, replace(BOTH, origins=frozenset({VisadAv.REGISTER}))) is False


@pytest.mark.parametrize("place", [register, listed])
async def test_what_is_too_old_shows_nothing(here: OpenLog, place: Place) -> None:
    """Alone it is nothing known, which is not no; beside what is known lately it is no case."""
    await place(here, Told(OLD))
    assert await ongoing(here) is None
    await register(here, ANOTHER)
    assert await ongoing(here) is False


@pytest.mark.parametrize("place", [register, listed])
async def test_the_greatest_age_is_counted_to_the_moment(here: OpenLog, place: Place) -> None:
    await place(here, Told(NOW - BOTH.greatest_age - timedelta(seconds=1)))
    assert await ongoing(here) is None
    await place(here, Told(NOW - BOTH.greatest_age, case_id="E-2", system="annat"))
    assert await ongoing(here, replace(BOTH, systems=frozenset({"annat"})))


async def test_each_system_told_of_is_known_lately_or_nobody_is_answered(here: OpenLog) -> None:
    await register(here, Told())
    both = replace(BOTH, systems=frozenset({"demo", "annat"}))
    assert await ongoing(here, both) is None
    await listed(here, Told(system="annat", board=AN))
    await listed(here, Told(system="annat"), state="STAGED")
    await listed(here, Told(OLD, system="annat"))
    assert await ongoing(here, both) is None
    await listed(here, replace(ANOTHER, system="annat"))
    assert await ongoing(here, both) is True


async def test_an_old_list_does_not_count_again_when_a_closing_is_erased(here: OpenLog) -> None:
    await listed(here, Told(OLD))
    await register(here, Told(status="AVSLUTAT"))
    assert await ongoing(here) is False

    def erased(connection: Connection) -> None:
        connection.execute(delete(members))
        connection.execute(delete(cases))

    await here.stores.register_file.write(erased)
    await register(here, ANOTHER)
    assert await ongoing(here) is False


@pytest.mark.parametrize("newer", ["register", "list"])
@pytest.mark.parametrize("gone", [{"status": "AVSLUTAT"}, {"person": None}], ids=["closed", "left"])
async def test_the_newer_word_about_a_case_counts(here: OpenLog, newer: str, gone: dict[str, Any]) -> None:
    old, new = Told(EARLIER), replace(Told(LATER), **gone)
    await register(here, new if newer == "register" else old)
    await listed(here, old if newer == "register" else new)
    assert await ongoing(here) is False


class HalfBroken:
    """A store that can write every log but one."""

    def __init__(self, store: StoredLog, broken: str) -> None:
        self._store = store
        self._broken = broken

    async def append(self, unit: Unit) -> Committed | AlreadyClaimed:
        if unit.log == self._broken:
            raise StorageFault("disk full")
        return await self._store.append(unit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def desk(here: OpenLog, log: Any) -> OngoingDesk:
    return OngoingDesk(
        StoredOngoing(here.stores.register_file, here.stores.vault),
        AccessLog(log, here.stores.vault, here.clock, "nod-1"),
        {one: board(id=one, told_to_neighbours=BOTH) for one in (SN, AN)},
        here.clock,
    )


def about(person: Personidentitet) -> Aktualitetskontroll:
    """AN asks SN."""
    aktor = {"typ": "HANDLAGGARE", "id": "hl000777", "namn": "Handläggare 777", "enhet": "Enhet 1"}
    return Aktualitetskontroll.model_validate(
        {
            "ingivare": {"organisationsnummer": AN.organisation_number, "namnd": "AN", "aktor": aktor},
            "namnd": "SN",
            "personidentitet": person.value,
            "skal": "Planering",
        }
    )


@pytest.mark.parametrize("broken", [SN, AN], ids=str)
async def test_one_log_that_cannot_be_written_is_no_answer(here: OpenLog, broken: BoardId) -> None:
    await register(here, Told())
    store: Any = HalfBroken(here.stores.log, broken.origin)
    ways: dict[str, Any] = {"broken": store, "whole": here.stores.log}
    desks = {name: desk(here, log) for name, log in ways.items()}
    with pytest.raises(LogUnavailable):
        await desks["broken"].check(caller(board=AN), about(APPLICANT))
    assert (await desks["whole"].check(caller(board=AN), about(APPLICANT))).aktuell


class Reads:
    """A register file that counts the statements put to it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.statements: list[str] = []

    async def read(self, look: Callable[[Any], Any]) -> Any:
        return await self._file.read(lambda connection: look(_Counting(connection, self.statements)))


class _Counting:
    def __init__(self, connection: Connection, told: list[str]) -> None:
        self._connection = connection
        self._told = told

    def execute(self, statement: Any) -> Any:
        self._told.append(str(statement))
        return self._connection.execute(statement)


async def test_where_nothing_is_known_lately_everybody_is_refused_alike(here: OpenLog) -> None:
    """Who stands in the old list and who does not: the same words, records and statements."""
    await listed(here, Told(OLD))
    asked = desk(here, here.stores.log)
    seen = []
    for person in (APPLICANT, PARTNER):
        reads: Any = Reads(here.stores.register_file)
        counted = replace(asked, cases=StoredOngoing(reads, here.stores.vault))
        with pytest.raises(GateRefused) as caught:
            await counted.check(caller(board=AN), about(person))
        told = caught.value
        assert len(told.log_entries) == 1
        seen.append((told.detail, told.grind, told.lag, told.fel, reads.statements))
    assert seen[0] == seen[1]
    assert "på nytt" in seen[0][0]
    await register(here, replace(ANOTHER, as_of=NOW))
    assert not (await asked.check(caller(board=AN), about(APPLICANT))).aktuell
