"""POST medsignaturer: a witness hands over the checkpoint that it has signed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.records import kontrollpunkt
from hub.model.query import Caller
from messages.loggbevis import Kontrollpunkt, Medsignatur

router = APIRouter()


@router.post(
    "/kontrollpunkter/medsignaturer",
    **operation(
        summary="Lämna en kontrollpunkt som ett vittne har undertecknat",
        description=(
            "Enligt C2SP tlog-cosignature, av ett av navets vittnen (inställningen witnesses). By one of the "
            "hub's witnesses."
        ),
        question=Medsignatur,
        answer=Kontrollpunkt,
        problems=(403, 404, 408, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("logg:vittna"))]) -> Response:
    here = hub.of(request)
    said = await wire.read(request, Medsignatur, here.catalogue)
    found = await here.checkpoints.take(caller.board, said.kontrollpunkt)
    return wire.answer(request, kontrollpunkt(await here.log.latest_checkpoint(caller.board), found))
