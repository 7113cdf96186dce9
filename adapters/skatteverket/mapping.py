"""skv/beskattningsuppgifter to the section beskattning, and its payouts to income items. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from adapters.skatteverket import codes
from adapters.skatteverket.elements import ACCOUNT, CAPITAL, FAULT_TABLE, PERSON, TABLE
from adapters.skatteverket.incomes import incomes
from adapters.skatteverket.unrecognised import UNREAD, undescribed
from hub.adapter import Found, NoRecord, Payload, SectionType, SourceMalformed, SourceUnavailable, WrongPerson
from hub.elements import Reading, compile_table, read_xml
from hub.elements.deviations import REPEATED, UNKNOWN_ATTRIBUTE, UNKNOWN_ELEMENT
from messages.beskattning import Beskattning
from messages.uppgifter import Saknas
from messages.values import Personidentitet

SECTIONS = (SectionType(Beskattning.namn, Beskattning.namnrymd, Beskattning, incomes),)

_TABLE = compile_table(TABLE)
_FAULT = compile_table(FAULT_TABLE)
_LEFT_OUT = {UNKNOWN_ELEMENT, UNKNOWN_ATTRIBUTE}
_SIGN = b"ndividuppgift"
"""Somewhere in every answer that may hold monthly employer returns, in any encoding that XML comes in."""
_IDENTITY = f"{PERSON}/IdentitetsbeteckningFysiskPerson"
_RETURNS = "beskattning.individuppgifter"
_GROUPS = ("kapital", "skattekonto")
_LISTS = ("kapitaluppgifter", "skattekontoutbetalningar")
_UNTOLD = tuple(
    Saknas(
        grupp=f"beskattning.{group}",
        kod="SVAR_UTAN_UPPGIFTER",
        text="Skatteverket nämner personen men lämnade inga uppgifter. Varför framgår inte av svaret.",
    )
    for group in _GROUPS
)


def to_section(payload: Payload) -> Found | NoRecord:
    """What Skatteverket said of one person.

    Raises SourceUnavailable for its own fault message, WrongPerson where several persons are told of, and
    SourceMalformed for what is no answer about anyone.
    """
    reading = _read(payload)
    person = _the_person(reading)
    section = _together(reading)
    deviations = reading.deviations.told()
    elements: set[str] = set()
    if any(row.kod in _LEFT_OUT for row in deviations) or _SIGN in payload.content.replace(b"\0", b""):
        more = undescribed(payload.content, _TABLE, told=payload.groups is None or _RETURNS in payload.groups)
        section["individuppgifter"] = [{"kod": place, "text": value} for place, value in more.returns]
        elements = more.elements
        # Told anew, with each value's own place and kind.
        deviations = (*(row for row in deviations if row.kod not in _LEFT_OUT), *more.deviations.told())
    data = any(section.get(name) for name in (*_LISTS, "individuppgifter"))
    answered = codes.says_answered(reading.records[0].outcome.get("status"))
    if not data and not elements and answered and not {"fornamn", "efternamn", "status"} & set(section):
        return NoRecord(person, deviations=deviations)
    missing = (*(() if data or answered else _UNTOLD), *_unread(section, elements))
    made = reading.made(Beskattning, section)
    return Found((made,), person, missing=missing, deviations=deviations, withheld=reading.withheld)


def _read(payload: Payload) -> Reading:
    try:
        return read_xml(_TABLE, payload.content, payload.groups)
    except SourceMalformed as error:
        try:
            fault = read_xml(_FAULT, payload.content)
        except SourceMalformed:
            raise error from None
    raise _fault(fault.outcome.get("kod", ""))


def _fault(code: str) -> SourceUnavailable:
    """Its own fault codes are 9071000 to 9071999; what each means is not published."""
    known = len(code) == 7 and code.isascii() and code.isdigit() and code.startswith("9071")
    shown = f" med felkod {code}" if known else ""
    text = f"Skatteverket lämnade inga uppgifter utan svarade{shown} att ett fel hade uppstått."
    return SourceUnavailable(f"SKV_{code}" if known else "SKV_OKAND", text)


def _the_person(reading: Reading) -> Personidentitet:
    """The one person told of. Several parts may be about the same one: one for each year, say."""
    records = reading.records
    if not records:
        text = "Skatteverkets svar nämner ingen person, inte ens att ingen hittades."
        raise SourceMalformed("PERSON_SAKNAS", text)
    if len({record.outcome.get("identitet") for record in records}) > 1:
        raise WrongPerson("Skatteverkets svar innehåller uppgifter om fler personer än den efterfrågade.")
    if any(row.kod == REPEATED and row.plats == _IDENTITY for row in reading.deviations.told()):
        text = "Skatteverkets svar har flera personnummer för samma uppgifter."
        raise SourceMalformed("PERSON_OTYDLIG", text)
    try:
        return Personidentitet(records[0].outcome.get("identitet", ""))
    except ValueError:
        text = "Personnumret i Skatteverkets svar kan inte läsas (IdentitetsbeteckningFysiskPerson)."
        raise SourceMalformed("PERSON_OLASBAR", text) from None


def _together(reading: Reading) -> dict[str, Any]:
    """All parts about the person as one section. Of names and status the first stands; others are told."""
    records = reading.records
    if len(records) == 1:
        return records[0].section
    section: dict[str, Any] = {}
    for record in records:
        for name, value in record.section.items():
            if name in _LISTS:
                section.setdefault(name, []).extend(value)
            elif section.setdefault(name, value) != value:
                text = "Delarna om personen säger olika. Det som stod först återges."
                reading.deviations.note("OLIKA_UPPGIFTER", f"{PERSON}/{name}", text)
    items = [item for name in _LISTS for item in section.get(name, ())]
    for number, item in enumerate(items, start=1):
        item["id"] = f"u{number}"
    reading.deviations.note(REPEATED, PERSON, "Svaret har flera delar om personen. De återges tillsammans.")
    return section


def _unread(section: dict[str, Any], elements: Collection[str]) -> tuple[Saknas, ...]:
    """The groups that may hide in what nobody can read.

    Below capital or payout it is of them; anywhere else it may be any group that told nothing.
    """
    groups = {"individuppgifter"} if section.get("individuppgifter") else set()
    if any(place.startswith(f"{CAPITAL}/") for place in elements):
        groups.add("kapital")
    if any(place.startswith(f"{ACCOUNT}/") for place in elements):
        groups.add("skattekonto")
    if any(not place.startswith((f"{CAPITAL}/", f"{ACCOUNT}/")) for place in elements):
        groups |= {"individuppgifter"}
        groups |= {group for group, name in zip(_GROUPS, _LISTS, strict=True) if not section.get(name)}
    text = "Skatteverket har skickat uppgifter som navet inte kan tolka. Inhämta dem på annat sätt vid behov."
    return tuple(Saknas(grupp=f"beskattning.{group}", kod=UNREAD, text=text) for group in sorted(groups))
