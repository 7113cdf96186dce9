"""POST intyg/{id}/bekraftelser: a second authorised person confirms a caseworker's statement."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.statement_path import PARAMETERS, statement_id
from hub.model.query import Caller
from messages.intyg import Intygsbekraftelse, Intygssvar

router = APIRouter()


@router.post(
    "/intyg/{id}/bekraftelser",
    **operation(
        summary="Bekräfta någon annans intyg",
        description=(
            "Den som bekräftar är någon annan än den som har lämnat intyget. Samma bekräftelse igen ändrar "
            "ingenting. Whoever confirms is not who stated it; the same again changes nothing."
        ),
        question=Intygsbekraftelse,
        answer=Intygssvar,
        problems=(403, 404, 408, 409, 413, 415, 422, 503),
        parameters=PARAMETERS,
    ),
)
async def post(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("intyg:bekrafta"))],
    statement: Annotated[str, Depends(statement_id)],
) -> Response:
    here = hub.of(request)
    said = await wire.read(request, Intygsbekraftelse, here.catalogue)
    return wire.answer(request, await here.statements.confirm(caller, statement, said))
