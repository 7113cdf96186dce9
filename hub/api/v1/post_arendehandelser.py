"""POST arenden/{system}/{id}/handelser: the case system tells what has happened in a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.case_path import PARAMETERS, CasePath, case_path
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from hub.model.told import EventsTaken
from messages.arende import Arende
from messages.handelser import (
    Arendehandelsekvitto,
    Arendehandelser,
    Arendelage,
    Handelse,
    Handelsekvittens,
    Handelseutfall,
)

router = APIRouter()


# A case id may hold slashes: the last part of the address is what says that these are events.
@router.post(
    "/arenden/{system}/{id:path}/handelser",
    **operation(
        summary="Berätta vad som har hänt i ett ärende",
        description=(
            "Händelserna får komma i vilken ordning som helst och flera gånger: var och en tar sin plats "
            "efter sin egen tidpunkt, och samma handelseId räknas en gång. Alla eller inga sparas. "
            "AKTUALISERAT eller OPPNAT kan börja ett ärende. Events may come in any order and repeatedly; "
            "all or none are kept."
        ),
        question=Arendehandelser,
        answer=Arendehandelsekvitto,
        problems=(403, 404, 408, 413, 415, 422, 503),
        parameters=PARAMETERS,
    ),
)
async def post(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("arenden:skriv"))],
    path: Annotated[CasePath, Depends(case_path)],
) -> Response:
    here = hub.of(request)
    told = await wire.read(request, Arendehandelser, here.catalogue)
    board = here.boards[caller.board]
    taken = await here.cases.tell(caller, board, path.system, path.case_id, told.handelser)
    receipt = Arendehandelsekvitto(
        system=path.system,
        id=path.case_id,
        handelser=_outcomes(told.handelser, taken),
        lage=None if taken.case is None else _state(taken.case),
    )
    return wire.answer(request, receipt)


def _outcomes(events: Sequence[Handelse], taken: EventsTaken) -> list[Handelsekvittens]:
    """An event that stands twice is new the first time."""
    left, outcomes = set(taken.new), []
    for event in events:
        outcome = Handelseutfall.NY if event.handelseId in left else Handelseutfall.UPPREPAD
        left.discard(event.handelseId)
        outcomes.append(Handelsekvittens(handelseId=event.handelseId, utfall=outcome))
    return outcomes


def _state(case: Arende) -> Arendelage:
    return Arendelage(
        typ=case.typ,
        status=case.status,
        tidpunkt=case.tidpunkt,
        oppnat=case.oppnat,
        avslutat=case.avslutat,
        antalPersoner=len(case.personer),
    )
