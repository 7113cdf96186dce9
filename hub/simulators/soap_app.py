"""A system of its own on a SOAP 1.1 endpoint: what the folders of straight-asked sources build theirs from.

POST to any path. The question is held against the folder's schema when it brings one; anything wrong with it
gives a Client fault, as does the empty body of a ping. Faults are worked over `/_sim/fel`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.simulators.conduct import Conduct
from hub.simulators.control import control
from hub.simulators.faults import Fault as SimulatedFault
from hub.simulators.faults import FaultKind, Questions, Received, Switches
from hub.simulators.world import Persona, World
from messages.wire.soap import CONTENT_TYPE, Fault, content_of, envelope, write_fault
from messages.wire.xml import WireError, charset_of, parse

_DOCTYPE = (
    b'<!DOCTYPE soap:Envelope [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/hostname">]>'
)
_LEVELS = 10_000


@dataclass(frozen=True, slots=True)
class SoapService:
    """One question and its answer, as the source's folder knows them."""

    source: str
    question: str
    """The element inside the body of a question, `{namespace}name`."""
    person: Callable[[etree._Element], str]
    """The personal number in a question: twelve digits, or ten."""
    answer: Callable[[World, Persona | None, etree._Element], etree._Element | Fault]
    """World, the person (None: nobody there), the question; gives the answer's element, or a fault."""
    detail: Callable[[Fault], bytes] | None = None
    """What stands in a fault's detail; left out, its felkod alone."""
    schema: Path | None = None
    """XML schema that declares the question; its includes and imports are read beside it."""


def build_soap(service: SoapService, world: World, switches: Switches | None = None) -> Starlette:
    """The service as an ASGI app."""
    questions, switches = Questions(), switches or Switches()
    schema = etree.XMLSchema(etree.parse(service.schema)) if service.schema else None
    simulator = SoapSimulator(service, world, switches, questions, schema)
    return Starlette(
        routes=[*control(switches, questions), Route("/{path:path}", simulator.ask, methods=["POST"])]
    )


@dataclass(frozen=True, slots=True)
class SoapSimulator:
    """Answers questions about the persons of a world."""

    service: SoapService
    world: World
    switches: Switches
    questions: Questions
    schema: etree.XMLSchema | None

    async def ask(self, request: Request) -> Conduct:
        """One call."""
        body = await request.body()
        self.questions.add(
            Received(
                datetime.now(UTC), request.method, request.url.path, tuple(request.headers.items()), body
            )
        )
        try:
            question = self._question(body, charset_of(request.headers.get("content-type", "")))
        except WireError as error:
            faults = self.switches.take(None, frozenset({self.service.source}))
            return Conduct(_fault(Fault(error.code, error.text)), faults)
        return self._answered(question)

    def _question(self, body: bytes, charset: str | None) -> etree._Element:
        content = content_of(parse(body, encoding=charset))
        if content.tag != self.service.question:
            raise WireError("Frågan är inte den som tjänsten svarar på.")
        if self.schema is not None and not self.schema.validate(content):
            raise WireError("Frågan följer inte schemat.")
        return content

    def _answered(self, question: etree._Element) -> Conduct:
        persona = self.world.find(self.service.person(question))
        faults = self.switches.take(persona.key if persona else None, frozenset({self.service.source}))
        on = {fault.fel: fault for fault in faults}
        if FaultKind.SOAP_FEL in on:
            return Conduct(_fault(Fault("Server", "Internal error")), faults)
        if (partial := on.get(FaultKind.DELFEL)) is not None:
            return Conduct(_fault(_named(partial), self.service.detail), faults)
        if FaultKind.ANNAN_PERSON in on:
            persona = next(one for one in self.world.personas.values() if one is not persona)
        answer = self.service.answer(self.world, persona, question)
        if isinstance(answer, Fault):
            return Conduct(_fault(answer, self.service.detail), faults)
        content = etree.tostring(answer, with_tail=False)
        return Conduct(_xml(_spoilt(content, answer, on)), faults)


def _xml(body: bytes, status: int = 200) -> Response:
    return Response(body, status, headers={"content-type": CONTENT_TYPE})


def _fault(fault: Fault, detail: Callable[[Fault], bytes] | None = None) -> Response:
    return _xml(write_fault(fault, (detail or _felkod)(fault)), 500)


def _felkod(fault: Fault) -> bytes:
    return f"<fel><felkod>{fault.felkod}</felkod></fel>".encode() if fault.felkod else b""


def _named(fault: SimulatedFault) -> Fault:
    return Fault("Server", "Ett simulerat fel.", fault.felkod)


def _spoilt(content: bytes, answer: etree._Element, on: Mapping[FaultKind, SimulatedFault]) -> bytes:
    """The envelope around `content`, with the faults of its bytes; those of SSBTEK's own do nothing."""
    if FaultKind.FEL_NAMNRYMD in on:
        namespace = etree.QName(answer).namespace or ""
        content = content.replace(f'"{namespace}"'.encode(), b'"urn:en-annan-namnrymd"')
    if FaultKind.TRASIG_DEL in on:
        content = content[: len(content) // 2] + b"\x01 & \xff" + content[len(content) // 2 :]
    if FaultKind.DJUP in on:
        content = b"<d>" * _LEVELS + b"</d>" * _LEVELS
    if FaultKind.DEL_SAKNAS in on:
        content = b""
    body = envelope(content)
    if FaultKind.DOCTYPE in on:
        body = body.replace(b"<soap:Envelope", _DOCTYPE + b"<soap:Envelope", 1)
        body = body.replace(b"<soap:Body>", b"<soap:Header><h>&b;&c;</h></soap:Header><soap:Body>", 1)
    return body
