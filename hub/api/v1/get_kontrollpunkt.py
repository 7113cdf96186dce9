"""GET kontrollpunkter/senaste: the latest signed checkpoint of the board's log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.records import kontrollpunkt
from hub.model.query import Caller
from messages.logg import Kontrollpunkt

router = APIRouter()


@router.get(
    "/kontrollpunkter/senaste",
    **operation(
        summary="Loggens senaste kontrollpunkt",
        description=(
            "Undertecknad enligt C2SP tlog-checkpoint; spara den på annat håll. Signed; keep it elsewhere."
        ),
        answer=Kontrollpunkt,
        problems=(403, 503),
    ),
)
async def get(request: Request, caller: Annotated[Caller, Depends(guarded("logg:las"))]) -> Response:
    return wire.answer(request, kontrollpunkt(await hub.of(request).log.latest_checkpoint(caller.board)))
