"""Migrationsverket, on its real wire format: its part of the SSBTEK simulator, and its own SOAP service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from starlette.types import ASGIApp

from adapters.migrationsverket.names import QUESTION, SERVICE
from adapters.migrationsverket.simulated import answer_about
from adapters.migrationsverket.writing import Answer, build_answer, build_detail
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.soap_app import SoapService, build_soap
from hub.simulators.world import Persona, World


@dataclass(frozen=True, slots=True)
class MivPart:
    """Answers as the service does; `instead` is told of everyone, whoever it is."""

    instead: Answer | None = None
    source: str = "MIV"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        answer = self.instead or answer_about(persona, question.person_number, world.today)
        return PartData(tuple(build_answer(answer)))


def _straight(world: World, persona: Persona | None, question: etree._Element) -> etree._Element:
    correlation = question.findtext("query/korrelationsid")
    return build_answer(answer_about(persona, _asked_about(question), world.today, correlation))


def _asked_about(question: etree._Element) -> str:
    return question.findtext("query/personnummer") or ""


def build(world: World, _parts: Sequence[Part]) -> ASGIApp:
    """The service itself."""
    service = SoapService(
        source="MIV",
        question=f"{{{SERVICE}}}{QUESTION}",
        person=_asked_about,
        answer=_straight,
        detail=build_detail,
        schema=Path(__file__).parent / "schemas" / "ssbtek.xsd",
    )
    return build_soap(service, world)


PARTS: tuple[Part, ...] = (MivPart(),)
