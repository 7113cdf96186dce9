"""Skatteverket's part of the SSBTEK simulator: a document as text in an unqualified `svar`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from adapters.skatteverket.simulated import Known, known_of
from adapters.skatteverket.writing import Answer, write, write_fault
from hub.simulators.parts import Part, PartData, PartError, PartQuestion
from hub.simulators.world import Persona, World
from messages.wire.ssbtek import Beskattningsfraga, read_tax_block


@dataclass(frozen=True, slots=True)
class SkvPart:
    """`fault`, a code of 9071000 to 9071999, comes in the answer's place."""

    fault: str | None = None
    source: str = "SKV"

    def answer(self, world: World, persona: Persona | None, question: PartQuestion) -> PartData | PartError:
        known = known_of(persona.key, world.today) if persona else None
        if self.fault is not None:
            document = write_fault(self.fault, "Ett simulerat fel.")
        else:
            document = write(_answer(persona, question.person_number, _asked(known, question)))
        reply = etree.Element("svar")
        reply.text = document.decode()
        return PartData((reply,))


def _asked(known: Known | None, question: PartQuestion) -> Known | None:
    """Of what is known what was asked for. Version 10 asks nothing: the years of the whole question's period
    (inferred), and no monthly returns."""
    if known is None:
        return None
    block = question.element.find(f"{{{question.namespace}}}fraga")
    if block is None:
        every = range(question.period.first.year, question.period.last.year + 1)
        fraga = Beskattningsfraga(tuple(every), False, False, True, True, False)
    else:
        fraga = read_tax_block(etree.tostring(block, with_tail=False))
    years = {str(year) for year in fraga.ar}
    return replace(
        known,
        capital=tuple(one for one in known.capital if fraga.skatteuppgifter and str(one.year) in years),
        payouts=tuple(
            one for one in known.payouts if fraga.skattekonto and (one.day is None or one.day[:4] in years)
        ),
        returns=tuple(
            one for one in known.returns if fraga.individuppgifter and str(one.month.year) in years
        ),
    )


def _answer(persona: Persona | None, number: str, known: Known | None) -> Answer:
    if known is None or persona is None:
        return Answer(persona.number.value if persona else number)
    return Answer(
        persona.number.value,
        persona.first_name if known.named else None,
        persona.last_name if known.named else None,
        known.status,
        known.capital,
        known.payouts,
        known.returns,
        known.news,
    )


PARTS: tuple[Part, ...] = (SkvPart(),)
