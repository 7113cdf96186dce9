"""GET kallor: what the board may ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.kallor import Kallor

router = APIRouter()


@router.get(
    "/kallor",
    **operation(
        summary="Vad nämnden får fråga om",
        description="What the board may ask.",
        answer=Kallor,
        problems=(406,),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("kallor:las"))],
) -> Response:
    here = hub.of(request)
    return wire.answer(request, here.sources.all(here.boards[caller.board]))
