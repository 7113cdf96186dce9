"""Is every door guarded, or known to be open?"""

from __future__ import annotations

from types import SimpleNamespace

import httpx
import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette.responses import PlainTextResponse

from hub.api import app as api
from hub.api.guard import OPEN, is_open, scope_of
from hub.main import SCHEMAS


def test_every_route_has_a_scope_or_is_named_as_open() -> None:
    routes = list(iter_route_contexts(api.build(SCHEMAS).routes))
    assert [route.path for route in routes if not is_open(route) and not scope_of(route)] == []
    assert len(routes) > len(OPEN)


def test_what_is_named_as_open_is_there_and_unguarded() -> None:
    scopes = {
        f"{method} {route.path}": scope_of(route)
        for route in iter_route_contexts(api.build(SCHEMAS).routes)
        for method in route.methods or ()
    }
    assert {name: scopes.get(name, "no such route") for name in OPEN} == dict.fromkeys(OPEN)


async def test_every_guarded_route_answers_401_without_a_token() -> None:
    app = api.build(SCHEMAS)
    # No hub lies behind this app: an endpoint that did anything before its guard would fail otherwise.
    outside = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=outside, base_url="http://hub") as client:
        answers = {
            (method, route.path): await client.request(
                method, (route.path or "").replace("{", "").replace("}", "")
            )
            for route in iter_route_contexts(app.routes)
            if not is_open(route)
            for method in route.methods or ()
        }
    assert {door: answer.status_code for door, answer in answers.items()} == dict.fromkeys(answers, 401)


def hello() -> dict[str, str]:
    return {}


def test_a_route_without_a_guard_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()
    router.add_api_route("/hal", hello, methods=["GET"])
    monkeypatch.setattr(api, "ENDPOINTS", (*api.ENDPOINTS, SimpleNamespace(router=router)))
    with pytest.raises(RuntimeError, match="/nyttonav/v1/hal"):
        api.build(SCHEMAS)


def test_so_does_a_route_that_the_framework_does_not_call_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()
    router.add_route("/hal", lambda _request: PlainTextResponse(""), methods=["GET"])
    monkeypatch.setattr(api, "ENDPOINTS", (*api.ENDPOINTS, SimpleNamespace(router=router)))
    with pytest.raises(RuntimeError, match="/nyttonav/v1/hal"):
        api.build(SCHEMAS)
