"""How a test or the demo works the switches while the simulator runs, over HTTP.

GET, POST, DELETE /_sim/fel      the faults that are on; set one (JSON, the fields of Fault); clear all
GET, DELETE /_sim/fragor         the questions received; forget them
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.simulators.faults import Fault, FaultKind, Questions, Switches


def control(switches: Switches, questions: Questions) -> list[Route]:
    """The routes, to stand beside a simulator's own."""

    async def faults(request: Request) -> Response:
        if request.method == "POST":
            try:
                switches.set(_fault(orjson.loads(await request.body())))
            except (ValueError, TypeError) as error:
                return JSONResponse({"fel": str(error)}, 422)
        elif request.method == "DELETE":
            switches.clear()
        return JSONResponse([asdict(fault) for fault in switches.all()])

    async def received(request: Request) -> Response:
        if request.method == "DELETE":
            questions.clear()
        return JSONResponse(
            [
                {
                    "tidpunkt": one.at.isoformat(),
                    "metod": one.method,
                    "sokvag": one.path,
                    "rubriker": dict(one.headers),
                    "kropp": one.body.decode("utf-8", "replace"),
                }
                for one in questions.all()
            ]
        )

    return [
        Route("/_sim/fel", faults, methods=["GET", "POST", "DELETE"]),
        Route("/_sim/fragor", received, methods=["GET", "DELETE"]),
    ]


def _fault(given: Any) -> Fault:
    known = {one.name for one in fields(Fault)}
    if not isinstance(given, dict) or not set(given) <= known:
        raise ValueError(f"a fault is a JSON object with fel and, where wanted, {', '.join(sorted(known))}")
    kinds = ", ".join(FaultKind)
    if given.get("fel") not in set(FaultKind):
        raise ValueError(f"fel is one of {kinds}")
    return Fault(**{**given, "fel": FaultKind(given["fel"])})
