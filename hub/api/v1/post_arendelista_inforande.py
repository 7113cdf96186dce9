"""POST arendelistor/{id}/inforanden: a whole list takes the place of the one before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.list_path import LIST, lage, list_id
from hub.model.query import Caller
from messages.arendelistor import Arendelistlage

router = APIRouter()


@router.post(
    "/arendelistor/{id}/inforanden",
    **operation(
        summary="För in en lista som har kommit hel",
        description=(
            "Listan gäller i stället för den förra, i ett steg. Den nekas om någon del saknas, om antalen "
            "inte stämmer eller om en lika ny lista redan är införd. Igen ändrar ingenting. "
            "The list counts from now on, in one step; again changes nothing."
        ),
        answer=Arendelistlage,
        problems=(403, 404, 409, 422, 503),
        parameters=LIST,
    ),
)
async def post(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("arenden:skriv"))],
    named: Annotated[str, Depends(list_id)],
) -> Response:
    found = await hub.of(request).lists.bring_in(caller, named)
    return wire.answer(request, lage(found))
