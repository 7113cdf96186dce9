"""When the suppression for protected persons is lifted: for one answer, or for whom the board has named.

Suppression inside the asking board is policy and not law (facts: protected identities). Whoever it is lifted
for, the log says so, and somebody looks at it afterwards.
"""

from __future__ import annotations

from hub.model.board import Board
from hub.model.decision import Lift
from hub.model.query import Query
from messages.koder import AktorTyp, SkyddLyft


def lift_of(query: Query, board: Board) -> Lift | None:
    """None: nothing is lifted. That the permission is held has been seen to by the gates."""
    question = query.question
    if question.skyddadeUppgifter is not None:
        return Lift(SkyddLyft.BEHORIGHET_MED_SKAL, question.skyddadeUppgifter.skal)
    actor = question.ingivare.aktor
    # The very id as the board has written it: a look-alike is somebody else.
    if actor.typ is AktorTyp.HANDLAGGARE and actor.id in board.for_protected:
        return Lift(SkyddLyft.UTSEDD_HANDLAGGARE)
    return None
