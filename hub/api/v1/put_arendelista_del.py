"""PUT arendelistor/{id}/delar/{nr}: a part of an announced list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.list_path import PART, lage, list_id, part_number
from hub.lists import cases_of
from hub.model.query import Caller
from messages.arendelistor import Arendelistdel, Arendelistlage

router = APIRouter()


@router.put(
    "/arendelistor/{id}/delar/{nr}",
    **operation(
        summary="Lämna en del av en anmäld lista",
        description=(
            "Högst 256 kB. Samma del igen ändrar ingenting; annat innehåll under samma nummer nekas. "
            "The same part again changes nothing; other content under its number is refused."
        ),
        question=Arendelistdel,
        answer=Arendelistlage,
        problems=(403, 404, 408, 409, 413, 415, 422, 503),
        parameters=PART,
    ),
)
async def put(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("arenden:skriv"))],
    named: Annotated[str, Depends(list_id)],
    number: Annotated[int, Depends(part_number)],
) -> Response:
    here = hub.of(request)
    part = await wire.read(request, Arendelistdel, here.catalogue)
    found = await here.lists.put_part(caller, named, number, cases_of(part))
    return wire.answer(request, lage(found))
