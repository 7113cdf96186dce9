"""POST intyg: a caseworker states a case that no system can show."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, statement_path, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.intyg import Intyg, Intygssvar

router = APIRouter()


@router.post(
    "/intyg",
    **operation(
        summary="Intyga ett ärende som inget system kan visa",
        description=(
            "Gäller dagen ut, loggas och granskas alltid. Frågan anger det sedan i arende.intygId; källor i "
            "bekraftasFore tillfrågas först när någon annan har bekräftat det. Holds for the day, always "
            "reviewed; sources in bekraftasFore are asked only when somebody else has confirmed it."
        ),
        question=Intyg,
        answer=Intygssvar,
        problems=(403, 408, 413, 415, 422, 503),
        created=True,
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("intyg:lamna"))]) -> Response:
    here = hub.of(request)
    said = await wire.read(request, Intyg, here.catalogue)
    made = await here.statements.make(caller, said)
    return wire.answer(request, made, status=201, headers={"Location": statement_path.url(made.intygId)})
