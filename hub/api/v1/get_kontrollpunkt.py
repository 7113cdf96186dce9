"""GET kontrollpunkter/senaste: the latest signed checkpoint of the board's log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.records import kontrollpunkt
from hub.model.query import Caller
from messages.loggbevis import Kontrollpunkt

router = APIRouter()


@router.get(
    "/kontrollpunkter/senaste",
    **operation(
        summary="Loggens senaste kontrollpunkt",
        description=(
            "Undertecknad enligt C2SP tlog-checkpoint, och den senaste som ett vittne har undertecknat; "
            "spara dem på annat håll. Signed, and the latest that a witness has signed; keep them elsewhere."
        ),
        answer=Kontrollpunkt,
        problems=(403, 503),
    ),
)
async def get(request: Request, caller: Annotated[Caller, Depends(guarded("logg:las"))]) -> Response:
    here = hub.of(request)
    newest = await here.log.latest_checkpoint(caller.board)
    return wire.answer(request, kontrollpunkt(newest, here.checkpoints.witnessed(caller.board)))
