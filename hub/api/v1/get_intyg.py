"""GET intyg/{id}: a statement as it stands, for whoever is to confirm it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.statement_path import PARAMETERS, statement_id
from hub.model.query import Caller
from messages.intyg import Intygssvar

router = APIRouter()


@router.get(
    "/intyg/{id}",
    **operation(
        summary="Läs ett intyg innan det bekräftas",
        description=(
            "Bara den egna nämndens intyg, till 30 dagar efter att det har slutat gälla. Only the own "
            "board's, until 30 days after its end."
        ),
        answer=Intygssvar,
        problems=(403, 404, 422, 503),
        parameters=PARAMETERS,
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("intyg:bekrafta"))],
    statement: Annotated[str, Depends(statement_id)],
) -> Response:
    return wire.answer(request, await hub.of(request).statements.get(caller, statement))
