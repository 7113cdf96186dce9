"""GET openapi.json: the API's own description, at its root (DOK.23)."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

router = APIRouter()


@router.get("/openapi.json", include_in_schema=False)
async def get(request: Request) -> JSONResponse:
    return JSONResponse(await asyncio.to_thread(request.app.openapi))
