"""GET api-info: what the national API profile wants to know (VER.06)."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response

from hub import __version__
from hub.api import wire
from hub.api.describe import operation
from messages.apiinfo import ApiInfo

RELEASED = date(2026, 11, 21)

router = APIRouter()


@router.get(
    "/api-info",
    **operation(
        summary="Om detta API",
        description="Namn, version och livscykel enligt den nationella API-profilen. About this API.",
        answer=ApiInfo,
        problems=(406,),
        guarded=False,
    ),
)
async def get(request: Request) -> Response:
    info = ApiInfo(
        apiName="nyttonav",
        apiVersion=__version__,
        apiReleased=RELEASED,
        apiDocumentation="/nyttonav/v1/openapi.json",
        apiStatus="beta",
    )
    return wire.answer(request, info)
