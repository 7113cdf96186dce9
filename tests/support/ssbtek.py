"""Builders for SSBTEK: questions, asks, a small part for the simulator, and one call over real HTTP."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from lxml import etree

from adapters.ssbtek import adapter
from adapters.ssbtek.simulator import build
from hub.adapter import Ask, Asker, Days, Fetched, Payload, Processor, Response, SourceAsk
from hub.simulators.faults import Fault, Switches
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.personas import world
from hub.simulators.server import Tls, serve
from hub.simulators.world import Persona, World
from hub.stores.transport import ClientCertificate, Credentials, make_transport
from messages.wire.ssbtek import (
    VERSIONS,
    Beskattningsfraga,
    Fraga,
    Fragedel,
    GenerellaFrageparametrar,
    Ingivare,
    Lefifraga,
    Personuppgiftsbitrade,
    Tidsperiod,
    write_tax_block,
)
from tests.support.plain import NO_CERTIFICATES, plain_async_client
from tests.support.transport import OnePermit

TODAY = date(2026, 11, 21)
WORLD = world(TODAY)
STUDENT = WORLD.personas["student"]
SCHEMAS = Path(__file__).parents[2] / "schemas" / "ssbtek"
AGENCIES = ("AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV")
PERIOD = Tidsperiod(date(2026, 8, 1), date(2026, 10, 31))
TAX = Beskattningsfraga((2025, 2026), False, True, True, False, False)
CORRELATION = "0b8f5c8e-6a0e-4f7e-9a57-2f1e6f0d9b11"

PARTS: Mapping[str, Fragedel] = {
    "AF": Fragedel(PERIOD),
    "CSN": Fragedel(PERIOD),
    "FK": Fragedel(lefi=Lefifraga("026-51", b'{"grupper": []}', "v9")),
    "SKV": Fragedel(beskattning=TAX),
    "SO": Fragedel(PERIOD),
    "TNS": Fragedel(PERIOD),
    "MIV": Fragedel(),
}


@cache
def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / version / "ssbt.xsd"))


def body_of(message: bytes) -> etree._Element:
    """The element inside the SOAP body."""
    return etree.fromstring(message)[-1][0]


def general(**changes: Any) -> GenerellaFrageparametrar:
    given = GenerellaFrageparametrar(
        ingivare=Ingivare("162120002411", "Socialnämnden, Sundsvalls kommun", "hl000123"),
        personidentitet=STUDENT.number.value,
        arendeidentitet="EB-2026-001234",
        tidsperiod=PERIOD,
        syfte="Handläggning av ekonomiskt bistånd",
        lagtext="CSN: 2 § förordningen (2008:975)",
        personuppgiftsbitrade=(Personuppgiftsbitrade("162120002411", "Kommunstyrelsen", 1),),
        frageTidpunkt="2026-11-21T09:00:00.000Z",
        korrelationsid=CORRELATION,
    )
    return replace(given, **changes)


def question(version: str, *asked: str, **changes: Any) -> Fraga:
    """A question to the named agencies, with what `version` has no room for left out."""
    parts = {name: PARTS[name] for name in asked}
    if version == "10" and "SKV" in parts:
        parts["SKV"] = Fragedel()
    return Fraga(general(**changes), parts)


def source_ask(source: str, first: date = PERIOD.fromDatum, last: date = PERIOD.tomDatum) -> SourceAsk:
    own: dict[str, Payload] = {
        "FK": Payload("lefi/v9", b'{"grupper": ["FK:BOB"]}'),
        "SKV": Payload("skv/ssbtek-11", write_tax_block(VERSIONS["11"], TAX)),
    }
    return SourceAsk(
        source, Days(first, last), frozenset(), ("2 § förordningen (2008:975)",), own.get(source)
    )


def ask(*sources: str, version: str = "11", persona: Persona = STUDENT, **changes: Any) -> Ask:
    given = Ask(
        person=persona.number,
        sources=tuple(source_ask(source) for source in sources or ("CSN",)),
        asker=Asker("2120002411", "Socialnämnden, Sundsvalls kommun", "SN", "hl000123"),
        case_reference="EB-2026-001234",
        purpose="Handläggning av ekonomiskt bistånd",
        legal_text="CSN: 15 kap. 10 § socialtjänstlagen (2025:400), 2 § förordningen (2008:975)",
        processors=(Processor("2120002411", "Kommunstyrelsen"), Processor("2120002395", "Timrå kommun")),
        asked_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        correlation=CORRELATION,
        settings={"url": "http://127.0.0.1:9/ssbtek", "version": version, "aktorsid": "026-51"},
    )
    return replace(given, **changes)


@dataclass(frozen=True)
class SmallPart:
    """Answers with a document that names the person asked about; CSN and FK as base64, SKV as text."""

    source: str

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        content = f'<svar om="{question.person_number}" av="{self.source}"/>'
        packing = VERSIONS[question.version].slot(self.source).packing
        match packing.form.name:
            case "BASE64":
                child = etree.Element(f"{{{question.namespace}}}{packing.name}")
                child.text = b64encode(content.encode()).decode()
            case "TEXT":
                child = etree.Element(packing.name)
                child.text = content
            case _:
                child = etree.Element(f"{{{packing.namespace}}}Svar", om=question.person_number)
        return PartData((child,))


SMALL_PARTS: tuple[Part, ...] = tuple(SmallPart(source) for source in AGENCIES)


@dataclass
class Bench:
    """A simulator being served, its switches, and calls to it through the real transport."""

    base_url: str
    switches: Switches
    certificates: Mapping[str, ClientCertificate] = field(default_factory=dict)

    async def fetch(
        self, asked: Ask | None = None, *, path: str = "/ssbtek", seconds: float = 10.0
    ) -> Fetched:
        asked = asked or ask()
        settings = {**asked.settings, "url": self.base_url + path}
        fetched: Fetched = await self._with(
            lambda it: adapter.fetch(replace(asked, settings=settings), OnePermit(seconds), it)
        )
        return fetched

    async def ping(self, version: str = "11", **settings: str) -> Any:
        given = {"url": self.base_url + "/ssbtek", "version": version, **settings}
        return await self._with(lambda it: adapter.ping_sources(given, OnePermit(), it))

    async def _with(self, call: Any) -> Any:
        known = Credentials(self.certificates) if self.certificates else NO_CERTIFICATES
        transport = make_transport("aiohttp", known, plain_http=True)
        try:
            return await call(transport)
        finally:
            await transport.aclose()

    async def post(self, body: bytes, path: str = "/ssbtek", **headers: str) -> httpx.Response:
        async with plain_async_client() as client:
            return await client.post(self.base_url + path, content=body, headers=headers)

    async def get(self, path: str) -> Any:
        async with plain_async_client() as client:
            return (await client.get(self.base_url + path)).json()

    def set(self, fault: Fault) -> None:
        self.switches.set(fault)


@asynccontextmanager
async def simulated(*parts: Part, tls: Tls | None = None) -> AsyncIterator[Bench]:
    switches = Switches()
    async with serve(build(WORLD, parts or SMALL_PARTS, switches), tls=tls) as base_url:
        yield Bench(base_url, switches)


@dataclass
class Answering:
    """A transport that gives one prepared answer and keeps what was sent."""

    response: Response
    sent: list[Any] = field(default_factory=list)

    async def send(self, request: Any, permit: Any) -> Response:
        permit.use()
        self.sent.append(request)
        return self.response


def answering(
    body: bytes, status: int = 200, content_type: str = "text/xml; charset=utf-8", **headers: str
) -> Answering:
    named = {"content-type": content_type, **{key.replace("_", "-"): value for key, value in headers.items()}}
    return Answering(Response(status, named, body))
