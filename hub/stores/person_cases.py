"""Which ongoing cases a person is in, looked for by keyed hash in register and lists.

Implements `case_ports.KeptByPerson`. Both ways begin in an index by person (`members_by_person`,
`listed_members_by_person`): what a person is in is found among few rows, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from hub.model.board import BoardId
from hub.model.case import CaseName
from hub.ports import PersonVault
from hub.stores.list_clearing import ACTIVE
from hub.stores.ongoing import belongs, counts
from hub.stores.register_file import RegisterFile
from hub.stores.register_tables import cases, listed_cases, listed_members, lists, members
from messages.arende import Arendetyp
from messages.koder import VisadAv
from messages.values import Personidentitet


class StoredPersonCases:
    """Each place's word by itself: which of two about one case counts is judged where both are read whole."""

    def __init__(self, file: RegisterFile, vault: PersonVault) -> None:
        self._file = file
        self._vault = vault

    async def ongoing(
        self,
        board: BoardId,
        person: Personidentitet,
        kind: Arendetyp,
        origins: Collection[VisadAv],
        day: date,
    ) -> frozenset[CaseName]:
        """See `case_ports.KeptByPerson`."""
        keys = self._vault.lookup_keys(board, person)
        statements = []
        if VisadAv.REGISTER in origins:
            statements.append(registered(board.origin, keys, kind, day))
        if VisadAv.LISTA in origins:
            statements.append(listed(board.origin, keys, kind, day))

        def look(connection: Connection) -> frozenset[CaseName]:
            return frozenset(
                CaseName(row.system, row.case_id) for one in statements for row in connection.execute(one)
            )

        return await self._file.read(look)


def registered(board: str, keys: Sequence[bytes], kind: Arendetyp, day: date) -> Select[Any]:
    return (
        select(cases.c.system, cases.c.case_id)
        .join(members, members.c.case == cases.c.id)
        .where(members.c.board == board, members.c.person_key.in_(keys), cases.c.board == board)
        .where(counts(cases, (kind,), day), belongs(members, day))
    )


def listed(board: str, keys: Sequence[bytes], kind: Arendetyp, day: date) -> Select[Any]:
    of_the_list = (listed_cases.c.list == listed_members.c.list) & (
        listed_cases.c.case_id == listed_members.c.case_id
    )
    return (
        select(lists.c.system, listed_cases.c.case_id)
        .join_from(listed_members, listed_cases, of_the_list)
        .join(lists, lists.c.id == listed_members.c.list)
        .where(listed_members.c.board == board, listed_members.c.person_key.in_(keys))
        .where(lists.c.state == ACTIVE, lists.c.board == board)
        .where(counts(listed_cases, (kind,), day), belongs(listed_members, day))
    )
