"""POST uppgiftsforfragningar: one look-up about one or several persons of a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import counts, hub, trace, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller, Query
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar

router = APIRouter()


@router.post(
    "/uppgiftsforfragningar",
    **operation(
        summary="Fråga källor om personer i ett pågående ärende",
        description=(
            "En fråga om en eller flera personer i ett ärende. POST används i stället för GET eftersom "
            "personnummer inte får stå i en adress. One question about persons of an ongoing case; POST "
            "because a personal number must never stand in a URL."
        ),
        question=Uppgiftsforfragan,
        answer=Uppgiftssvar,
        problems=(403, 408, 409, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("uppgifter:fraga"))]) -> Response:
    here = hub.of(request)
    question = await wire.read(request, Uppgiftsforfragan, here.catalogue)
    query = Query(question, caller, here.clock.now(), trace.correlation(), trace.of(request))
    answer = await here.broker.answer(query)
    counts.of(request).answered(caller.board)
    return wire.answer(request, answer.message)
