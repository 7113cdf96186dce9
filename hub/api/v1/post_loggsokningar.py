"""POST loggsokningar: who looked at whom, at the reviewer's own board."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.records import loggpost
from hub.audit import Search
from hub.model.query import Caller
from messages.logg import Loggsokning, Loggtraffar

router = APIRouter()


@router.post(
    "/loggsokningar",
    **operation(
        summary="Sök i nämndens åtkomstlogg",
        description=(
            "Sökningen är själv en loggpost, med det skäl som anges. POST används eftersom personnummer inte "
            "får stå i en adress. The search is itself a record, with its reason."
        ),
        question=Loggsokning,
        answer=Loggtraffar,
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("logg:las"))]) -> Response:
    here = hub.of(request)
    asked = await wire.read(request, Loggsokning, here.catalogue)
    search = Search(
        person=asked.personidentitet,
        caseworker=asked.handlaggare,
        case=(asked.arende.system, asked.arende.id) if asked.arende is not None else None,
        first=asked.fran,
        last=asked.till,
        limit=asked.antal + 1,
        review=asked.granskas,
    )
    found = await here.log.search(caller, search, asked.skal)
    posts = [loggpost(record) for record in found[: asked.antal]]
    return wire.answer(request, Loggtraffar(loggposter=posts, fler=len(found) > asked.antal))
