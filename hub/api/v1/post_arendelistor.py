"""POST arendelistor: a list of the case system's cases is announced, before its parts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.list_path import lage
from hub.model.board import BoardId
from hub.model.listed import ListHead
from hub.model.query import Caller
from messages.arendelistor import Arendelista, Arendelistlage

router = APIRouter()


@router.post(
    "/arendelistor",
    **operation(
        summary="Anmäl en lista över ett ärendesystems ärenden",
        description=(
            "201 när listan är ny; 200 när samma lista redan är påbörjad eller införd, och då sägs vilken "
            "del som väntas. En ny lista tar platsen för en påbörjad. Ingenting gäller förrän den är införd. "
            "The same list again is taken up where it was left; nothing counts until it is brought in."
        ),
        question=Arendelista,
        answer=Arendelistlage,
        problems=(403, 408, 409, 413, 415, 422, 503),
        created=True,
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("arenden:skriv"))]) -> Response:
    here = hub.of(request)
    asked = await wire.read(request, Arendelista, here.catalogue)
    head = ListHead(asked.system, asked.avser, asked.digest, asked.delar, asked.arenden, asked.personer)
    named = BoardId(asked.organisationsnummer, asked.namnd)
    found, new = await here.lists.announce(caller, here.boards[caller.board], named, head)
    return wire.answer(request, lage(found), status=201 if new else 200)
