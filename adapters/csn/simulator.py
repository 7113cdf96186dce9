"""CSN's part of the SSBTEK simulator, on CSN's real wire format."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from lxml import etree

from adapters.csn.simulated import cases_of
from adapters.csn.writing import Answer, write
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.world import Persona, World

LONGEST_CASE_REFERENCE = 31


@dataclass(frozen=True, slots=True)
class CsnPart:
    """Answers as CSN does, in its schema `version`; `result` is its result code and text."""

    version: str = "4.0"
    result: tuple[str, str] = ("0", "OK")
    source: str = "CSN"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        number = persona.number.value if persona else question.person_number
        if len(question.case_reference) > LONGEST_CASE_REFERENCE:
            return PartError("BT", "-1005", ("Ärendeidentiteten är för lång.",))
        if int(number[6:8]) > 39:
            return PartError("BT", "-1001", ("Personnumret har fel format.",))
        cases = cases_of(persona.key, world.today) if persona else None
        answer = Answer(
            number,
            found=cases is not None,
            cases=cases or (),
            protected=persona is not None and persona.protected,
            version=self.version,
            result=self.result,
        )
        reply = etree.Element(f"{{{question.namespace}}}svar")
        reply.text = base64.b64encode(write(answer)).decode("ascii")
        return PartData((reply,))


PARTS: tuple[Part, ...] = (CsnPart(),)
