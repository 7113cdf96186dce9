"""skuldregister/svar to the section skulder. Pure. Debts are no incomes."""

from __future__ import annotations

from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, SourceRefused
from hub.elements import compile_table, read_xml
from messages.values import Personidentitet

from .elements import TABLE
from .section import Skulder

SECTIONS = (SectionType(Skulder.namn, Skulder.namnrymd, Skulder, None),)
_TABLE = compile_table(TABLE)


def to_section(payload: Payload) -> Found | NoRecord:
    """What the register said. Raises SourceRefused for an error, SourceMalformed for what is no answer."""
    reading = read_xml(_TABLE, payload.content, payload.groups)
    record = reading.records[0]
    if "fel" in record.outcome:
        raise SourceRefused("SKULD_FEL", "Skuldregistret lämnade inga uppgifter utan svarade med ett fel.")
    try:
        person = Personidentitet(record.outcome.get("person", ""))
    except ValueError:
        text = "Personen i Skuldregistrets svar kan inte läsas (@person)."
        raise SourceMalformed("PERSON_OLASBAR", text) from None
    flag = record.outcome.get("skyddad")
    if not record.section:
        return NoRecord(person, flag, reading.deviations.told())
    section = reading.made(Skulder, record.section)
    told = reading.deviations.told()
    return Found((section,), person, flag, deviations=told, withheld=reading.withheld)
