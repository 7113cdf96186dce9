"""LEFI on its wire format: its REST interface, and its part of the SSBTEK simulator.

    POST {url}/formansinformation            the question as JSON; 200 with the answer
    GET  {url}/tillgangliga-informationstyper    what the actor may ask for

`X-Aktorsid` says who asks. Both paths and the header's name are inferred: the interface publishes its types,
its statuses (400, 403 and 500 with a LefiFelsvar) and that an actor id goes with the call. So is what SSBTEK
says of a question that LEFI refuses: an error of the part, with the status as its code.

Faults are worked over `/_sim/fel` as everywhere. Of those about content, SOAP_FEL and DELFEL end a REST call
in 500 with a LefiFelsvar, TRASIG_DEL and DJUP spoil its JSON, and simulated_answer.py says the rest.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson
from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.forsakringskassan.simulated import known_of
from adapters.forsakringskassan.simulated_answer import Asking, available
from adapters.forsakringskassan.simulated_groups import DELIVERERS
from adapters.forsakringskassan.simulated_question import ACTORS, Actor, Refused, actor_of, read
from adapters.forsakringskassan.writing import Json
from hub.simulators.conduct import Conduct
from hub.simulators.control import control
from hub.simulators.faults import Fault, FaultKind, Questions, Received, Switches
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.world import Persona, World

ACTOR_HEADER = "X-Aktorsid"
VERSION = "v9"
_SOURCES = frozenset(DELIVERERS)
_LEVELS = 10_000


@dataclass(frozen=True, slots=True)
class LefiPart:
    """Both deliverers' answer inside SSBTEK, which passes the question on and wraps the answer in base64."""

    actors: Mapping[str, Actor] = field(default_factory=lambda: ACTORS)
    source: str = "FK"
    sources: frozenset[str] = _SOURCES

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        said = {etree.QName(one).localname: one.text or "" for one in question.element.iter("{*}*")}
        try:
            if said.get("version", VERSION) != VERSION:
                raise Refused(400, "Versionen finns inte.")
            actor = actor_of(said.get("aktorsid"), self.actors)
            asking = Asking(read(base64.b64decode(said.get("lefiJsonFraga", ""))), actor, question.faults)
        except Refused as refused:
            return PartError("BT", str(refused.status), (refused.text,))
        # LEFI reads nothing but its own document; SSBTEK gives another person only as a fault.
        if not any(fault.fel is FaultKind.ANNAN_PERSON for fault in question.faults):
            persona = world.find(asking.question.number)
        reply = etree.Element(f"{{{question.namespace}}}lefiJsonSvar")
        reply.text = base64.b64encode(orjson.dumps(asking.answer(known_of(persona, world)))).decode("ascii")
        return PartData((reply,))


PARTS: tuple[Part, ...] = (LefiPart(),)


def build(
    world: World,
    _parts: Sequence[Part],
    switches: Switches | None = None,
    actors: Mapping[str, Actor] = ACTORS,
) -> Starlette:
    """LEFI itself, as an ASGI app."""
    questions, switches = Questions(), switches or Switches()
    simulator = Simulator(world, switches, questions, actors)
    return Starlette(
        routes=[
            *control(switches, questions),
            Route("/formansinformation", simulator.ask, methods=["POST"]),
            Route("/tillgangliga-informationstyper", simulator.available, methods=["GET"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class Simulator:
    """Answers questions about the persons of a world."""

    world: World
    switches: Switches
    questions: Questions
    actors: Mapping[str, Actor]

    async def ask(self, request: Request) -> Conduct:
        """One question."""
        body = await self._received(request)
        try:
            actor = actor_of(request.headers.get(ACTOR_HEADER), self.actors)
            question = read(body)
        except Refused as refused:
            return Conduct(_failed(refused), self.switches.take(None, _SOURCES))
        persona = self.world.find(question.number)
        faults = self.switches.take(persona.key if persona else None, _SOURCES)
        on = {fault.fel: fault for fault in faults}
        if (whole := on.get(FaultKind.SOAP_FEL) or on.get(FaultKind.DELFEL)) is not None:
            return Conduct(_failed(Refused(500, whole.text)), faults)
        if FaultKind.ANNAN_PERSON in on:
            persona = next(one for one in self.world.personas.values() if one is not persona)
        answer = Asking(question, actor, faults).answer(known_of(persona, self.world))
        return Conduct(_json(_spoilt(orjson.dumps(answer), on)), faults)

    async def available(self, request: Request) -> Conduct:
        """What the actor may ask for, about nobody."""
        await self._received(request)
        faults = self.switches.take(None, _SOURCES)
        if any(fault.fel is FaultKind.SOAP_FEL for fault in faults):
            return Conduct(_failed(Refused(500, "Ett simulerat fel.")), faults)
        try:
            actor = actor_of(request.headers.get(ACTOR_HEADER), self.actors)
        except Refused as refused:
            return Conduct(_failed(refused), faults)
        return Conduct(_json(orjson.dumps(available(actor))), faults)

    async def _received(self, request: Request) -> bytes:
        body = await request.body()
        headers = tuple(request.headers.items())
        self.questions.add(Received(datetime.now(UTC), request.method, request.url.path, headers, body))
        return body


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


def _failed(refused: Refused) -> Response:
    """A LefiFelsvar."""
    felsvar: Json = {"meddelande": refused.text, "timestamp": datetime.now(UTC).isoformat()}
    return _json(orjson.dumps(felsvar), refused.status)


def _spoilt(body: bytes, on: Mapping[FaultKind, Fault]) -> bytes:
    if FaultKind.TRASIG_DEL in on:
        body = body[: len(body) // 2] + b"\x01\xff" + body[len(body) // 2 :]
    if FaultKind.DJUP in on:
        body = b'{"formansinformation":' + b"[" * _LEVELS + b"]" * _LEVELS + b"}"
    return body
