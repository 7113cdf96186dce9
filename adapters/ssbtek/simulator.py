"""SSBTEK as it answers, in every version: composed of the parts that the agencies' folders bring.

What is not published of its behaviour is inferred; README.md says which. Faults are worked over `/_sim/fel`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.adapter import Days
from hub.simulators.conduct import Conduct
from hub.simulators.control import control
from hub.simulators.faults import Fault as SimulatedFault
from hub.simulators.faults import FaultKind, Questions, Received, Switches
from hub.simulators.parts import Part, PartData, PartQuestion, sources_of
from hub.simulators.world import Persona, World
from messages.wire import ssbtek
from messages.wire.ssbtek import (
    VERSIONS,
    Delfel,
    Fault,
    Hamta,
    Pingdel,
    Pingfraga,
    RawData,
    Version,
    WireError,
)

_NOT_CONNECTED = Delfel("SSBT", "EJ_ANSLUTEN", ("Tjänsten är inte ansluten.",))
_INTERNAL = "Internal error"
_DOCTYPE = (
    b'<!DOCTYPE soap:Envelope [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/hostname">]>'
)
_LEVELS = 10_000

Parts = dict[str, RawData | Delfel]


def build(world: World, parts: Sequence[Part], switches: Switches | None = None) -> Starlette:
    """The simulator as an ASGI app: POST to `/ssbtek`, or to `/ssbtek/10` and `/ssbtek/11`."""
    questions, switches = Questions(), switches or Switches()
    simulator = Simulator(world, parts, switches, questions)
    routes = [Route(path, simulator.ask, methods=["POST"]) for path in ("/", "/ssbtek", "/ssbtek/{version}")]
    return Starlette(routes=[*routes, *control(switches, questions)])


class Simulator:
    """Answers questions about the persons of a world."""

    def __init__(self, world: World, parts: Iterable[Part], switches: Switches, questions: Questions) -> None:
        self._world = world
        self._parts = {part.source: part for part in parts}
        self._switches = switches
        self._questions = questions

    async def ask(self, request: Request) -> Conduct:
        """One call. Any fault in the question gives the one generic fault, as the real service does."""
        body = await request.body()
        self._questions.add(
            Received(
                datetime.now(UTC), request.method, request.url.path, tuple(request.headers.items()), body
            )
        )
        only = VERSIONS.get(str(request.path_params.get("version", "")))
        try:
            question = ssbtek.read_question(
                body, encoding=ssbtek.charset_of(request.headers.get("content-type", ""))
            )
            if only is not None and question.version is not only:
                raise WireError("Frågan är i en annan version än adressen.")
            if isinstance(question, Hamta):
                _accept(question)
        except WireError:
            return Conduct(_fault(only), self._switches.take(None, frozenset()))
        match question:
            case Pingfraga(version):
                return self._pinged(version)
            case Hamta():
                return self._answered(question)

    def _pinged(self, version: Version) -> Conduct:
        faults = self._switches.take(None, frozenset(self._parts))
        if any(fault.fel is FaultKind.SOAP_FEL for fault in faults):
            return Conduct(_fault(version, ssbtek.PING), faults)
        parts = {
            slot.element: Pingdel(True, None if slot.element in self._parts else _NOT_CONNECTED)
            for slot in version.slots
        }
        for fault in (one for one in faults if one.fel is FaultKind.DELFEL and one.kalla):
            parts[str(fault.kalla)] = Pingdel(True, _error_of(fault))
        return Conduct(_xml(ssbtek.write_ping_answer(version, parts)), faults)

    def _answered(self, question: Hamta) -> Conduct:
        asked, general = question.fraga.specifika, question.fraga.generella
        persona = self._world.find(general.personidentitet)
        named = frozenset[str](asked).union(*(sources_of(p) for s, p in self._parts.items() if s in asked))
        faults = self._switches.take(persona.key if persona else None, named)
        on = {fault.fel: fault for fault in faults}
        if FaultKind.SOAP_FEL in on:
            return Conduct(_fault(question.version), faults)
        stranger = next(one for one in self._world.personas.values() if one is not persona)
        wrong = on.get(FaultKind.ANNAN_PERSON)
        parts: Parts = {
            source: self._part(source, stranger if _strikes(wrong, source) else persona, question, faults)
            for source in asked
        }
        for fault in faults:
            _spoil_parts(parts, fault, question.version)
        echo = question.fraga if general.fraganSkallInkluderasISvaret else None
        if FaultKind.ANNAN_FRAGA in on:
            other = replace(general, personidentitet=stranger.number.value)
            echo = replace(question.fraga, generella=other)
        correlation = "en-annan-fraga" if FaultKind.ANNAN_KORRELATION in on else general.korrelationsid
        body = ssbtek.write_answer(
            question.version, parts, asked_at=general.frageTidpunkt, correlation=correlation, echo=echo
        )
        return Conduct(_xml(_spoilt(body, on, question.version)), faults)

    def _part(
        self, source: str, persona: Persona | None, question: Hamta, faults: tuple[SimulatedFault, ...]
    ) -> RawData | Delfel:
        part = self._parts.get(source)
        if part is None:
            return _NOT_CONNECTED
        general = question.fraga.generella
        own = question.fraga.specifika[source].tidsperiod or general.tidsperiod
        asked = PartQuestion(
            version=question.version.name,
            namespace=question.version.namespace,
            person_number=persona.number.value if persona else general.personidentitet,
            case_reference=general.arendeidentitet,
            caseworker=general.ingivare.handlaggare,
            period=Days(own.fromDatum, own.tomDatum),
            element=question.element[source],
            faults=faults,
        )
        answer = part.answer(self._world, persona, asked)
        if isinstance(answer, PartData):
            return RawData(b"".join(etree.tostring(child, with_tail=False) for child in answer.children))
        return Delfel(answer.kalla, answer.felkod, answer.felmeddelanden)


def _accept(question: Hamta) -> None:
    """What no schema says but the service needs (inferred). Raises WireError."""
    general = question.fraga.generella
    periods = [general.tidsperiod, *(part.tidsperiod for part in question.fraga.specifika.values())]
    if any(period is not None and period.fromDatum > period.tomDatum for period in periods):
        raise WireError("Perioden slutar innan den börjar.")
    if not general.lagtext.strip() or not general.syfte.strip() or not general.arendeidentitet.strip():
        raise WireError("lagtext, syfte och arendeidentitet ska vara ifyllda.")


def _xml(body: bytes, status: int = 200) -> Response:
    return Response(body, status, headers={"content-type": ssbtek.CONTENT_TYPE})


def _fault(version: Version | None, operation: str = ssbtek.FETCH) -> Response:
    """One generic fault, whatever was wrong; in the newest version's words where the question had none."""
    spoken = version or list(VERSIONS.values())[-1]
    fault = Fault("Server", _INTERNAL, "INTERNAL", (_INTERNAL,))
    return _xml(ssbtek.write_fault(spoken, fault, operation), 500)


