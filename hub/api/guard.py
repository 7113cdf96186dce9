"""Deny by default: a route is either guarded by a scope or named here as open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from hub.api import counts
from hub.api.asking import STRANGER, by_certificate, not_listed
from hub.api.hub import of as hub_of
from hub.api.negotiation import answer_format
from hub.model.query import AgencyCaller, Caller
from hub.problems import NotAuthenticated, NotAuthorised

OPEN = frozenset(
    {
        "GET /nyttonav/v1/api-info",
        "GET /nyttonav/v1/openapi.json",
        "GET /health/live",
        "GET /health/ready",
        "GET /ssbtek/{version}",
    }
)
"""What answers without a token: nothing here knows a person."""
Sender = tuple[Caller | AgencyCaller, str | None]
"""A board's caller and None, or a source's own system and that source."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A dependency: the caller, if its token holds `scope` and its board lets the client hold it.

    It stands first among an endpoint's dependencies, and also refuses an answer in a format that the caller
    does not take: nothing is read, logged or asked for an answer that cannot be given.
    """

    scope: str
    messages: bool = True
    """The answer is a message, in one of their formats."""

    async def __call__(self, request: Request) -> Caller:
        token = _token(request)
        return await self.admit(request, hub_of(request).tokens.read(token))

    async def admit(self, request: Request, caller: Caller) -> Caller:
        """The caller, if it may come in here. Raises NotAuthorised, NotAcceptable, LogUnavailable."""
        hub = hub_of(request)
        if caller.board in hub.boards:
            counts.of(request).of_board(request, caller.board)
        _holds(caller, self.scope)
        if self.scope not in hub.scopes_of(caller):
            await not_listed(hub, (caller,), _lacks(self.scope))
        if self.messages:
            answer_format(request)
        return caller


@dataclass(frozen=True, slots=True)
class SystemGuard:
    """As `Guard`, where case systems ask as they ask SSBTEK: by a client certificate, or by a token.

    Gives who may be asking: one caller, or one for each board that the system asks for. Which of them it is
    the question says (`asking.caller_for`). With a token no certificate is looked at: whoever has stolen the
    token would show none, so to look would stop nobody (decision 0022).
    """

    scope: str

    async def __call__(self, request: Request) -> tuple[Caller, ...]:
        if "authorization" in request.headers:
            return (await Guard(self.scope, messages=False)(request),)
        candidates = await by_certificate(request)
        able = tuple(one for one in candidates if self.scope in one.scopes)
        if not able:
            await not_listed(hub_of(request), candidates, _lacks(self.scope))
        if len(able) == 1:
            counts.of(request).of_board(request, able[0].board)
        return able


@dataclass(frozen=True, slots=True)
class AgencyGuard:
    """As `Guard`, for a source's own system: its token names no board, and the agreement must name it.

    Gives the caller, and the source that it may ask about.
    """

    scope: str

    async def __call__(self, request: Request) -> tuple[AgencyCaller, str]:
        token = _token(request)
        return await self.admit(request, hub_of(request).tokens.agency(token))

    async def admit(self, request: Request, caller: AgencyCaller) -> tuple[AgencyCaller, str]:
        """The caller and its source, if it may come in here. Raises as `Guard.admit`."""
        hub = hub_of(request)
        _holds(caller, self.scope)
        source = hub.vouching.source_of(caller)
        if source is None:
            entry = await hub.log.security(None, STRANGER, caller.client_id)
            raise NotAuthorised(
                "Klienten är inte upptagen i något gällande avtal. Be förvaltaren av navet att ta upp den "
                "i avtalet med källan.",
                log_entries=[entry],
            )
        answer_format(request)
        return caller, source


@dataclass(frozen=True, slots=True)
class EitherGuard:
    """A board's caller, or a source's own system together with its source."""

    scope: str

    async def __call__(self, request: Request) -> Sender:
        token = _token(request)
        caller = hub_of(request).tokens.either(token)
        if isinstance(caller, AgencyCaller):
            return await AgencyGuard(self.scope).admit(request, caller)
        return await Guard(self.scope).admit(request, caller), None


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated("Skicka en åtkomstbiljett: Authorization: Bearer <biljett>.")
    return token.strip()


def _holds(caller: Caller | AgencyCaller, scope: str) -> None:
    if scope not in caller.scopes:
        raise NotAuthorised(f"Biljetten saknar behörigheten {scope}. Begär den hos utfärdaren.")


def _lacks(scope: str) -> str:
    return (
        f"Klienten är inte upptagen med behörigheten {scope} i nämndens fil. "
        "Be förvaltaren av navet att ta upp den."
    )


def guarded(scope: str) -> Callable[[Request], Awaitable[Caller]]:
    return Guard(scope)


def guarded_for_agencies(scope: str) -> Callable[[Request], Awaitable[tuple[AgencyCaller, str]]]:
    return AgencyGuard(scope)


def guarded_for_systems(scope: str) -> Callable[[Request], Awaitable[tuple[Caller, ...]]]:
    return SystemGuard(scope)


def guarded_for_either(scope: str) -> Callable[[Request], Awaitable[Sender]]:
    return EitherGuard(scope)


def scope_of(route: RouteContext) -> str | None:
    """The scope that guards a route; None when nothing does."""
    if not isinstance(route.original_route, APIRoute):
        return None
    known = Guard | AgencyGuard | EitherGuard | SystemGuard
    guards = [part.call for part in route.dependant.dependencies if isinstance(part.call, known)]
    return guards[0].scope if guards else None


def unguarded(app: FastAPI) -> list[str]:
    """Paths that neither hold a guard nor are named as open; the app is not built with any."""
    return [
        route.path or repr(route.original_route)
        for route in iter_route_contexts(app.routes)
        if not is_open(route) and scope_of(route) is None
    ]


def is_open(route: RouteContext) -> bool:
    return {f"{method} {route.path}" for method in route.methods or ("?",)} <= OPEN
