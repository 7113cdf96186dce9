"""POST arendeladdningar: many whole cases at once, each judged by itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from hub.model.told import NamedCase, Stored
from hub.problems import Problem
from messages.laddning import (
    Arendeladdning,
    Arendeladdningskvitto,
    Laddningsbesked,
    Laddningsutfall,
)

MAX_BYTES = 4 * 1024 * 1024

router = APIRouter()


@router.post(
    "/arendeladdningar",
    **operation(
        summary="Registrera många ärendens hela läge",
        description=(
            "Högst 500 ärenden och 4 MB. Varje ärende bedöms för sig, som om det registrerades ensamt; det "
            "som nekas hindrar inte de andra. At most 500 cases and 4 MB, each judged by itself."
        ),
        question=Arendeladdning,
        answer=Arendeladdningskvitto,
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("arenden:skriv"))]) -> Response:
    here = hub.of(request)
    load = await wire.read(request, Arendeladdning, here.catalogue, MAX_BYTES)
    cases = [NamedCase(it.system, it.id, it.arende) for it in load.arenden]
    stored = await here.cases.load(caller, here.boards[caller.board], cases)
    told = [_told(one, outcome) for one, outcome in zip(cases, stored, strict=True)]
    return wire.answer(request, Arendeladdningskvitto(arenden=told))


def _told(one: NamedCase, outcome: Stored | Problem) -> Laddningsbesked:
    if isinstance(outcome, Problem):
        return Laddningsbesked(
            system=one.system, id=one.case_id, utfall=Laddningsutfall.NEKAD, text=outcome.detail
        )
    if outcome.created:
        taken = Laddningsutfall.NY
    else:
        taken = Laddningsutfall.ANDRAD if outcome.changed else Laddningsutfall.OFORANDRAD
    return Laddningsbesked(system=one.system, id=one.case_id, utfall=taken)
