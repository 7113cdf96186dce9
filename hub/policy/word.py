"""Who may state a case on his or her own word, or confirm it: gates 1 and 2 as for a question, and no system.

Whether the client may is its scope's matter: the door has looked at that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hub.model.board import Board
from hub.model.calendar import swedish_day
from hub.model.decision import Refused
from hub.model.query import Caller, Facts, Query
from hub.policy import asker
from hub.policy.combine import AllOf
from hub.policy.laws import ACCESS
from hub.policy.rule import Gate
from hub.problems import GateRefused, Pointer
from messages.koder import AktorTyp
from messages.uppgifter import Ingivare, Uppgiftsforfragan


def _no_caseworker(query: Query, _facts: Facts) -> Iterator[Pointer]:
    if query.question.ingivare.aktor.typ is not AktorTyp.HANDLAGGARE:
        yield Pointer("/ingivare/aktor/typ", "Ska vara HANDLAGGARE.")


BY_A_CASEWORKER = Gate(
    2,
    "intyg-av-handlaggare",
    ACCESS,
    GateRefused,
    "Ett ärende intygas och bekräftas av handläggare, inte av en funktion eller ett kontaktcenter. "
    "Låt en handläggare göra det.",
    _no_caseworker,
)
TO_STATE = AllOf(
    (asker.OWN_BOARD, asker.BOARD_SERVED, BY_A_CASEWORKER, asker.NAMED_CASEWORKER, asker.UNIT_NAMED)
)


def refused_to_state(caller: Caller, by: Ingivare, board: Board | None, now: datetime) -> Refused | None:
    """Why this person at this client may not; None when they may. `board` is the one that `by` names."""
    # The gates of the asker look at who asks and at nothing else of a question; here there is no more, and
    # a gate that looked further would fail rather than let anybody through.
    head: dict[str, Any] = {"ingivare": by}
    query = Query(Uppgiftsforfragan.model_construct(**head), caller, now, "", "")
    facts = Facts(now, swedish_day(now), board, (), {}, frozenset())
    return TO_STATE.refusal(query, facts)
