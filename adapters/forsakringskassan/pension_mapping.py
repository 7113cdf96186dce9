"""lefi/v9-pm to the section pension. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.forsakringskassan import left_out, states
from adapters.forsakringskassan.pension import OTHER, PENSION
from adapters.forsakringskassan.pension_incomes import incomes
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed
from hub.elements import compile_table, read_json
from messages.pension import Pension
from messages.uppgifter import Avvikelse

SOURCE = "PM"
SECTION = SectionType(Pension.namn, Pension.namnrymd, Pension, incomes)

_GROUPS: Mapping[str, frozenset[str]] = {
    **{
        name: frozenset({f"pension.{name}"})
        for name in ("ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar")
    },
    OTHER: frozenset({"pension.levnadsintyg", "pension.pensionsbehallning", "pension.pensionsunderlag"}),
}
"""The answer's lists to the groups that they bring."""
_FILLED: Mapping[str, str] = {
    **{name: f"pension.{name}" for name in Pension.model_fields},
    "pensionskonton": "pension.pensionsbehallning",
}
"""The section's lists to their groups."""

_TABLE = compile_table(PENSION)


def to_section(payload: Payload) -> Found | NoRecord:
    """What Pensionsmyndigheten said of one person. It has no flag for protected identity.

    Raises SourceError where Pensionsmyndigheten gave no answer (`left_out.insist`), WrongPerson for an answer
    about several persons, and SourceMalformed for what is no answer about anyone.
    """
    reading = read_json(_TABLE, payload.content, payload.groups)
    record, *beside = reading.records
    states.insist_on_one_person(reading.deviations.told())
    person = states.about(beside)
    said = states.said_of(SOURCE, beside, payload)
    has_data = any(record.section.values())
    left_out.insist(said, has_data, reading.deviations)
    missing = left_out.missing(said, _came(record.section, said, payload))
    deviations = reading.deviations.told()
    if not has_data:
        _insist_on_empty_lists(said, payload, deviations)
        if not missing:
            return NoRecord(person, deviations=deviations)
    section = reading.made(Pension, record.section)
    return Found((section,), person, missing=missing, deviations=deviations, withheld=reading.withheld)


def _came(section: Mapping[str, Any], said: states.Said, payload: Payload) -> frozenset[str]:
    """The groups whose lists are in the answer, empty or not; where it matters, for it takes a second look.

    An empty `ovrigInformation` leaves no trace in the section.
    """
    seen = frozenset(_FILLED[name] for name in section)
    if said.asked is None or said.asked <= seen:
        return seen
    lists = states.lists_in(payload)
    return seen.union(*(groups for name, groups in _GROUPS.items() if name in lists))


def _insist_on_empty_lists(said: states.Said, payload: Payload, deviations: Sequence[Avvikelse]) -> None:
    """An empty list says that there is nothing. One that was not understood, or no list at all, does not."""
    states.insist_on_nothing_lost(deviations)
    unread = [row.plats for row in deviations if row.plats.partition("/")[0] in _GROUPS]
    if unread:
        text = f"Pensionsmyndighetens del av svaret kan inte läsas ({unread[0]})."
        raise SourceMalformed("LISTA_OLASBAR", text)
    if said.asked is None and not said.left_out and not states.lists_in(payload) & _GROUPS.keys():
        raise SourceMalformed("LISTA_SAKNAS", "Svaret har ingen av Pensionsmyndighetens listor.")
