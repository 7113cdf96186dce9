"""PUT arenden/{system}/{id}: the case system registers the whole state of a case."""

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


@router.put(
    "/arenden/{system}/{id:path}",
    **operation(
        summary="Registrera ett ärendes hela läge",
        description=(
            "Nyaste tidpunkt gäller; samma läge igen ändrar ingenting. Svaret är läget efteråt, med de "
            "händelser som är senare än tidpunkt. 201 när ärendet är nytt, annars 200. The newest tidpunkt "
            "wins; the same state again changes nothing; the answer is the state with later events on top."
        ),
        question=Arende,
        answer=Arende,
        problems=(403, 408, 409, 413, 415, 422, 503),
        parameters=PARAMETERS,
        created=True,
    ),
)
async def put(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("arenden:skriv"))],
    path: Annotated[CasePath, Depends(case_path)],
) -> Response:
    here = hub.of(request)
    case = await wire.read(request, Arende, here.catalogue)
    stored = await here.cases.put(caller, here.boards[caller.board], path.system, path.case_id, case)
    headers = {"Location": path.url} if stored.created else {}
    return wire.answer(request, stored.case, status=201 if stored.created else 200, headers=headers)
