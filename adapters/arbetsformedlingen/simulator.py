"""Arbetsförmedlingen as it answers: its part inside SSBTEK, and its own SOAP endpoint. Both tell the same."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from starlette.applications import Starlette

from adapters.arbetsformedlingen.names import NAMESPACE, QUESTION
from adapters.arbetsformedlingen.simulated import known_of
from adapters.arbetsformedlingen.writing import Answer, write
from hub.simulators.faults import Switches
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.soap_app import SoapService, build_soap
from hub.simulators.world import Persona, World

SCHEMA = Path(__file__).parent / "schemas" / "ersattningsstod.xsd"
RULE_BREAKER = "regelbrytare"
_AF = f"{{{NAMESPACE}}}"
_PERSON = f"{_AF}Fraga/{_AF}IdentitetsbeteckningFysiskPerson"


@dataclass(frozen=True, slots=True)
class AfPart:
    """Answers inside SSBTEK; `status` is the status of the jobseeker's information, code and text."""

    status: tuple[str, str] = ("0", "OK")
    source: str = "AF"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        number = persona.number.value if persona else question.person_number
        fraga = _as_asked(question, number)
        reply = _reply(world, persona, number, fraga, self.status)
        return PartData(tuple(reply))


def build(world: World, parts: Sequence[Part], switches: Switches | None = None) -> Starlette:  # noqa: ARG001
    """Arbetsförmedlingen's own service."""
    service = SoapService(
        "AF", QUESTION, lambda asked: asked.findtext(_PERSON) or "", _straight, schema=SCHEMA
    )
    return build_soap(service, world, switches)


def _straight(world: World, persona: Persona | None, question: etree._Element) -> etree._Element:
    fraga = question.find(f"{_AF}Fraga")
    assert fraga is not None  # the schema demands it
    echo = deepcopy(fraga)
    number = (
        persona.number.value if persona else echo.findtext(f"{_AF}IdentitetsbeteckningFysiskPerson") or ""
    )
    return _reply(world, persona, number, echo, ("0", "OK"))


def _reply(
    world: World, persona: Persona | None, number: str, fraga: etree._Element, status: tuple[str, str]
) -> etree._Element:
    """What is said of `persona`; the echo names the person that the data are about, as one system would."""
    for element in fraga.iter(f"{_AF}IdentitetsbeteckningFysiskPerson"):
        element.text = number
    breaks = persona is not None and persona.key == RULE_BREAKER
    return write(
        Answer(
            number,
            persona.first_name if persona else None,
            persona.last_name if persona else None,
            protected="" if breaks else persona.protected if persona else None,
            known=known_of(persona.key, world.today) if persona else None,
            reference=fraga.findtext(f"{_AF}Referensnummer") or "",
            law=None if breaks else fraga.findtext(f"{_AF}LagParagraf"),
            status=status,
            echo=None if breaks else fraga,
        )
    )


def _as_asked(question: PartQuestion, number: str) -> etree._Element:
    """The question as the composite service passes it on to Arbetsförmedlingen."""
    general = question.element.getroottree().find(f".//{{{question.namespace}}}generellaFrageparametrar")

    def said(path: str) -> str:
        found = None if general is None else general.findtext(path, namespaces={"s": question.namespace})
        return found or ""

    fraga = etree.Element(f"{_AF}Fraga", nsmap={"api": NAMESPACE})
    for name, text in (
        ("OrganisationsnummerForIngivare", said("s:ingivare/s:organisationsnummer")),
        ("NamnPaIngivare", said("s:ingivare/s:namn")),
        ("KontonamnForHandlaggare", question.caseworker),
        ("Referensnummer", question.case_reference),
        ("From", question.period.first.isoformat()),
        ("Tom", question.period.last.isoformat()),
        ("SyfteMedFraga", said("s:syfte")),
        ("LagParagraf", said("s:lagtext")),
        ("IdentitetsbeteckningFysiskPerson", number),
    ):
        etree.SubElement(fraga, f"{_AF}{name}").text = text
    return fraga


PARTS: tuple[Part, ...] = (AfPart(),)
