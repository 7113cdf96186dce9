"""GET kallor/{kalla}: one source: what it tells, under which agreement."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation, path_text
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.kallor import Kalla

router = APIRouter()


@router.get(
    "/kallor/{kalla}",
    **operation(
        summary="En källa, vad den kan berätta och under vilket avtal",
        description="One source: what it tells, under which agreement.",
        answer=Kalla,
        problems=(404,),
        parameters=(path_text("kalla", "Källans id. The source's id.", "CSN"),),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("kallor:las"))],
) -> Response:
    here, kalla = hub.of(request), request.path_params["kalla"]
    return wire.answer(request, here.sources.one(here.boards[caller.board], kalla))
