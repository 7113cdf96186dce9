"""/health: is the process alive, and can it do its work? Beside the API; no token, no personal data."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from hub.api import hub

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> JSONResponse:
    """200 as long as the process answers."""
    return JSONResponse({"status": "UPPE"})


@router.get("/health/ready")
async def ready(request: Request) -> JSONResponse:
    """200 when a question would be taken; else 503 with a sentence for each thing to mend."""
    health = await asyncio.to_thread(hub.of(request).health)
    answer = {
        "status": "UPPE" if health.ready else "NERE",
        "fel": list(health.faults),
        "varningar": list(health.warnings),
    }
    return JSONResponse(answer, 200 if health.ready else 503, {"Cache-Control": "no-store"})
