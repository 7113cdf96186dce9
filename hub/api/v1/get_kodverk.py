"""GET kodverk: what every code means, in plain Swedish."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.kodverk import Kodverk

router = APIRouter()


@router.get(
    "/kodverk",
    **operation(
        summary="Alla koder med texter i klarspråk",
        description="Koderna i svaren, lista för lista. Every code in answers, with its plain-language text.",
        answer=Kodverk,
        problems=(406,),
    ),
)
async def get(request: Request, _caller: Annotated[Caller, Depends(guarded("kallor:las"))]) -> Response:
    return wire.answer(request, hub.of(request).codes)
