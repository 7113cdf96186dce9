"""Transportstyrelsen, on its real wire format: its part of the SSBTEK simulator, and its own SOAP service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from starlette.types import ASGIApp

from adapters.transportstyrelsen.names import PERSON, QUESTION, RESPONDER
from adapters.transportstyrelsen.simulated import answer_of
from adapters.transportstyrelsen.writing import Answer, build_answer
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.soap_app import SoapService, build_soap
from hub.simulators.world import Persona, World


@dataclass(frozen=True, slots=True)
class TnsPart:
    """Answers as the service does; `instead` is told of everyone, whoever it is."""

    instead: Answer | None = None
    source: str = "TNS"

    def answer(self, world: World, persona: Persona | None, _question: PartQuestion) -> PartData | PartError:
        return PartData(tuple(_answer(world, persona, self.instead)))


def _answer(world: World, persona: Persona | None, instead: Answer | None = None) -> etree._Element:
    return build_answer(instead or answer_of(persona.key if persona else None, world.today))


def _asked_about(question: etree._Element) -> str:
    whom = f"{{{RESPONDER}}}identifikation/{{{PERSON}}}"
    return (question.findtext(f"{whom}sekel") or "") + (question.findtext(f"{whom}personnummer") or "")


def build(world: World, _parts: Sequence[Part]) -> ASGIApp:
    """The service itself."""
    service = SoapService(
        source="TNS",
        question=f"{{{RESPONDER}}}{QUESTION}",
        person=_asked_about,
        answer=lambda world, persona, _question: _answer(world, persona),
        schema=Path(__file__).parent / "schemas" / "responder.xsd",
    )
    return build_soap(service, world)


PARTS: tuple[Part, ...] = (TnsPart(),)
