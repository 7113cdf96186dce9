"""GET loggposter/{id}: one record of the access log. Reading it is a record too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.log_path import PARAMETERS, entry_id
from hub.api.records import loggpost
from hub.model.query import Caller
from messages.logg import Loggpost

router = APIRouter()


@router.get(
    "/loggposter/{id}",
    **operation(
        summary="Läs en loggpost",
        description="Att läsa en loggpost är själv en loggpost. Reading a record is a record too.",
        answer=Loggpost,
        problems=(403, 404, 422, 503),
        parameters=PARAMETERS,
    ),
)
async def get(
    request: Request,
    caller: Annotated[Caller, Depends(guarded("logg:las"))],
    entry: Annotated[str, Depends(entry_id)],
) -> Response:
    record = await hub.of(request).log.read_entry(caller, entry, caller.board)
    return wire.answer(request, loggpost(record))
