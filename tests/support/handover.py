"""Boards to hand over: a register with something of every kind, in a folder of its own, and the two ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped]

from hub import agreements
from hub.agreements import Contracts
from hub.audit.checkpoint import Verifier
from hub.demo.stage import CONTRACTS
from hub.handover.contents import Innehall
from hub.handover.give import hand_over
from hub.handover.order import Order, Place
from hub.handover.receive import receive
from hub.handover.sealing import Identity, Recipient
from hub.model.board import BoardId
from hub.model.case import CasePerson
from hub.model.listed import ListedCase, ListHead
from hub.model.maintenance import Notice, Span
from hub.model.statement import Statement
from hub.registry import discover
from hub.stores import Address
from hub.stores.board_out import BoardReader
from hub.stores.migrate import Database
from hub.stores.where import reading
from messages.arende import Arendestatus, Arendetyp
from messages.handelser import Handelse
from messages.koder import Roll, Skydd
from messages.utlamning import Registerpost
from tests.support import case_events as told
from tests.support.audit import OpenLog, SetClock, clock_of_today, look_up, opened
from tests.support.policy import AN, APPLICANT, NOW, PARTNER, SN

LISTED = "familjeradgivning"
EVENTS: dict[str, list[Handelse]] = {
    "H-1": [told.event(1, "OPPNAT", 1), told.event(2, "AVSLUTAT", 5, dag="2026-11-20")],
    "H-2": [told.event(3, "OPPNAT", 1), told.event(4, "FELREGISTRERAT", 2)],
    "H-3": [told.event(5, "PERSON_TILLKOM", 9, person=told.person(PARTNER, "MEDSOKANDE"))],
}
STATEMENT = Statement(
    id=told.event_id(77),
    board=SN,
    client="sn-arendesystem",
    caseworker="hl000123",
    system="demo",
    case_id="I-1",
    kind=Arendetyp.EKONOMISKT_BISTAND,
    opened=date(2026, 11, 20),
    persons=(CasePerson(APPLICANT, Roll.SOKANDE, Skydd.SEKRETESSMARKERING),),
    reason="Ärendesystemet har driftstopp sedan i morse.",
    made=NOW,
    until=NOW + timedelta(hours=9),
)
NOTICE = Notice(
    id=told.event_id(88),
    source="CSN",
    board=SN,
    span=Span(NOW, NOW + timedelta(hours=1)),
    text="Vi byter certifikat.",
    client="sn-arendesystem",
    told=NOW,
)


@cache
def contracts() -> Contracts:
    return agreements.load(CONTRACTS, discover())


@dataclass(frozen=True, slots=True)
class End:
    """A hub's folders, and the moment that it is there."""

    folder: Path
    database: Address | None = None

    @property
    def place(self) -> Place:
        own = None if self.database is None else self.database.own()
        return Place(self.folder / "data", self.folder / "keys", CONTRACTS, "nod-1", own)

    def posts(self, board: BoardId = SN) -> list[Registerpost]:
        """All that the register holds of the board."""
        with (
            opened(self.folder, clock_of_today(), where=self.database) as here,
            reading(self.place.where, Database.REGISTER) as connection,
        ):
            return list(BoardReader(connection, here.stores.vault, board).posts())

    def logged(self, board: BoardId = SN) -> list[dict[str, Any]]:
        """What the board's log holds, oldest first."""
        from hub.stores.log_file import export_blocks
        from hub.stores.log_queries import log_row

        with reading(self.place.where, Database.LOG) as connection:
            row = log_row(connection, board.origin)
            if row is None:
                return []
            blocks = export_blocks(connection, row)
            return [json.loads(payload or b"{}") for block in blocks for _, payload, *_ in block]


def receiver() -> tuple[Recipient, Identity]:
    made = pyrage.x25519.Identity.generate()
    return Recipient(str(made.to_public())), Identity(str(made))


def filled(folder: Path, database: Address | None = None) -> End:
    """A hub with something of every kind of the board, and a case of another board's."""
    folder.mkdir()
    with opened(folder, where=database) as here:
        asyncio.run(_fill(here))
    return End(folder, database)


async def _fill(here: OpenLog) -> None:
    stores = here.stores
    await look_up(here.log)
    await stores.register.put(SN, "demo", "P-1", told.whole(0))
    await stores.register.put(AN, "demo", "P-1", told.whole(0))
    await stores.register.put(SN, "demo", "H-3", told.whole(0))
    for case, events in EVENTS.items():
        await stores.register.tell(SN, "demo", case, events)
    await _list(here)
    await stores.statements.keep(STATEMENT)
    await stores.statements.confirm(SN, STATEMENT.id, "hl000456", NOW)
    await stores.notices.keep(NOTICE, None)


async def _list(here: OpenLog) -> None:
    cases = list(listed(3))
    head = ListHead(LISTED, NOW - timedelta(hours=1), "ab" * 32, 1, len(cases), len(cases))
    announced, _ = await here.stores.lists.announce(SN, head)
    await here.stores.lists.put_part(SN, announced.id, 1, cases)
    await here.stores.lists.bring_in(SN, announced.id)


def listed(count: int) -> Iterator[ListedCase]:
    person = (CasePerson(APPLICANT, Roll.SOKANDE, Skydd.OKANT, date(2026, 11, 1)),)
    for number in range(count):
        yield ListedCase(
            f"L-{number:07}",
            Arendetyp.EKONOMISKT_BISTAND,
            Arendestatus.PAGAENDE,
            date(2026, 11, 1),
            None,
            person,
        )


def given(end: End, target: Path, to: Recipient) -> Innehall:
    order = Order(SN, "it-7", "Nämnden flyttar till eget nav.")
    return hand_over(end.place, contracts(), order, to, target, SetClock(datetime.now(UTC)))


def received(folder: Path, end: End, key: str, identity: Identity) -> Innehall:
    reason = "Nämnden flyttar till eget nav."
    clock = SetClock(datetime.now(UTC))
    return receive(end.place, folder, Verifier.parse(key), identity, "it-9", reason, clock)
