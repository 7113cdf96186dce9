"""Every problem as SSBTEK's own fault, which today's clients show: a stable felkod and Swedish sentences."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from hub.api.ssbtek.reading import code_of
from hub.problems import Problem
from messages.wire import ssbtek
from messages.wire.ssbtek import VERSIONS, Fault, Version

PREFIX = "/ssbtek/"
_OF_CLIENTS = range(400, 500)


def speaks(request: Request) -> bool:
    """Whether whoever asks expects a SOAP fault and not a problem of ours."""
    return request.url.path.startswith(PREFIX)


def fault(problem: Problem, request: Request) -> Response:
    """HTTP 500 as SOAP 1.1 has it, whatever the problem's own; what stops at the door keeps its status."""
    version = version_of(request)
    code = code_of(request) or _code(problem)
    # Without their places, which are those of a message that the client never saw.
    words = [problem.detail, *(f"{it.text.rstrip('.')}." for it in problem.fel)]
    if problem.lag is not None:
        words.append(f"Stöd: {problem.lag}.")
    told = Fault(code, f"{problem.title}.", problem.kod(), tuple(words))
    status = problem.status if problem.status in {401, 403, 404, 413, 415} and problem.grind is None else 500
    headers = {"Cache-Control": "no-store"}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(ssbtek.write_fault(version, told), status, headers, media_type=ssbtek.CONTENT_TYPE)


def version_of(request: Request) -> Version:
    """That of the address; the newest where the address names none."""
    name = request.url.path.removeprefix(PREFIX).partition("/")[0]
    return VERSIONS.get(name) or list(VERSIONS.values())[-1]


def _code(problem: Problem) -> str:
    return "Client" if problem.status in _OF_CLIENTS else "Server"
