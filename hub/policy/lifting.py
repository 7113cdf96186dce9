"""When the suppression for protected persons is lifted: for one answer, or for whom the board has named.

Suppression inside the asking board is policy and not law (facts: protected identities). Whoever it is lifted
for, the log says so, and somebody looks at it afterwards.
"""

from __future__ import annotations

from hub.model.board import Board
from hub.model.decision import Lift
from hub.model.query import Query
from hub.model.scope import Scope
from messages.koder import AktorTyp, SkyddLyft


def lift_of(query: Query, board: Board) -> Lift | None:
    """None: nothing is lifted. That the permission is held has been seen to by the gates."""
    question = query.question
    if question.skyddadeUppgifter is not None:
        return Lift(SkyddLyft.BEHORIGHET_MED_SKAL, question.skyddadeUppgifter.skal)
    actor = question.ingivare.aktor
    # The very id as the board has written it: a look-alike is somebody else. Who it is, is the client's word:
    # only of one that the board trusts with protected data is it taken.
    # Of one that the file has put in for nobody it is not taken at all.
    named = actor.typ is AktorTyp.HANDLAGGARE and actor.id in board.for_protected
    named = named and not query.caseworker_put_in
    return Lift(SkyddLyft.UTSEDD_HANDLAGGARE) if named and may_see_protected(query, board) else None


def may_see_protected(query: Query, board: Board) -> bool:
    """Whether the client holds the permission, by its token and in the board's file."""
    client = board.client(query.caller.client_id)
    given = client.scopes if client is not None else frozenset()
    return Scope.SEE_PROTECTED in given and Scope.SEE_PROTECTED in query.caller.scopes
