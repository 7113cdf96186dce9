"""What is needed from outside to find the case of a person that no question names, as Protocols."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from hub.model.board import Board, BoardId
from hub.model.case import CaseFact, CaseName, Unshown
from hub.model.query import Query
from messages.arende import Arendetyp
from messages.koder import VisadAv
from messages.values import Personidentitet


class KeptByPerson(Protocol):
    """Cases that the hub has itself, looked for by person. Raises RegisterUnavailable."""

    async def ongoing(
        self,
        board: BoardId,
        person: Personidentitet,
        kind: Arendetyp,
        origins: Collection[VisadAv],
        day: date,
    ) -> frozenset[CaseName]:
        """Cases of that kind that the register, or a list in use, has as opened and not closed, and the
        person in them that day: of each place by itself, whatever another says. No other board's."""
        ...


class AskedByPerson(Protocol):
    """The case systems that can be asked just then, asked about the one person of a question."""

    async def of_person(self, query: Query, board: Board) -> tuple[CaseFact, ...] | Unshown:
        """Every case that any of them tells of. Unshown where one of them could not say.

        Raises LogUnavailable: then nothing more is sent, and nothing that was said may be used.
        """
        ...