# ------------------------------------------------------------ faults in the content, on request


def _strikes(fault: SimulatedFault | None, source: str) -> bool:
    return fault is not None and fault.kalla in {None, source}


def _spoil_parts(parts: Parts, fault: SimulatedFault, version: Version) -> None:
    if fault.fel is FaultKind.OMBEDD_INTE:
        for slot in version.slots:
            parts.setdefault(slot.element, Delfel("BT", "OMBEDD_INTE", ("Ingen frågade.",)))
        return
    for source in [source for source in parts if _strikes(fault, source)]:
        match fault.fel:
            case FaultKind.DELFEL:
                parts[source] = _error_of(fault)
            case FaultKind.DEL_SAKNAS:
                del parts[source]
            case FaultKind.TRASIG_BASE64:
                packing = version.slot(source).packing
                parts[source] = RawData(f"<s:{packing.name}>*inte base64*</s:{packing.name}>".encode())
            case FaultKind.TRASIG_DEL:
                parts[source] = RawData(b"<s:svar>\x01 & \xff</s:svar>")
            case FaultKind.DJUP:
                parts[source] = RawData(b"<d>" * _LEVELS + b"</d>" * _LEVELS)
            case _:
                return


def _error_of(fault: SimulatedFault) -> Delfel:
    return Delfel(fault.felkalla, fault.felkod, ("Ett simulerat fel.",))


def _spoilt(body: bytes, on: Mapping[FaultKind, SimulatedFault], version: Version) -> bytes:
    if (both := on.get(FaultKind.DATA_OCH_FEL)) is not None:
        for source in (slot.element for slot in version.slots if _strikes(both, slot.element)):
            error = "<s:error><s:kalla>BT</s:kalla><s:felkod>X</s:felkod>"
            error += "<s:felmeddelande>Också ett fel.</s:felmeddelande></s:error>"
            body = body.replace(f"</s:data></s:{source}>".encode(), f"</s:data>{error}</s:{source}>".encode())
    if FaultKind.FEL_NAMNRYMD in on:
        other = next(one for one in VERSIONS.values() if one is not version)
        body = body.replace(version.namespace.encode(), other.namespace.encode())
    if FaultKind.DOCTYPE in on:
        body = body.replace(b"<soap:Envelope", _DOCTYPE + b"<soap:Envelope", 1)
        body = body.replace(b"<s:svarsdata>", b"<s:frageTidpunkt>&b;&c;</s:frageTidpunkt><s:svarsdata>", 1)
    return body
