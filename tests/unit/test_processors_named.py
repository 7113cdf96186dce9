"""Is whoever handles the board's data on its behalf named in every question, whichever way it takes?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from hub.adapter import Ask, SourceUnavailable
from hub.conformance import asks
from hub.conformance.transport import OneCall, Prepared
from hub.registry import discover

REGISTRY = discover()
ROUTES = [(route, version) for route, found in REGISTRY.routes.items() for version in found.versions]
FIRST, SECOND = (
    (b"2120002411", b"Kommunstyrelsen"),
    (b"2120002395", "Timrå kommun".encode()),
)
ALL, ONE, NONE = (FIRST, SECOND), (FIRST,), ()
ROOM = {
    "ssbtek": ALL,
    "akassor": ALL,
    "arbetsformedlingen": ONE,
    "forsakringskassan": NONE,
    "migrationsverket": NONE,
    "transportstyrelsen": NONE,
}
"""How many processors the format of a route has room for. What has none is asked straight, by a question of
the agency's own in which nobody but the asker can be named; there the agreement names them."""


def asked(route: str, version: str) -> Ask:
    """To every source that the route carries, as the hub makes it; the board has two processors."""
    manifest = REGISTRY.routes[route]
    settings = {one.name: one.default or "026-51" for one in manifest.settings} | {
        "url": "https://kalla.example/tjanst",
        "credentials": "prov",
        "version": version,
    }
    plain = [asks.source_ask(source, REGISTRY.source(source).groups) for source in manifest.carries]
    whole = asks.ask_of(tuple(plain), settings)
    parts = []
    for part in plain:
        wanted = manifest.carries[part.source].question
        made = None if wanted is None else REGISTRY.to_payload(wanted)(whole, part, wanted)
        parts.append(replace(part, question=made))
    return asks.ask_of(tuple(parts), settings)


@pytest.mark.parametrize(("route", "version"), ROUTES)
async def test_every_question_that_leaves_names_the_processors(route: str, version: str) -> None:
    ask, sent = asked(route, version), Prepared(SourceUnavailable("KALLA_TYST", "Källan svarar inte."))
    with suppress(SourceUnavailable):
        await REGISTRY.route(route).fetch(ask, OneCall(ask.correlation), sent)
    left = b"".join(request.body for request in sent.sent)
    named = tuple(one for one in (FIRST, SECOND) if all(word in left for word in one))
    assert left, "nothing was asked"
    assert named == ROOM[route], "a format that has got room for them, or lost it, is told of in ROOM"


def test_each_route_is_told_of() -> None:
    assert set(ROOM) == set(REGISTRY.routes)
