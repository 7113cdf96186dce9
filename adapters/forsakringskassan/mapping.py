"""LEFI's answer to sections: lefi/v9-fk here, lefi/v9-pm in `pension_mapping`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.forsakringskassan import left_out, pension_mapping, states
from adapters.forsakringskassan.case_relatives import flag_of
from adapters.forsakringskassan.cases import FK as CASES
from adapters.forsakringskassan.elements import FK
from adapters.forsakringskassan.incomes import incomes
from adapters.forsakringskassan.joining import joined
from adapters.forsakringskassan.pension import FORMAT as PENSION_FORMAT
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, WrongPerson
from hub.elements import Record, compile_table, read_json
from hub.elements.deviations import UNKNOWN_ELEMENT
from hub.elements.json_document import document_of, utf_8
from messages.base import Sektion
from messages.person import Person
from messages.socialforsakring import Socialforsakring
from messages.uppgifter import Avvikelse

__all__ = ["SECTIONS", "joined", "to_section"]

SOURCE = "FK"
SECTIONS = (
    SectionType(Socialforsakring.namn, Socialforsakring.namnrymd, Socialforsakring, incomes),
    SectionType(Person.namn, Person.namnrymd, Person, None),
    pension_mapping.SECTION,
)

_TABLE = compile_table(FK)

_PERSON = frozenset(Person.grupper)
_FILLED: Mapping[str, str] = {
    place: group for group, meant in Socialforsakring.grupper.items() for place in meant.platser
}
"""The section's lists to their groups."""


def to_section(payload: Payload) -> Found | NoRecord:
    """What one of the two authorities said of one person.

    Raises SourceError where it gave no answer (`left_out.insist`), WrongPerson for an answer about several
    persons, and SourceMalformed for what is no answer about anyone.
    """
    if payload.format == PENSION_FORMAT:
        return pension_mapping.to_section(payload)
    reading = read_json(_TABLE, payload.content, payload.groups)
    record, *beside = reading.records
    persons = [each for each in beside if each.model is Person]
    if len(persons) > 1:
        raise WrongPerson("LEFI:s svar innehåller uppgifter om fler personer än den efterfrågade.")
    states.insist_on_one_person(reading.deviations.told())
    person = states.about(persons)
    said = states.said_of(SOURCE, beside, payload)
    has_data = bool(persons) or any(record.section.values())
    left_out.insist(said, has_data, reading.deviations)
    missing = left_out.missing(said, _came(record.section, persons, said, payload))
    deviations = reading.deviations.told()
    flag = _flag(payload, persons)
    if not (has_data or _unknown(payload, said, deviations) or missing):
        return NoRecord(person, flag, deviations=deviations)
    sections: list[Sektion] = [reading.made(Socialforsakring, record.section)]
    sections += [reading.made(Person, each.section) for each in persons]
    return Found(tuple(sections), person, flag, missing, deviations, withheld=reading.withheld)


def _came(
    section: Mapping[str, Any], persons: Sequence[Record], said: states.Said, payload: Payload
) -> frozenset[str]:
    """The groups whose lists are in the answer, empty or not; where it matters, for it takes a second look.

    A list without persons leaves no trace in the reading.
    """
    seen = frozenset(_FILLED[name] for name in section) | (_PERSON if persons else frozenset())
    if said.asked is None or said.asked <= seen:
        return seen
    return seen | _PERSON if states.GENERAL in states.lists_in(payload, CASES) else seen


def _flag(payload: Payload, persons: Sequence[Record]) -> str | None:
    """Anyone in the answer who is protected, at any depth, says it for all. That nobody is, only the person
    asked about can say."""
    told = persons[0].outcome.get("skyddad") if persons else None
    return flag_of(utf_8(payload.content)) or ("false" if told == "false" else None)


def _unknown(payload: Payload, said: states.Said, deviations: Sequence[Avvikelse]) -> bool:
    """Whether there are data, though none that the table knows.

    An empty list says that there is nothing. One that was not understood, or no list at all, does not: raises
    SourceMalformed.
    """
    states.insist_on_nothing_lost(deviations)
    odd = [row for row in deviations if row.plats.partition("/")[0] == CASES]
    unread = [row.plats for row in odd if row.kod != UNKNOWN_ELEMENT]
    if unread:
        text = f"Försäkringskassans del av svaret kan inte läsas ({unread[0]})."
        raise SourceMalformed("LISTA_OLASBAR", text)
    if said.asked is None and not said.left_out and not states.lists_in(payload, CASES):
        raise SourceMalformed("LISTA_SAKNAS", "Svaret har ingen av Försäkringskassans listor.")
    if not odd:
        return False
    told = document_of(utf_8(payload.content)).get(CASES)
    known = _TABLE.steps[CASES].names
    return isinstance(told, dict) and any(value for key, value in told.items() if key not in known)
