"""GET kallor/{kalla}/uppfoljning: what the source has promised, and how it has kept it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation, path_text, query_text
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.uppfoljning import MONTH_PATTERN, Kalluppfoljning

router = APIRouter()


@router.get(
    "/kallor/{kalla}/uppfoljning",
    **operation(
        summary="Vad källan har utlovat och hur det har hållits, månad för månad",
        description=(
            "Per svensk kalendermånad, väg och version av avtalet, om den egna nämndens frågor: hur "
            "många som besvarades, vilka som inte gjorde det (i vilket led och varför), vilka som inte "
            "ställdes, hur snabbt svaren kom, och om det som avtalet utlovar hölls. Tillgänglighet är "
            "andelen frågor som besvarades. Det som inte ställdes räknas inte källan till last "
            "(driftuppehåll, trafikgränser, navets egna hinder), inte heller fel i ledet NYTTONAV. "
            "uppfyllt utelämnas där inget är utlovat och där frågorna är för få: färre än hundra, eller "
            "så få att en enda skulle avgöra. Månader utan frågor har ingen rad. Det som räknas sparas "
            "var femtonde sekund, i 36 månader; det som ett avbrutet nav hade räknat sedan sist är "
            "borta. What the source promised and what was measured, month by month, for the caller's "
            "own board."
        ),
        answer=Kalluppfoljning,
        problems=(404, 422, 503),
        parameters=(
            path_text("kalla", "Källans id. The source's id.", "CSN"),
            query_text(
                "fran",
                "Första månaden; utelämnad två månader före tom. The first month, by default two before tom.",
                MONTH_PATTERN,
                "2026-09",
            ),
            query_text(
                "tom",
                "Sista månaden; utelämnad den som pågår. The last month, by default the current one.",
                MONTH_PATTERN,
                "2026-11",
            ),
        ),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("kallor:las"))],
) -> Response:
    months = (request.query_params.get(name) for name in ("fran", "tom"))
    found = await hub.of(request).follow_up.of(caller.board, request.path_params["kalla"], *months)
    return wire.answer(request, found)
