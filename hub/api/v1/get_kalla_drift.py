"""GET kallor/{kalla}/drift: whether a source is up, as it was last found, and when it is not asked."""

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
        summary="Om källan är uppe, och när den inte tillfrågas",
        description=(
            "Vad som senast har setts: sedan när källan svarar eller inte, i vilket led det brast, och "
            "driftuppehåll de närmaste 14 dagarna. Finns inget från den senaste halva minuten görs ett "
            "provanrop utan personuppgifter. As it was last found, by a look-up or by a test call without "
            "personal data, and when it is not asked."
        ),
        answer=Kalldrift,
        problems=(404, 503),
        parameters=(path_text("kalla", "Källans id. The source's id.", "CSN"),),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("kallor:las"))],
) -> Response:
    here, kalla = hub.of(request), request.path_params["kalla"]
    return wire.answer(request, await here.sources.state(here.boards[caller.board], kalla))
