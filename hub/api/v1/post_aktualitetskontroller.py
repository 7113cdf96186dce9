"""POST aktualitetskontroller: whether a person is in an ongoing case at another board of the municipality."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.model.query import Caller
from messages.aktualitetskontroller import Aktualitetskontroll, Aktualitetssvar

router = APIRouter()


@router.post(
    "/aktualitetskontroller",
    **operation(
        summary="Fråga en annan nämnd i kommunen om en person är aktuell där",
        description=(
            "För en namngiven handläggare vid en nämnd i samma kommun (15 kap. 8 § socialtjänstlagen). "
            "Svaret är ja eller nej och ingenting mer: inget ärende, inget slag, ingen dag. Aktuell är den "
            "som i dag hör till ett öppnat ärende; ett aktualiserat ärende räknas inte. Slag av ärenden som "
            "nämnden inte berättar om, som familjerådgivning (26 kap. 3 § OSL), besvaras som inget ärende. "
            "Har nämnden inga aktuella uppgifter om ärendena i ett system nekas frågan, lika för alla. "
            "Frågan och svaret står i båda nämndernas loggar innan svaret lämnas. For a named caseworker of "
            "another board of the municipality: true or false, nothing more; in both boards' logs first."
        ),
        question=Aktualitetskontroll,
        answer=Aktualitetssvar,
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("aktualitet:fraga"))]) -> Response:
    here = hub.of(request)
    question = await wire.read(request, Aktualitetskontroll, here.catalogue)
    return wire.answer(request, await here.ongoing.check(caller, question))
