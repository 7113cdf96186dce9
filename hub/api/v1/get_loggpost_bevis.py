"""GET loggposter/{id}/bevis: proof that a record is in the log, for anyone with the public key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.log_path import PARAMETERS, entry_id
from hub.api.records import bevis
from hub.model.query import Caller
from messages.loggbevis import Bevis

router = APIRouter()


@router.get(
    "/loggposter/{id}/bevis",
    **operation(
        summary="Bevis för att en loggpost finns i loggen",
        description=(
            "Inklusionsbevis enligt RFC 9162 mot en undertecknad kontrollpunkt. Inclusion proof against a "
            "signed checkpoint."
        ),
        answer=Bevis,
        problems=(403, 404, 422, 503),
        parameters=PARAMETERS,
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("logg:las"))],
    entry: Annotated[str, Depends(entry_id)],
) -> Response:
    proof = await hub.of(request).log.inclusion_proof(caller.board, entry)
    return wire.answer(request, bevis(proof))
