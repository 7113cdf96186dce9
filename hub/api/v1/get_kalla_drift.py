"""GET kallor/{kalla}/drift: whether a source is up, by a test call without personal data."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation, path_text
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.kallor import Kalldrift

router = APIRouter()


@router.get(
    "/kallor/{kalla}/drift",
    **operation(
        summary="Om källan är uppe, genom ett provanrop utan personuppgifter",
        description="Whether a source is up, by a test call without personal data.",
        answer=Kalldrift,
        problems=(404,),
        parameters=(path_text("kalla", "Källans id. The source's id.", "CSN"),),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("kallor:las"))],
) -> Response:
    here, kalla = hub.of(request), request.path_params["kalla"]
    return wire.answer(request, await here.sources.state(here.boards[caller.board], kalla))
