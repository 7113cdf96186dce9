"""The origin SIGNERAT_INTYG with keys, a clock to set and a log that remembers what must be looked into."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import cast

from hub.audit import AccessLog
from hub.model.board import Board, BoardId, StatementKey
from hub.model.case import CaseFact, Unshown
from hub.model.query import Query
from hub.signed import SignedStatements
from tests.support import policy
from tests.support.audit import SetClock
from tests.support.policy import AN, NOW
from tests.support.signed import Pair

CLIENT = "sn-arendesystem"
Days = Mapping[str, tuple[date | None, date | None]]
Alarm = tuple[BoardId | None, str, str | None]


@dataclass(slots=True)
class Alarms:
    """In the log's place: what would be written as a security event."""

    told: list[Alarm] = field(default_factory=list)

    async def security(self, board: BoardId | None, kind: str, client: str | None = None) -> str:
        self.told.append((board, kind, client))
        return "post-1"


@dataclass(frozen=True, slots=True)
class Office:
    """A board whose client has keys, with another client, and another board next door."""

    board: Board
    boards: Mapping[BoardId, Board]
    now: datetime

    @classmethod
    def with_keys(
        cls,
        own: tuple[Pair, ...],
        *,
        days: Days | None = None,
        others: tuple[Pair, ...] = (),
        next_door: tuple[Pair, ...] = (),
        client: str = CLIENT,
        jwk: Mapping[str, str] | None = None,
        now: float = NOW.timestamp(),
    ) -> Office:
        keys = {client: _keys(own, days or {}, jwk or {}), "annan-klient": _keys(others, {}, {})}
        board = policy.board(keys=keys)
        beside = policy.board(id=AN, keys={client: _keys(next_door, {}, {})})
        return cls(board, {board.id: board, AN: beside}, datetime.fromtimestamp(now, UTC))

    def at(self, now: datetime) -> Office:
        return replace(self, now=now)

    def ask(self, query: Query) -> tuple[CaseFact | Unshown | None, list[Alarm]]:
        """What the origin says of a question, and what must be looked into."""
        alarms = Alarms()
        origin = SignedStatements(self.boards, "nyttonav", cast("AccessLog", alarms), SetClock(self.now))
        return asyncio.run(origin.fact(query, self.board)), alarms.told


def _keys(pairs: tuple[Pair, ...], days: Days, jwk: Mapping[str, str]) -> tuple[StatementKey, ...]:
    return tuple(
        StatementKey(one.kid, json.dumps(one.public | dict(jwk)), *days.get(one.kid, (None, None)))
        for one in pairs
    )


def carrying(query: Query, written: str) -> Query:
    """The question with a statement, also one that the wire would not let through."""
    case = query.question.arende.like({"signeratIntyg": written})
    return replace(query, question=query.question.like({"arende": case}))
