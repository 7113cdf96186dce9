"""Lists of cases on SQLite: implements `ports.CaseLists`. Persons are sealed, found by keyed hash.

A list is large, and all that is written to the register waits for one another: what comes is kept part by
part, what goes is deleted run by run, and only a word about the list changes when one takes the place of
another.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, select

from hub.lists import part_of
from hub.model.board import BoardId
from hub.model.case import CaseFact, CasePerson
from hub.model.listed import ListedCase, ListHead, StoredList
from hub.ports import Clock, PersonVault
from hub.problems import MalformedQuestion, Pointer
from hub.stores import list_rows
from hub.stores.kept import Kept
from hub.stores.list_clearing import ACTIVE, clear_run, to_go
from hub.stores.list_rows import Part
from hub.stores.moments import from_micros, to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import listed_cases, listed_members, lists
from messages import json_codec
from messages.arende import Arendestatus, Arendetyp
from messages.koder import Roll, Skydd, VisadAv

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of the hub's clock a case system's may be."""

KEPT_CASES = 10_000
_NAME = ("board", "system", "case_id")
_FACT = (
    select(
        lists.c.as_of,
        *(listed_cases.c[name] for name in ("kind", "status", "opened", "closed")),
        *(listed_members.c[name] for name in ("person", "role", "protection", "first", "last")),
    )
    .join(listed_cases, listed_cases.c.list == lists.c.id)
    .join(
        listed_members,
        (listed_members.c.list == lists.c.id) & (listed_members.c.case_id == listed_cases.c.case_id),
    )
    .where(
        lists.c.state == ACTIVE,
        lists.c.board == bindparam("board"),
        lists.c.system == bindparam("system"),
        listed_cases.c.case_id == bindparam("case_id"),
    )
    .order_by(listed_members.c.position)
)

_Found = tuple[CaseFact | None]
"""What was found, also nothing."""


class StoredLists:
    """Lists of all boards, each seen by its own board only."""

    def __init__(self, file: RegisterFile, vault: PersonVault, clock: Clock) -> None:
        self._file = file
        self._vault = vault
        self._clock = clock
        # Where this process is the only writer, the writing thread forgets what it has changed, so that what
        # is kept cannot be out of date. Where others write too, nothing is kept.
        self._kept: Kept[tuple[str, str, str], _Found] = Kept(KEPT_CASES if file.exclusive else 0)

    async def announce(self, board: BoardId, head: ListHead) -> tuple[StoredList, bool]:
        """See `ports.CaseLists`. A moment over five minutes ahead is refused."""
        now = self._clock.now()
        if head.as_of > now + CLOCKS_DIFFER:
            raise MalformedQuestion(
                "Listan avser en tidpunkt i framtiden. Ange när den togs ut, med rätt tidszon.",
                fel=[Pointer("/avser", "ligger i framtiden")],
            )
        list_id = str(uuid.uuid4())
        return await self._file.write(lambda here: list_rows.announced(here, board, head, list_id, now))

    async def head(self, board: BoardId, list_id: str) -> ListHead:
        """See `ports.CaseLists`."""
        return await self._file.read(lambda here: list_rows.head_of(list_rows.known(here, board, list_id)))

    async def put_part(
        self, board: BoardId, list_id: str, number: int, cases: Sequence[ListedCase]
    ) -> StoredList:
        """See `ports.CaseLists`."""
        part = await asyncio.to_thread(self._part, board, list_id, number, cases)
        return await self._file.write(lambda here: list_rows.put(here, board, list_id, part))

    async def ready(self, board: BoardId, list_id: str) -> StoredList:
        """See `ports.CaseLists`."""
        return await self._file.read(lambda here: list_rows.checked(here, board, list_id))

    async def bring_in(self, board: BoardId, list_id: str) -> StoredList:
        """See `ports.CaseLists`."""
        return await self._file.write(
            lambda here: list_rows.brought_in(here, board, list_id), settled=self._kept.forget_all
        )

    async def clear_away(self, made_before: datetime) -> int:
        """See `ports.CaseLists`."""
        gone = await self._file.read(lambda here: to_go(here, to_micros(made_before)))
        for list_id in gone:
            while await self._file.write(partial(clear_run, list_id=list_id)):
                pass
        return len(gone)

    async def case(self, board: BoardId, system: str, case_id: str) -> CaseFact | None:
        """See `ports.CaseFacts`. `as_of` is the moment that the whole list tells of."""
        name = (board.origin, system, case_id)
        known, changes = self._kept.get(name), self._kept.changes
        if known is None:
            rows = await self._file.rows(_FACT, dict(zip(_NAME, name, strict=True)))
            known = (self._fact(board, system, case_id, rows),)
            self._kept.keep(name, known, changes)
        return known[0]

    def _fact(self, board: BoardId, system: str, case_id: str, rows: Sequence[Row[Any]]) -> CaseFact | None:
        if not rows:
            return None
        case = rows[0]
        persons = tuple(
            CasePerson(
                self._vault.open(board, it.person), Roll(it.role), Skydd(it.protection), it.first, it.last
            )
            for it in rows
        )
        return CaseFact(
            system,
            case_id,
            Arendetyp(case.kind),
            Arendestatus(case.status),
            case.opened,
            case.closed,
            persons,
            VisadAv.LISTA,
            from_micros(case.as_of),
        )

    def _part(self, board: BoardId, list_id: str, number: int, cases: Sequence[ListedCase]) -> Part:
        content = json_codec.encode(part_of(cases))
        rows, members = list_rows.rows_of(self._vault, board, list_id, cases)
        return Part(number, self._vault.digests(board, content), rows, members)
