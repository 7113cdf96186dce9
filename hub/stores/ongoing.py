"""Is a person in an ongoing case? The register and the lists asked by the person's keyed hash, for yes or no.

Implements `ports.OngoingCases`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, or_, select

from hub.model.board import BoardId, ToldToNeighbours
from hub.model.calendar import swedish_day
from hub.ports import PersonVault
from hub.stores.list_clearing import ACTIVE
from hub.stores.moments import to_micros
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import cases, listed_cases, listed_members, lists, members
from messages.arende import Arendestatus, Arendetyp
from messages.koder import VisadAv
from messages.values import Personidentitet


class StoredOngoing:
    """Of two words about one case, the register's and the list's, the newer counts."""

    def __init__(self, file: RegisterFile, vault: PersonVault) -> None:
        self._file = file
        self._vault = vault

    async def ongoing(
        self, board: BoardId, person: Personidentitet, told: ToldToNeighbours, now: datetime
    ) -> bool | None:
        """See `ports.OngoingCases`."""
        keys = self._vault.lookup_keys(board, person)
        day, since = swedish_day(now), to_micros(now - told.greatest_age)
        lately = [_known_lately(board.origin, system, told, since) for system in sorted(told.systems)]
        statements = []
        if VisadAv.REGISTER in told.origins:
            statements.append(_registered(board.origin, keys, told, day).where(cases.c.as_of >= since))
        if VisadAv.LISTA in told.origins:
            statements.append(_listed(board.origin, keys, told, day).where(lists.c.as_of >= since))

        def look(connection: Connection) -> bool | None:
            # Each of them is asked, whatever the one before said.
            known = [[connection.execute(it).first() for it in places] for places in lately]
            found = [connection.execute(it).first() for it in statements]
            if any(places == [None] * len(places) for places in known):
                return None
            return found != [None] * len(statements)

        return await self._file.read(look)


def _known_lately(board: str, system: str, told: ToldToNeighbours, since: int) -> list[Select[Any]]:
    """For each place: has it anything lately of the case system, about anybody?"""
    places: list[Select[Any]] = []
    if VisadAv.REGISTER in told.origins:
        its = (cases.c.board == board, cases.c.system == system)
        places.append(select(cases.c.id).where(*its, cases.c.as_of >= since).limit(1))
    if VisadAv.LISTA in told.origins:
        its = (lists.c.board == board, lists.c.system == system)
        places.append(
            select(lists.c.id).where(*its, lists.c.state == ACTIVE, lists.c.as_of >= since).limit(1)
        )
    return places


def _registered(board: str, keys: Sequence[bytes], told: ToldToNeighbours, day: date) -> Select[Any]:
    found = (
        select(cases.c.id)
        .join(members, members.c.case == cases.c.id)
        .where(members.c.board == board, members.c.person_key.in_(keys), cases.c.system.in_(told.systems))
        .where(counts(cases, told.kinds, day), belongs(members, day))
    )
    return found.where(~_newer_in_a_list(board).exists()) if VisadAv.LISTA in told.origins else found


def _listed(board: str, keys: Sequence[bytes], told: ToldToNeighbours, day: date) -> Select[Any]:
    of_the_list = (listed_cases.c.list == listed_members.c.list) & (
        listed_cases.c.case_id == listed_members.c.case_id
    )
    found = (
        select(listed_cases.c.case_id)
        .join(listed_members, of_the_list)
        .join(lists, lists.c.id == listed_cases.c.list)
        .where(listed_members.c.board == board, listed_members.c.person_key.in_(keys))
        .where(lists.c.state == ACTIVE, lists.c.system.in_(told.systems))
        .where(counts(listed_cases, told.kinds, day), belongs(listed_members, day))
    )
    return found.where(~_newer_in_the_register(board).exists()) if VisadAv.REGISTER in told.origins else found


def counts(table: Table, kinds: Collection[Arendetyp], day: date) -> ColumnElement[bool]:
    """Opened, not closed, and of one of those kinds."""
    return and_(
        table.c.kind.in_([kind.value for kind in kinds]),
        table.c.status == Arendestatus.PAGAENDE.value,
        table.c.opened <= day,
        or_(table.c.closed.is_(None), table.c.closed > day),
    )


def belongs(table: Table, day: date) -> ColumnElement[bool]:
    """Whose day it is in the case."""
    return and_(
        or_(table.c.first.is_(None), table.c.first <= day), or_(table.c.last.is_(None), table.c.last >= day)
    )


def _newer_in_a_list(board: str) -> Select[Any]:
    return (
        select(listed_cases.c.case_id)
        .join(lists, lists.c.id == listed_cases.c.list)
        .where(lists.c.state == ACTIVE, lists.c.board == board, lists.c.as_of > cases.c.as_of)
        .where(lists.c.system == cases.c.system, listed_cases.c.case_id == cases.c.case_id)
        .correlate(cases)
    )


def _newer_in_the_register(board: str) -> Select[Any]:
    return (
        select(cases.c.id)
        .where(cases.c.board == board, cases.c.as_of >= lists.c.as_of)
        .where(cases.c.system == lists.c.system, cases.c.case_id == listed_cases.c.case_id)
        .correlate(lists, listed_cases)
    )
