"""May a board ask another of its municipality whether a person is in an ongoing case there? Gates 1 and 2.

The person is no part of it: a refusal says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.model.decision import Refused
from hub.model.query import Caller, Facts, Query
from hub.policy import asker
from hub.policy.combine import AllOf
from hub.policy.laws import ACCESS
from hub.policy.rule import Gate, Law, cited
from hub.problems import GateRefused, Pointer
from messages.koder import AktorTyp
from messages.uppgifter import Ingivare, Uppgiftsforfragan

DUTY_TO_TELL = (
    Law("15 kap. 8 § socialtjänstlagen (2025:400)", first=date(2025, 7, 1)),
    Law("26 kap. 1 och 3 §§ offentlighets- och sekretesslagen (2009:400)"),
)
"""A board tells another on request that a person is "aktuell", never of what 26 kap. 3 § protects."""


def _no_caseworker(query: Query, _facts: Facts) -> Iterator[Pointer]:
    if query.question.ingivare.aktor.typ is not AktorTyp.HANDLAGGARE:
        yield Pointer("/ingivare/aktor/typ", "Ska vara HANDLAGGARE.")


def _does_not_answer(_query: Query, facts: Facts) -> Iterator[Pointer]:
    """`facts.board` is the board asked; a name that is no board's is answered as one that does not answer."""
    if facts.board is None or facts.board.told_to_neighbours is None:
        yield Pointer("/namnd", "Svarar inte på aktualitetskontroller.")


def _own_board(query: Query, facts: Facts) -> Iterator[Pointer]:
    if facts.board is not None and facts.board.id == query.caller.board:
        yield Pointer("/namnd", "Är den egna nämnden.")


BY_A_CASEWORKER = Gate(
    2,
    "aktualitetskontroll-av-handlaggare",
    ACCESS,
    GateRefused,
    "En annan nämnd tillfrågas av en handläggare, inte av en funktion eller ett kontaktcenter: inget avtal "
    "mellan nämnderna medger det. Låt en handläggare fråga.",
    _no_caseworker,
)
ANOTHER_BOARD = Gate(
    1,
    "annan-namnd",
    DUTY_TO_TELL,
    GateRefused,
    "Frågan ställs till den egna nämnden. Ange en annan nämnd i kommunen; egna ärenden finns i det egna "
    "ärendesystemet.",
    _own_board,
)
BOARD_ANSWERS = Gate(
    1,
    "svarande-namnd",
    DUTY_TO_TELL,
    GateRefused,
    "Nämnden svarar inte på aktualitetskontroller genom navet. Fråga nämnden på annat sätt; vill den svara "
    "här, ber den förvaltaren av navet att skriva aktualitetskontroll i kommunens fil.",
    _does_not_answer,
)
_ASKER = AllOf((asker.OWN_BOARD, BY_A_CASEWORKER, asker.NAMED_CASEWORKER, asker.UNIT_NAMED))
_ASKED = AllOf((ANOTHER_BOARD, BOARD_ANSWERS))


def refused_to_neighbour(caller: Caller, by: Ingivare, asked: Board | None, now: datetime) -> Refused | None:
    """Why the board `asked` (None: there is no such board) may not be asked; None when it may.

    That the client may is its scope's matter: the door has looked at that.
    """
    # These gates look at who asks and at the boards, and at nothing else of a question; here there is no
    # more, and a gate that looked further would fail rather than let anybody through.
    head: dict[str, Any] = {"ingivare": by}
    query = Query(Uppgiftsforfragan.model_construct(**head), caller, now, "", "")
    facts = Facts(now, swedish_day(now), asked, (), {}, frozenset())
    return _ASKER.refusal(query, facts) or _ASKED.refusal(query, facts)


def nothing_known_lately(now: datetime) -> Refused:
    """The board answers, but what it has of one of its case systems is too old to say yes or no of anybody.

    The same refusal whoever it is about: what is not known is never told as no.
    """
    return Refused(
        GateRefused,
        1,
        "svarande-namnds-uppgifter",
        cited(DUTY_TO_TELL, swedish_day(now)),
        "Nämnden har inga aktuella uppgifter om sina ärenden här, om någon. Fråga nämnden på annat sätt, och "
        "be den lämna ärendena till navet på nytt; dess fil säger hur gamla uppgifterna får vara.",
        (Pointer("/namnd", "Har inga aktuella uppgifter."),),
    )


def neighbour(own: BoardId, board: str) -> BoardId:
    """The board of that name in the same municipality: no other can be named at all."""
    return BoardId(own.organisation_number, board)
