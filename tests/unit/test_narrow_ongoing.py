"""The narrow question where it is found and written: register and list, and two logs or no answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from hub.audit import AccessLog
from hub.model.board import BoardId, ToldToNeighbours
from hub.model.ledger import AlreadyClaimed, Committed, StorageFault, Unit
from hub.ongoing import OngoingDesk
from hub.problems import LogUnavailable
from hub.stores.log_store import SqliteLog
from hub.stores.moments import to_micros
from hub.stores.ongoing import SqliteOngoing
from hub.stores.register_tables import cases, listed_cases, listed_members, lists, members
from messages.aktualitetskontroller import Aktualitetskontroll
from messages.arende import Arendetyp
from messages.koder import VisadAv
from tests.support.audit import OpenLog, opened
from tests.support.policy import AN, APPLICANT, NOW, PARTNER, SN, TODAY, board, caller

BOTH = ToldToNeighbours(
    frozenset({Arendetyp.EKONOMISKT_BISTAND}),
    frozenset({"demo"}),
    frozenset({VisadAv.REGISTER, VisadAv.LISTA}),
)
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

    def columns(self) -> dict[str, Any]:
        return {"kind": self.kind, "status": self.status, "opened": TODAY, "closed": None}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[OpenLog]:
    with opened(tmp_path) as here:
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
        named = {"board": told.board.origin, "system": told.system, "case_id": "E-1", "digest": b""}
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
        at = {"list": name, "case_id": "E-1"}
        connection.execute(insert(listed_cases).values(at | told.columns()))
        connection.execute(insert(listed_members).values(_member(here, told) | at))

    await here.stores.register_file.write(work)


async def ongoing(here: OpenLog, told: ToldToNeighbours = BOTH) -> bool:
    found = SqliteOngoing(here.stores.register_file, here.stores.vault)
    return await found.ongoing(SN, APPLICANT, told, TODAY)


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
    await register(here, told)
    assert not await ongoing(here)
    await listed(here, replace(told, as_of=LATER + timedelta(hours=1)))
    assert not await ongoing(here)


async def test_the_register_or_the_list_in_use_shows_it(here: OpenLog) -> None:
    await listed(here, Told(), state="STAGED")
    assert not await ongoing(here)
    await listed(here, Told())
    assert await ongoing(here)
    assert not await ongoing(here, replace(BOTH, origins=frozenset({VisadAv.REGISTER})))


@pytest.mark.parametrize("newer", ["register", "list"])
@pytest.mark.parametrize("gone", [{"status": "AVSLUTAT"}, {"person": None}], ids=["closed", "left"])
async def test_the_newer_word_about_a_case_counts(here: OpenLog, newer: str, gone: dict[str, Any]) -> None:
    old, new = Told(EARLIER), replace(Told(LATER), **gone)
    await register(here, new if newer == "register" else old)
    await listed(here, old if newer == "register" else new)
    assert not await ongoing(here)


class HalfBroken:
    """A store that can write every log but one."""

    def __init__(self, store: SqliteLog, broken: str) -> None:
        self._store = store
        self._broken = broken

    async def append(self, unit: Unit) -> Committed | AlreadyClaimed:
        if unit.log == self._broken:
            raise StorageFault("disk full")
        return await self._store.append(unit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize("broken", [SN, AN], ids=str)
async def test_one_log_that_cannot_be_written_is_no_answer(here: OpenLog, broken: BoardId) -> None:
    await register(here, Told())
    store: Any = HalfBroken(here.stores.log, broken.origin)
    boards = {one: board(id=one, told_to_neighbours=BOTH) for one in (SN, AN)}
    ways: dict[str, Any] = {"broken": store, "whole": here.stores.log}
    desks = {
        name: OngoingDesk(
            SqliteOngoing(here.stores.register_file, here.stores.vault),
            AccessLog(log, here.stores.vault, here.clock, "nod-1"),
            boards,
            here.clock,
        )
        for name, log in ways.items()
    }
    aktor = {"typ": "HANDLAGGARE", "id": "hl000777", "namn": "Handläggare 777", "enhet": "Enhet 1"}
    question = Aktualitetskontroll.model_validate(
        {
            "ingivare": {"organisationsnummer": AN.organisation_number, "namnd": "AN", "aktor": aktor},
            "namnd": "SN",
            "personidentitet": APPLICANT.value,
            "skal": "Planering",
        }
    )
    with pytest.raises(LogUnavailable):
        await desks["broken"].check(caller(board=AN), question)
    assert (await desks["whole"].check(caller(board=AN), question)).aktuell
