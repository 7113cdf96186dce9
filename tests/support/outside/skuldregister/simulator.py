"""The register as it answers, for the world's test persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.simulators.conduct import Conduct
from hub.simulators.control import control
from hub.simulators.faults import Questions, Received, Switches
from hub.simulators.parts import Part
from hub.simulators.world import Persona, World
from messages.wire.xml import parse

IN_DEBT = {"arbetslos": ("Elbolaget", "1450.00"), "skyddad": ("Hyresvärden", "8200.00")}


def build(world: World, parts: Sequence[Part], switches: Switches | None = None) -> Starlette:
    """The register as an ASGI app: POST a question to `/`, GET it to see whether it is up."""
    questions, switches = Questions(), switches or Switches()

    async def ask(request: Request) -> Conduct:
        body = await request.body()
        headers = tuple(request.headers.items())
        questions.add(Received(datetime.now(UTC), request.method, request.url.path, headers, body))
        persona = world.find(parse(body).attrib["person"])
        faults = switches.take(persona.key if persona else None, frozenset({"SKULD"}))
        answer = _answer(world, persona, parse(body).attrib["person"])
        return Conduct(Response(answer, media_type="application/xml"), faults)

    async def up(request: Request) -> Response:
        return Response(b"")

    routes = [Route("/", ask, methods=["POST"]), Route("/", up, methods=["GET"])]
    return Starlette(routes=[*routes, *control(switches, questions)])


def _answer(world: World, persona: Persona | None, number: str) -> bytes:
    told = etree.Element("{urn:example:skuldregister}svar", nsmap={None: "urn:example:skuldregister"})
    told.set("person", persona.number.value if persona else number)
    told.set("skyddad", "ja" if persona is not None and persona.protected else "nej")
    if persona is not None and persona.key in IN_DEBT:
        creditor, amount = IN_DEBT[persona.key]
        debt = etree.SubElement(told, "{urn:example:skuldregister}skuld")
        for name, text in (
            ("borgenar", creditor),
            ("belopp", amount),
            ("forfallodag", (world.today - timedelta(days=40)).isoformat()),
            ("kontor", "Sundsvall"),
        ):
            etree.SubElement(debt, f"{{urn:example:skuldregister}}{name}").text = text
    return etree.tostring(told, xml_declaration=True, encoding="UTF-8")
