"""POST loggsokningar: who looked at whom, at the reviewer's own board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from hub.api import hub, wire
from hub.api.describe import operation
from hub.api.guard import guarded
from hub.api.records import loggpost
from hub.audit import Search
from hub.model.query import Caller
from messages.logg import Loggsokning, Loggtraffar, Rakning, Sortering

router = APIRouter()

Value = TypeVar("Value")


@router.post(
    "/loggsokningar",
    **operation(
        summary="Sök i nämndens åtkomstlogg",
        description=(
            "Sökningen är själv en loggpost, med det skäl som anges; varje sida av den. Alla villkor ska "
            "gälla, av ett villkor med flera värden vilket som helst. POST används eftersom personnummer "
            "inte får stå i en adress. All criteria hold, of each any of its values; every page is itself a "
            "record."
        ),
        question=Loggsokning,
        answer=Loggtraffar,
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
async def post(request: Request, caller: Annotated[Caller, Depends(guarded("logg:las"))]) -> Response:
    here = hub.of(request)
    asked = await wire.read(request, Loggsokning, here.catalogue)
    found = await here.log.search(caller, _search(asked), asked.skal, asked.granskare)
    return wire.answer(
        request,
        Loggtraffar(
            loggposter=[loggpost(record) for record in found.records],
            fler=found.cursor is not None,
            traffar=found.count,
            rakning=Rakning.EXAKT if found.exact else Rakning.MINST,
            markor=found.cursor,
        ),
    )


def _search(asked: Loggsokning) -> Search:
    cases = [*([asked.arende] if asked.arende else []), *asked.flerArenden]
    return Search(
        persons=_all(asked.personidentitet, asked.personer),
        caseworkers=_all(asked.handlaggare, asked.flerHandlaggare),
        cases=tuple(dict.fromkeys((it.system, it.id) for it in cases)),
        clients=tuple(asked.klienter),
        sources=tuple(asked.kallor),
        outcomes=tuple(asked.utfall),
        gates=tuple(asked.grindar),
        agreements=tuple(asked.avtal),
        protections=tuple(asked.skydd),
        first=asked.fran,
        last=asked.till,
        limit=asked.antal,
        review=asked.granskas,
        oldest_first=asked.sortering is Sortering.ALDST_FORST,
        cursor=asked.markor,
    )


def _all(one: Value | None, more: Sequence[Value]) -> tuple[Value, ...]:
    """Each once."""
    return tuple(dict.fromkeys([*more] if one is None else [one, *more]))
