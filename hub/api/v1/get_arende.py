"""GET arenden/{system}/{id}: a case as last registered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.case_path import PARAMETERS, CasePath, case_path
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.arende import Arende

router = APIRouter()


@router.get(
    "/arenden/{system}/{id:path}",
    **operation(
        summary="Läs ett ärende som det senast registrerades",
        description="Bara den egna nämndens ärenden. Only cases of the caller's own board.",
        answer=Arende,
        problems=(403, 404, 503),
        parameters=PARAMETERS,
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("arenden:las"))],
    path: Annotated[CasePath, Depends(case_path)],
) -> Response:
    here = hub.of(request)
    case = await here.cases.get(caller, here.boards[caller.board], path.system, path.case_id)
    return wire.answer(request, case)
