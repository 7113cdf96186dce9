"""POST fragekontroller: an agency asks whether the hub put a question that it received.

A resource of its own beside aktualitetskontroller: another caller, by another right, asks about another
thing, and one message for both would need a field for the person that an agency may never fill in.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded_for_agencies
from hub.model.query import AgencyCaller
from messages.fragekontroller import Fragekontroll, Fragekontrollsvar

router = APIRouter()


@router.post(
    "/fragekontroller",
    **operation(
        summary="Kontrollera att navet har ställt en fråga, och vilka grindar den passerade",
        description=(
            "För en källas egna system, som avtalet med källan tar upp; biljetten anger myndighetens "
            "organisationsnummer och ingen nämnd. Frågan gäller det id som följde med den mottagna frågan, "
            "aldrig en person. `stalld` är sant bara för en fråga till den egna källan: en annan källas id "
            "besvaras som ett som inte finns. Kontrollen loggas hos nämnden som ställde frågan, annars hos "
            "navets förvaltare. For a source's own systems: by the id of a question that it received, never "
            "by person; another source's id is answered as one that does not exist."
        ),
        question=Fragekontroll,
        answer=Fragekontrollsvar,
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
async def post(
    request: Request,
    asking: Annotated[tuple[AgencyCaller, str], Depends(guarded_for_agencies("fragor:kontrollera"))],
) -> Response:
    here = hub.of(request)
    caller, source = asking
    question = await wire.read(request, Fragekontroll, here.catalogue)
    return wire.answer(request, await here.vouching.vouch(caller, source, question))
