"""The a-kassor on their real wire format: their part of the SSBTEK simulator, and their own SOAP service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree
from starlette.types import ASGIApp

from adapters.akassor import writing
from adapters.akassor.names import NAMESPACE, QUESTION_ROOT
from adapters.akassor.simulated import funds_of
from hub.adapter import Days
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.soap_app import SoapService, build_soap
from hub.simulators.world import Persona, World

SCHEMA = Path(__file__).parent / "schemas" / "int014.xsd"


@dataclass(frozen=True, slots=True)
class AkassorPart:
    """Answers as the service does, in SSBTEK: the children of its answer."""

    source: str = "SO"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        echo = tuple(_echo_of_ssbtek(question))
        return PartData(tuple(_answer(world, persona, question.person_number, question.period, echo)))


def build(world: World, _parts: Sequence[Part]) -> ASGIApp:
    """The service itself."""
    service = SoapService(
        source="SO",
        question=f"{{{NAMESPACE}}}{QUESTION_ROOT}",
        person=lambda question: _text(question, "IdentificationNumber"),
        answer=_answer_straight,
        schema=SCHEMA,
    )
    return build_soap(service, world)


def _answer_straight(world: World, persona: Persona | None, question: etree._Element) -> etree._Element:
    period = Days(date.fromisoformat(_text(question, "From")), date.fromisoformat(_text(question, "Tom")))
    said = ((etree.QName(child).localname, child.text or "") for child in question)
    echo = tuple((name, text) for name, text in said if name != "IdentificationNumber")
    return _answer(world, persona, _text(question, "IdentificationNumber"), period, echo)


def _answer(
    world: World, persona: Persona | None, number: str, period: Days, echo: tuple[tuple[str, str], ...]
) -> etree._Element:
    known = funds_of(persona.key, world.today) if persona else ()
    number = persona.number.value if persona else number
    funds = writing.within(known, period.first, period.last)
    return writing.build(writing.Answer(number, funds, echo))


def _text(question: etree._Element, name: str) -> str:
    return question.findtext(f"{{{NAMESPACE}}}{name}") or ""


def _echo_of_ssbtek(question: PartQuestion) -> Iterator[tuple[str, str]]:
    """What SSBTEK passes on of its own question."""
    whole = question.element.getroottree().getroot()

    def said(name: str) -> str:
        return whole.findtext(f".//{{{question.namespace}}}{name}") or "-"

    yield "OrganisationsnummerIngivare", said("organisationsnummer")
    yield "NamnIngivare", said("namn")
    yield "KontonamnHandlaggare", question.caseworker
    yield "Referensnummer", question.case_reference
    yield "From", question.period.first.isoformat()
    yield "Tom", question.period.last.isoformat()
    yield "Syfte", said("syfte")
    yield "Paragraf", said("lagtext")


PARTS: tuple[Part, ...] = (AkassorPart(),)
