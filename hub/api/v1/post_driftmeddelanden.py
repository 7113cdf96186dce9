"""POST kallor/{kalla}/driftmeddelanden: whoever may tells when a source is not to be asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation, path_text
from hub.api.guard import Sender, guarded_for_either
from messages.drift import Driftmeddelande, Driftmeddelandesvar

router = APIRouter()


@router.post(
    "/kallor/{kalla}/driftmeddelanden",
    **operation(
        summary="Meddela när en källa inte ska tillfrågas",
        description=(
            "Källans egna system, som avtalet tar upp, meddelar för alla; en nämnds system för nämndens "
            "egna frågor. Medan uppehållet pågår tillfrågas källan inte: den som frågar får EJ_STALLD, till "
            "när och vem man ringer. Med `ersatter` gäller det i stället för ett tidigare meddelande av "
            "samma avsändare, också för att säga att det är över. The source's own system tells for "
            "everybody, a board's for itself. Meanwhile the source is not asked."
        ),
        question=Driftmeddelande,
        answer=Driftmeddelandesvar,
        problems=(403, 404, 408, 413, 415, 422, 503),
        parameters=(path_text("kalla", "Källans id. The source's id.", "CSN"),),
    ),
)
async def post(
    request: Request,
    telling: Annotated[Sender, Depends(guarded_for_either("drift:meddela"))],
) -> Response:
    here = hub.of(request)
    caller, own = telling
    said = await wire.read(request, Driftmeddelande, here.catalogue)
    told = await here.maintenance.tell(caller, own, request.path_params["kalla"], said)
    return wire.answer(request, told)
