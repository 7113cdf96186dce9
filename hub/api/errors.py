"""One handler renders every problem, in JSON or XML as the caller wants (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.api import counts
from hub.api.negotiation import Format, answer_format
from hub.api.ssbtek import faults as ssbtek
from hub.problems import InternalFault, MethodNotAllowed, NotAcceptable, NotFound, Problem
from messages import json_codec, xml_codec
from messages.problem import Felplats, Problembeskrivning

log = structlog.get_logger("hub.api")


def install(app: FastAPI) -> None:
    """Teach the app to answer every error as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Unforeseen)


def render(problem: Problem, request: Request) -> Response:
    """The problem as the caller's format wants it; JSON when it accepts neither, and in SOAP a fault."""
    if ssbtek.speaks(request):
        return ssbtek.fault(problem, request)
    try:
        fmt = answer_format(request, problem=True)
    except NotAcceptable:
        fmt = Format.JSON
    message = Problembeskrivning(
        type=problem.type_uri(),
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        kod=problem.kod(),
        led=problem.led,
        atgard=problem.atgard,
        grind=problem.grind,
        lag=problem.lag,
        svarId=problem.reply_id,
        loggposter=list(problem.log_entries),
        fel=[Felplats(plats=pointer.plats, text=pointer.text) for pointer in problem.fel],
    )
    encode: Callable[[Problembeskrivning], bytes] = (
        json_codec.encode if fmt is Format.JSON else xml_codec.encode
    )
    headers = {"Cache-Control": "no-store"}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    return Response(encode(message), problem.status, headers, media_type=fmt.problem_type)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    counts.of(request).refused(request, _route(request), error)
    log.info("request.refused", kod=error.kod(), status=error.status, gate=error.grind, path=_route(request))
    return render(error, request)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allow = ", ".join(_methods(request))
        answer = render(MethodNotAllowed(f"Här går det att använda: {allow}."), request)
        answer.headers["Allow"] = allow
        return answer
    return render(NotFound("Adressen finns inte. Beskrivningen finns på /nyttonav/v1/openapi.json."), request)


def _methods(request: Request) -> list[str]:
    """All that the path takes: the framework tells those of its first route only."""
    path = request.scope["path"]
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path_regex.match(path)]
    return sorted({method for route in routes for method in route.methods or ()})


class Unforeseen:
    """Middleware: an error that nobody foresaw becomes a problem, and its text goes nowhere.

    The text of an unforeseen error may hold anything, so only its kind and place are written down. An
    exception handler would not do: the framework raises the error again, and the server prints it whole.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            # The caller left before the question was whole: nobody is there to answer, and nothing is wrong.
            log.info("request.abandoned", path=_route(Request(scope)))
        except Exception as error:
            request = Request(scope)
            log.error("request.failed", kind=type(error).__name__, at=_place(error), path=_route(request))
            if not begun:
                fault = InternalFault("Felet är registrerat. Ingenting mer lämnas ut om det här.")
                counts.of(request).refused(request, _route(request), fault)
                await render(fault, request)(scope, receive, send)


def _route(request: Request) -> str:
    """The route's pattern, never the path itself: a path can hold what a hostile caller puts there."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "-"))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "-"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
