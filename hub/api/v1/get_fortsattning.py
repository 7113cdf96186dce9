"""GET kontrollpunkter/{fran}/fortsattning: that the log extends what a witness, or anyone, has seen of it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation, path_text
from hub.api.guard import guarded
from hub.api.records import fortsattning
from hub.model.query import Caller
from hub.problems import MalformedQuestion, Pointer
from messages.loggbevis import Fortsattning

router = APIRouter()

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


def size(request: Request) -> int:
    """A dependency. Raises MalformedQuestion, without repeating what stood in the path."""
    found: str = request.path_params["fran"]
    if not _SIZE.fullmatch(found):
        raise MalformedQuestion(
            "Storleken är ett antal poster, från 0.", fel=[Pointer("/fran", "är inget antal poster")]
        )
    return int(found)


@router.get(
    "/kontrollpunkter/{fran}/fortsattning",
    **operation(
        summary="Bevis för att loggen fortsätter en tidigare kontrollpunkt",
        description=(
            "Konsistensbevis enligt RFC 9162 från storleken fran till loggens senaste kontrollpunkt; för "
            "vittnen. Consistency proof from the size fran to the latest checkpoint; for witnesses."
        ),
        answer=Fortsattning,
        problems=(403, 404, 422, 503),
        parameters=(
            path_text("fran", "Den tidigare storleken, 0 för ingen. The earlier size, 0 for none.", "12"),
        ),
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("logg:vittna"))],
    old: Annotated[int, Depends(size)],
) -> Response:
    found = await hub.of(request).checkpoints.continuation(caller.board, old)
    return wire.answer(request, fortsattning(found))
