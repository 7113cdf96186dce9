"""GET /metrics: figures for Prometheus and the like, beside the API. Decision 0011 says who may read what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CollectorRegistry, ProcessCollector, exposition
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from hub.api import counts
from hub.api.figures import Seen, families
from hub.api.guard import Guard
from hub.api.hub import Hub
from hub.api.hub import of as hub_of
from hub.model.ledger import Figures, StorageFault
from hub.model.query import Caller

router = APIRouter(include_in_schema=False)

_OPENMETRICS = "application/openmetrics-text"
_Written = tuple[Callable[[Collector], bytes], str]


@router.get("/metrics")
async def get(
    request: Request, caller: Annotated[Caller, Depends(Guard("drift:las", messages=False))]
) -> Response:
    """OpenMetrics where the caller takes it, else the older text format that every scraper takes."""
    hub = hub_of(request)
    everybody = caller.client_id in hub.monitors
    figures = await _figures(hub)
    health = await asyncio.to_thread(hub.health)
    seen = Seen(
        boards=tuple(hub.boards) if everybody else (caller.board,),
        everybody=everybody,
        counts=counts.of(request),
        totals=hub.measures.totals(),
        reaches=hub.silence.watch.every(),
        silent=hub.silence.silent(),
        health=health,
        log=hub.log.health(),
        figures=figures,
        siem=None if hub.siem is None else hub.siem.lag(),
        matches=hub.matches.totals(),
    )
    # A registry for each answer: the library's own is one for the whole process, and knows no callers.
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(families(seen)))
    ProcessCollector(registry=registry)
    write, media_type = _wanted(request)
    return Response(write(registry), headers={"Cache-Control": "no-store"}, media_type=media_type)


class _Told(Collector):
    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = tuple(found)

    def collect(self) -> Iterable[Metric]:
        return self._found


async def _figures(hub: Hub) -> Figures | None:
    """Where the log cannot be read the rest is still told: that is when somebody looks."""
    try:
        return await hub.figures()
    except StorageFault:
        return None


def _wanted(request: Request) -> _Written:
    """The library's own choice would repeat the caller's words in a header."""
    if _OPENMETRICS in request.headers.get("accept", ""):
        return openmetrics.generate_latest, openmetrics.CONTENT_TYPE_LATEST
    return exposition.generate_latest, exposition.CONTENT_TYPE_PLAIN_0_0_4
